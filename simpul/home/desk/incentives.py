"""Incentives on a person's desk: what waits for the commission's people, what for a company."""

from __future__ import annotations

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from simpul.home.addresses import find
from simpul.home.desk.parts import Next, Row, Section, Stat
from simpul.incentives.models import Case, Payment
from simpul.incentives.states import AT_DESK, OPEN
from simpul.kit.actors import Actor

SHOWN = 8
WORKING = ("incentive_officer", "incentive_auditor", "incentive_approver", "incentive_payer")
COMPANYS = ("returned", "provisional", "draft")
"""States in which the company has the next word, the most urgent first."""


def incentive_desk_section(actor: Actor) -> Section | None:
    """Requests, awards, audits and payments that wait, by what this person may do."""
    if not actor.has_role(*WORKING):
        return None
    wanted = _wanted(actor)
    cases = Case.objects.filter(submitted_at__isnull=False).exclude(
        company_id__in=[*actor.interests, *actor.companies]
    )
    counts = cases.aggregate(
        new=Count("pk", filter=Q(state="submitted")),
        awards=Count("pk", filter=Q(awards__state="proposed"), distinct=True),
        audits=Count("pk", filter=Q(state__in=("reported", "audit"))),
    )
    to_pay = Payment.objects.filter(state__in=("prepared", "released")).count()
    found = list(
        cases.filter(wanted)
        .select_related("production", "company")
        .order_by("submitted_at", "pk")
        .distinct()[:SHOWN]
    )
    return Section(
        key="incentives",
        title=_("Incentives"),
        stats=[
            Stat(counts["new"], _("new requests"), tone="next" if counts["new"] else ""),
            Stat(counts["awards"], _("awards wait for a second person")),
            Stat(counts["audits"], _("cost reports to audit")),
            Stat(to_pay, _("payments under way"), find("incentives:to_pay")),
        ],
        rows=[_row(case, "incentives:desk_case") for case in found],
        rows_title=_("Oldest first"),
        empty=_("No request waits for you."),
        all_href=find("incentives:desk_cases"),
        all_label=_("All requests for incentives"),
        next=_next(found),
    )


def _wanted(actor: Actor) -> Q:
    """Cases in which this person can do something."""
    wanted = Q(pk__in=[])
    if actor.has_role("incentive_officer"):
        mine = Q(officer_id=actor.user_id)
        wanted |= Q(state="submitted") | (mine & Q(state__in=AT_DESK) & ~Q(state="appealed"))
    if actor.has_role("incentive_approver"):
        wanted |= Q(awards__state="proposed") | Q(state="appealed")
    if actor.has_role("incentive_auditor"):
        wanted |= Q(state__in=("reported", "audit"))
    if actor.has_role("incentive_payer"):
        wanted |= Q(payments__state__in=("prepared", "released"))
    return wanted


def _row(case: Case, address: str) -> Row:
    return Row(
        title=case.production.title,
        href=find(address, case.pk),
        status=f"incentive.{case.state}",
        text=f"{case.reference or ''} · {case.company}".strip(" ·"),
    )


def _next(found: list[Case]) -> Next | None:
    if not found:
        return None
    return Next(
        title=_("Go on with %(reference)s") % {"reference": found[0].reference},
        href=find("incentives:desk_case", found[0].pk),
        label=_("Open the case"),
        text=found[0].production.title,
    )


def incentive_company_section(actor: Actor) -> Section | None:
    """What the person's companies asked of funds; nothing for who never asked."""
    if not actor.companies:
        return None
    mine = Case.objects.filter(company_id__in=list(actor.companies)).filter(
        state__in=(*OPEN, "draft")
    )
    found = list(mine.select_related("production", "company").order_by("-changed_at", "pk")[:SHOWN])
    if not found:
        return None
    return Section(
        key="my-incentives",
        title=_("Your incentives"),
        stats=[
            Stat(sum(case.state in COMPANYS for case in found), _("wait for you")),
            Stat(sum(case.state not in COMPANYS for case in found), _("are with the commission")),
        ],
        rows=[_row(case, "incentives:case") for case in found],
        rows_title=_("Lately"),
        all_href=find("incentives:my_cases"),
        all_label=_("All your incentives"),
    )
