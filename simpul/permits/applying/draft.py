"""A draft as its pages read it: the raw words, what they mean, and what the rules say to it."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from simpul.permits.applying.details import Details, ParsedDetails, parse_details
from simpul.permits.planning.plan import ParsedPlan, Plan, parse_plan

if TYPE_CHECKING:
    from simpul.city.book import CityBook
    from simpul.permits.planning.planner import PlanAnswer

LISTS = ("spots", "days", "vehicles", "traffic", "activities", "animals")
"""Lists of the plan; of the details only key people and insurance are lists."""


@dataclass(frozen=True)
class Draft:
    """`data` holds {"plan": …, "details": …} exactly as kept, also what is wrong in it."""

    data: Mapping[str, Any]
    book: CityBook = field(repr=False, compare=False)
    filed_on: dt.date = field(compare=False, default=dt.date(2000, 1, 1))
    papers: frozenset[str] = frozenset()
    """Codes of the documents that are attached."""

    @cached_property
    def parsed(self) -> ParsedPlan:
        return parse_plan(self.data.get("plan") or {}, self.book)

    @cached_property
    def parsed_details(self) -> ParsedDetails:
        return parse_details(self.data.get("details") or {})

    @property
    def plan(self) -> Plan:
        return self.parsed.plan

    @property
    def details(self) -> Details:
        return self.parsed_details.details

    @cached_property
    def errors(self) -> dict[str, list[str]]:
        """Every error of both parts by its whole path ("plan.days[2].date")."""
        return {
            **{f"plan.{path}": texts for path, texts in self.parsed.errors.items()},
            **{f"details.{path}": texts for path, texts in self.parsed_details.errors.items()},
        }

    @cached_property
    def answer(self) -> PlanAnswer:
        """Tier, clearances, dates and fees as far as the plan says (what is wrong is left out)."""
        from simpul.permits.planning.planner import answer_plan

        return answer_plan(self.plan, self.book, filed_on=self.filed_on)


_NAMED = {"spots": "s", "traffic": "t", "activities": "a"}
_AT_SPOT = ("days", "vehicles", "traffic", "activities")


def with_row_names(plan: Mapping[str, Any]) -> dict[str, Any]:
    """The raw plan with a short name on every place, traffic measure and activity, and the only
    place written into the rows that name none: a second place must not make them ambiguous."""
    kept = copy.deepcopy(dict(plan))
    for part, letter in _NAMED.items():
        rows = _rows(kept, part)
        taken = {str(row["id"]) for row in rows if row.get("id")}
        for row in rows:
            if not row.get("id"):
                row["id"] = free_name(letter, taken)
                taken.add(row["id"])
    spots = _rows(kept, "spots")
    if len(spots) == 1:
        for part in _AT_SPOT:
            for row in _rows(kept, part):
                row["spot"] = row.get("spot") or spots[0]["id"]
    return kept


def _rows(plan: Mapping[str, Any], part: str) -> list[dict[str, Any]]:
    found = plan.get(part)
    return [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []


def free_name(letter: str, taken: Collection[str]) -> str:
    """ "s3": the first name of this letter that no row has."""
    number = 1
    while f"{letter}{number}" in taken:
        number += 1
    return f"{letter}{number}"


def reach(data: Any, path: str) -> Any:
    """The value under a dotted path ("plan.production"); None where there is none. A number in
    the path counts rows."""
    for step in path.split("."):
        if isinstance(data, Mapping):
            data = data.get(step)
        elif isinstance(data, list) and step.isdigit() and int(step) < len(data):
            data = data[int(step)]
        else:
            return None
    return data


def with_value(data: Mapping[str, Any], path: str, value: Any) -> dict[str, Any]:
    """A copy of `data` with `value` under a dotted path; None takes the key out."""
    whole = copy.deepcopy(dict(data))
    here: Any = whole
    *steps, last = path.split(".")
    for step in steps:
        if isinstance(here, list):
            here = here[int(step)]
            continue
        if not isinstance(here.get(step), dict | list):
            here[step] = {}
        here = here[step]
    if isinstance(here, list):
        if value is None:
            del here[int(last)]
        elif int(last) == len(here):
            here.append(value)
        else:
            here[int(last)] = value
    elif value is None:
        here.pop(last, None)
    else:
        here[last] = value
    return whole
