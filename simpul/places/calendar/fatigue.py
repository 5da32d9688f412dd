"""Street fatigue: what a street stretch or a neighbourhood has borne, and when it rests. Pure.

A shoot day is one production on one local day. The sum over the last `window_days` days (today
included) may not be more than the cap. When it reaches the cap, the place rests for `rest_days`
days from the next day on. Everything is computed from dated entries that can be shown line by line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from simpul.kit.periods import Period
from simpul.kit.texts import Texts
from simpul.places.calendar.check import Check
from simpul.places.calendar.found import Clash, Line, both, day_in_words
from simpul.places.calendar.ledger import ledger
from simpul.places.calendar.rows import FATIGUE, LimitRow, ZoneRow
from simpul.places.calendar.rules import CalendarRules
from simpul.places.calendar.uses import LedgerEntry, Where, local_days
from simpul.places.calendar.wording import by_rule

UNITS: dict[str, Texts] = {
    "shoot_days": {"id": "hari syuting", "en": "shoot days"},
    "night_hours": {"id": "jam malam", "en": "night hours"},
    "parking": {"id": "meter-hari parkir", "en": "metre-days of parking"},
}

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Rest:
    """Days of rest, both included, and the day on which the cap was reached."""

    first: date
    last: date
    reached: date


@dataclass(frozen=True, slots=True)
class Account:
    """What a place has borne in the window that ends on a day, against the cap of a row.

    `entries`: those that count, in order. `rest`: the latest rest in which the day lies, if any.
    """

    where: Where
    row: LimitRow
    on: date
    first: date
    entries: tuple[LedgerEntry, ...]
    total: float
    rest: Rest | None

    @property
    def left(self) -> float | None:
        """What may still be taken in this window; None without a cap."""
        return None if self.row.most is None else max(self.row.most - self.total, 0.0)

    @property
    def lines(self) -> tuple[Line, ...]:
        """The calculation: a line for each entry."""
        return tuple(
            Line(
                {
                    language: f"{day_in_words(one.day, language)}: {name}"
                    for language, name in one.label.items()
                },
                taken(one, self.row.measure),
            )
            for one in self.entries
        )

    @property
    def sentence(self) -> Texts:
        """The sum in words."""
        return both(
            "{where}: {total} {unit} dari {first} sampai {on}; batasnya {most}.",
            "{where}: {total} {unit} from {first} to {on}; the cap is {most}.",
            where=self.where.name,
            total=float(self.total),
            unit=UNITS[self.row.measure],
            first=self.first,
            on=self.on,
            most="–" if self.row.most is None else float(self.row.most),
        )


def taken(entry: LedgerEntry, measure: str) -> float:
    """What an entry counts for a measure."""
    if measure == "shoot_days":
        return float(entry.shoot_days)
    return entry.night_hours if measure == "night_hours" else entry.parking_m


def rests(entries: Iterable[LedgerEntry], row: LimitRow) -> list[Rest]:
    """The rests of one place, from its entries alone: one after each day that takes something
    and on which the sum of the window reaches the cap."""
    if not row.rest_days or row.most is None:
        return []
    return [
        Rest(day + _DAY, day + row.rest_days * _DAY, day)
        for day, total in _totals(entries, row)
        if total >= row.most
    ]


def account(where: Where, entries: Iterable[LedgerEntry], row: LimitRow, on: date) -> Account:
    """The account of a place on a day. `entries` may be those of many places."""
    here = [one for one in entries if one.where == where.code]
    inside = [rest for rest in rests(here, row) if rest.first <= on <= rest.last]
    return _summed(where, here, row, on, inside[-1] if inside else None)


def accounts(
    where: Where,
    entries: Sequence[LedgerEntry],
    rules: CalendarRules,
    zones: Iterable[ZoneRow],
    on: date,
) -> list[Account]:
    """Every account of a place on a day, one for each row of fatigue of its zones (`zones_at`)."""
    kept = tuple(zones)
    return [
        account(where, entries, row, on)
        for measure in FATIGUE
        for row in rules.limits_for(measure, kept, on, subject=where.kind)
    ]


def _summed(
    where: Where, entries: Iterable[LedgerEntry], row: LimitRow, on: date, rest: Rest | None = None
) -> Account:
    first = on - (row.window_days - 1) * _DAY
    counted = [one for one in entries if first <= one.day <= on and taken(one, row.measure)]
    counted.sort(key=lambda one: (one.day, one.holder))
    total = round(sum(taken(one, row.measure) for one in counted), 6)
    return Account(where, row, on, first, tuple(counted), total, rest)


def find(check: Check) -> Iterator[Clash]:
    """Days on which a place rests, and days on which this plan takes it beyond its cap.

    Rests follow from what stands in the ledger; what the plan takes is counted against the cap,
    also in windows that end after it, where others have booked later days.
    """
    places: dict[str, tuple[Where, list[int]]] = {}
    for i, use in enumerate(check.wanted):
        for where in use.counted_at:
            places.setdefault(where.code, (where, []))[1].append(i)
    mine = ledger(check.wanted, check.rules)
    for where, uses in places.values():
        own = [one for one in mine if one.where == where.code]
        theirs = [one for one in check.surroundings.ledger if one.where == where.code]
        rows = {
            row.code: row
            for i in uses
            for measure in FATIGUE
            for row in check.limits(i, measure, subject=where.kind)
        }
        for row in rows.values():
            if row.most is not None:
                yield from _resting(check, uses, where, own, theirs, row)
                yield from _beyond(check, uses, where, own, theirs, row)


def _resting(
    check: Check,
    uses: Sequence[int],
    where: Where,
    own: Sequence[LedgerEntry],
    theirs: Sequence[LedgerEntry],
    row: LimitRow,
) -> Iterator[Clash]:
    wanted = {one.day for one in own if taken(one, row.measure)}
    for rest in rests(theirs, row):
        days = sorted(day for day in wanted if rest.first <= day <= rest.last)
        if days:
            wanted -= set(days)
            reached = _summed(where, theirs, row, rest.reached)
            yield _clash(
                check,
                uses,
                days,
                reached,
                rule="rest",
                text=by_rule(
                    row,
                    "{where} beristirahat dari {first} sampai {last}. {sum}",
                    "{where} rests from {first} to {last}. {sum}",
                    where=where.name,
                    first=rest.first,
                    last=rest.last,
                    sum=reached.sentence,
                ),
            )


def _beyond(
    check: Check,
    uses: Sequence[int],
    where: Where,
    own: Sequence[LedgerEntry],
    theirs: Sequence[LedgerEntry],
    row: LimitRow,
) -> Iterator[Clash]:
    wanted = {one.day for one in own if taken(one, row.measure)}
    for day, total in _totals([*own, *theirs], row):
        if total <= (row.most or 0.0):
            continue
        first = day - (row.window_days - 1) * _DAY
        days = sorted(one for one in wanted if first <= one <= day)
        if days:
            full = _summed(where, [*own, *theirs], row, day)
            yield _clash(
                check,
                uses,
                days,
                full,
                rule="fatigue",
                text=by_rule(row, "{sum}", "{sum}", sum=full.sentence),
            )
            return


def _clash(
    check: Check,
    uses: Sequence[int],
    days: Sequence[date],
    full: Account,
    *,
    rule: str,
    text: Texts,
) -> Clash:
    at = next(i for i in uses if not check.days[i].isdisjoint(days) or i == uses[-1])
    periods = [
        period
        for i in uses
        for period in check.wanted[i].periods
        if not set(days).isdisjoint(local_days(period, check.rules.zone))
    ]
    return check.alone(
        at,
        rule=rule,
        row=full.row,
        periods=_ordered(periods),
        ground=full.where.name,
        text=text,
        calculation=full.lines,
    )


def _ordered(periods: Iterable[Period]) -> tuple[Period, ...]:
    return tuple(sorted(set(periods)))


def _totals(entries: Iterable[LedgerEntry], row: LimitRow) -> list[tuple[date, float]]:
    """The sum of the window that ends on each day on which something is taken, in order."""
    by_day: dict[date, float] = {}
    for one in entries:
        amount = taken(one, row.measure)
        if amount:
            by_day[one.day] = by_day.get(one.day, 0.0) + amount
    days = sorted(by_day)
    amounts = [by_day[day] for day in days]
    found, low = [], 0
    for place, day in enumerate(days):
        while (day - days[low]).days >= row.window_days:
            low += 1
        # Hours are sums of minutes: six thirds of ten are twenty, not a billionth more.
        found.append((day, round(sum(amounts[low : place + 1]), 6)))
    return found
