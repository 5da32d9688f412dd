"""A permit inside: for its company, the commission and the desks that were asked."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages as flash
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from simpul.kit.outcomes import NotVisible
from simpul.kit.references import show_code
from simpul.papers.views import serve
from simpul.people.requests import Request
from simpul.permits import access
from simpul.permits.actions import issuing, riders, taking_back
from simpul.permits.forms_permit import TakeBackForm, WhyForm
from simpul.permits.issuing import standing
from simpul.permits.issuing.public import without_names
from simpul.permits.issuing.sheet import sheet
from simpul.permits.issuing.sheet_words import code_name
from simpul.permits.issuing.verdicts import verdict_of
from simpul.permits.models import Application, Permit, WrapReport
from simpul.web.forms import attempt

VERBS: dict[str, tuple[Callable[..., Permit], type[forms.Form]]] = {
    "tangguhkan": (taking_back.suspend, TakeBackForm),
    "pulihkan": (taking_back.resume, WhyForm),
    "cabut": (taking_back.revoke, TakeBackForm),
    "batalkan": (taking_back.cancel, WhyForm),
}


@require_GET
@never_cache
def detail(request: Request, permit_id: uuid.UUID) -> HttpResponse:
    """What it allows, its versions, its state, and what may be done with it."""
    return _page(request, permit_id)


def _page(
    request: Request, permit_id: uuid.UUID, *, status: int = 200, **shown: Any
) -> HttpResponse:
    actor = request.actor
    permit = riders.permit_for(actor, permit_id)
    application = permit.application
    versions = list(Permit.objects.filter(number=permit.number).order_by("-version"))
    answer = standing.standing(permit.state, permit.contents, timezone.now())
    sign = access.can_sign(actor, application)
    named = access.knows_names(actor, application)
    contents = permit.contents if named else without_names(permit)
    context = {
        "permit": permit,
        "application": application,
        "code": show_code(permit.short_code),
        "sheet": sheet(contents, get_language() or "id"),
        "title": contents["production"]["title"],
        "named": named,
        "versions": versions,
        "newest": versions[0],
        "answer": answer,
        "verdict": verdict_of(answer.code, today=bool(answer.today)),
        "sign": sign,
        "living": permit.state in (Permit.State.VALID, Permit.State.SUSPENDED),
        "may_cancel": taking_back.can_cancel(actor, application),
        "may_amend": permit.state == Permit.State.VALID and access.can_send(actor, application),
        "rider": _running_rider(permit),
        "releasable": _releasable(permit) if sign else [],
        "wrap": WrapReport.objects.filter(application__permits__number=permit.number).first(),
        "checks": permit.checks.count() if actor.is_permit_staff else None,
        "suspend_form": TakeBackForm(prefix="tangguhkan"),
        "resume_form": WhyForm(prefix="pulihkan"),
        "revoke_form": TakeBackForm(prefix="cabut"),
        "cancel_form": WhyForm(prefix="batalkan"),
        **shown,
    }
    return render(request, "permits/permit/detail.html", context, status=status)


def _running_rider(permit: Permit) -> Application | None:
    return Application.objects.filter(
        amends__number=permit.number, state__in=riders.RUNNING
    ).first()


def _releasable(permit: Permit) -> list[str]:
    """Names of held parts that have been cleared since."""
    cleared = issuing.releasable(permit)
    return [code_name(p["code"]) for p in permit.contents["parts"] if p["id"] in cleared]


@require_safe
def document(request: Request, permit_id: uuid.UUID) -> FileResponse:
    """The signed PDF, byte for byte. It names title and company, so only who knows them has it."""
    permit = riders.permit_for(request.actor, permit_id)
    if not access.knows_names(request.actor, permit.application):
        raise NotVisible(_("Not found."))
    return serve(permit.document)


@require_POST
def issue(request: Request, application_id: uuid.UUID) -> HttpResponse:
    """Sign and issue."""
    permit = issuing.issue_permit(
        actor=request.actor,
        application_id=application_id,
    )
    flash.success(request, _("The permit has been issued and signed."))
    return redirect("permits:permit", permit.pk)


@require_POST
def release(request: Request, permit_id: uuid.UUID) -> HttpResponse:
    """Issue the next version, which allows what has been cleared since."""
    permit = issuing.release_held(
        actor=request.actor,
        permit_id=permit_id,
    )
    flash.success(request, _("A new version has been issued and signed."))
    return redirect("permits:permit", permit.pk)


@require_POST
def amend(request: Request, permit_id: uuid.UUID) -> HttpResponse:
    """Begin an amendment, or go on with the one begun."""
    rider = riders.start_rider(
        actor=request.actor,
        permit_id=permit_id,
    )
    return redirect("permits:case", rider.pk)


@require_POST
def change(request: Request, permit_id: uuid.UUID, verb: str) -> HttpResponse:
    """Suspend, resume, revoke or cancel; what was typed stays when something is missing."""
    if verb not in VERBS:
        raise NotVisible(_("Not found."))
    action, form_class = VERBS[verb]
    actor = request.actor
    riders.permit_for(actor, permit_id)
    form = form_class(request.POST, prefix=verb)
    if attempt(form, lambda: action(actor=actor, permit_id=permit_id, **form.cleaned_data)):
        flash.success(request, _("Done. The check page shows it from now on."))
        return redirect("permits:permit", permit_id)
    names = {
        "tangguhkan": "suspend_form",
        "pulihkan": "resume_form",
        "cabut": "revoke_form",
        "batalkan": "cancel_form",
    }
    return _page(request, permit_id, status=400, opened=verb, wrong=form, **{names[verb]: form})
