"""What an officer does about one authority's request: a letter, a link, asking again, a claim."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages as flash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from simpul.city.queries import contact_email
from simpul.people.requests import Request
from simpul.permits import access, queries
from simpul.permits.actions import clearances, links
from simpul.permits.case_view import clearance_row
from simpul.permits.forms_desk import LinkForm, RecordedVerdictForm, WhyForm
from simpul.permits.models import Clearance
from simpul.permits.views.desk_common import staff_of
from simpul.web.forms import attempt


def _form_page(
    request: Request,
    clearance: Clearance,
    form: forms.Form,
    act: Callable[[], Any],
    *,
    heading: str,
    button: str,
    done: str,
) -> HttpResponse:
    """A page with one form about one request; what was typed comes back on an error."""
    access.require(access.can_handle(request.actor, clearance.application))
    if request.method == "POST" and attempt(form, act):
        flash.success(request, done)
        return redirect("permits:desk_case", clearance.application_id)
    context = {
        "application": clearance.application,
        "row": clearance_row(clearance, get_language() or "id", timezone.localdate()),
        "form": form,
        "heading": heading,
        "button": button,
    }
    status = 422 if form.is_bound else 200
    return render(request, "permits/desk/act.html", context, status=status)


@require_http_methods(["GET", "POST"])
def record_answer(request: Request, clearance_id: int) -> HttpResponse:
    """An authority's letter or call, with the paper."""
    actor = staff_of(request)
    found = queries.clearance_for(actor, clearance_id)
    form = RecordedVerdictForm(request.POST or None, request.FILES or None, clearance=found)
    return _form_page(
        request,
        found,
        form,
        lambda: clearances.record_verdict(
            actor=actor,
            clearance_id=clearance_id,
            heard_from=form.cleaned_data["heard_from"],
            evidence=form.cleaned_data["evidence"],
            **form.verdict_fields(),
        ),
        heading=_("Record a letter or a call"),
        button=_("Record the answer"),
        done=_("The answer is recorded."),
    )


@require_http_methods(["GET", "POST"])
def send_link(request: Request, clearance_id: int) -> HttpResponse:
    """Let an authority answer by e-mail."""
    actor = staff_of(request)
    found = queries.clearance_for(actor, clearance_id)
    known = {"email": contact_email(found.authority_code)}
    form = LinkForm(request.POST or None, initial=known)
    return _form_page(
        request,
        found,
        form,
        lambda: links.send_answer_link(
            actor=actor, clearance_id=clearance_id, email=form.cleaned_data["email"]
        ),
        heading=_("Send an answer link by e-mail"),
        button=_("Send the link"),
        done=_("The link is on its way."),
    )


@require_http_methods(["GET", "POST"])
def reopen(request: Request, clearance_id: int) -> HttpResponse:
    """Ask an authority again."""
    actor = staff_of(request)
    form = WhyForm(request.POST or None)
    return _form_page(
        request,
        queries.clearance_for(actor, clearance_id),
        form,
        lambda: clearances.reopen_clearance(
            actor=actor, clearance_id=clearance_id, reason=form.cleaned_data["reason"]
        ),
        heading=_("Ask again"),
        button=_("Ask again"),
        done=_("The authority has been asked again."),
    )


@require_POST
def revoke_link(request: Request, link_id: int) -> HttpResponse:
    """Stop an answer link."""
    actor = staff_of(request)
    link = links.revoke_answer_link(actor=actor, link_id=link_id)
    flash.success(request, _("The link no longer works."))
    return redirect("permits:desk_case", link.clearance.application_id)


@require_POST
def countersign(request: Request, clearance_id: int) -> HttpResponse:
    """The head of service countersigns a deemed grant."""
    actor = staff_of(request)
    clearance = clearances.countersign_deemed_grant(actor=actor, clearance_id=clearance_id)
    flash.success(request, _("Countersigned."))
    return redirect("permits:desk_case", clearance.application_id)
