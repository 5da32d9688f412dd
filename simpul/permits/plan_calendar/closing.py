"""What a drawn closure takes of the streets and buses, and which of it the plan's row could say.

Taken over only when somebody presses the button; what nobody has imported is never offered.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from simpul.permits.plan_calendar.asking import CalendarAnswer
from simpul.permits.planned_uses import CLOSURES
from simpul.permits.planning.plan import Plan, Traffic
from simpul.places.closures import ClosureFacts

ALL_LANES = "full_closure"
"""Of other closures only the plan can say how many lanes they take."""


@dataclass(frozen=True, slots=True)
class Closure:
    """A closure of the plan. `index`: its row of traffic. `facts`: None where its place is not
    drawn, so that nothing can be said. `offered`: what could be taken over into the row, where it
    says something else or nothing."""

    index: int
    row: Traffic
    facts: ClosureFacts | None
    offered: Mapping[str, Any]


def closures(found: CalendarAnswer, plan: Plan) -> list[Closure]:
    """Every closure of the plan whose place is known, in the plan's order."""
    return list(_closures(found, plan))


def _closures(found: CalendarAnswer, plan: Plan) -> Iterable[Closure]:
    by_path = {found.uses[n].path: facts for n, facts in found.checked.closures.items()}
    known = {one.path for one in found.uses}
    for index, row in enumerate(plan.traffic or ()):
        path = f"traffic[{index}]"
        if row.kind in CLOSURES and path in known:
            facts = by_path.get(path)
            yield Closure(index, row, facts, _offered(row, facts) if facts else {})


def facts_for(row: Traffic, facts: ClosureFacts) -> dict[str, Any]:
    """The fields of a traffic row that the city's data know."""
    said: dict[str, Any] = {}
    if facts.street_names:
        said["road"] = ", ".join(facts.street_names)[:200]
    if facts.stretches:
        said["length_m"] = max(1, round(facts.length_m))
    if facts.lanes is not None and row.kind == ALL_LANES:
        said["lanes"] = facts.lanes
    if facts.bus_lines:
        said["bus_services"] = True
        corridors = {one.corridor for one in facts.bus_lines}
        if True in corridors:
            said["bus_corridor"] = True
        elif corridors == {False}:
            said["bus_corridor"] = False
    return said


def _offered(row: Traffic, facts: ClosureFacts) -> dict[str, Any]:
    return {
        key: value for key, value in facts_for(row, facts).items() if getattr(row, key) != value
    }


def taken_over(plan: Mapping[str, Any], one: Closure) -> dict[str, Any]:
    """The plan's JSON with what its closure offers."""
    changed = deepcopy(dict(plan))
    rows = changed.get("traffic") or []
    if one.index < len(rows):
        rows[one.index] = {**rows[one.index], **one.offered}
    return changed
