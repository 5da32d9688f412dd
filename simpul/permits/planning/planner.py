"""The planner: one plan in one city, filed on one day, answered whole. Pure and fast.

Everything in the answer comes from a rule row, the calendar, or the plan itself. What the plan does
not say is a question; what the pack has not verified is shown as such and sets no date and no fee.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from simpul.permits.planning.answer_data import to_json
from simpul.permits.planning.clocks import (
    Step,
    StepDates,
    chain_dates,
    earliest_lawful_start,
    earliest_start,
)
from simpul.permits.planning.facts import PlanFacts
from simpul.permits.planning.plan import Activity, Plan, Traffic
from simpul.permits.planning.quote import FeeQuote, quote
from simpul.permits.planning.required import (
    Fired,
    Notice,
    PossibleClearance,
    RequiredClearance,
    Unknown,
    required,
    strictest,
)
from simpul.rulebook.evaluate import evaluate

if TYPE_CHECKING:
    from simpul.city.book import CityBook
    from simpul.city.rows import Provenance
    from simpul.rulebook.tables import RuleRow

__all__ = [
    "Caution",
    "PlanAnswer",
    "PlannedClearance",
    "Tier",
    "answer_plan",
    "first_day_of",
    "to_json",
]

CautionCode = Literal[
    "calendar_unknown",
    "measure_without_day",
    "day_without_place",
    "past_day",
    "elsewhere",
    "area_approximate",
    "chain_unknown",
]


@dataclass(frozen=True, slots=True)
class Tier:
    """The impact tier, the rows that fired for it, and tiers that missing facts could raise it to.

    `code` is "" where not even one row fired.
    """

    code: str
    why: tuple[RuleRow, ...]
    could_be: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlannedClearance:
    """A required clearance with its dates. `late`: its last filing day has passed."""

    required: RequiredClearance
    dates: StepDates
    late: bool


@dataclass(frozen=True, slots=True)
class Caution:
    """Something to know that is no error. `params` fill the sentence of `code`."""

    code: CautionCode
    params: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class PlanAnswer:
    """The whole answer.

    `lawful`: may the plan still be carried out as it stands: nothing in it is forbidden and its
    first day can be reached? None while it names no day (unless something is forbidden).
    `earliest_start`: the first day all known clocks allow when filed on `filed_on`.
    `could_start`: the first day if every open question turned out with the longest clock; later
    than `earliest_start` while the date is not settled.
    """

    plan: Plan
    facts: PlanFacts
    filed_on: date
    first_day: date | None
    earliest_start: date
    could_start: date
    lawful: bool | None
    tier: Tier
    clearances: tuple[PlannedClearance, ...]
    possible: tuple[PossibleClearance, ...]
    notices: tuple[Notice, ...]
    forbidden: tuple[Fired, ...]
    not_needed: tuple[RuleRow, ...]
    fees: FeeQuote
    questions: tuple[Unknown, ...]
    unverified: tuple[RuleRow, ...]
    cautions: tuple[Caution, ...]


def first_day_of(plan: Plan) -> date | None:
    """The first day on which the ground is used: location visits need no clearance."""
    return min((d.on for d in plan.days if d.on is not None and d.kind != "recce"), default=None)


def answer_plan(plan: Plan, book: CityBook, *, filed_on: date) -> PlanAnswer:
    """Answer a plan filed on a day. Never raises for an incomplete plan."""
    facts = PlanFacts(plan, book)
    needs = required(facts, filed_on)
    tier = _tier(facts, filed_on)
    fees = quote(facts)
    first_day = first_day_of(plan)
    steps = [Step(c.key, c.after, c.file_before, c.process) for c in needs.clearances]
    dates = chain_dates(steps, filed_on=filed_on, first_day=first_day, calendar=book.calendar)
    planned = tuple(
        PlannedClearance(c, dates[c.key], _late(dates[c.key], filed_on)) for c in needs.clearances
    )
    earliest = earliest_lawful_start(dates.values(), filed_on)
    return PlanAnswer(
        plan=plan,
        facts=facts,
        filed_on=filed_on,
        first_day=first_day,
        earliest_start=earliest,
        could_start=_could_start(needs.possible, earliest, filed_on, book),
        lawful=_lawful(first_day, earliest, needs.forbidden),
        tier=tier,
        clearances=planned,
        possible=needs.possible,
        notices=needs.notices,
        forbidden=needs.forbidden,
        not_needed=needs.not_needed,
        fees=fees,
        questions=_questions(needs.unknown, tier, fees),
        unverified=_unverified(facts, planned, needs.notices, fees),
        cautions=tuple(_cautions(facts, filed_on, first_day, planned)),
    )


def _could_start(
    possible: Iterable[PossibleClearance], earliest: date, filed_on: date, book: CityBook
) -> date:
    clocks = [strictest([maybe.row], "file_before", "unit") for maybe in possible]
    starts = [earliest_start(filed_on, clock, book.calendar).result for clock in clocks if clock]
    return max([earliest, *starts])


def _lawful(first_day: date | None, earliest: date, forbidden: tuple[Fired, ...]) -> bool | None:
    if forbidden:
        return False
    return None if first_day is None else first_day >= earliest


def _late(dates: StepDates, filed_on: date) -> bool:
    return dates.last_filing is not None and dates.last_filing < filed_on


def _tier(facts: PlanFacts, on: date) -> Tier:
    table = facts.book.tables["tier"]
    result = evaluate(table, facts.application, on)
    stronger = {str(maybe.row.outcomes["tier"]) for maybe in result.could_be_stronger}
    missing = {fact for maybe in result.could_be_stronger for fact in maybe.missing}
    strongest = result.answer
    code = str(strongest.outcomes["tier"]) if strongest is not None else ""
    why = tuple(row for row in result.fired if str(row.outcomes["tier"]) == code)
    order = list(table.order)
    return Tier(code, why, tuple(sorted(stronger, key=order.index)), tuple(sorted(missing)))


def _questions(unknown: Iterable[Unknown], tier: Tier, fees: FeeQuote) -> tuple[Unknown, ...]:
    """Every missing fact once, with all that depends on it: clearances first, then tier, fees."""
    found = {(one.fact, one.spot): one for one in unknown}
    extra = [Unknown(fact, "application", "", ("tier",)) for fact in tier.missing]
    extra += [
        Unknown(fact, "spot_day", fee.spot_key, ("levies",))
        for fee in fees.open
        for fact in fee.missing
    ]
    for one in extra:
        # A fact of the whole plan (commercial, kind of production) is asked once.
        same = (one.fact, one.spot) if (one.fact, "") not in found else (one.fact, "")
        before = found.get(same)
        found[same] = (
            Unknown(before.fact, before.scope, before.spot, (*before.tables, *one.tables))
            if before and one.tables[0] not in before.tables
            else before or one
        )
    return tuple(found.values())


def _unverified(
    facts: PlanFacts,
    planned: Iterable[PlannedClearance],
    notices: Iterable[Notice],
    fees: FeeQuote,
) -> tuple[RuleRow, ...]:
    """Every row in the answer that the pack does not hold for verified, or that was judged by a
    fact it does not hold for verified."""
    rows = [row for one in planned for row in one.required.rows]
    rows += [row for notice in notices for row in notice.rows]
    rows += [row for fee in fees.open if fee.why == "unverified" for row in fee.rows]
    return tuple({row.id: row for row in rows if not facts.sure(row)}.values())


def _cautions(
    facts: PlanFacts,
    filed_on: date,
    first_day: date | None,
    planned: Iterable[PlannedClearance],
) -> Iterable[Caution]:
    years = {year for one in planned for year in _years(one.dates)}
    days = {day.on for day in facts.plan.days if day.on is not None}
    years |= {day.year for day in days}
    decreed = facts.book.calendar_years
    for year in sorted(year for year in years if not _is_decreed(decreed.get(year))):
        yield Caution("calendar_unknown", (("year", str(year)),))
    if first_day is not None and first_day < filed_on:
        yield Caution("past_day", (("day", first_day.isoformat()),))
    for number, day_row in enumerate(facts.plan.days, 1):
        if len(facts.plan.spots) > 1 and facts.plan.spot(day_row.spot) is None:
            yield Caution("day_without_place", (("row", str(number)),))
    measures: list[Traffic | Activity] = [*(facts.plan.traffic or ())]
    measures += facts.plan.activities or ()
    for row in measures:
        for day in row.dates or ():
            if days and day not in days:
                yield Caution(
                    "measure_without_day", (("part", str(row.id)), ("day", day.isoformat()))
                )
    for key, spot in facts.spots.items():
        if spot.spot.elsewhere:
            yield Caution("elsewhere", (("spot", key),))
        elif spot.located.approximate:
            yield Caution("area_approximate", (("spot", key),))
    if any(one.dates.waits_unknown for one in planned):
        yield Caution("chain_unknown")


def _is_decreed(origin: Provenance | None) -> bool:
    return origin is not None and origin.verified


def _years(dates: StepDates) -> set[int]:
    traces = [dates.earliest_start, dates.last_filing_trace]
    days = [day for trace in traces if trace for day in (trace.result, *trace.counted)]
    return {day.year for day in days}
