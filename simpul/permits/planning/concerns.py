"""What one clearance concerns: its measures, places and days, and all that its authority judges."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from simpul.permits.planning.facts import PlanFacts
from simpul.permits.planning.plan_fields import write_object

if TYPE_CHECKING:
    from simpul.permits.planning.required import Fired

# Offices that judge the title, not the street: where and when matters to them only by the schedule.
_TITLE_BOUND = frozenset({"ministry", "national"})
_SCHEDULE = "schedule"


def concerned_parts(facts: PlanFacts, severable: Sequence[str]) -> tuple[str, ...]:
    """Names of the plan's activities and traffic measures with these codes."""
    plan = facts.plan
    rows = [
        *((row.id, row.code) for row in plan.activities or ()),
        *((row.id, row.kind) for row in plan.traffic or ()),
    ]
    return tuple(str(name) for name, code in rows if code in severable)


def _measures(facts: PlanFacts) -> list[Any]:
    return [*(facts.plan.activities or ()), *(facts.plan.traffic or ())]


def spots_of(facts: PlanFacts, fired: Iterable[Fired]) -> tuple[str, ...]:
    """The places rows speak of: each row's own, or all for a row about the whole plan."""
    named = [one.spot for one in fired]
    return tuple(facts.spots) if "" in named else tuple(dict.fromkeys(named))


def concerned_spots(
    facts: PlanFacts, fired: Sequence[Fired], parts: Sequence[str]
) -> tuple[str, ...]:
    if not parts:
        return spots_of(facts, fired)
    found = []
    for row in _measures(facts):
        spot = facts.plan.spot(row.spot)
        if row.id in parts and spot is not None:
            found.append(str(spot.id))
    own = [one.spot for one in fired if one.spot]
    return tuple(dict.fromkeys([*found, *own])) or spots_of(facts, fired)


def concerned_dates(
    facts: PlanFacts, spots: Sequence[str], parts: Sequence[str]
) -> tuple[date, ...]:
    """Days on which it matters: those of its measures where given, else of its places."""
    own = {day for row in _measures(facts) if row.id in parts for day in row.dates or ()}
    if own:
        return tuple(sorted(own))
    return tuple(
        sorted(
            {
                day.on
                for day in facts.plan.days
                if day.on is not None
                and (spot := facts.plan.spot(day.spot)) is not None
                and spot.id in spots
            }
        )
    )


def judged_inputs(
    facts: PlanFacts,
    authority: str,
    fired: Sequence[Fired],
    spots: Sequence[str],
    parts: Sequence[str],
    documents: Sequence[str],
) -> dict[str, Any]:
    """Everything this authority judges. Another authority's matters are left out."""
    judged: dict[str, Any] = {}
    for one in fired:
        for name, value in one.used.items():
            judged[f"fact:{one.spot}:{name}" if one.spot else f"fact:{name}"] = value
    known = facts.book.authorities.get(authority)
    if known is not None and known.kind in _TITLE_BOUND and _SCHEDULE not in documents:
        made = facts.plan.production
        return {**judged, "title": made.title, "countries": list(made.countries or ())}
    for key in spots:
        judged[f"spot:{key}"] = write_object(facts.spots[key].spot)
    judged["days"] = [write_object(day) for day in facts.plan.days if _at(facts, day, spots)]
    placed = any(one.spot for one in fired)
    for row in _measures(facts):
        if row.id in parts or (placed and _at(facts, row, spots)):
            judged[f"part:{row.id}"] = write_object(row)
    return judged


def _at(facts: PlanFacts, row: Any, spots: Sequence[str]) -> bool:
    spot = facts.plan.spot(row.spot)
    return spot is not None and spot.id in spots
