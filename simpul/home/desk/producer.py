"""The desk of a producer and her team, and of somebody who has just arrived."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from simpul.home.addresses import find
from simpul.home.desk.parts import Link, Next, Row, Section, Stat
from simpul.kit.actors import Actor
from simpul.permits.models import Application

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


class Asked(TypedDict):
    """What the query below counts beside each application: its open questions."""

    asked: int


SHOWN = 8
ENDED = ("closed", "withdrawn", "refused", "cancelled")
YOURS = ("returned", "awaiting_payment", "draft")
"""States in which the company acts, the most urgent first."""


def producer_section(actor: Actor) -> Section | None:
    """Applications of the person's companies: what waits for them, what waits for others."""
    if not actor.companies:
        return None
    mine = Application.objects.filter(company_id__in=list(actor.companies)).exclude(state__in=ENDED)
    counts = mine.aggregate(
        yours=Count("pk", filter=Q(state__in=YOURS)),
        waiting=Count("pk", filter=Q(state__in=("submitted", "in_review", "ready"))),
        issued=Count("pk", filter=Q(state="issued")),
    )
    found = list(
        mine.select_related("production")
        .annotate(
            asked=Count("questions", filter=Q(questions__answered_at__isnull=True), distinct=True)
        )
        .order_by("-changed_at")[:SHOWN]
    )
    return Section(
        key="producer",
        title=_("Your productions"),
        stats=[
            Stat(counts["yours"], _("wait for you"), tone="next" if counts["yours"] else ""),
            Stat(counts["waiting"], _("are with the authorities")),
            Stat(counts["issued"], _("permits in hand")),
        ],
        rows=[_row(application) for application in found],
        rows_title=_("Lately"),
        empty=_("No application yet. Start with a plan: it becomes the application."),
        all_href=find("permits:my_cases"),
        all_label=_("All applications"),
        links=[
            Link(_("Plan a shoot"), find("permits:planner"), icon="clapper"),
            Link(_("Companies and teams"), find("people:companies"), icon="people"),
            Link(_("Ask for an incentive"), find("incentives:funds"), icon="stamp"),
            Link(_("Project passports"), find("network:passports"), icon="globe"),
            Link(_("Film markets"), find("market:markets"), icon="people"),
        ],
        next=_next(found),
    )


def _href(application: Application) -> str:
    name = "permits:apply_tasks" if application.state == "draft" else "permits:case"
    return find(name, application.pk)


def _row(application: Application) -> Row:
    return Row(
        title=application.production.title,
        href=_href(application),
        status=f"application.{application.state}",
        text=application.reference or "",
        until=application.first_day,
    )


def _next(found: list[WithAnnotations[Application, Asked]]) -> Next | None:
    for application in found:
        if application.state != "draft" and application.asked:
            return Next(
                title=_("Answer the questions about “%(title)s”")
                % {"title": application.production.title},
                href=_href(application),
                label=_("Answer"),
                text=_("The clock of the authority stands still until you answer."),
            )
    for state, title, label in (
        ("returned", _("Complete “%(title)s” and send it again"), _("Open the application")),
        ("awaiting_payment", _("Pay the official fees of “%(title)s”"), _("See the bill")),
        ("draft", _("Go on with “%(title)s”"), _("Go on")),
    ):
        for application in found:
            if application.state == state:
                return Next(
                    title=title % {"title": application.production.title},
                    href=_href(application),
                    label=label,
                )
    if not found:
        return Next(
            title=_("Plan your first shoot"),
            href=find("permits:planner"),
            label=_("Start a plan"),
            text=_("You see who must agree, by when to apply and what it costs."),
        )
    return None


def beginner_section() -> Section:
    """For an account without company, desk or role."""
    return Section(
        key="beginner",
        title=_("Begin here"),
        links=[
            Link(
                _("Plan a shoot"),
                find("permits:planner"),
                _("Who must agree, by when to apply, what it costs."),
                "clapper",
            ),
            Link(
                _("Register a company or team"),
                find("people:company-new"),
                _("Applications belong to a company or a team."),
                "people",
            ),
            Link(
                _("Check a permit"),
                find("permits:check"),
                _("Is the crew in your street allowed to be there?"),
                "qr",
            ),
            Link(
                _("Find a place"),
                find("places:catalogue"),
                _("Who manages it, what is allowed, what it costs."),
                "pin",
            ),
        ],
    )
