"""The way of a visit, as one readable table, and the only door through which it moves.

Nothing else writes `Visit.state`. A move is a compare-and-set: it says which state it saw, and if
somebody was first it changes nothing and raises WrongState.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from simpul.kit import moves
from simpul.kit.outcomes import WrongState
from simpul.network.models import Visit

S = Visit.State


@dataclass(frozen=True, slots=True)
class Move(moves.Move[S]):
    """One line of the table: `calls` whether calendars must hear of it."""

    calls: bool = False


MOVES: tuple[Move, ...] = (
    Move(S.PLANNED, "confirm", S.CONFIRMED, "officer", "a delegate of ours, an itinerary", True),
    Move(S.CONFIRMED, "begin", S.UNDER_WAY, "officer, or by itself", "its first day is here"),
    Move(S.UNDER_WAY, "report", S.REPORTED, "officer", "report, costs and gifts declared"),
    Move(S.REPORTED, "send_back", S.UNDER_WAY, "head of service", "reason"),
    Move(S.REPORTED, "close", S.CLOSED, "head of service", "outcomes; not who reported"),
    Move(S.PLANNED, "cancel", S.CANCELLED, "officer", "reason", True),
    Move(S.CONFIRMED, "cancel", S.CANCELLED, "officer", "reason", True),
)

_TABLE = moves.Moves(MOVES)
may_move = _TABLE.may_move

LABELS = {
    S.PLANNED: pgettext_lazy("visit", "Planned"),
    S.CONFIRMED: pgettext_lazy("visit", "Confirmed"),
    S.UNDER_WAY: pgettext_lazy("visit", "Under way"),
    S.REPORTED: pgettext_lazy("visit", "Reported"),
    S.CLOSED: pgettext_lazy("visit", "Closed"),
    S.CANCELLED: pgettext_lazy("visit", "Cancelled"),
}

TONES = {
    S.PLANNED: "next",
    S.CONFIRMED: "wait",
    S.UNDER_WAY: "wait",
    S.REPORTED: "wait",
    S.CLOSED: "good",
    S.CANCELLED: "quiet",
}

CHANGEABLE = (S.PLANNED, S.CONFIRMED, S.UNDER_WAY)
"""What is said of the visit may still be changed."""


def move(visit: Visit, verb: str, **fields: Any) -> Visit:
    """Take the step `verb` and set `fields` with it, if the state is still the one we read.

    Raises WrongState when the table has no such step or somebody was first. The caller has
    checked access and writes the journal.
    """
    step = _TABLE.find(visit.state, verb)
    if step is None:
        raise WrongState(
            _("This step is not possible while the visit is “%(state)s”.")
            % {"state": LABELS[S(visit.state)]}
        )
    fields["changed_at"] = timezone.now()
    if step.calls:
        fields["sequence"] = F("sequence") + 1
    changed = Visit.objects.filter(pk=visit.pk, state=step.source).update(
        state=step.target, version=F("version") + 1, **fields
    )
    if changed != 1:
        raise WrongState(_("Somebody else was first. Look at the visit again."))
    visit.refresh_from_db()
    return visit
