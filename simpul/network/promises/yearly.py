"""A year with partners, from what is recorded: what was met, signed, kept, spent and given."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q
from django.utils import timezone

from simpul.network import standing
from simpul.network.agreements.queries import with_parties
from simpul.network.models import (
    Agreement,
    Commitment,
    Encounter,
    FollowUp,
    Gift,
    Visit,
    VisitCost,
)

FIRST_YEAR = 2000


@dataclass(frozen=True, slots=True)
class Sum:
    """One sum in one currency, of one kind; sums of several currencies are never added."""

    kind: str
    currency: str
    amount: Decimal
    count: int


@dataclass(frozen=True, slots=True)
class Year:
    """What stands of a year, as of `as_of`: its last day, or today while it runs.

    `commitments`: those made, due, met or dropped in it, or late before, with how each stands on
    that day. `counts`: of those.
    """

    year: int
    as_of: dt.date
    encounters: list[Encounter]
    visits: list[Visit]
    agreements: list[Agreement]
    commitments: list[tuple[Commitment, str]]
    counts: Mapping[str, int]
    follow_ups: Mapping[str, int]
    costs: list[Sum]
    gifts: list[Sum]

    @property
    def empty(self) -> bool:
        """Nothing is recorded of this year."""
        return not (
            self.encounters or self.visits or self.agreements or self.commitments
            or sum(self.follow_ups.values()) or self.costs or self.gifts
        )  # fmt: skip


def sums(rows: Iterable[tuple[str, str, Decimal]]) -> list[Sum]:
    """(kind, currency, amount) rows as sums by kind and currency, in this order."""
    amounts: dict[tuple[str, str], list[Decimal]] = defaultdict(list)
    for kind, currency, amount in rows:
        amounts[kind, currency].append(amount)
    return [
        Sum(kind, currency, sum(found, Decimal(0)), len(found))
        for (kind, currency), found in sorted(amounts.items())
    ]


def state_on(*, state: str, ended_on: dt.date | None, as_of: dt.date) -> str:
    """The state as it was on a day: what ended later was still open then."""
    return state if ended_on is None or ended_on <= as_of else "open"


def year_of(year: int, *, today: dt.date) -> Year:
    """The report of a year, in a constant number of queries."""
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    as_of = min(last, today)
    commitments = _commitments(first, last, as_of)
    in_year = {"visit__starts_on__range": (first, last)}
    return Year(
        year=year,
        as_of=as_of,
        encounters=list(
            Encounter.objects.filter(held_on__range=(first, last))
            .prefetch_related("partners")
            .order_by("held_on", "pk")
        ),
        visits=list(
            Visit.objects.filter(starts_on__range=(first, last))
            .select_related("partner")
            .order_by("starts_on", "pk")
        ),
        agreements=_agreements(first, last),
        commitments=commitments,
        counts=standing.count(how for _row, how in commitments),
        follow_ups=_follow_ups(first, last, as_of),
        costs=sums(
            VisitCost.objects.filter(**in_year).values_list("paid_by", "currency", "amount")
        ),
        gifts=sums(
            Gift.objects.filter(on_day__range=(first, last)).values_list(
                "direction", "currency", "worth"
            )
        ),
    )


def _agreements(first: dt.date, last: dt.date) -> list[Agreement]:
    """Those begun here, signed, valid or ended in the year."""
    days = (first, last)
    found = Agreement.objects.filter(
        Q(created_at__date__range=days)
        | Q(parties__signed_on__range=days)
        | Q(valid_from__range=days, confirmed_at__isnull=False)
        | Q(valid_to__range=days, confirmed_at__isnull=False)
        | Q(ended_on__range=days)
    )
    return list(with_parties(found.distinct()).order_by("created_at", "pk"))


def _commitments(first: dt.date, last: dt.date, as_of: dt.date) -> list[tuple[Commitment, str]]:
    days = (first, last)
    found = Commitment.objects.filter(
        Q(created_at__date__range=days)
        | Q(due_on__range=days)
        | Q(met_on__range=days)
        | Q(state=Commitment.State.DROPPED, ended_at__date__range=days)
        | Q(due_on__lt=first, state=Commitment.State.OPEN)
        | Q(due_on__lt=first, ended_at__date__gte=first)
    ).select_related("partner")
    rows = []
    for one in found.order_by("due_on", "pk"):
        decided = timezone.localdate(one.ended_at) if one.ended_at else None
        ended = one.met_on if one.state == Commitment.State.MET else decided
        state = state_on(state=one.state, ended_on=ended, as_of=as_of)
        how = standing.standing(state=state, due_on=one.due_on, ended_on=one.met_on, today=as_of)
        rows.append((one, how))
    return rows


def _follow_ups(first: dt.date, last: dt.date, as_of: dt.date) -> dict[str, int]:
    found = FollowUp.objects.filter(due_on__range=(first, last))
    stands = []
    for state, due_on, ended_on in found.values_list("state", "due_on", "ended_on"):
        now = state_on(state=state, ended_on=ended_on, as_of=as_of)
        stands.append(standing.standing(state=now, due_on=due_on, ended_on=ended_on, today=as_of))
    return standing.count(stands)


def years() -> list[int]:
    """Years of which something is recorded, the newest first; always this one."""
    now = timezone.localdate().year
    found = {now}
    found |= {day.year for day in Encounter.objects.dates("held_on", "year")}
    found |= {day.year for day in Visit.objects.dates("starts_on", "year")}
    found |= {day.year for day in Commitment.objects.dates("due_on", "year")}
    return sorted((one for one in found if FIRST_YEAR <= one <= now), reverse=True)
