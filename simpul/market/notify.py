"""Who hears of what. Called by actions inside their transaction: message and fact commit together.

Letters of a market never carry what was answered afterwards, and no message of one guest to
another: that is read on the page.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from simpul.kit.texts import pick
from simpul.market import wording
from simpul.market.models import Badge, Entry, Market, MaterialAccess, Meeting, Outcome, Timetable
from simpul.messages.actions import send
from simpul.people.models import User
from simpul.people.queries import TEAM, members_of, staff_with_role
from simpul.web.addresses import whole_address
from simpul.web.formats import day_words


def address(name: str, *args: Any) -> str:
    """The whole address of a page of this room."""
    return whole_address(f"market:{name}", *args)


def _send(
    people: Iterable[User],
    template: str,
    subject: str,
    market: Market,
    *,
    key: str = "",
    **more: Any,
) -> None:
    for person in people:
        send(
            to=person.as_recipient(),
            template=f"market/{template}",
            context={"market": pick(market.names, person.language), **more},
            subject_ref=subject,
            key=key,
        )


def entry_submitted(entry: Entry) -> None:
    """The company has its receipt; the market's officers know of it."""
    market = entry.call.market
    told: dict[str, Any] = {
        "title": entry.title,
        "reference": entry.reference or "",
        "late": entry.late,
    }
    _send(
        members_of(entry.company_id, *TEAM),
        "entry_submitted",
        entry.subject,
        market,
        url=address("entry", entry.pk),
        **told,
    )


def entry_decided(entry: Entry) -> None:
    _send(
        members_of(entry.company_id, *TEAM),
        "entry_decided",
        entry.subject,
        entry.call.market,
        url=address("entry", entry.pk),
        title=entry.title,
        selected=entry.state == Entry.State.SELECTED,
        reason=entry.reason,
    )


def access_asked(one: MaterialAccess) -> None:
    entry = one.entry
    _send(
        members_of(entry.company_id, "owner", "producer"),
        "access_asked",
        entry.subject,
        entry.call.market,
        url=address("entry", entry.pk),
        title=entry.title,
        company=one.badge.company.name,
    )


def access_decided(one: MaterialAccess) -> None:
    entry = one.entry
    _send(
        [one.badge.person],
        "access_decided",
        entry.subject,
        entry.call.market,
        url=address("project", entry.call.market.code, entry.pk),
        title=entry.title,
        state=one.state,
    )


def badge_applied(badge: Badge) -> None:
    market = badge.market
    _send(
        staff_with_role("market_officer"),
        "badge_applied",
        badge.subject,
        market,
        url=address("desk_badges", market.code),
        company=badge.company.name,
    )


def badge_decided(badge: Badge) -> None:
    market = badge.market
    _send(
        [badge.person],
        "badge_decided",
        badge.subject,
        market,
        url=address("mine", market.code),
        accepted=badge.state == Badge.State.ACCEPTED,
        reason=badge.reason,
    )


def meeting_asked(meeting: Meeting) -> None:
    market = meeting.market
    _send(
        [meeting.asked.person],
        "meeting_asked",
        meeting.subject,
        market,
        url=address("mine", market.code),
        company=meeting.asker.company.name,
    )


def meeting_answered(meeting: Meeting) -> None:
    market = meeting.market
    _send(
        [meeting.asker.person],
        "meeting_answered",
        meeting.subject,
        market,
        url=address("mine", market.code),
        company=meeting.asked.company.name,
        agreed=meeting.state == Meeting.State.AGREED,
    )


def meeting_ended(meeting: Meeting, people: Iterable[User]) -> None:
    """Cancelled, by one side or by the market."""
    market = meeting.market
    names = f"{meeting.asker.company.name} – {meeting.asked.company.name}"
    _send(
        people,
        "meeting_ended",
        meeting.subject,
        market,
        url=address("mine", market.code),
        companies=names,
        why=wording.because(meeting.ended_because),
    )


def published(timetable: Timetable, changed: Iterable[User], first: bool) -> None:
    """Everybody whose day is new or other than it was."""
    market = timetable.market
    _send(
        changed,
        "timetable_first" if first else "timetable_changed",
        market.subject,
        market,
        key=f"market_timetable:{timetable.pk}",
        url=address("mine", market.code),
        number=timetable.number,
    )


def outcome_asked(outcome: Outcome) -> None:
    market = outcome.badge.market
    person = outcome.badge.person
    _send(
        [person],
        "outcome_asked",
        outcome.badge.subject,
        market,
        url=address("outcome", outcome.pk),
        months=outcome.months,
        until=day_words(outcome.closes_at, "long", person.language),
    )
