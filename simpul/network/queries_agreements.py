"""Agreements, commitments, follow-ups, policy notes: one by id, or what a list shows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from simpul.kit.actors import Actor
from simpul.kit.outcomes import NotVisible
from simpul.network import access, standing
from simpul.network.models import (
    Agreement,
    AgreementParty,
    Commitment,
    FollowUp,
    Partner,
    PolicyNote,
    Progress,
)
from simpul.people.models import User
from simpul.people.queries import staff_with_role

OWNER_ROLES = ("partnerships_officer", "head_of_service")


def owners() -> QuerySet[User]:
    """Who can have a follow-up, an agreement or a commitment in hand."""
    return staff_with_role(*OWNER_ROLES)


def partners() -> QuerySet[Partner]:
    """Partners one can deal with: those that were not merged into another."""
    return Partner.objects.filter(merged_into__isnull=True).order_by("name", "pk")


def agreement_for(actor: Actor, agreement_id: int, *, lock: bool = False) -> Agreement:
    """The agreement; NotVisible for an outsider and for an id that is none."""
    found: Agreement = _one(
        actor, Agreement.objects.select_related("owner", "encounter", "visit"), agreement_id, lock
    )
    return found


def party_for(actor: Actor, party_id: int) -> AgreementParty:
    """One party with its agreement; NotVisible likewise."""
    found: AgreementParty = _one(
        actor, AgreementParty.objects.select_related("agreement", "paper"), party_id
    )
    return found


def commitment_for(actor: Actor, commitment_id: int, *, lock: bool = False) -> Commitment:
    """The commitment; NotVisible likewise."""
    found: Commitment = _one(
        actor,
        Commitment.objects.select_related("partner", "agreement", "owner", "met_by", "ended_by"),
        commitment_id,
        lock,
    )
    return found


def entry_for(actor: Actor, entry_id: int) -> Progress:
    """One entry with its file; NotVisible likewise."""
    found: Progress = _one(actor, Progress.objects.select_related("file"), entry_id)
    return found


def follow_up_for(actor: Actor, follow_up_id: int, *, lock: bool = False) -> FollowUp:
    """The follow-up; NotVisible likewise."""
    found: FollowUp = _one(
        actor,
        FollowUp.objects.select_related("partner", "encounter", "visit", "owner"),
        follow_up_id,
        lock,
    )
    return found


def note_for(actor: Actor, note_id: int, *, lock: bool = False) -> PolicyNote:
    """The policy note; NotVisible likewise."""
    found: PolicyNote = _one(actor, PolicyNote.objects.select_related("partner"), note_id, lock)
    return found


def _one(actor: Actor, found: QuerySet[Any], key: int, lock: bool = False) -> Any:
    access.require_reader(actor)
    if lock:
        found = found.select_for_update(of=("self",))
    row = found.filter(pk=key).first()
    if row is None:
        raise NotVisible(_("Not found."))
    return row


def with_parties(found: QuerySet[Agreement]) -> QuerySet[Agreement]:
    """What a list of agreements shows, in a constant number of queries."""
    parties = AgreementParty.objects.select_related("partner")
    return found.select_related("owner").prefetch_related(Prefetch("parties", parties))


def proof_of(agreement: Agreement) -> standing.Proof:
    """What papers prove of it. Prefetch the parties of a list."""
    return standing.proof(
        state=agreement.state,
        confirmed=agreement.confirmed_at is not None,
        papers=[party.has_signed for party in agreement.parties.all()],
    )


def strongest_proof(agreements: Iterable[Agreement]) -> str:
    """The strongest of what papers prove of several agreements, of `standing.PROOFS`."""
    return standing.strongest(proof_of(one).level for one in agreements)


def proven_by_encounter(ids: Iterable[int]) -> dict[int, str]:
    """Encounter → the strongest that papers prove of the agreements that grew from it.

    Those that grew from a visit of the encounter count too. Two queries for any number.
    """
    wanted = set(ids)
    proven = dict.fromkeys(wanted, standing.PROOFS[0])
    grown = Q(encounter_id__in=wanted) | Q(visit__encounter_id__in=wanted)
    found = Agreement.objects.filter(grown).select_related("visit").prefetch_related("parties")
    for one in found:
        key = one.encounter_id or (one.visit.encounter_id if one.visit else None)
        if key is not None:
            proven[key] = standing.strongest([proven[key], proof_of(one).level])
    return proven
