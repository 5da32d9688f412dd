"""The desk of an authority: what was asked, and until when."""

from __future__ import annotations

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from simpul.home.addresses import find
from simpul.home.desk.parts import Next, Row, Section, Stat
from simpul.kit.actors import Actor
from simpul.kit.texts import pick
from simpul.people import desk_names
from simpul.people.models import today
from simpul.permits.models import Clearance
from simpul.permits.queries import desk_queue

SHOWN = 8


def authority_section(actor: Actor) -> Section | None:
    """Requests to the person's desks. Titles stay out: a desk sees them on the request itself."""
    if not actor.desks:
        return None
    day = today()
    queue = desk_queue(actor)
    counts = queue.aggregate(
        asked=Count("pk", filter=Q(state="requested")),
        late=Count("pk", filter=Q(state="requested", due_on__lt=day)),
        paused=Count("pk", filter=Q(state="needs_information")),
    )
    names = desk_names.names()
    found = list(queue.filter(state="requested").order_by("due_on", "requested_at", "pk")[:SHOWN])

    def desk(clearance: Clearance) -> str:
        return pick(names.get(clearance.authority_code, {}), actor.language) or (
            clearance.authority_code
        )

    return Section(
        key="authority",
        title=_("Requests to your desks"),
        stats=[
            Stat(
                counts["asked"], _("wait for your answer"), tone="next" if counts["asked"] else ""
            ),
            Stat(counts["late"], _("are late"), tone="next" if counts["late"] else ""),
            Stat(counts["paused"], _("wait for the applicant")),
        ],
        rows=[
            Row(
                title=clearance.application.reference or "",
                href=find("permits:desk_clearance", clearance.pk),
                status="clearance.requested",
                text=desk(clearance),
                until=clearance.due_on,
                late=bool(clearance.due_on and clearance.due_on < day),
            )
            for clearance in found
        ],
        rows_title=_("To be answered first"),
        empty=_("Nothing waits for your desks."),
        all_href=find("permits:desk_inbox"),
        all_label=_("All requests"),
        next=_next(found, desk(found[0])) if found else None,
    )


def _next(found: list[Clearance], desk: str) -> Next:
    first = found[0]
    return Next(
        title=_("Answer request %(reference)s") % {"reference": first.application.reference},
        href=find("permits:desk_clearance", first.pk),
        label=_("Read and answer"),
        who=desk,
        until=first.due_on,
    )
