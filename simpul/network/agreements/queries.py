"""Agreements: one by its id, what a list shows, what papers prove."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Prefetch, Q, QuerySet

from simpul.kit.actors import Actor
from simpul.network import standing
from simpul.network.models import Agreement, AgreementParty
from simpul.network.queries import one_for


def agreement_for(actor: Actor, agreement_id: int, *, lock: bool = False) -> Agreement:
    """The agreement; NotVisible for an outsider and for an id that is none."""
    found = Agreement.objects.select_related("owner", "encounter", "visit")
    return one_for(actor, found, agreement_id, lock=lock)


def party_for(actor: Actor, party_id: int) -> AgreementParty:
    """One party with its agreement; NotVisible likewise."""
    return one_for(actor, AgreementParty.objects.select_related("agreement", "paper"), party_id)


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
