"""Small words of a permit in the active language: codes, places, dates, verdicts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from simpul.rulebook import choices
from simpul.web.formats import period_words
from simpul.web.formats import pick_text as pick


def code_name(code: str) -> str:
    """The name of an activity or traffic code in the active language."""
    return named({**choices.TRAFFIC, **choices.ACTIVITIES}, code)


def named(names: choices.Choices, code: str | None) -> str:
    """The name of a code as it begins a line; the code itself where the list has none."""
    words = pick(names.get(code or "")) or code or ""
    return words[:1].upper() + words[1:]


def label_for(contents: Mapping[str, Any], key: str | None) -> str:
    """The letter of a place; "" for a part that belongs to no single place."""
    return next((p["label"] for p in contents["places"] if p["key"] == key), "")


def dates_words(dates: Sequence[str]) -> str:
    """ "15–17 Feb 2027, 24 Feb 2027": neighbouring days as one span."""
    runs: list[list[date]] = []
    for day in sorted({date.fromisoformat(text) for text in dates}):
        if runs and (day - runs[-1][1]).days == 1:
            runs[-1][1] = day
        else:
            runs.append([day, day])
    return ", ".join(period_words(first, last, "short") for first, last in runs)


def area_words(place: Mapping[str, Any]) -> str:
    """The neighbourhood of a place; "near" it where only the nearest known point tells."""
    area = str(place["area"])
    if area and place["approximate"]:
        return _("near %(area)s") % {"area": area}
    return area


def verdict_words(verdict: str) -> str:
    """An authority's answer in words."""
    return {
        "approve": _("Approved"),
        "approve_with_conditions": _("Approved with conditions"),
        "no_objection": _("No objection"),
        "not_concerned": _("Not concerned"),
        "refuse": _("Refused"),
    }.get(verdict, _("No answer yet"))
