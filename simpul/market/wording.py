"""Sentences about stored codes: why a meeting ended, which wishes conflict, how a run ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from simpul.market.days import half_of
from simpul.market.models import Badge, Market, Meeting
from simpul.web.formats import clock_words, day_words

WITHDREW = "@withdrew"
ABSENT = "@absent"
_BECAUSE = {
    WITHDREW: gettext_noop("A guest no longer comes to the market."),
    ABSENT: gettext_noop("A guest did not come."),
}


def because(text: str) -> str:
    """Why a meeting ended: what somebody wrote, or the sentence of a code."""
    return _(_BECAUSE[text]) if text in _BECAUSE else text


def companies(meeting: Meeting) -> str:
    """The two sides, e.g. "Rumah Film – Han River Pictures"; with the project in brackets."""
    sides = f"{meeting.asker.company.name} – {meeting.asked.company.name}"
    return f"{sides} ({meeting.entry.title})" if meeting.entry else sides


def at(market: Market, starts_at: Any) -> str:
    """Day and clock of a slot on the market's own clock."""
    local = starts_at.astimezone(market.tz)
    return f"{day_words(local.date(), 'weekday')}, {clock_words(local.time())}"


def conflict(market: Market, wishes: Sequence[Mapping[str, Any]]) -> list[str]:
    """The wishes of an answer that cannot all be granted, in plain words; two queries."""
    ids = {one for wish in wishes for one in wish["about"]}
    numbers = [int(one) for one in ids if str(one).isdigit()]
    meetings = {
        str(one.pk): one
        for one in Meeting.objects.filter(market=market, pk__in=numbers).select_related(
            "asker__company", "asked__company", "entry", "fixed_slot"
        )
    }
    guests = {
        str(one.pk): one
        for one in Badge.objects.filter(market=market, pk__in=numbers).select_related(
            "company", "person"
        )
    }
    return [_wish(market, wish, meetings, guests) for wish in wishes]


def _wish(
    market: Market,
    wish: Mapping[str, Any],
    meetings: Mapping[str, Meeting],
    guests: Mapping[str, Badge],
) -> str:
    kind, about = str(wish["kind"]), [str(one) for one in wish["about"]]
    if kind == "fairness":
        told = _("Idle gaps are shared fairly: numbers differ by at most %(most)d.")
        return told % {"most": market.fairness}
    if kind == "unavailable":
        guest = guests.get(about[0])
        name = f"{guest.person.get_full_name()}, {guest.company.name}" if guest else about[0]
        return _("%(name)s is not available at times.") % {"name": name}
    if kind == "session":
        guest = guests.get(about[-1])
        name = f"{guest.person.get_full_name()}, {guest.company.name}" if guest else about[-1]
        return _("%(name)s attends a session.") % {"name": name}
    names = {"first": _named(meetings, about[0]), "then": _named(meetings, about[-1])}
    meeting = meetings.get(about[0])
    if kind == "after":
        return _("The meeting %(first)s comes after %(then)s.") % names
    if kind == "fixed" and meeting is not None and meeting.fixed_slot is not None:
        when = at(market, meeting.fixed_slot.starts_at)
        return _("The meeting %(first)s is fixed at %(when)s.") % {**names, "when": when}
    told = {
        "fixed": _("The meeting %(first)s has a fixed time."),
        "half": _("The meeting %(first)s is only in one half of the day."),
        "slots": _("The meeting %(first)s is only at some times."),
        "frozen": _("The meeting %(first)s begins soon and stays where it is."),
    }.get(kind, _("The meeting %(first)s takes place."))
    return told % names


def _named(meetings: Mapping[str, Meeting], key: str) -> str:
    return companies(meetings[key]) if key in meetings else key


def half(market: Market, starts_at: Any) -> str:
    """Morning or afternoon, as a heading."""
    return _("Morning") if half_of(starts_at, market.tz) == "morning" else _("Afternoon")


def day(market: Market, starts_at: Any) -> str:
    """The day of a slot on the market's clock."""
    return day_words(starts_at.astimezone(market.tz).date(), "weekday")


def clock(market: Market, starts_at: Any) -> str:
    """The hour of a slot on the market's clock."""
    return clock_words(starts_at.astimezone(market.tz).time())
