"""Sets of different productions keep a distance on the same day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from simpul.places.calendar.check import Check
from simpul.places.calendar.found import Clash, Grade, grade_of
from simpul.places.calendar.near import Matrix, Metres, Near, Numbers
from simpul.places.calendar.rows import LimitRow
from simpul.places.calendar.uses import local_days
from simpul.places.calendar.wording import by_rule


def find(check: Check) -> Iterator[Clash]:
    """Shoots nearer than the zone of either allows, on one local day; exactly as far is enough.

    Of each other production the set is named that is worst: nearest, measured against the distance
    asked for.
    """
    near = check.near
    where = near.same_day & near.rows("shoot") & near.columns("shoot")[None, :]
    if not where.any():
        return
    mine = [_strictest(check.limits(i, "set_distance")) for i in range(len(near.wanted))]
    theirs = _rows_of_standing(check, where)
    asked = np.maximum(_numbers(mine)[:, None], _numbers(theirs)[None, :])
    least = np.where(where, near.gaps - asked, np.inf)
    for columns in _by_holder(near).values():
        worst = _worst(near, least, asked, np.array(columns))
        if worst is not None:
            i, j, metres = worst
            row = max((mine[i], theirs[j]), key=_number)
            if row is not None:
                yield _clash(check, i, j, metres, row)


def _worst(
    near: Near, least: Metres, asked: Metres, columns: Numbers
) -> tuple[int, int, float] | None:
    """The pair that falls short most, by the real distance; `least`: what it can be at best."""
    rows, places = np.nonzero(least[:, columns] < 0)
    order = np.argsort(least[rows, columns[places]], kind="stable")
    rows, columns = rows[order], columns[places][order]
    best, found = 0.0, None
    for i, j in zip(rows.tolist(), columns.tolist(), strict=True):
        if least[i, j] >= best:
            break
        metres = float(near.metres(np.array([i]), np.array([j]))[0])
        if metres - asked[i, j] < best:
            best, found = metres - asked[i, j], (i, j, metres)
    return found


def _by_holder(near: Near) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for j, use in enumerate(near.standing):
        found.setdefault(use.holder or f"#{j}", []).append(j)
    return found


def _number(row: LimitRow | None) -> float:
    return (row.most or 0.0) if row is not None else 0.0


def _numbers(rows: Sequence[LimitRow | None]) -> Metres:
    return np.array([_number(row) for row in rows])


def _strictest(rows: Sequence[LimitRow]) -> LimitRow | None:
    return max(rows, key=_number, default=None)


def _rows_of_standing(check: Check, where: Matrix) -> list[LimitRow | None]:
    """The row that holds for each standing set that is compared."""
    rules = check.rules
    if not any(row.measure == "set_distance" and row.zone for row in rules.limits):
        # Without a zone's own number the wanted set's row holds for both.
        return [None] * len(check.near.standing)
    asked = np.asarray(where.any(axis=0), dtype=bool)
    found: list[LimitRow | None] = []
    for j, use in enumerate(check.near.standing):
        day = min(use.days(rules.zone))
        rows = rules.limits_for("set_distance", rules.zones_of(use, day), day) if asked[j] else ()
        found.append(_strictest(rows))
    return found


def _clash(check: Check, i: int, j: int, metres: float, row: LimitRow) -> Clash:
    mine, theirs = check.near.wanted[i], check.near.standing[j]
    zone = check.rules.zone
    days = mine.days(zone) & theirs.days(zone)
    periods = tuple(one for one in mine.periods if not days.isdisjoint(local_days(one, zone)))
    return check.between(
        i,
        j,
        rule="set_distance",
        grade=grade_of(row, most=Grade.HARD if theirs.settled else Grade.POSSIBLE),
        row=row,
        periods=periods,
        ground=theirs.name,
        distance_m=metres,
        text=by_rule(
            row,
            "Set lain pada hari yang sama berjarak {metres} m; paling dekat {most} m.",
            "Another set is {metres} m away on the same day; at least {most} m are asked for.",
            metres=round(metres),
            most=row.most or 0.0,
        ),
    )
