"""The ways of entries, badges and meetings as readable tables, and the door through which they go.

Nothing else writes their `state`. A move is a compare-and-set: it says which state it saw, and if
somebody was first it changes nothing and raises WrongState.
"""

from __future__ import annotations

from typing import Any, TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from simpul.kit.moves import Move, Moves
from simpul.kit.outcomes import WrongState
from simpul.market.models import Badge, Entry, Meeting

E = Entry.State
ENTRY = (
    Move(E.DRAFT, "submit", E.SUBMITTED, "company", "whole, within the deadline or its late rule"),
    Move(E.DRAFT, "withdraw", E.WITHDRAWN, "company"),
    Move(E.SUBMITTED, "withdraw", E.WITHDRAWN, "company"),
    Move(E.SELECTED, "withdraw", E.WITHDRAWN, "company"),
    Move(E.SUBMITTED, "select", E.SELECTED, "officer", "enough votes of others; reason"),
    Move(E.SUBMITTED, "refuse", E.REFUSED, "officer", "enough votes of others; reason"),
)
B = Badge.State
BADGE = (
    Move(B.APPLIED, "accept", B.ACCEPTED, "officer"),
    Move(B.APPLIED, "refuse", B.REFUSED, "officer", "reason"),
    Move(B.APPLIED, "withdraw", B.WITHDRAWN, "person"),
    Move(B.ACCEPTED, "withdraw", B.WITHDRAWN, "person"),
)
M = Meeting.State
MEETING = (
    Move(M.ASKED, "accept", M.AGREED, "asked"),
    Move(M.ASKED, "decline", M.DECLINED, "asked"),
    Move(M.ASKED, "withdraw", M.WITHDRAWN, "asker"),
    Move(M.AGREED, "cancel", M.CANCELLED, "either side, officer", "why"),
)

_TABLES: dict[type, Moves[Move[Any]]] = {
    Entry: Moves(ENTRY),
    Badge: Moves(BADGE),
    Meeting: Moves(MEETING),
}

LABELS = {
    "market_entry.draft": (pgettext_lazy("market entry", "Draft"), "next"),
    "market_entry.submitted": (pgettext_lazy("market entry", "Sent"), "wait"),
    "market_entry.selected": (pgettext_lazy("market entry", "Selected"), "good"),
    "market_entry.refused": (pgettext_lazy("market entry", "Not selected"), "quiet"),
    "market_entry.withdrawn": (pgettext_lazy("market entry", "Withdrawn"), "quiet"),
    "market_badge.applied": (pgettext_lazy("market badge", "Waits for accreditation"), "wait"),
    "market_badge.accepted": (pgettext_lazy("market badge", "Accredited"), "good"),
    "market_badge.refused": (pgettext_lazy("market badge", "Not accredited"), "bad"),
    "market_badge.withdrawn": (pgettext_lazy("market badge", "Withdrawn"), "quiet"),
    "market_meeting.asked": (pgettext_lazy("market meeting", "Waits for an answer"), "wait"),
    "market_meeting.agreed": (pgettext_lazy("market meeting", "Agreed"), "good"),
    "market_meeting.declined": (pgettext_lazy("market meeting", "Declined"), "quiet"),
    "market_meeting.withdrawn": (pgettext_lazy("market meeting", "Withdrawn"), "quiet"),
    "market_meeting.cancelled": (pgettext_lazy("market meeting", "Cancelled"), "quiet"),
    "market_run.waiting": (pgettext_lazy("market timetable", "Waits to begin"), "wait"),
    "market_run.running": (pgettext_lazy("market timetable", "Being computed"), "wait"),
    "market_run.optimal": (pgettext_lazy("market timetable", "Proven best"), "good"),
    "market_run.feasible": (pgettext_lazy("market timetable", "Valid, not proven best"), "good"),
    "market_run.impossible": (pgettext_lazy("market timetable", "Impossible"), "bad"),
    "market_run.unknown": (pgettext_lazy("market timetable", "Nothing found in time"), "bad"),
    "market_run.failed": (pgettext_lazy("market timetable", "Failed"), "bad"),
    "market_access.asked": (pgettext_lazy("market material", "Waits for permission"), "wait"),
    "market_access.given": (pgettext_lazy("market material", "Permitted"), "good"),
    "market_access.refused": (pgettext_lazy("market material", "Not permitted"), "quiet"),
    "market_access.ended": (pgettext_lazy("market material", "Permission ended"), "quiet"),
    "market.draft": (pgettext_lazy("market", "Being prepared"), "next"),
    "market.open": (pgettext_lazy("market", "Public"), "good"),
    "market.ended": (pgettext_lazy("market", "Over"), "quiet"),
    "market_call.draft": (pgettext_lazy("market call", "Being prepared"), "next"),
    "market_call.before": (pgettext_lazy("market call", "Opens later"), "wait"),
    "market_call.open": (pgettext_lazy("market call", "Open"), "good"),
    "market_call.late": (pgettext_lazy("market call", "Open for late entries"), "next"),
    "market_call.closed": (pgettext_lazy("market call", "Closed"), "quiet"),
}

Row = TypeVar("Row", Entry, Badge, Meeting)


def may_move(row: Entry | Badge | Meeting, verb: str) -> bool:
    """Does the table know this verb in this state?"""
    return _TABLES[type(row)].may_move(row.state, verb)


def move(row: Row, verb: str, **fields: Any) -> Row:
    """Take the step and set `fields` with it, if the state is still the one we read.

    Raises WrongState when the table has no such step or somebody was first. The caller has checked
    access and writes journal and messages.
    """
    step = _TABLES[type(row)].find(row.state, verb)
    if step is None:
        raise WrongState(_("This is no longer possible. Look at it again."))
    rows = type(row)._default_manager.filter(pk=row.pk, state=row.state)
    if rows.update(state=step.target, **fields) != 1:
        raise WrongState(_("Somebody else was first. Look at it again."))
    row.refresh_from_db()
    return row
