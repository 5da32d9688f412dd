"""Reusable querysets. Each starts from what the actor may see."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from simpul.kit.actors import Actor
from simpul.kit.outcomes import NotVisible
from simpul.kit.references import normalise_code
from simpul.permits.issuing.balance import Account, Balance
from simpul.permits.models import Application, Clearance, FeeLine, Payment, Permit, Waiver

OPEN_CLEARANCE = ("waiting", "requested", "needs_information")


def applications_visible_to(actor: Actor) -> QuerySet[Application]:
    """Everything this actor may see, and nothing else."""
    seen = Q(company_id__in=list(actor.companies))
    if actor.is_permit_staff:
        seen |= ~Q(state="draft")
    elif actor.desks:
        asked = Clearance.objects.filter(
            application=OuterRef("pk"), authority_code__in=list(actor.desks)
        )
        seen |= Q(Exists(asked)) & ~Q(state="draft")
    return Application.objects.filter(seen)


def application_for(
    actor: Actor, application_id: uuid.UUID | str, *, lock: bool = False
) -> Application:
    """The application, or NotVisible for an outsider and for an id that is none."""
    try:
        key = uuid.UUID(str(application_id))
    except ValueError:
        raise NotVisible(_("Not found.")) from None
    found = applications_visible_to(actor)
    if lock:
        # Lock the row itself; the visibility filter joins nothing that would be locked with it.
        found = found.select_for_update(of=("self",))
    application = found.select_related("production", "company", "officer").filter(pk=key).first()
    if application is None:
        raise NotVisible(_("Not found."))
    return application


def clearance_for(actor: Actor, clearance_id: int, *, lock: bool = False) -> Clearance:
    """A clearance the actor may see: staff and the company all, a desk its own, a link its one."""
    found = Clearance.objects.select_related("application", "application__production")
    if lock:
        found = found.select_for_update(of=("self",))
    clearance = found.filter(pk=clearance_id).first()
    if clearance is None:
        raise NotVisible(_("Not found."))
    if actor.kind == "link":
        visible = actor.scope == f"clearance:{clearance.pk}"
    else:
        visible = (
            actor.is_permit_staff
            or clearance.application.company_id in actor.companies
            or clearance.authority_code in actor.desks
        )
    if not visible:
        raise NotVisible(_("Not found."))
    return clearance


def officer_queue(actor: Actor) -> QuerySet[Application]:
    """Sent cases with what an officer needs to choose the next one, in constant queries.

    The count is a subquery, so that the database works it out for the rows of one page only.
    """
    waiting = (
        Clearance.objects.filter(application=OuterRef("pk"), state__in=OPEN_CLEARANCE)
        .exclude(kind="notice")
        .order_by()
        .values("application")
        .annotate(number=Count("pk"))
        .values("number")
    )
    return (
        applications_visible_to(actor)
        .exclude(state="draft")
        .select_related("production", "company", "officer")
        .defer("plan", "details", "tier_reasons", "production__synopsis")
        .annotate(open_clearances=Coalesce(Subquery(waiting), 0))
    )


def late_clearances(today: dt.date) -> QuerySet[Clearance]:
    """Asked, due before today, not yet escalated."""
    return Clearance.objects.filter(
        state="requested", due_on__lt=today, escalated_at__isnull=True
    ).select_related("application")


def desk_queue(actor: Actor) -> QuerySet[Clearance]:
    """What the actor's desks have been asked, open ones first by due day."""
    return (
        Clearance.objects.filter(authority_code__in=list(actor.desks))
        .exclude(state="ended")
        .select_related("application", "application__production", "application__company")
        .defer("application__plan", "application__details", "application__production__synopsis")
        .order_by(F("answered_at").desc(nulls_first=True), F("due_on").asc(nulls_last=True), "id")
    )


def with_case_details(found: QuerySet[Application]) -> QuerySet[Application]:
    """Everything a case page shows, prefetched."""
    return found.select_related(
        "production",
        "company",
        "officer",
        "rule_version",
        "amends",
        "created_by",
        "wrap_report",
    ).prefetch_related(
        Prefetch(
            "clearances",
            Clearance.objects.select_related("evidence").prefetch_related(
                "conditions", "clock_events", "questions", "links"
            ),
        ),
        "questions__clearance",
        "days",
        "fee_lines__waivers",
        "bills__payments",
        "attachments__file",
        "permits",
    )


def balance_of(application: Application) -> Balance:
    """The application's own lines, approved waivers and payments by payee (three queries)."""
    assessed = _sums(FeeLine.objects.filter(application=application), "payee")
    waived = _sums(
        Waiver.objects.filter(
            fee_line__application=application, approved_by__isnull=False, refused=False
        ),
        "fee_line__payee",
    )
    paid = _sums(Payment.objects.filter(bill__application=application), "bill__payee")
    zero = Decimal(0)
    return Balance(
        {
            payee: Account(
                assessed.get(payee, zero), waived.get(payee, zero), paid.get(payee, zero)
            )
            for payee in sorted({*assessed, *waived, *paid})
        }
    )


def _sums(rows: QuerySet[Any], payee: str) -> dict[str, Decimal]:
    """Amounts added up by payee."""
    return dict(rows.order_by().values_list(payee).annotate(total=Sum("amount")))


def permit_by_code(code: str) -> Permit | None:
    """The version with this short code, typed as people type; with all its public page reads."""
    known = normalise_code(code)
    if known is None:
        return None
    return (
        Permit.objects.select_related(
            "application__production__local_company", "application__company"
        )
        .filter(short_code=known)
        .first()
    )
