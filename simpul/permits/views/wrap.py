"""The wrap report of a finished shoot: typed once by its company, read by the commission."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages as flash
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from simpul.kit.actors import Actor
from simpul.kit.outcomes import NotVisible
from simpul.papers.views import serve
from simpul.people.requests import Request
from simpul.permits import access, queries
from simpul.permits.actions import wrap
from simpul.permits.forms_permit import (
    COUNT_LABELS,
    EVIDENCE_LABELS,
    SPEND_LABELS,
    EvidenceForm,
    WrapForm,
)
from simpul.permits.models import Application, WrapReport
from simpul.permits.views.apply_papers import READERS
from simpul.web.forms import attempt


def _seen(actor: Actor, application_id: uuid.UUID) -> tuple[Application, WrapReport]:
    """Case and report, for the company and the commission; desks have no part in it."""
    application = queries.application_for(actor, application_id)
    found = WrapReport.objects.filter(application=application).first()
    if found is None or not (actor.is_permit_staff or access.in_company(actor, application)):
        raise NotVisible(_("Not found."))
    return application, found


def _frame(application: Application, report: WrapReport) -> dict[str, Any]:
    return {
        "application": application,
        "report": report,
        "permit": application.permits.order_by("-version").first(),
    }


@never_cache
@require_http_methods(["GET", "POST"])
def report(request: Request, application_id: uuid.UUID) -> HttpResponse:
    """Type the figures once; afterwards read them."""
    actor = request.actor
    application, found = _seen(actor, application_id)
    if found.submitted_at is not None:
        return _sent(request, application, found, EvidenceForm())
    access.require(access.can_send(actor, application))
    form = WrapForm(request.POST or None)
    if request.method == "POST" and attempt(
        form,
        lambda: wrap.submit_wrap_report(
            actor=actor, application_id=application.pk, wrap=form.wrap()
        ),
    ):
        flash.success(request, _("Thank you. The case is closed."))
        return redirect("permits:wrap", application.pk)
    fields = {
        "form": form,
        "counts": [form[name] for name in wrap.COUNTS],
        "spend": [form[f"spend_{name}"] for name in wrap.SPEND],
    }
    context = {**_frame(application, found), **fields}
    return render(request, "permits/wrap/form.html", context, status=400 if form.is_bound else 200)


def _sent(
    request: Request, application: Application, found: WrapReport, form: EvidenceForm
) -> HttpResponse:
    context = {
        **_frame(application, found),
        "counts": [(COUNT_LABELS[name], getattr(found, name)) for name in wrap.COUNTS],
        "spend": [(SPEND_LABELS[name], found.spend.get(name, "0")) for name in wrap.SPEND],
        "evidence": EVIDENCE_LABELS[found.evidence_level],
        "form": form,
        "may_prove": bool(access.can_handle(request.actor, application)),
    }
    return render(request, "permits/wrap/sent.html", context, status=422 if form.is_bound else 200)


@require_POST
def prove(request: Request, application_id: uuid.UUID) -> HttpResponse:
    """An officer records what the figures rest on."""
    actor = request.actor
    application, found = _seen(actor, application_id)
    access.require(access.can_handle(actor, application))
    form = EvidenceForm(request.POST, request.FILES)
    if not attempt(
        form,
        lambda: wrap.record_evidence(
            actor=actor, application_id=application.pk, **form.cleaned_data
        ),
    ):
        return _sent(request, application, found, form)
    flash.success(request, _("The evidence is recorded."))
    return redirect("permits:wrap", application.pk)


@require_safe
def evidence(request: Request, application_id: uuid.UUID) -> FileResponse:
    """The paper behind the figures."""
    application, found = _seen(request.actor, application_id)
    may_read = access.in_company(request.actor, application) or request.actor.has_role(*READERS)
    if found.evidence is None or not may_read:
        raise NotVisible(_("Not found."))
    return serve(found.evidence)
