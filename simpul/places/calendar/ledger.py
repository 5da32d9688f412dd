"""What uses take of streets and neighbourhoods, day by day: the entries of street fatigue. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from simpul.kit.periods import merge
from simpul.kit.texts import Texts
from simpul.places.calendar.found import ANOTHER, both
from simpul.places.calendar.rules import CalendarRules, span
from simpul.places.calendar.uses import LedgerEntry, Standing, Use, common

TIRING = ("shoot", "prep", "strike", "unit_base", "closure", "blast", "drone")
"""Kinds of use that count for nights; parking has its own measure."""

_DAY = timedelta(days=1)


def ledger(uses: Iterable[Use], rules: CalendarRules, *, reveal: bool = False) -> list[LedgerEntry]:
    """The entries of uses, one per place, local day and holder, in order of day.

    Uses of one holder are counted together: one shoot day however many crews, overlapping periods
    of a night once, kerbs added up. Imported events and road works take nothing. `reveal`: name
    confidential holders too.
    """
    found: dict[tuple[str, str], list[Use]] = {}
    for use in uses:
        for where in use.counted_at:
            found.setdefault((where.code, use.holder), []).append(use)
    entries = [
        LedgerEntry(
            where=where,
            day=day,
            holder=holder,
            label=_label(together, reveal=reveal),
            shoot_days=shots,
            night_hours=night,
            parking_m=kerb,
        )
        for (where, holder), together in found.items()
        for day, (shots, night, kerb) in _by_day(together, rules).items()
    ]
    return sorted(entries, key=lambda one: (one.day, one.where, one.holder))


def _by_day(uses: Sequence[Use], rules: CalendarRules) -> dict[date, tuple[int, float, float]]:
    dated = [(use, use.days(rules.zone)) for use in uses]
    nights = _nights([use for use in uses if use.kind in TIRING], rules)
    found = {}
    for day in frozenset().union(nights, *(days for _, days in dated)):
        here = [use for use, days in dated if day in days]
        shots = int(any(use.kind == "shoot" for use in here))
        kerb = float(sum(use.parking_m for use in here))
        night = nights.get(day, 0.0)
        if shots or kerb or night:
            found[day] = (shots, night, kerb)
    return found


def _nights(uses: Sequence[Use], rules: CalendarRules) -> dict[date, float]:
    """Elapsed hours of each night, by the local day on which the night begins."""
    found = {}
    periods = merge(period for use in uses for period in use.periods)
    days = {day for use in uses for day in use.days(rules.zone)}
    for day in days | {day - _DAY for day in days}:
        night = span(day, *rules.night(day), rules.zone)
        shared = [common(night, period) for period in periods] if night else []
        hours = sum(part.duration_hours for part in shared if part is not None)
        if hours:
            found[day] = hours
    return found


def _label(uses: Sequence[Use], *, reveal: bool) -> Texts:
    standing = [use for use in uses if isinstance(use, Standing)]
    if not standing:
        return both("rencana ini", "this plan")
    hidden = any(use.confidential for use in standing) and not reveal
    return ANOTHER if hidden or not standing[0].label else standing[0].label
