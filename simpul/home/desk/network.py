"""Partners abroad on a person's desk: visits ahead, what is late, what waits to be closed."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from simpul.home.addresses import find
from simpul.home.desk.parts import Link, Next, Row, Section, Stat
from simpul.kit.actors import Actor
from simpul.network.access import READING_ROLES, SIGNING_ROLES, WRITING_ROLES
from simpul.network.models import Agreement, Commitment, FollowUp, Visit
from simpul.people.models import today
from simpul.web.formats import period_words

SHOWN = 8
AHEAD = timedelta(days=60)
OPEN = ("planned", "confirmed", "under_way", "reported")


def network_section(actor: Actor) -> Section | None:
    """Visits and promises, for partnership officers; for the head of service what to close; for
    who only reads the way in."""
    if not actor.has_role(*READING_ROLES):
        return None
    writes = actor.has_role(*WRITING_ROLES)
    if not writes and not actor.has_role(*SIGNING_ROLES):
        return Section(key="network", title=_("Partners abroad"), links=_links())
    day = today()
    visits = Visit.objects.filter(state__in=OPEN)
    counts = visits.aggregate(
        ahead=Count("pk", filter=Q(starts_on__gt=day, starts_on__lte=day + AHEAD)),
        reported=Count("pk", filter=Q(state="reported")),
    )
    late = FollowUp.objects.filter(state="open", due_on__lt=day).count()
    promised = Commitment.objects.filter(state="open", due_on__lt=day).count()
    papers = Agreement.objects.filter(state="signed", confirmed_at__isnull=True).count()
    shown = visits if writes else visits.filter(state="reported")
    found = list(shown.select_related("partner").order_by("starts_on", "pk")[:SHOWN])
    return Section(
        key="network",
        title=_("Partners abroad"),
        stats=[
            Stat(counts["ahead"], _("visits in the next 60 days"), find("network:visits")),
            Stat(late, _("follow-ups are late"), find("network:follow_ups"), _tone(late)),
            Stat(promised, _("promises are late"), find("network:board"), _tone(promised)),
            Stat(counts["reported"], _("reports wait for the head of service")),
            Stat(
                papers,
                _("agreements wait to be confirmed"),
                find("network:agreements") + "?state=signed",
                _tone(papers),
            ),
        ],
        rows=[_row(visit) for visit in found],
        rows_title=_("Visits"),
        empty=_("No visit is planned.") if writes else _("No report waits for you."),
        all_href=find("network:visits"),
        all_label=_("All visits"),
        links=_links(),
        next=_next(found, writes),
    )


def _links() -> list[Link]:
    return [
        Link(_("Partners"), find("network:partners"), _("Who they are, whom we know."), "people"),
        Link(
            _("Board of promises"),
            find("network:board"),
            _("Who promised what, what is late, what came of it."),
            "list",
        ),
        Link(
            _("Passports received"),
            find("network:received_passports"),
            _("Projects that companies abroad share with us."),
            "globe",
        ),
    ]


def _tone(count: int) -> str:
    return "next" if count else ""


def _row(visit: Visit) -> Row:
    return Row(
        title=visit.title,
        href=find("network:visit", visit.pk),
        status=f"visit.{visit.state}",
        text=f"{visit.partner.name} · {period_words(visit.starts_on, visit.ends_on, 'short')}",
    )


def _next(found: list[Visit], writes: bool) -> Next | None:
    wanted = "under_way" if writes else "reported"
    visit = next((one for one in found if one.state == wanted), None)
    if visit is None:
        return None
    title = _("Report the visit") if writes else _("Read the report of the visit and close it")
    return Next(
        title=title,
        href=find("network:visit", visit.pk),
        label=_("Open the visit"),
        text=visit.title,
    )
