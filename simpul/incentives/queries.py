"""Reusable querysets. Each starts from what the actor may see."""

from __future__ import annotations

import re
import uuid
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from simpul.incentives import access
from simpul.incentives.models import Award, BankAccount, Case, Certificate, Fund, Payment
from simpul.kit.actors import Actor
from simpul.kit.outcomes import NotVisible
from simpul.kit.references import normalise_code

_NUMBER = re.compile(r"[A-Z0-9-]{8,40}")
"""What can be a certificate's number; anything else is not looked for."""


def all_funds() -> QuerySet[Fund]:
    """Every fund, the newest first."""
    return Fund.objects.order_by("-opens_on", "code")


def cases_visible_to(actor: Actor) -> QuerySet[Case]:
    """Everything this actor may see, and nothing else."""
    seen = Q(company_id__in=list(actor.companies))
    if access.at_desk(actor):
        seen |= Q(submitted_at__isnull=False)
    return Case.objects.filter(seen)


def case_for(actor: Actor, case_id: uuid.UUID | str, *, lock: bool = False) -> Case:
    """The case, or NotVisible for an outsider and for an id that is none.

    Whoever also books money holds the fund first (`ledger.hold`).
    """
    try:
        key = uuid.UUID(str(case_id))
    except ValueError:
        raise NotVisible(_("Not found.")) from None
    found = cases_visible_to(actor)
    if lock:
        found = found.select_for_update(of=("self",))
    case = found.select_related("production", "company", "fund", "officer").filter(pk=key).first()
    if case is None:
        raise NotVisible(_("Not found."))
    return case


def with_case_details(found: QuerySet[Case]) -> QuerySet[Case]:
    """Everything a case page shows, prefetched."""
    return found.select_related(
        "production", "company", "fund", "officer", "ended_by", "created_by"
    ).prefetch_related(
        Prefetch("awards", Award.objects.select_related("proposed_by", "decided_by")),
        "certificates",
        Prefetch(
            "payments",
            Payment.objects.select_related(
                "account", "prepared_by", "released_by", "recorded_by", "proof"
            ),
        ),
        "milestones",
        "recoveries__receipts",
        "recoveries__waivers",
        "questions",
        "appeals",
        "reconciled",
        "balances",
    )


def waiting_cases(fund: Fund) -> QuerySet[Case]:
    """The waiting list, in the order in which the requests came in whole."""
    return Case.objects.filter(fund=fund, state=Case.State.WAITING).order_by(
        "submitted_at", "reference"
    )


def open_award(case: Case) -> Award | None:
    """The award that waits for its second person."""
    return case.awards.filter(state=Award.State.PROPOSED).first()


def approved_award(case: Case, kind: str) -> Award | None:
    """The newest approved award of this kind."""
    return case.awards.filter(state=Award.State.APPROVED, kind=kind).order_by("-decided_at").first()


def certificate_by_code(code: str) -> Certificate | None:
    """The certificate with this short code, typed as people type."""
    known = normalise_code(code)
    if known is None:
        return None
    return (
        Certificate.objects.select_related("case__production", "case__company", "case__fund")
        .filter(short_code=known)
        .first()
    )


def certificate_address(typed: str) -> str:
    """The check page of a certificate by its code or number; "" when there is none."""
    found = certificate_by_code(typed)
    number = "".join(typed.split()).upper()
    if found is None and _NUMBER.fullmatch(number):
        found = Certificate.objects.filter(number=number).only("short_code").first()
    return reverse("incentives:certificate_public", args=[found.short_code]) if found else ""


def account_in_use(company_id: int, now: Any = None) -> BankAccount | None:
    """The account payments go to at this moment: the newest that has cooled and was not stopped."""
    return (
        BankAccount.objects.filter(
            company_id=company_id, stopped_at__isnull=True, usable_from__lte=now or timezone.now()
        )
        .order_by("-usable_from", "-id")
        .first()
    )


def account_cooling(company_id: int, now: Any = None) -> BankAccount | None:
    """A change that is not usable yet and was not stopped."""
    return (
        BankAccount.objects.filter(
            company_id=company_id, stopped_at__isnull=True, usable_from__gt=now or timezone.now()
        )
        .order_by("-requested_at", "-id")
        .first()
    )
