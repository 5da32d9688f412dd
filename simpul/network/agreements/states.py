"""The way of an agreement, as one readable table, and the only door through which it moves.

Nothing else writes `Agreement.state`. A move is a compare-and-set: it says which state it saw, and
if somebody was first it changes nothing and raises WrongState.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from simpul.kit.moves import Move, Moves
from simpul.kit.outcomes import WrongState
from simpul.network.models import Agreement

S = Agreement.State

MOVES: tuple[Move[S], ...] = (
    Move(S.DRAFT, "negotiate", S.NEGOTIATING, "writer", "at least one article"),
    Move(S.NEGOTIATING, "sign", S.SIGNED, "writer; signer for our side", "every party's paper"),
    Move(S.SIGNED, "unsign", S.NEGOTIATING, "writer; signer for our side", "not confirmed; reason"),
    Move(S.SIGNED, "begin", S.IN_FORCE, "signer; the day", "confirmed by who recorded no paper"),
    Move(S.SIGNED, "expire", S.EXPIRED, "system", "confirmed, last day past"),
    Move(S.IN_FORCE, "expire", S.EXPIRED, "system", "last day past"),
    Move(S.DRAFT, "end", S.ENDED, "writer", "reason"),
    Move(S.NEGOTIATING, "end", S.ENDED, "writer", "reason"),
    Move(S.SIGNED, "end", S.ENDED, "signer", "reason"),
    Move(S.IN_FORCE, "end", S.ENDED, "signer", "reason"),
)

_TABLE = Moves(MOVES)
may_move = _TABLE.may_move

LABELS = {
    S.DRAFT: pgettext_lazy("agreement", "Draft"),
    S.NEGOTIATING: gettext_lazy("Being negotiated"),
    S.SIGNED: pgettext_lazy("agreement", "Signed"),
    S.IN_FORCE: pgettext_lazy("agreement", "In force"),
    S.EXPIRED: pgettext_lazy("agreement", "Expired"),
    S.ENDED: pgettext_lazy("agreement", "Ended"),
}

TONES = {
    S.DRAFT: "next",
    S.NEGOTIATING: "wait",
    S.SIGNED: "wait",
    S.IN_FORCE: "good",
    S.EXPIRED: "quiet",
    S.ENDED: "quiet",
}

OVER = (S.EXPIRED, S.ENDED)
OPEN_WORDS = (S.DRAFT, S.NEGOTIATING)
"""Its words may still change, as long as nobody has signed."""


def require_move(agreement: Agreement, verb: str) -> Move[S]:
    """The line of the table; WrongState where there is none."""
    step = _TABLE.find(agreement.state, verb)
    if step is None:
        raise WrongState(
            _("This step is not possible while the agreement is “%(state)s”.")
            % {"state": LABELS[S(agreement.state)]}
        )
    return step


def move(agreement: Agreement, verb: str, **fields: Any) -> Agreement:
    """Take the step `verb` and set `fields` with it, if the state is still the one we read.

    The caller has checked access, holds the row and writes journal and messages.
    """
    step = require_move(agreement, verb)
    changed = Agreement.objects.filter(pk=agreement.pk, state=step.source).update(
        state=step.target, version=agreement.version + 1, **fields
    )
    if changed != 1:
        raise WrongState(_("Somebody else was first. Look at the agreement again."))
    agreement.refresh_from_db()
    return agreement
