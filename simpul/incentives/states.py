"""The way of a case, as one readable table, and the only door through which it moves.

Nothing else writes `Case.state`. A move is a compare-and-set: it says which state it saw, and if
somebody was first it changes nothing and raises WrongState.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from simpul.incentives.models import Case
from simpul.kit import moves
from simpul.kit.outcomes import WrongState

S = Case.State


@dataclass(frozen=True, slots=True)
class Move(moves.Move[S]):
    """One line of the table: `money` is what the ledger does with it."""

    money: str = ""


MOVES: tuple[Move, ...] = (
    Move(S.DRAFT, "submit", S.SUBMITTED, "producer", "all asked, declaration made"),
    Move(S.RETURNED, "resubmit", S.REVIEW, "producer", "every question answered"),
    Move(S.SUBMITTED, "take", S.REVIEW, "officer", ""),
    Move(S.REVIEW, "return", S.RETURNED, "officer", "at least one question"),
    Move(S.REVIEW, "award", S.PROVISIONAL, "approver", "a second person; signed", "reserve"),
    Move(S.REVIEW, "queue", S.WAITING, "approver", "a second person; the fund is too small"),
    Move(S.WAITING, "move_up", S.PROVISIONAL, "system", "money is free; its turn", "reserve"),
    Move(S.PROVISIONAL, "report", S.REPORTED, "producer", "cost report read, in time", "commit"),
    Move(S.REPORTED, "audit", S.AUDIT, "auditor", ""),
    Move(S.REPORTED, "send_back", S.PROVISIONAL, "auditor", "reason", "uncommit"),
    Move(S.AUDIT, "send_back", S.PROVISIONAL, "auditor", "reason", "uncommit"),
    Move(
        S.AUDIT,
        "certify",
        S.CERTIFIED,
        "approver",
        "audited, nothing open, figures reconciled; a second person; signed",
        "certify, release of the rest",
    ),
    Move(S.AUDIT, "certify_nothing", S.CLOSED, "approver", "as certify", "release"),
    Move(S.CERTIFIED, "close", S.CLOSED, "system", "every part is paid"),
    Move(S.CLOSED, "reopen", S.CERTIFIED, "payer", "the bank sent a part back", "bounce"),
    Move(S.PROVISIONAL, "lapse", S.LAPSED, "system", "no cost report in time", "release"),
    Move(S.WAITING, "lapse", S.LAPSED, "system", "the fund has ended and nothing continues it"),
    *(
        Move(state, "withdraw", S.WITHDRAWN, "producer", "", "release")
        for state in (
            S.DRAFT,
            S.SUBMITTED,
            S.REVIEW,
            S.RETURNED,
            S.WAITING,
            S.PROVISIONAL,
            S.REPORTED,
            S.AUDIT,
        )
    ),
    *(
        Move(state, "refuse", S.REFUSED, "officer, after a certificate approver", "reason and law")
        for state in (S.REVIEW, S.WAITING, S.PROVISIONAL, S.REPORTED, S.AUDIT)
    ),
    Move(S.REFUSED, "appeal", S.APPEALED, "producer", "grounds, in time"),
    Move(S.APPEALED, "uphold", S.REVIEW, "approver", "another person than who refused; reason"),
    Move(S.APPEALED, "dismiss", S.REFUSED, "approver", "another person than who refused; reason"),
)

_TABLE = moves.Moves(MOVES)
may_move = _TABLE.may_move

LABELS = {
    S.DRAFT: pgettext_lazy("incentive case", "Draft"),
    S.SUBMITTED: pgettext_lazy("incentive case", "Sent"),
    S.REVIEW: gettext_lazy("In review"),
    S.RETURNED: gettext_lazy("Waiting for the applicant's answer"),
    S.WAITING: gettext_lazy("On the waiting list"),
    S.PROVISIONAL: gettext_lazy("Provisional certificate"),
    S.REPORTED: gettext_lazy("Cost report sent"),
    S.AUDIT: gettext_lazy("Being audited"),
    S.CERTIFIED: gettext_lazy("Final certificate"),
    S.CLOSED: gettext_lazy("Closed"),
    S.WITHDRAWN: gettext_lazy("Withdrawn"),
    S.LAPSED: gettext_lazy("Lapsed"),
    S.REFUSED: gettext_lazy("Refused"),
    S.APPEALED: gettext_lazy("Objection filed"),
}

ENDED = (S.CLOSED, S.WITHDRAWN, S.LAPSED, S.REFUSED)
OPEN = tuple(state for state in S if state not in ENDED and state != S.DRAFT)
"""Sent and not ended."""

AT_DESK = (S.SUBMITTED, S.REVIEW, S.WAITING, S.REPORTED, S.AUDIT, S.CERTIFIED, S.APPEALED)
"""The commission has the next word."""


def move(case: Case, verb: str, **fields: Any) -> Case:
    """Take the step `verb` and set `fields` with it, if the state is still the one we read.

    Raises WrongState when the table has no such step or somebody was first. The caller has
    checked access, holds fund and case, and writes ledger, journal and messages.
    """
    step = _TABLE.find(case.state, verb)
    if step is None:
        raise WrongState(
            _("This step is not possible while the case is “%(state)s”.")
            % {"state": LABELS[S(case.state)]}
        )
    changed = Case.objects.filter(pk=case.pk, state=step.source).update(
        state=step.target, version=case.version + 1, **fields
    )
    if changed != 1:
        raise WrongState(_("Somebody else was first. Look at the case again."))
    case.refresh_from_db()
    return case
