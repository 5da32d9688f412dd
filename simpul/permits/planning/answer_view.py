"""A planner's answer as a page shows it: the JSON answer plus names, places and what to press."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from simpul.permits import wording
from simpul.permits.planning.answer_data import part_name, spot_name
from simpul.permits.planning.planner import PlanAnswer, to_json
from simpul.permits.planning.questions import YES_NO, questions

MOST_QUESTIONS = 6
_TONES = {"exempt": "good", "notify": "good", "low": "good", "medium": "next"}


class AnswerView:
    """Everything the answer panel needs, in the reader's language; plain dicts for templates."""

    def __init__(self, answer: PlanAnswer, language: str, ways: Sequence[str] = ()) -> None:
        """`ways`: how the form says each place (site, drawn, elsewhere), also before it is said."""
        self.answer = answer
        self._ways = ways
        self.data = to_json(answer, language)
        self._language = language

    @property
    def tier_tone(self) -> str:
        return _TONES.get(self.answer.tier.code, "bad")

    @property
    def settled(self) -> bool:
        """No open question can move the first day."""
        return self.answer.could_start == self.answer.earliest_start

    @property
    def start_tone(self) -> str:
        """good only when nothing open can spoil it."""
        if self.answer.lawful is False:
            return "bad"
        first = self.answer.first_day
        return "good" if first and first >= self.answer.could_start else ""

    @property
    def could_be(self) -> str:
        """Tiers that open questions could raise this to, in words."""
        return ", ".join(wording.name(wording.TIERS, code) for code in self.answer.tier.could_be)

    @cached_property
    def clearances(self) -> list[dict[str, Any]]:
        """Those that must answer, numbered in the chain's order."""
        shown = [self._clearance(one) for one in self.data["clearances"]]
        asked = [one for one in shown if one["kind"]["code"] != "information"]
        return [{**one, "number": number} for number, one in enumerate(asked, 1)]

    @cached_property
    def information(self) -> list[dict[str, Any]]:
        """Rules to know that ask nobody."""
        found = [one for one in self.data["clearances"] if one["kind"]["code"] == "information"]
        return [self._clearance(one) for one in found]

    def _clearance(self, one: dict[str, Any]) -> dict[str, Any]:
        by_key = {other["key"]: other["authority"]["short"] for other in self.data["clearances"]}
        return {
            **one,
            "after_names": [by_key[key] for key in one["after"] if key in by_key],
            "part_names": [part_name(self.answer, name) for name in one["parts"]],
            "file_text": _clock(one["file_before"]),
            "process_text": _clock(one["process"]),
        }

    @cached_property
    def notices(self) -> list[dict[str, Any]]:
        return list(self.data["notices"])

    @cached_property
    def fee_lines(self) -> list[dict[str, Any]]:
        return [
            {
                **line,
                "place": spot_name(self.answer, line["spot"]),
                "day_type_name": wording.name(wording.DAY_TYPES, line["day_type"]),
                "per_name": wording.name(wording.PER, line["per"]),
            }
            for line in self.data["fees"]["lines"]
        ]

    @cached_property
    def open_fees(self) -> list[dict[str, Any]]:
        return [
            {**one, "place": spot_name(self.answer, one["spot"])}
            for one in self.data["fees"]["open"]
            if one["why"] != "missing_fact"  # asked among the questions
        ]

    @cached_property
    def all_questions(self) -> list[dict[str, Any]]:
        """One entry per open field: its question, its place, and whether a button answers it."""
        found: dict[str, dict[str, Any]] = {}
        for one in questions(self.answer.questions, self.answer.plan):
            text = wording.pick_active(one.text)
            for open_path in one.paths or ("",):
                unsaid = self._unsaid_place(open_path)
                path, asked = unsaid or (open_path, text)
                whole = path in ("traffic", "activities", "vehicles", "animals")
                entry = {
                    "text": asked,
                    "where": self._where(path),
                    "path": path,
                    "field": _anchor(path),
                    "yes_no": whole or (unsaid is None and one.answer == YES_NO),
                }
                found.setdefault(path or text, entry)
        return list(found.values())

    def _unsaid_place(self, path: str) -> tuple[str, str] | None:
        """A place that is not said yet is one question; its particulars can wait until it is."""
        match = re.fullmatch(r"spots\[(\d+)\]\.(\w+)", path)
        if match is None:
            return None
        index, field = int(match[1]), match[2]
        spot = self.answer.plan.spots[index]
        if spot.site or spot.geometry or spot.elsewhere:
            return None
        way = self._ways[index] if index < len(self._ways) else "site"
        if way == "drawn":
            where = _("Draw it on the map")
            return (f"spots[{index}].geometry", where) if field == "site" else None
        asked = _("In which city or regency?") if way == "elsewhere" else _("Which site?")
        return f"spots[{index}].{way}", asked

    @property
    def open_questions(self) -> list[dict[str, Any]]:
        return self.all_questions[:MOST_QUESTIONS]

    @property
    def more_questions(self) -> int:
        return max(0, len(self.all_questions) - MOST_QUESTIONS)

    def _where(self, path: str) -> str:
        """The place or the row a question is about, where there are several."""
        part, _sep, rest = path.partition("[")
        if not rest:
            return ""
        index = int(rest.partition("]")[0])
        rows = getattr(self.answer.plan, part)
        if len(rows) < 2:
            return ""
        if part == "spots":
            return spot_name(self.answer, str(rows[index].id))
        if part in ("traffic", "activities"):
            return part_name(self.answer, str(rows[index].id))
        return _("row %(n)d") % {"n": index + 1}

    @property
    def unverified(self) -> list[dict[str, Any]]:
        return list(self.data["unverified"])

    @property
    def possible(self) -> list[str]:
        """Names of authorities that open questions could add, each once."""
        names = [one["authority"]["name"] for one in self.data["possible"]]
        asked = {one["authority"]["name"] for one in self.data["clearances"]}
        return [name for name in dict.fromkeys(names) if name not in asked]


def _clock(clock: dict[str, Any] | None) -> str:
    if clock is None:
        return ""
    return f"{clock['days']} {wording.name(wording.UNITS, clock['unit'])}"


def _anchor(path: str) -> str:
    """The field of a question: "spots[0].exterior" → "spots-0-exterior"."""
    return path.replace("[", "-").replace("].", "-").replace("]", "").replace(".", "-")
