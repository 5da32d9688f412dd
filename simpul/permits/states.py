"""The way of an application, as one readable table, and the only door through which it moves.

Nothing else writes `Application.state`. A move is a compare-and-set: it says which state it saw,
and if somebody was first it changes nothing and raises WrongState.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from simpul.kit.moves import Move, Moves
from simpul.kit.outcomes import WrongState
from simpul.permits.models import Application

S = Application.State

MOVES: tuple[Move[S], ...] = (
    Move(S.DRAFT, "submit", S.SUBMITTED, "producer", "plan without errors, declaration accepted"),
    Move(S.RETURNED, "submit", S.SUBMITTED, "producer", "questions answered, a new revision"),
    Move(S.SUBMITTED, "return", S.RETURNED, "officer", "at least one question"),
    Move(S.IN_REVIEW, "return", S.RETURNED, "officer", "at least one question"),
    Move(S.SUBMITTED, "accept", S.IN_REVIEW, "officer", "file complete; clocks start"),
    Move(S.IN_REVIEW, "cleared", S.AWAITING_PAYMENT, "system", "no blocking answer open, fees due"),
    Move(S.IN_REVIEW, "ready", S.READY, "system", "no blocking answer open, nothing due"),
    Move(S.AWAITING_PAYMENT, "ready", S.READY, "system", "everything paid or waived"),
    Move(S.AWAITING_PAYMENT, "reopen", S.IN_REVIEW, "officer", "an answer is asked again"),
    Move(S.READY, "reopen", S.IN_REVIEW, "officer", "an answer is asked again"),
    Move(S.READY, "issue", S.ISSUED, "signer", "issuable inside the same transaction"),
    Move(S.ISSUED, "close", S.CLOSED, "system", "wrap report in, or rider merged"),
    Move(S.ISSUED, "cancel", S.CANCELLED, "producer or officer", "reason"),
    *(
        Move(state, "call_back", S.RETURNED, "producer", "the plan is to change; clocks stand")
        for state in (S.SUBMITTED, S.IN_REVIEW, S.AWAITING_PAYMENT, S.READY)
    ),
    *(
        Move(state, "withdraw", S.WITHDRAWN, "producer", "")
        for state in (
            S.DRAFT,
            S.SUBMITTED,
            S.RETURNED,
            S.IN_REVIEW,
            S.AWAITING_PAYMENT,
            S.READY,
        )
    ),
    *(
        Move(state, "lapse", S.CANCELLED, "system", "the permit it amends has ended")
        for state in (S.SUBMITTED, S.RETURNED, S.IN_REVIEW, S.AWAITING_PAYMENT, S.READY)
    ),
    *(
        Move(state, "refuse", S.REFUSED, "signer", "reason and law")
        for state in (S.SUBMITTED, S.IN_REVIEW, S.AWAITING_PAYMENT, S.READY)
    ),
)

_TABLE = Moves(MOVES)
may_move = _TABLE.may_move

LABELS = {
    S.DRAFT: gettext_lazy("Draft"),
    S.SUBMITTED: gettext_lazy("Sent, being checked"),
    S.RETURNED: gettext_lazy("Waiting for the applicant's answer"),
    S.IN_REVIEW: gettext_lazy("With the authorities"),
    S.AWAITING_PAYMENT: gettext_lazy("Waiting for payment"),
    S.READY: gettext_lazy("Ready to be signed"),
    S.ISSUED: gettext_lazy("Permit issued"),
    S.CLOSED: gettext_lazy("Closed"),
    S.WITHDRAWN: gettext_lazy("Withdrawn"),
    S.REFUSED: gettext_lazy("Refused"),
    S.CANCELLED: gettext_lazy("Cancelled"),
}

OPEN = (S.SUBMITTED, S.RETURNED, S.IN_REVIEW, S.AWAITING_PAYMENT, S.READY)
"""Sent and not ended. The constraint `application_one_open_rider` counts the draft with them."""


def move(application: Application, verb: str, **fields: Any) -> Application:
    """Take the step `verb` and set `fields` with it, if the state is still the one we read.

    Raises WrongState when the table has no such step or somebody was first. The caller has
    checked access, holds the transaction and writes the journal.
    """
    step = _TABLE.find(application.state, verb)
    if step is None:
        raise WrongState(
            _("This step is not possible while the case is “%(state)s”.")
            % {"state": LABELS[S(application.state)]}
        )
    changed = Application.objects.filter(pk=application.pk, state=step.source).update(
        state=step.target, version=application.version + 1, **fields
    )
    if changed != 1:
        raise WrongState(_("Somebody else was first. Look at the case again."))
    application.refresh_from_db()
    return application
