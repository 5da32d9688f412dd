"""The sentence about the earliest lawful and free day, and how it came about."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from simpul.kit.texts import pick
from simpul.permits.plan_calendar.asking import (
    HORIZON_DAYS,
    CalendarAnswer,
    FreeDay,
    another_day_helps,
)
from simpul.permits.plan_calendar.ways import to_day
from simpul.permits.planning.answer_data import short_name
from simpul.permits.planning.first_day import starts_from
from simpul.permits.planning.planner import PlanAnswer
from simpul.places.calendar.clash import Clash, Grade
from simpul.web.formats import day_words

MOST_TRIED = 8
"""So many of the days that were tried before are named; the others are counted."""


def free_day_data(found: CalendarAnswer, answer: PlanAnswer, language: str) -> dict[str, Any]:
    """`day` is None where none was found; `text` says why. `steps`: how it came about, in order.
    `way`: the code that moves the plan there, "" when it is there already."""
    lawful, free = found.lawful, found.free
    data: dict[str, Any] = {
        "day": free.day.isoformat() if free else None,
        "lawful_from": lawful.day.isoformat(),
        "could_become": lawful.could_become.isoformat(),
        "quite_free": free is not None and free.grade == Grade.POSSIBLE,
        "text": _sentence(found),
        "way": "",
        "steps": list(_steps(found, answer, language)),
    }
    if free is not None and free.begins != found.begins:
        data["way"] = to_day(found, free).code
        words = {"day": day_words(free.day, "long")}
        data["label"] = (_("Begin on %(day)s") if found.several else _("Use %(day)s")) % words
        if found.several:
            data["about"] = _("The whole plan moves; its days keep their distance from each other.")
    return data


def _sentence(found: CalendarAnswer) -> str:
    if not found.uses:
        return _("Say a place and a day, and the first lawful and free day appears here.")
    if found.too_large:
        return _(
            "This plan is too large to be held against the calendar at once: ask part by part."
        )
    if not found.searched:
        return _("This plan has too many rows to look for another day for all of them at once.")
    free = found.free
    if free is None:
        words = {"day": day_words(found.lawful.day, "long"), "n": HORIZON_DAYS}
        return _("No free day within %(n)d days from %(day)s.") % words
    day = {"day": day_words(free.day, "full")}
    if free.grade == Grade.POSSIBLE and free.begins == found.begins:
        return _("%(day)s is lawful and free: no earlier day is.") % day
    if free.grade == Grade.POSSIBLE:
        return _("%(day)s is the first day that is both lawful and free.") % day
    return (
        _(
            "%(day)s is the first lawful day without anything that rules it out; "
            "something must be talked about on every day."
        )
        % day
    )


def _steps(found: CalendarAnswer, answer: PlanAnswer, language: str) -> Iterable[str]:
    lawful = found.lawful
    yield _("Filed on %(day)s.") % {"day": day_words(answer.filed_on, "long")}
    if not lawful.by:
        yield _("No clock with a legal basis makes it wait.")
    for one in lawful.by:
        start = starts_from(one) or lawful.day
        yield _("Lawful from %(day)s: %(name)s decides that.") % {
            "day": day_words(start, "long"),
            "name": short_name(answer, one.required.authority),
        }
    if lawful.could_become > lawful.day:
        yield _("Open questions could move that to %(day)s.") % {
            "day": day_words(lawful.could_become, "long")
        }
    if found.free is not None:
        yield from _tried(found.free, language)
    if any(
        one.grade >= Grade.POSSIBLE and not another_day_helps(one, found) for one in found.clashes
    ):
        yield _("What is the same on every day (hours, vehicles, airspace) does not count here.")


def _tried(free: FreeDay, language: str) -> Iterable[str]:
    for day, clashes in free.passed[:MOST_TRIED]:
        yield f"{day_words(day, 'long')}: {_why(clashes, language)}"
    if len(free.passed) > MOST_TRIED:
        more = len(free.passed) - MOST_TRIED
        yield ngettext("%(n)d more day was not free.", "%(n)d more days were not free.", more) % {
            "n": more
        }
    day_found = {"day": day_words(free.begins, "long")}
    if free.grade == Grade.POSSIBLE:
        yield _("%(day)s: nothing stands in the way.") % day_found
    else:
        yield _("%(day)s: nothing rules it out.") % day_found


def _why(clashes: tuple[Clash, ...], language: str) -> str:
    """The most serious one, in its own words."""
    if not clashes:
        return ""
    first = clashes[0]
    who = pick(first.other, language) if first.other else ""
    text = pick(first.text, language)
    return f"{text} ({who})" if who else text
