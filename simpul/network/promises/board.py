"""The board: for each partner what was promised by whom, what is late, and what came of it.

Reads any number of partners in a constant number of queries.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import (
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Prefetch,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce

from simpul.network import standing
from simpul.network.agreements.queries import proof_of
from simpul.network.agreements.states import OVER
from simpul.network.models import (
    Agreement,
    AgreementParty,
    Commitment,
    Encounter,
    EncounterPartner,
    FollowUp,
    Partner,
    Visit,
)
from simpul.network.partners.queries import live_partners
from simpul.network.promises.words import target_words, value_words

SHOWN = 5
"""Lines of one kind for each partner; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Promised:
    """A commitment as the board shows it."""

    row: Commitment
    standing: str
    days_late: int
    target: str


@dataclass(frozen=True, slots=True)
class Claim:
    """What is said in public, where and when."""

    state: str
    label: Any
    source: str
    on: dt.date


@dataclass(slots=True)
class PartnerRow:
    """One partner of the board. `proven` is one of `standing.PROOFS`."""

    partner: Partner
    ours: list[Promised] = field(default_factory=list)
    theirs: list[Promised] = field(default_factory=list)
    kept: list[Promised] = field(default_factory=list)
    dropped: int = 0
    late: int = 0
    follow_ups: list[tuple[FollowUp, str]] = field(default_factory=list)
    drafted: list[Agreement] = field(default_factory=list)
    signed: list[Agreement] = field(default_factory=list)
    planned: list[Visit] = field(default_factory=list)
    visited: list[Visit] = field(default_factory=list)
    encounters: int = 0
    without_follow_up: int = 0
    claim: Claim | None = None
    proven: str = standing.PROOFS[0]

    @property
    def overstated(self) -> bool:
        """The public claim says more than the papers."""
        return self.claim is not None and standing.overstated(self.claim.state, self.proven)

    @property
    def nothing(self) -> bool:
        """There is nothing to tell yet."""
        return not (
            self.ours or self.theirs or self.kept or self.follow_ups or self.encounters
            or self.drafted or self.signed or self.planned or self.visited or self.dropped
        )  # fmt: skip


def board_partners(
    *, today: dt.date, words: str = "", kind: str = "", show: str = ""
) -> QuerySet[Partner]:
    """The partners that a filter leaves, those with most that is late first."""
    of_partner = {"partner": OuterRef("pk")}
    commitments = Commitment.objects.filter(**of_partner)
    late = commitments.filter(state=Commitment.State.OPEN, due_on__lt=today)
    late_tasks = FollowUp.objects.filter(**of_partner, state=FollowUp.State.OPEN, due_on__lt=today)
    found = live_partners().annotate(late=_count(late) + _count(late_tasks))
    if words:
        found = found.filter(name__icontains=words.strip())
    if kind:
        found = found.filter(kind=kind)
    if show == "late":
        found = found.filter(late__gt=0)
    elif show == "open":
        found = found.filter(Exists(commitments.filter(state=Commitment.State.OPEN)))
    elif show == "met":
        in_force = AgreementParty.objects.filter(
            **of_partner, agreement__state=Agreement.State.IN_FORCE
        )
        met = commitments.filter(state=Commitment.State.MET)
        found = found.filter(Exists(met) | Exists(in_force))
    elif show == "claims":
        said = EncounterPartner.objects.filter(**of_partner).exclude(encounter__claimed_state="")
        of_paper = AgreementParty.objects.filter(**of_partner).exclude(agreement__claimed_state="")
        found = found.filter(Exists(said) | Exists(of_paper))
    return found.order_by(F("late").desc(), "name", "pk")


def _count(found: QuerySet[Any]) -> Coalesce:
    grouped = found.order_by().values("partner").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(grouped, output_field=IntegerField()), Value(0))


def board_rows(found: Sequence[Partner], *, today: dt.date) -> list[PartnerRow]:
    """What the board says of these partners, in their order."""
    rows = {one.pk: PartnerRow(one) for one in found}
    _add_commitments(rows, today)
    _add_follow_ups(rows, today)
    claims = _add_encounters(rows)
    _add_agreements(rows, claims)
    _add_visits(rows)
    for key, row in rows.items():
        said = claims[key]
        row.claim = max(said, key=lambda one: (_strength(one.state), one.on), default=None)
    return list(rows.values())


def _strength(state: str) -> int:
    """Claims from weak to strong: first what would have to be proven, then their own order."""
    order = ("talks", "interest", "invited", "cooperation", "signed", "in_force")
    return order.index(state)


def promised(row: Commitment, today: dt.date) -> Promised:
    """A commitment with how it stands on a day."""
    facts: standing.Facts = {
        "state": row.state,
        "due_on": row.due_on,
        "ended_on": row.met_on,
        "today": today,
    }
    return Promised(row, standing.standing(**facts), standing.days_late(**facts), target_words(row))


def _add_commitments(rows: dict[int, PartnerRow], today: dt.date) -> None:
    found = Commitment.objects.filter(partner_id__in=rows).select_related("met_by", "owner")
    for one in found.order_by("due_on", "pk"):
        row, shown = rows[one.partner_id], promised(one, today)
        if shown.standing == "dropped":
            row.dropped += 1
        elif shown.standing.startswith("met"):
            row.kept.append(shown)
        else:
            row.late += shown.standing == "late"
            if one.side != Commitment.Side.THEIRS:
                row.ours.append(shown)
            if one.side != Commitment.Side.OURS:
                row.theirs.append(shown)


def _add_follow_ups(rows: dict[int, PartnerRow], today: dt.date) -> None:
    found = FollowUp.objects.filter(partner_id__in=rows, state=FollowUp.State.OPEN)
    for one in found.select_related("owner").order_by("due_on", "pk"):
        stands = standing.standing(state="open", due_on=one.due_on, ended_on=None, today=today)
        rows[one.partner_id].follow_ups.append((one, stands))
        rows[one.partner_id].late += stands == "late"


def _add_encounters(rows: dict[int, PartnerRow]) -> dict[int, list[Claim]]:
    """Count encounters; what was claimed of them, by partner."""
    claims: dict[int, list[Claim]] = defaultdict(list)
    followed = FollowUp.objects.filter(encounter=OuterRef("encounter"))
    found = EncounterPartner.objects.filter(partner_id__in=rows).select_related("encounter")
    for one in found.annotate(followed=Exists(followed)):
        row = rows[one.partner_id]
        row.encounters += 1
        row.without_follow_up += not one.followed
        claims[one.partner_id] += claim_of(one.encounter)
    return claims


def _add_agreements(rows: dict[int, PartnerRow], claims: dict[int, list[Claim]]) -> None:
    parties = Prefetch("parties", AgreementParty.objects.order_by("side", "pk"))
    found = Agreement.objects.filter(parties__partner_id__in=rows).distinct()
    for one in found.prefetch_related(parties).order_by("-created_at", "-pk"):
        proof = proof_of(one).level
        here = {party.partner_id for party in one.parties.all() if party.partner_id is not None}
        for key in here & rows.keys():
            row = rows[key]
            if proof in ("signed", "in_force"):
                row.signed.append(one)
            elif one.state not in OVER:
                row.drafted.append(one)
            claims[key] += claim_of(one)
            if one.state not in OVER:
                row.proven = standing.strongest([row.proven, proof])


def _add_visits(rows: dict[int, PartnerRow]) -> None:
    """Those that took place, and those that are to come; a cancelled one is neither."""
    before, cancelled = (Visit.State.PLANNED, Visit.State.CONFIRMED), Visit.State.CANCELLED
    found = Visit.objects.filter(partner_id__in=rows).exclude(state=cancelled)
    for visit in found.order_by("-starts_on", "-pk"):
        row = rows[visit.partner_id]
        (row.planned if visit.state in before else row.visited).append(visit)


def claim_of(one: Encounter | Agreement) -> Iterable[Claim]:
    """The public claim of an encounter or agreement: one or none."""
    if not one.claimed_state or one.claimed_on is None:
        return []
    label = one.get_claimed_state_display()
    return [Claim(one.claimed_state, label, one.claimed_source, one.claimed_on)]


def entry_rows(commitment: Commitment) -> list[dict[str, Any]]:
    """The entries of a commitment with their numbers in words, the newest first."""
    entries = commitment.entries.select_related("recorded_by", "file").order_by("-on_day", "-pk")
    return [{"row": one, "value": value_words(one.value, commitment.unit)} for one in entries]
