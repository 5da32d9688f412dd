"""The calendar of one case: its place in the queue, clashes, other days, and the neighbours."""

from __future__ import annotations

import uuid
from itertools import groupby
from typing import Any

from django.contrib import messages as flash
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from simpul.kit.actors import Actor
from simpul.kit.outcomes import NotVisible, WrongState
from simpul.people.requests import Request
from simpul.permits import access, queries, states
from simpul.permits.actions.rescheduling import TYPING, take_offer
from simpul.permits.holding import keeping
from simpul.permits.holding.board import ENDED, board_of
from simpul.permits.holding.neighbours import (
    Near,
    Surroundings,
    change_words,
    geojson,
    look,
    surroundings,
)
from simpul.permits.holding.reading import Reading
from simpul.permits.models import Application


def _seen(actor: Actor, application_id: uuid.UUID) -> Application:
    """The case, for its company and the commission; for everybody else it does not exist."""
    application = queries.application_for(actor, application_id)
    if not (access.in_company(actor, application) or actor.is_permit_staff):
        raise NotVisible(_("Not found."))
    return application


@require_GET
def page(request: Request, application_id: uuid.UUID) -> HttpResponse:
    """Everything the calendar says of the case."""
    actor = request.actor
    application = _seen(actor, application_id)
    own = access.in_company(actor, application)
    reading = Reading(application, actor)
    around = surroundings(application, actor, reading=reading)
    changes, since = look(application, actor, around)
    may_send = own and bool(access.can_send(actor, application))
    context = {
        "application": application,
        "own": own,
        "title": application.plan.get("production", {}).get("title")
        or application.production.title,
        "board": board_of(application, actor, offers=True, reading=reading),
        "days": _by_day(around),
        "midnights": [one.isoformat() for one in around.midnights],
        "zone": around.zone,
        "features": geojson(around),
        "changes": [(change_words(one), one) for one in changes],
        "since": since,
        "may_take": may_send and application.state not in ENDED,
        "takes_back": application.state in states.OPEN and application.state not in TYPING,
        "may_pencil": own
        and application.state == Application.State.DRAFT
        and bool(access.can_edit(actor, application)),
    }
    return render(request, "permits/calendar/case.html", context)


@require_GET
def neighbours(request: Request, application_id: uuid.UUID) -> JsonResponse:
    """The case and its neighbours as GeoJSON with periods."""
    application = _seen(request.actor, application_id)
    data = geojson(surroundings(application, request.actor))
    return JsonResponse(data, content_type="application/geo+json")


@require_POST
def pencil(request: Request, application_id: uuid.UUID) -> HttpResponse:
    """Keep the places of a draft, or give them back."""
    _seen(request.actor, application_id)
    if request.POST.get("do") == "give_back":
        keeping.unpencil(actor=request.actor, application_id=application_id)
        flash.success(request, _("Given back. Nobody waits for you there."))
    else:
        keeping.pencil(actor=request.actor, application_id=application_id)
        flash.success(request, _("Noted in the calendar with a pencil."))
    return redirect("permits:case_calendar", application_id)


@require_POST
def offer(request: Request, application_id: uuid.UUID) -> HttpResponse:
    """Take another day or other hours."""
    application = _seen(request.actor, application_id)
    code = request.POST.get("offer", "")
    try:
        taken = take_offer(actor=request.actor, application_id=application_id, code=code)
    except WrongState as error:
        flash.error(request, str(error))
        return redirect("permits:case_calendar", application_id)
    flash.success(request, _said(application, taken))
    return redirect("permits:apply_tasks", taken.pk)


def _said(before: Application, after: Application) -> str:
    if after.pk != before.pk:
        return _("The amendment has the new time. Check it and send it.")
    if before.state in TYPING:
        return _("The plan has the new time.")
    return _("The file is back with you and has the new time. Check it and send it again.")


def _by_day(around: Surroundings) -> list[tuple[Any, list[Near]]]:
    """The list that works without a map: neighbours under the day on which they begin."""

    def day(one: Near) -> Any:
        return timezone.localdate(one.period.start)

    return [(on, list(rows)) for on, rows in groupby(around.near, key=day)]
