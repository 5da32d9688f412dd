"""The way of a hold, as one readable table, and the only door through which it moves.

Nothing else writes `Hold.state`; `Booking.state` follows by itself. A move is a compare-and-set: if
somebody was first it changes nothing and raises WrongState.
"""

from __future__ import annotations

from typing import Any

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from simpul.kit.moves import Move, Moves
from simpul.kit.outcomes import WrongState
from simpul.places.models import Hold

S = Hold.State
UNCONFIRMED = (S.PENCIL, S.OPTION_2, S.OPTION_1)
LIVE = (*UNCONFIRMED, S.CONFIRMED)

MOVES: tuple[Move[S], ...] = (
    Move(S.PENCIL, "lead", S.OPTION_1, "holder", "applied; nobody goes before it"),
    Move(S.PENCIL, "follow", S.OPTION_2, "holder", "applied; another option goes before it"),
    Move(S.OPTION_2, "lead", S.OPTION_1, "system", "nobody goes before it any more"),
    Move(S.OPTION_1, "follow", S.OPTION_2, "system", "by the rule of priority another goes first"),
    *(
        Move(state, "confirm", S.CONFIRMED, "holder", "the ground is free in this transaction")
        for state in UNCONFIRMED
    ),
    *(Move(state, "release", S.RELEASED, "holder", "reason") for state in UNCONFIRMED),
    *(Move(state, "expire", S.RELEASED, "system", "its time is over") for state in UNCONFIRMED),
    Move(S.CONFIRMED, "cancel", S.RELEASED, "holder", "reason; feeds say it will not happen"),
)

_TABLE = Moves(MOVES)
may_move = _TABLE.may_move


def move(hold: Hold, verb: str, **fields: Any) -> Hold:
    """Take the step `verb` and set `fields` with it, if the hold is still as we read it.

    Raises WrongState when the table has no such step or somebody was first. The caller has
    checked access, holds the transaction and writes the journal.
    """
    return _write(hold, state=step_of(hold, verb).target, **fields)


def step_of(hold: Hold, verb: str) -> Move[S]:
    """The line of the table that would be taken; WrongState when there is none."""
    step = _TABLE.find(hold.state, verb)
    if step is None:
        raise WrongState(
            _("This step is not possible while the hold is “%(state)s”.")
            % {"state": S(hold.state).label}
        )
    return step


def touch(hold: Hold, **fields: Any) -> Hold:
    """Change something else than the state; the same compare-and-set, the same sequence."""
    if hold.state not in LIVE:
        raise WrongState(_("This hold has been released already."))
    return _write(hold, **fields)


def _write(hold: Hold, **fields: Any) -> Hold:
    changed = Hold.objects.filter(pk=hold.pk, state=hold.state, sequence=hold.sequence).update(
        sequence=F("sequence") + 1, changed_at=timezone.now(), **fields
    )
    if changed != 1:
        raise WrongState(_("Somebody else was first. Look at the calendar again."))
    hold.refresh_from_db()
    return hold
