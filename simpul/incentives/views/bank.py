"""A company's bank account: what is used, what cools, change it, stop a change."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages as flash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from simpul.incentives import access
from simpul.incentives.actions import bank
from simpul.incentives.forms_case import BankForm, StopForm, account_of
from simpul.incentives.models import BankAccount
from simpul.incentives.queries import account_cooling, account_in_use
from simpul.kit.outcomes import NotVisible
from simpul.people.models import Organisation
from simpul.people.requests import Request
from simpul.web.forms import attempt


def _company(request: Request, company_id: int) -> Organisation:
    """For the company's people and who pays; nobody else learns that there is an account."""
    actor = request.actor
    if company_id not in actor.companies and not access.at_desk(actor):
        raise NotVisible(_("Not found."))
    company = Organisation.objects.filter(pk=company_id).first()
    if company is None:
        raise NotVisible(_("Not found."))
    return company


@require_GET
@never_cache
def account(request: Request, company_id: int) -> HttpResponse:
    """What is used and what cools."""
    return _page(request, _company(request, company_id), StopForm())


def _page(
    request: Request, company: Organisation, stop_form: StopForm, status: int = 200
) -> HttpResponse:
    whole = access.sees_account(request.actor, company.pk)
    used, cooling = account_in_use(company.pk), account_cooling(company.pk)
    context: dict[str, Any] = {
        "company": company,
        "used": account_of(used, whole=whole) if used else None,
        "cooling": account_of(cooling, whole=whole) if cooling else None,
        "earlier": company.bank_accounts.select_related("requested_by", "stopped_by").exclude(
            pk__in=[one.pk for one in (used, cooling) if one]
        ),
        "may_change": access.can_change_bank(request.actor, company.pk),
        "may_stop": access.can_stop_bank(request.actor, company.pk),
        "stop_form": stop_form,
        "days": settings.BANK_COOLING_DAYS,
        "own": company.pk in request.actor.companies,
    }
    return render(request, "incentives/bank/account.html", context, status=status)


@never_cache
@require_http_methods(["GET", "POST"])
def change(request: Request, company_id: int) -> HttpResponse:
    """Give another account: with a second factor, usable after the cooling time."""
    company = _company(request, company_id)
    if company_id not in request.actor.companies:
        raise NotVisible(_("Not found."))
    access.require(access.can_change_bank(request.actor, company_id))
    form = BankForm(request.POST or None, initial={"holder": company.name})
    if request.method == "POST" and attempt(
        form,
        lambda: bank.change_account(
            actor=request.actor, company_id=company_id, **form.cleaned_data
        ),
    ):
        flash.success(request, _("Kept. Your colleagues have been told."))
        return redirect("incentives:bank", company_id)
    context = {"company": company, "form": form, "days": settings.BANK_COOLING_DAYS}
    status = 422 if request.method == "POST" else 200
    return render(request, "incentives/bank/change.html", context, status=status)


@require_POST
def stop(request: Request, account_id: int) -> HttpResponse:
    """Stop a change while it cools."""
    row = BankAccount.objects.select_related("company").filter(pk=account_id).first()
    if row is None or not access.can_stop_bank(request.actor, row.company_id):
        raise NotVisible(_("Not found."))
    form = StopForm(request.POST)
    if attempt(
        form,
        lambda: bank.stop_change(
            actor=request.actor, account_id=account_id, reason=form.cleaned_data["reason"]
        ),
    ):
        flash.success(request, _("Stopped. Payments go where they went before."))
        return redirect("incentives:bank", row.company_id)
    return _page(request, row.company, form, 422)
