"""Votes of selectors, and the decision about an entry: never by one person alone."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.db.models import Avg, Count
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from simpul.journal.actions import record
from simpul.kit.actors import Actor
from simpul.kit.outcomes import InvalidInput, WrongState
from simpul.market import access, notify, states
from simpul.market.actions.entries import call_standing
from simpul.market.models import Entry, Vote
from simpul.market.queries import entry_for


@transaction.atomic
def vote(*, actor: Actor, entry_id: uuid.UUID | str, score: int, note: str = "") -> Vote:
    """One vote of a selector, 1 to 5; voting again replaces it until the decision."""
    access.require_selection(actor)
    entry = entry_for(actor, entry_id, lock=True)
    access.require(access.can_vote(actor, entry))
    if entry.state != Entry.State.SUBMITTED:
        raise WrongState(_("This project is decided or withdrawn: no more votes."))
    if not 1 <= score <= 5:
        raise InvalidInput({"score": [_("A vote is between 1 and 5.")]})
    given, _made = Vote.objects.update_or_create(
        entry=entry,
        selector_id=actor.user_id,
        defaults={"score": score, "note": note.strip()[:2000], "voted_at": timezone.now()},
    )
    record(actor=actor, verb="market_entry.voted", subject=entry.subject, data={"score": score})
    return given


def tally(entry: Entry, *, without: int | None) -> tuple[int, float | None]:
    """How many voted, and their mean; the votes of who decides do not count."""
    votes = entry.votes.exclude(selector_id=without)
    found = votes.aggregate(n=Count("pk"), mean=Avg("score"))
    return found["n"], found["mean"]


@transaction.atomic
def decide(*, actor: Actor, entry_id: uuid.UUID | str, select: bool, reason: str) -> Entry:
    """Select or refuse, with a reason the company reads. Needs the call's number of votes by
    others, and that its deadline has passed."""
    access.require_selection(actor)
    entry = entry_for(actor, entry_id, lock=True)
    access.require(access.can_decide(actor, entry))
    told = reason.strip()
    if not told:
        raise InvalidInput({"reason": [_("Write the reason; the company reads it.")]})
    call = entry.call
    if call_standing(call) in ("before", "open"):
        raise WrongState(_("The deadline has not passed: others can still enter."))
    votes, mean = tally(entry, without=actor.user_id)
    if entry.state == Entry.State.SUBMITTED and votes < call.votes_needed:
        lacking = call.votes_needed - votes
        raise WrongState(
            ngettext(
                "%(n)d more vote of a selector is needed.",
                "%(n)d more votes of selectors are needed.",
                lacking,
            )
            % {"n": lacking}
        )
    entry = states.move(
        entry,
        "select" if select else "refuse",
        decided_by_id=actor.user_id,
        decided_at=timezone.now(),
        reason=told,
    )
    record(
        actor=actor,
        verb=f"market_entry.{entry.state}",
        subject=entry.subject,
        data={"votes": votes, "mean": None if mean is None else round(float(mean), 2)},
    )
    notify.entry_decided(entry)
    return entry
