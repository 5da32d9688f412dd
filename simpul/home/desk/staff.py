"""The desks of the commission: case officer, head of service, editor, administrator, auditor."""

from __future__ import annotations

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from simpul.home.access import READ_COMPLAINTS
from simpul.home.addresses import find
from simpul.home.desk.parts import Link, Next, Row, Section, Stat
from simpul.kit.actors import Actor
from simpul.people.models import today
from simpul.permits.models import Application
from simpul.permits.queries import late_clearances, officer_queue

SHOWN = 10


def officer_section(actor: Actor) -> Section | None:
    """Cases: those nobody has, one's own, those ready to be signed."""
    if not actor.has_role("case_officer", "head_of_service"):
        return None
    signs = actor.has_role("head_of_service")
    queue = officer_queue(actor).exclude(company_id__in=list(actor.interests))
    mine = Q(officer_id=actor.user_id)
    counts = Application.objects.aggregate(
        new=Count("pk", filter=Q(state="submitted", officer__isnull=True)),
        mine=Count("pk", filter=mine & Q(state__in=("submitted", "in_review", "returned"))),
        ready=Count("pk", filter=Q(state="ready")),
    )
    late = late_clearances(today())
    if not signs:
        late = late.filter(application__officer_id=actor.user_id)
    wanted = Q(state="submitted", officer__isnull=True) | (
        mine & Q(state__in=("submitted", "in_review", "awaiting_payment", "ready"))
    )
    if signs:
        wanted |= Q(state="ready")
    found = list(queue.filter(wanted).order_by("submitted_at", "pk")[:SHOWN])
    cases = find("permits:desk_cases")
    return Section(
        key="officer",
        title=_("Cases"),
        stats=[
            Stat(counts["new"], _("new, without a case officer"), tone=_tone(counts["new"])),
            Stat(counts["mine"], _("are yours")),
            Stat(late.count(), _("answers are late")),
            Stat(counts["ready"], _("ready to be signed"), tone=_tone(counts["ready"] and signs)),
        ],
        rows=[_row(application) for application in found],
        rows_title=_("Oldest first"),
        empty=_("No case waits for you."),
        all_href=cases,
        all_label=_("All cases"),
        next=_next(found, signs),
    )


def _tone(wanted: object) -> str:
    return "next" if wanted else ""


def _row(application: Application) -> Row:
    return Row(
        title=application.production.title,
        href=find("permits:desk_case", application.pk),
        status=f"application.{application.state}",
        text=f"{application.reference} · {application.company}",
        until=application.first_day,
    )


def _next(found: list[Application], signs: bool) -> Next | None:
    for state, title, label, may in (
        ("ready", _("Sign the permit of %(reference)s"), _("Look and sign"), signs),
        ("submitted", _("Take on %(reference)s and check it"), _("Open the case"), True),
        ("in_review", _("Go on with %(reference)s"), _("Open the case"), True),
    ):
        for application in found if may else ():
            if application.state == state:
                return Next(
                    title=title % {"reference": application.reference},
                    href=find("permits:desk_case", application.pk),
                    label=label,
                    text=application.production.title,
                    until=application.first_day,
                    stands=_("First shooting day") if application.first_day else "",
                )
    return None


def rules_section(actor: Actor) -> Section | None:
    """Versions of the rules, for those who load and publish them."""
    if not actor.has_role("legal_editor", "head_of_service"):
        return None
    return Section(
        key="rules",
        title=_("Rules"),
        links=[
            Link(
                _("Versions of the rules"),
                find("rulebook:versions"),
                _("Two people: one loads, another publishes."),
                "scales",
            ),
            Link(_("Service standards"), find("rulebook:standards"), icon="book"),
        ],
    )


def complaints_section(actor: Actor) -> Section | None:
    """What people reported, for those who may read it."""
    if not actor.has_role(*READ_COMPLAINTS):
        return None
    return Section(
        key="complaints",
        title=_("Complaints"),
        links=[Link(_("Complaints received"), find("home:complaints"), icon="list")],
    )


def administrator_section(actor: Actor) -> Section | None:
    """Roles, desks, companies."""
    if not actor.has_role("administrator"):
        return None
    return Section(
        key="administrator",
        title=_("People"),
        links=[
            Link(
                _("Roles"),
                find("people:roles"),
                _("Who works for the commission, since when and why."),
                "key",
            ),
            Link(
                _("Desks"),
                find("people:desks"),
                _("Who answers for which authority."),
                "stamp",
            ),
            Link(_("Companies and teams"), find("people:companies"), icon="people"),
            Link(_("Declared interests"), find("people:interests"), icon="scales"),
            Link(_("Messages that did not arrive"), find("messages:failed"), icon="mail"),
        ],
    )


def auditor_section(actor: Actor) -> Section | None:
    """Everything, to read."""
    if not actor.has_role("auditor"):
        return None
    return Section(
        key="auditor",
        title=_("To read"),
        links=[
            Link(_("All cases"), find("permits:desk_cases"), icon="list"),
            Link(_("Roles"), find("people:roles"), icon="key"),
            Link(_("Desks"), find("people:desks"), icon="stamp"),
            Link(_("Declared interests"), find("people:interests"), icon="scales"),
            Link(_("Companies and teams"), find("people:companies"), icon="people"),
            Link(_("Versions of the rules"), find("rulebook:versions"), icon="book"),
            Link(_("Film markets"), find("market:desk_markets"), icon="people"),
        ],
    )
