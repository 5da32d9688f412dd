"""The calendar's part of the planner's page: what it shows, and what its buttons change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language

from simpul.city.book import CityBook
from simpul.kit.actors import Actor
from simpul.permits.plan_calendar.around import around
from simpul.permits.plan_calendar.asking import CalendarAnswer, calendar_answer
from simpul.permits.plan_calendar.closing import closures, taken_over
from simpul.permits.plan_calendar.data import data_of, way_data
from simpul.permits.plan_calendar.ways import calmer, moved
from simpul.permits.planning.answer_data import spot_name
from simpul.permits.planning.plan import parse_plan
from simpul.permits.planning.planner import PlanAnswer, answer_plan

CHANGES = ("days:", "move:", "hours:", "place:", "take:")
"""How the codes of this room's buttons begin."""

QUESTION = "tenang"
"""`?tenang=0` asks for calmer places like the first one of the plan."""

REST = "kalender"
"""`?kalender=1`: only the calendar's part, with every way out."""

Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """A plan as typed with the calendar's answer to it."""

    data: Data
    answer: PlanAnswer
    found: CalendarAnswer

    def shown(self, spot: int | None) -> Data:
        """Everything the panel shows. `spot`: the place whose calmer likes were asked for."""
        language = get_language() or "id"
        return {
            **data_of(self.found, self.answer, language, plan=self.data),
            "pending": self.found.pending,
            "rest": REST,
            "around": around(self.found, language),
            "likes": [self.calmer_at(index, asked=index == spot) for index in self._sites()],
        }

    def calmer_at(self, spot: int, *, asked: bool = True) -> Data:
        """Calmer places like one of the plan's; `places` None while nobody asked for them."""
        use = next((n for n in range(len(self.found.uses)) if self._is_at(n, spot)), None)
        places = None
        if asked:
            ways = [] if use is None else calmer(self.found, self.data, use)
            language = get_language() or "id"
            places = [way_data(way, self.found, self.answer, language) for way in ways]
        spots = self.answer.plan.spots
        name = spot_name(self.answer, str(spots[spot].id)) if spot < len(spots) else ""
        return {"index": spot, "name": name, "places": places, "question": QUESTION}

    def _sites(self) -> list[int]:
        return [n for n, one in enumerate(self.answer.plan.spots) if self._first_at(one.site)]

    def _first_at(self, site: str | None) -> bool:
        return bool(site) and any(one.use.site == site for one in self.found.uses)

    def _is_at(self, use: int, spot: int) -> bool:
        spots = self.answer.plan.spots
        return spot < len(spots) and bool(
            spots[spot].site and self.found.uses[use].use.site == spots[spot].site
        )


def ask(data: Data, answer: PlanAnswer, actor: Actor, *, at_once: bool = False) -> Asked:
    """Ask the calendar about a plan for whoever reads. `at_once`: what is in the way first, ways
    out later."""
    return Asked(data, answer, calendar_answer(answer, actor=actor, at_once=at_once))


def spot_asked(request: HttpRequest) -> int | None:
    """The place whose calmer likes are asked for; None without one."""
    text = request.GET.get(QUESTION, "")
    return int(text) if text.isdecimal() and len(text) <= 3 else None


def with_change(data: Data, change: str, book: CityBook) -> tuple[Data, str]:
    """The plan after a button of the calendar, and where the page should stand afterwards. A button
    that says nothing about this plan changes nothing."""
    kind, _sep, rest = change.partition(":")
    changed = _taken(data, rest, book) if kind == "take" else moved(data, change)
    if changed is None:
        return data, ""
    return changed, f"traffic-{rest}" if kind == "take" else "answer"


def _taken(data: Mapping[str, Any], index: str, book: CityBook) -> Data | None:
    plan = parse_plan(data, book).plan
    today = book.calendar.counts_as_filed(timezone.now())
    found = calendar_answer(answer_plan(plan, book, filed_on=today))
    one = next((one for one in closures(found, plan) if str(one.index) == index), None)
    return taken_over(data, one) if one is not None and one.offered else None
