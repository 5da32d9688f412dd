"""The wrap report of a finished shoot."""

from __future__ import annotations

import uuid

from django.contrib import messages as flash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from simpul.kit.outcomes import NotVisible
from simpul.people.requests import Request
from simpul.permits import access, queries
from simpul.permits.actions import wrap
from simpul.permits.forms_permit import COUNT_LABELS, SPEND_LABELS, WrapForm
from simpul.permits.models import WrapReport
from simpul.web.forms import attempt


@never_cache
def report(request: Request, application_id: uuid.UUID) -> HttpResponse:
    """Type the figures once; afterwards read them."""
    actor = request.actor
    application = queries.application_for(actor, application_id)
    found = WrapReport.objects.filter(application=application).first()
    if found is None:
        raise NotVisible(_("Not found."))
    context = {
        "application": application,
        "report": found,
        "permit": application.permits.order_by("-version").first(),
    }
    if found.submitted_at is not None:
        return render(request, "permits/wrap/sent.html", {**context, **_figures(found)})
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
    status = 400 if form.is_bound else 200
    return render(request, "permits/wrap/form.html", {**context, **fields}, status=status)


def _figures(found: WrapReport) -> dict[str, object]:
    return {
        "counts": [(COUNT_LABELS[name], getattr(found, name)) for name in wrap.COUNTS],
        "spend": [(SPEND_LABELS[name], found.spend.get(name, "0")) for name in wrap.SPEND],
    }
