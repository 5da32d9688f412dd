"""Funds: the public balance, and the desk's page with ledger and appropriations."""

from __future__ import annotations

from typing import Any

from django.contrib import messages as flash
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from simpul.city.queries import city_book
from simpul.incentives import access, catalogue, wording
from simpul.incentives.actions import funds
from simpul.incentives.forms_case import AppropriationForm, FundForm
from simpul.incentives.fund import balance as fund_balance
from simpul.incentives.listing import families
from simpul.incentives.models import Appropriation, Booking, Fund
from simpul.incentives.queries import all_funds, waiting_cases
from simpul.kit.outcomes import NotVisible
from simpul.people.requests import Request
from simpul.web.formats import pick_text
from simpul.web.forms import attempt, offer

PER_PAGE = 30


def fund_by_code(code: str) -> Fund:
    """The fund; NotVisible for an unknown code."""
    fund = Fund.objects.filter(code=code).first()
    if fund is None:
        raise NotVisible(_("Not found."))
    return fund


# --- for everybody -------------------------------------------------------------------------


@require_GET
@never_cache
def public_list(request: HttpRequest) -> HttpResponse:
    """Every fund with its balance at this moment: totals only, nobody's name."""
    rows = fund_balance.public_rows(list(all_funds()))
    return render(request, "incentives/funds/list.html", {"rows": rows, "now": timezone.now()})


@require_GET
@never_cache
def public_fund(request: HttpRequest, code: str) -> HttpResponse:
    """One fund: what was appropriated, where it stands, how many wait."""
    fund = fund_by_code(code)
    row = fund_balance.public_rows([fund])[0]
    return render(request, "incentives/funds/fund.html", {"row": row, "now": timezone.now()})


# --- for the desk --------------------------------------------------------------------------


@require_GET
def desk_list(request: Request) -> HttpResponse:
    """The funds for who works with them."""
    access.require_desk(request.actor)
    rows = fund_balance.public_rows(list(all_funds()))
    context = {"rows": rows, "may_keep": access.can_keep_funds(request.actor)}
    return render(request, "incentives/funds/desk_list.html", context)


def _families() -> list[tuple[str, str]]:
    """Every family of schemes by the name of its newest version, the city's own country first."""
    found = families(catalogue.schemes().values(), timezone.localdate())
    rows = [(one.current.country != "ID", pick_text(one.current.name), one) for one in found]
    rows.sort(key=lambda row: row[:2])
    return [(one.current.family, f"{name} ({one.current.family})") for _far, name, one in rows]


@require_http_methods(["GET", "POST"])
def create(request: Request) -> HttpResponse:
    """Set up a fund."""
    access.require_desk(request.actor)
    access.require(access.can_keep_funds(request.actor))
    form = FundForm(request.POST or None)
    offer(form, "scheme_family", _families())
    known = [(one.code, pick_text(one.names)) for one in all_funds()]
    offer(form, "continues", [("", _("None")), *known])
    made = request.method == "POST" and attempt(form, lambda: _made(request, form.cleaned_data))
    if made:
        flash.success(request, _("The fund is set up. Now propose its money."))
        return redirect("incentives:fund_desk", form.cleaned_data["code"])
    status = 422 if request.method == "POST" else 200
    return render(request, "incentives/funds/create.html", {"form": form}, status=status)


def _made(request: Request, data: dict[str, Any]) -> Fund:
    family = data["scheme_family"]
    versions = [one for one in catalogue.schemes().values() if one.family == family]
    return funds.create_fund(
        actor=request.actor,
        code=data["code"],
        city_code=city_book().settings.code,
        scheme_family=family,
        names={"id": data["name_id"], "en": data["name_en"]},
        currency=versions[0].currency,
        rehearsal=any(one.status == "proposal" for one in versions),
        opens_on=data["opens_on"],
        closes_on=data["closes_on"],
        at_end=data["at_end"],
        continues=data["continues"],
        report_within_days=data["report_within_days"],
    )


@require_GET
def desk_fund(request: Request, code: str) -> HttpResponse:
    """Balance, appropriations, ledger, waiting list."""
    access.require_desk(request.actor)
    return _desk_page(request, fund_by_code(code), AppropriationForm())


def _desk_page(
    request: Request, fund: Fund, form: AppropriationForm, status: int = 200
) -> HttpResponse:
    rows = Booking.objects.filter(fund=fund).select_related("case").order_by("-id")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "row": fund_balance.public_rows([fund])[0],
        "fund": fund,
        "page": page,
        "rows": fund_balance.booking_rows(page, fund.currency),
        "appropriations": [
            {"row": one, "words": wording.amount_words(one.amount, fund.currency)}
            for one in fund.appropriations.select_related("proposed_by", "decided_by")
        ],
        "waiting": waiting_cases(fund).select_related("company", "production")[:50],
        "may_keep": access.can_keep_funds(request.actor),
        "form": form,
    }
    return render(request, "incentives/funds/desk.html", context, status=status)


@require_POST
def appropriate(request: Request, code: str) -> HttpResponse:
    """Propose money."""
    access.require_desk(request.actor)
    fund = fund_by_code(code)
    form = AppropriationForm(request.POST)
    if not attempt(
        form,
        lambda: funds.propose_appropriation(
            actor=request.actor, fund_id=fund.pk, **form.cleaned_data
        ),
    ):
        return _desk_page(request, fund, form, 422)
    flash.success(request, _("Proposed. A second person decides."))
    return redirect("incentives:fund_desk", code)


@require_POST
def decide(request: Request, appropriation_id: int) -> HttpResponse:
    """The second person confirms money, or not."""
    access.require_desk(request.actor)
    seen = Appropriation.objects.select_related("fund").filter(pk=appropriation_id).first()
    if seen is None:
        raise NotVisible(_("Not found."))
    funds.decide_appropriation(
        actor=request.actor,
        appropriation_id=appropriation_id,
        approve=request.POST.get("answer") == "yes",
    )
    flash.success(request, _("The decision is recorded."))
    return redirect("incentives:fund_desk", seen.fund.code)
