"""One case as the commission sees it: take it, return it, accept it, refuse it."""

from __future__ import annotations

import uuid

from django.contrib import messages as flash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from simpul.people.requests import Request
from simpul.permits.actions import intake
from simpul.permits.forms_desk import AcceptForm, OfficerForm, RefuseForm, ReturnForm
from simpul.permits.views.desk_common import PARTS, case_context, officers, on_case, staff_of


@require_GET
def case(request: Request, application_id: uuid.UUID) -> HttpResponse:
    """The whole case on one page."""
    return render(request, "permits/desk/case.html", case_context(request, application_id))


@require_POST
def take(request: Request, application_id: uuid.UUID) -> HttpResponse:
    """I handle this case."""
    intake.take_case(actor=staff_of(request), application_id=application_id)
    flash.success(request, _("You handle this case now."))
    return redirect("permits:desk_case", application_id)


@require_POST
def assign(request: Request, application_id: uuid.UUID) -> HttpResponse:
    """The head of service gives the case to a colleague."""
    actor = staff_of(request)
    form = OfficerForm(request.POST, officers=officers())
    return on_case(
        request,
        application_id,
        form,
        "officer_form",
        lambda: intake.take_case(
            actor=actor,
            application_id=application_id,
            officer_id=form.cleaned_data["officer"],
        ),
        _("The case officer is named."),
    )


@require_POST
def send_back(request: Request, application_id: uuid.UUID) -> HttpResponse:
    """The file is not complete."""
    actor = staff_of(request)
    form = ReturnForm(request.POST, parts=PARTS)
    return on_case(
        request,
        application_id,
        form,
        "return_form",
        lambda: intake.return_to_applicant(
            actor=actor, application_id=application_id, questions=form.points()
        ),
        _("Returned to the applicant."),
    )


@require_POST
def accept(request: Request, application_id: uuid.UUID) -> HttpResponse:
    """The file is complete, or may go on without some papers; the authorities are asked."""
    actor = staff_of(request)
    form = AcceptForm(request.POST)
    return on_case(
        request,
        application_id,
        form,
        "accept_form",
        lambda: intake.accept_complete(
            actor=actor, application_id=application_id, **form.cleaned_data
        ),
        _("Complete. Every authority has been asked."),
    )


@require_POST
def refuse(request: Request, application_id: uuid.UUID) -> HttpResponse:
    """The whole request is refused."""
    actor = staff_of(request)
    form = RefuseForm(request.POST, prefix="refuse")
    return on_case(
        request,
        application_id,
        form,
        "refuse_form",
        lambda: intake.refuse_application(
            actor=actor, application_id=application_id, **form.cleaned_data
        ),
        _("Refused."),
    )
