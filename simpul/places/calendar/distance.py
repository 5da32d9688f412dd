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
    asked for. A pair that cannot have one ground both is told by `exclusive`, and not here again.
    """
    near = check.near
    where = near.same_day & near.rows("shoot") & near.columns("shoot")[None, :] & ~near.alone
    if not where.any():
        return
    mine = [_strictest(check.limits(i, "set_distance")) for i in range(len(near.wanted))]
    theirs = _rows_of_standing(check, where)
    asked = np.maximum(_numbers(mine)[:, None], _numbers(theirs)[None, :])
    least = np.where(where, near.gaps - asked, np.inf)
    for i, j, metres in _worst(near, least, asked):
        row = max((mine[i], theirs[j]), key=_number)
        if row is not None:
            yield _clash(check, i, j, metres, row)


def _worst(near: Near, least: Metres, asked: Metres) -> list[tuple[int, int, float]]:
    """Of each holder the pair that falls short most, with its metres. `least`: by how much a pair
    can fall short at best, from the boxes of the shapes."""
    rows, columns = np.nonzero(least < 0)
    holders = _holders(near)[columns]
    order = np.lexsort((least[rows, columns], holders))
    rows, columns, holders = rows[order], columns[order], holders[order]
    metres = np.full(len(rows), np.inf)
    # Only pairs whose boxes promise less than the first real distance are measured too.
    first = np.diff(holders, prepend=-1) != 0
    metres[first] = near.metres(rows[first], columns[first])
    best = np.full(len(near.standing), 0.0)
    best[holders[first]] = (metres - asked[rows, columns])[first]
    more = ~first & (least[rows, columns] < best[holders])
    metres[more] = near.metres(rows[more], columns[more])
    found: dict[int, tuple[float, int, int, float]] = {}
    short = metres - asked[rows, columns]
    for at in np.flatnonzero(short < 0).tolist():
        pair = (float(short[at]), int(rows[at]), int(columns[at]), float(metres[at]))
        found[holders[at]] = min(found.get(holders[at], pair), pair)
    return [(i, j, far) for _, i, j, far in found.values()]


def _holders(near: Near) -> Numbers:
    """A number for each standing use, the same for one holder; without a holder its own."""
    numbers: dict[str, int] = {}
    names = [use.holder or f"#{j}" for j, use in enumerate(near.standing)]
    return np.array([numbers.setdefault(name, len(numbers)) for name in names], dtype=np.int64)


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
