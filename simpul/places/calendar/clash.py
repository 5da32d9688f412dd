"""Does a wanted use of ground clash with the calendar, the surroundings or the rules? Pure.

`clashes` asks every family of rules; each is a module of its own with a `find`. Rows of the pack
that nobody has adopted (assumed, proposal) never make a clash hard.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from simpul.places.calendar import (
    airspace,
    blackouts,
    buffers,
    closures,
    distance,
    exclusive,
    fatigue,
    prayer,
    quiet,
    vehicles,
)
from simpul.places.calendar.check import Check
from simpul.places.calendar.found import ANOTHER, Clash, Grade, Line, Solution
from simpul.places.calendar.rules import CalendarRules
from simpul.places.calendar.uses import (
    NOWHERE,
    LedgerEntry,
    QuietPlace,
    Standing,
    Surroundings,
    Use,
    Wanted,
    Where,
)

__all__ = [
    "ANOTHER",
    "NOWHERE",
    "CalendarRules",
    "Clash",
    "Grade",
    "LedgerEntry",
    "Line",
    "QuietPlace",
    "Solution",
    "Standing",
    "Surroundings",
    "Use",
    "Wanted",
    "Where",
    "clashes",
    "worst",
]

FAMILIES = (
    exclusive,
    buffers,
    closures,
    distance,
    vehicles,
    quiet,
    prayer,
    blackouts,
    airspace,
    fatigue,
)


def clashes(
    wanted: Sequence[Wanted],
    standing: Sequence[Standing],
    surroundings: Surroundings,
    rules: CalendarRules,
    *,
    reveal: bool = False,
    own: Collection[str] = (),
) -> list[Clash]:
    """Everything in the way of the wanted uses, the most serious first, then by time.

    `standing`: uses near by in place and time; more than needed is no harm. `reveal`: the reader
    may know confidential titles (staff of the commission); outsiders may not. `own`: holders for
    whom the reader acts; what they hold is told by its name, and is in nobody's way.
    """
    if not wanted:
        return []
    others = [one for one in standing if one.holder not in own] if own else standing
    check = Check(wanted, others, surroundings, rules, reveal=reveal)
    found = [clash for family in FAMILIES for clash in family.find(check)]
    if len(others) < len(standing):
        theirs = [one for one in standing if one.holder in own]
        found += exclusive.find_own(Check(wanted, theirs, surroundings, rules, reveal=True))
    return sorted(found, key=_order)


def worst(found: Sequence[Clash]) -> Grade | None:
    """The most serious grade; None when nothing is in the way."""
    return max((clash.grade for clash in found), default=None)


def _order(clash: Clash) -> tuple[int, float, str, str]:
    start = clash.period.start.timestamp() if clash.period else 0.0
    return -clash.grade, start, clash.rule, clash.key
