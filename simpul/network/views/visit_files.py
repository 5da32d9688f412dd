"""A visit to take along: calendar, briefing paper, report."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from simpul.kit.outcomes import WrongState
from simpul.network import words
from simpul.network.models import ItineraryItem, Visit
from simpul.network.views.contacts import attached
from simpul.network.visits import calendar_writing, queries
from simpul.network.visits import papers as visit_papers
from simpul.papers.typesetting import PaperProblem
from simpul.people.requests import Request
from simpul.web.limits import hit
from simpul.web.views import too_many


@require_GET
def calendar(request: Request, visit_id: int) -> HttpResponse:
    """The itinerary as iCalendar."""
    found = queries.visit_for(request.actor, visit_id)

    def both(item: ItineraryItem) -> str:
        return words.both_line(item.starts_at, item.ends_at, item.time_zone)

    made = calendar_writing.icalendar(found, found.items.all(), both=both)
    return attached(made, "text/calendar; charset=utf-8", f"kunjungan-{found.pk}.ics")


@require_GET
def briefing(request: Request, visit_id: int) -> HttpResponse:
    """The briefing paper."""
    found = queries.visit_for(request.actor, visit_id)
    return _paper(request, found, "briefing")


@require_GET
def report(request: Request, visit_id: int) -> HttpResponse:
    """The report, as soon as it is written."""
    found = queries.visit_for(request.actor, visit_id)
    if not found.report:
        raise WrongState(_("The report is not written yet."))
    return _paper(request, found, "report")


def _paper(request: Request, found: Visit, kind: str) -> HttpResponse:
    if not hit(f"visit-paper:{request.actor.id}", limit=120, seconds=3600):
        return too_many(request)
    try:
        made = visit_papers.paper(found, kind)
    except PaperProblem as problem:
        text = _("The paper cannot be set: %(why)s")
        raise WrongState(text % {"why": str(problem)}) from problem
    names = {"briefing": "bahan", "report": "laporan"}
    return attached(made, "application/pdf", f"{names[kind]}-kunjungan-{found.pk}.pdf")
