"""What the calendar says of a plan, as JSON data in one language: the same for page, command line
and API."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from simpul.kit.periods import Period
from simpul.kit.texts import Texts, pick
from simpul.permits import wording
from simpul.permits.plan_calendar.asking import CalendarAnswer, calendar_answer
from simpul.permits.plan_calendar.closing import Closure, closures
from simpul.permits.plan_calendar.free_day import free_day_data
from simpul.permits.plan_calendar.ways import Way, ways_out
from simpul.permits.planning.answer_data import law_title, spot_name
from simpul.permits.planning.plan import to_data
from simpul.permits.planning.planner import PlanAnswer
from simpul.places.calendar.clash import Clash, Grade, worst
from simpul.places.calendar.priority import RULE
from simpul.places.calendar.wording import KINDS
from simpul.web.formats import clock_words, day_words, number_words, period_words

MOST_PERIODS = 3
_UNSETTLED = frozenset({"exclusive"})
"""Rules whose clash is only possible while the other side is not settled."""


def grade_name(grade: Grade) -> str:
    """In a word."""
    return {
        Grade.HARD: _("not possible"),
        Grade.POSSIBLE: _("to be talked about"),
        Grade.INFORMATION: _("good to know"),
    }[grade]


def calendar_data(
    answer: PlanAnswer, language: str, *, plan: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Ask the calendar about the plan of an answer. `plan`: its JSON as typed, for the ways out."""
    with override(language):
        return data_of(calendar_answer(answer), answer, language, plan=plan)


def data_of(
    found: CalendarAnswer,
    answer: PlanAnswer,
    language: str,
    *,
    plan: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The calendar's answer in words of the active language, which is `language`."""
    writer = _Writer(found, answer, language)
    said = plan if plan is not None else to_data(answer.plan)
    ways = {} if found.pending else ways_out(found, said)
    grade = worst(found.clashes)
    return {
        "asked": bool(found.uses),
        "checked": bool(found.uses) and not found.too_large,
        "grade": None if grade is None else grade.code,
        "clashes": [writer.clash(one, ways.get(one.key, [])) for one in found.clashes],
        "may_fall_away": any(
            one.grade == Grade.POSSIBLE and one.rule in _UNSETTLED for one in found.clashes
        ),
        "priority_rule": pick(RULE, language),
        "closures": [writer.closure(one) for one in closures(found, answer.plan)],
        "earliest_free_day": free_day_data(found, answer, language),
    }


class _Writer:
    def __init__(self, found: CalendarAnswer, answer: PlanAnswer, language: str) -> None:
        self.found, self.answer, self.language = found, answer, language

    def _pick(self, texts: Texts) -> str:
        return pick(texts, self.language) if texts else ""

    def clash(self, one: Clash, ways: list[Way]) -> dict[str, Any]:
        use = self.found.uses[one.use]
        return {
            "key": one.key,
            "grade": one.grade.code,
            "grade_name": grade_name(one.grade),
            "rule": one.rule,
            "row": one.row,
            "path": use.path,
            "use": self._pick(KINDS[use.use.kind]),
            "place": self.place(use.path),
            "whole_day": not use.hours_said,
            "other": self._pick(one.other),
            "periods": [_period(period) for period in one.periods],
            "when": self._when(one.periods),
            "ground": self._pick(one.ground),
            "distance_m": None if one.distance_m is None else round(one.distance_m, 1),
            "text": self._pick(one.text),
            "law": [
                {"code": code, "title": law_title(self.answer.facts.book, code)} for code in one.law
            ],
            "sources": list(one.sources),
            "status": one.status,
            "status_name": wording.name(wording.STATUSES, one.status),
            "proposal": one.proposal,
            "calculation": [
                {"text": self._pick(line.text), "amount": line.amount} for line in one.calculation
            ],
            "hints": [self._pick(way.text) for way in one.solutions],
            "ways": [way_data(way, self.found, self.answer, self.language) for way in ways],
        }

    def place(self, path: str) -> str:
        """The place of a row of the plan."""
        part, _sep, rest = path.partition("[")
        row = getattr(self.answer.plan, part)[int(rest.rstrip("]"))]
        spot = self.answer.plan.spot(row.spot)
        return "" if spot is None else spot_name(self.answer, str(spot.id))

    def _when(self, periods: tuple[Period, ...]) -> list[str]:
        zone = self.found.calendar.zone if self.found.calendar else None
        said = [
            period_words(one.start.astimezone(zone), one.end.astimezone(zone))
            for one in periods[:MOST_PERIODS]
        ]
        if len(periods) > MOST_PERIODS:
            said.append(_("and %(n)d more times") % {"n": len(periods) - MOST_PERIODS})
        return said

    def closure(self, one: Closure) -> dict[str, Any]:
        """A closure with the streets, lines and stops it takes, as far as anybody knows."""
        facts, row = one.facts, one.row
        head = {
            "path": f"traffic[{one.index}]",
            "name": wording.name(wording.TRAFFIC, row.kind),
            "place": self.place(f"traffic[{one.index}]"),
            "drawn": facts is not None,
            "offered": [self._offer(key, value) for key, value in one.offered.items()],
            "take": f"take:{one.index}" if one.offered else "",
        }
        if facts is None:
            return head
        return head | {
            "streets_known": facts.has_streets,
            "streets": list(facts.street_names),
            "length_m": round(facts.length_m),
            "unmatched_m": round(facts.unmatched_m),
            "lanes": facts.lanes,
            "directions": [_DIRECTIONS[code]() for code in facts.directions],
            "lines_known": facts.has_feed,
            "lines_until": facts.feed_until.isoformat() if facts.feed_until else None,
            "lines": [
                {
                    "name": line.short_name or line.long_name or line.key,
                    "long_name": line.long_name,
                    "colour": line.colour,
                    "corridor": line.corridor,
                    "along_m": round(line.along_m),
                    "crosses": line.crosses,
                }
                for line in facts.bus_lines
            ],
            "stops": [
                {"name": stop.name, "distance_m": stop.distance_m, "lines": list(stop.lines)}
                for stop in facts.bus_stops
            ],
        }

    def _offer(self, key: str, value: Any) -> dict[str, Any]:
        words = value
        if isinstance(value, bool):
            words = _("Yes") if value else _("No")
        return {
            "field": key,
            "label": wording.name(wording.FIELDS, key),
            "value": value,
            "text": str(words),
        }


def way_data(way: Way, found: CalendarAnswer, answer: PlanAnswer, language: str) -> dict[str, Any]:
    """A way out with the words of its button and what is known of it."""
    return {
        "kind": way.kind,
        "code": way.code,
        "label": _label(way, found, language),
        "about": _about(way, found, answer, language),
        "day": way.day.isoformat() if way.day else None,
        "from": way.starts.isoformat() if way.starts else None,
        "to": way.ends.isoformat() if way.ends else None,
    }


def _label(way: Way, found: CalendarAnswer, language: str) -> str:
    if way.kind == "hours" and way.starts is not None and way.ends is not None:
        hours = f"{clock_words(way.starts)}–{clock_words(way.ends)}"
        return _("Use %(hours)s") % {"hours": hours}
    if way.kind == "day":
        day = day_words(way.day, "long")
        if way.moves is not None:
            old = day_words(way.moves.on, "long")
            return _("Move %(old)s to %(new)s") % {"old": old, "new": day}
        return _("Use %(day)s") % {"day": day}
    return _("Use %(place)s instead") % {"place": pick(way.place or {}, language)}


def _about(way: Way, found: CalendarAnswer, answer: PlanAnswer, language: str) -> str:
    if way.moves is not None and found.several:
        spot = answer.plan.spots[way.moves.spot]
        words = {
            "place": spot_name(answer, str(spot.id)),
            "day": day_words(way.moves.on, "long"),
        }
        return _("Moves only %(place)s on %(day)s; everything else stays.") % words
    if way.kind != "place":
        return ""
    alike: dict[str, Any] = {
        "metres": number_words(way.metres),
        "n": way.fewer,
        "alike": ", ".join(pick(text, language) for text in way.alike),
    }
    return _("%(metres)s m from here, %(n)d shoot days fewer: %(alike)s.") % alike


def _period(period: Period) -> dict[str, str]:
    return {"start": period.start.isoformat(), "end": period.end.isoformat()}


_DIRECTIONS = {
    "both": lambda: _("both directions"),
    "with": lambda: _("the direction in which you drew"),
    "against": lambda: _("against the direction in which you drew"),
}
