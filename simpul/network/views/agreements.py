"""Agreements: the list, the terms, one agreement with its words and its way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages as flash
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from simpul.city.queries import city_book
from simpul.kit.outcomes import WrongState
from simpul.network import access
from simpul.network.actions import agreements
from simpul.network.agreements import lists, states
from simpul.network.agreements import page as agreement_page
from simpul.network.agreements.forms import (
    AgreementFilter,
    AgreementForm,
    ArticleForm,
    ClaimForm,
    WhyForm,
)
from simpul.network.agreements.queries import agreement_for, proof_of, with_parties
from simpul.network.agreements.words import title_of
from simpul.network.models import Agreement
from simpul.network.promises.forms import HandOverForm
from simpul.people.requests import Request
from simpul.web.formats import pick_text
from simpul.web.forms import attempt

PER_PAGE = 30


@require_GET
def index(request: Request) -> HttpResponse:
    """Agreements, newest first, by filter."""
    access.require_reader(request.actor)
    form = AgreementFilter(request.GET, states=list(states.LABELS.items()))
    found = with_parties(lists.agreements(form.cleaned_data if form.is_valid() else {}))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = [{"row": one, "title": title_of(one), "proof": proof_of(one).level} for one in page]
    context = {
        "form": form,
        "page": page,
        "rows": rows,
        "may_write": access.can_write(request.actor),
    }
    return render(request, "network/agreements/list.html", context)


@require_http_methods(["GET", "POST"])
def create(request: Request) -> HttpResponse:
    """Draft an agreement; `?temu=` or `?kunjungan=` says where it grew from."""
    access.require_reader(request.actor)
    access.require(access.can_write(request.actor))
    form = AgreementForm(request.POST or None, initial=_first_guess(request))
    if request.method == "POST":
        made = attempt(
            form,
            lambda: agreements.draft_agreement(actor=request.actor, terms=form.terms()),
        )
        if made:
            flash.success(request, _("Drafted. Now write its articles."))
            return redirect("network:agreement", made.pk)
    return _form_page(request, form, _("Draft an agreement"))


def _first_guess(request: Request) -> dict[str, Any]:
    origin = next(
        (
            f"{kind}:{key}"
            for kind, name in (("encounter", "temu"), ("visit", "kunjungan"))
            if (key := request.GET.get(name, ""))
        ),
        "",
    )
    return {
        "origin": origin,
        "counterpart": request.GET.get("mitra", ""),
        "kind": request.GET.get("jenis", ""),
        "owner": request.actor.user_id,
        "languages": ["id", "en"],
        "ours": _our_name(),
    }


def _our_name() -> str:
    try:
        book = city_book()
    except WrongState:  # no pack is published yet
        return ""
    agency = book.authorities.get(book.settings.lead_agency)
    return pick_text(dict(agency.names), "id") if agency else ""


@require_http_methods(["GET", "POST"])
def change(request: Request, agreement_id: int) -> HttpResponse:
    """Other terms, while nobody has signed."""
    agreement = agreement_for(request.actor, agreement_id)
    access.require(access.can_write(request.actor))
    form = AgreementForm(request.POST or None, initial=AgreementForm.initial_of(agreement))
    if request.method == "POST" and attempt(
        form,
        lambda: agreements.change_agreement(
            actor=request.actor,
            agreement_id=agreement_id,
            version=form.cleaned_data["version"] or 0,
            terms=form.terms(),
        ),
    ):
        flash.success(request, _("Changed."))
        return redirect("network:agreement", agreement_id)
    return _form_page(request, form, _("Change the terms"), agreement)


def _form_page(
    request: Request, form: AgreementForm, heading: str, agreement: Agreement | None = None
) -> HttpResponse:
    context = {"form": form, "heading": heading, "agreement": agreement}
    status = 422 if form.is_bound else 200
    return render(request, "network/agreements/form.html", context, status=status)


@require_GET
@never_cache
def agreement(request: Request, agreement_id: int) -> HttpResponse:
    """One agreement."""
    return show(request, agreement_id)


def show(request: Request, agreement_id: int, status: int = 200, **more: Any) -> HttpResponse:
    """The page of an agreement; `more` replaces its empty forms after an error."""
    found = agreement_for(request.actor, agreement_id)
    context = agreement_page.context_of(found, request.actor, today=timezone.localdate())
    context.update(
        claim_form=ClaimForm(
            initial={
                "state": found.claimed_state,
                "text": found.claimed_text,
                "source": found.claimed_source,
                "on": found.claimed_on,
            }
        ),
        end_form=WhyForm(prefix="end"),
        hand_over_form=HandOverForm(initial={"owner": found.owner_id}),
        back_form=WhyForm(prefix="back"),
    )
    context.update(more)
    return render(request, "network/agreements/agreement.html", context, status=status)


@require_http_methods(["GET", "POST"])
def article(request: Request, agreement_id: int, number: int | None = None) -> HttpResponse:
    """Add an article, or write one anew."""
    found = agreement_for(request.actor, agreement_id)
    access.require(access.can_write(request.actor))
    seen = found.articles.filter(number=number).first() if number else None
    initial = {}
    if seen is not None:
        initial = {f"heading_{code}": text for code, text in seen.headings.items()}
        initial |= {f"text_{code}": text for code, text in seen.texts.items()}
    form = ArticleForm(request.POST or None, languages=found.languages, initial=initial)
    if request.method == "POST" and attempt(
        form,
        lambda: agreements.write_article(
            actor=request.actor, agreement_id=agreement_id, number=number, **form.words()
        ),
    ):
        flash.success(request, _("The article is written."))
        return redirect("network:agreement", agreement_id)
    context = {
        "form": form,
        "agreement": found,
        "title": title_of(found),
        "number": number or found.articles.count() + 1,
        "seen": seen,
    }
    status = 422 if form.is_bound else 200
    return render(request, "network/agreements/article.html", context, status=status)


def _done(request: Request, agreement_id: int, act: Callable[[], Any], said: str) -> HttpResponse:
    """Do it and go back to the page; what is refused is said there."""
    agreement_for(request.actor, agreement_id)
    try:
        made = act()
    except WrongState as refused:
        flash.error(request, str(refused))
    else:
        flash.success(request, said)
        if isinstance(made, Agreement):
            agreement_id = made.pk
    return redirect("network:agreement", agreement_id)


@require_POST
def remove_article(request: Request, agreement_id: int, number: int) -> HttpResponse:
    """Take an article out."""
    return _done(
        request,
        agreement_id,
        lambda: agreements.remove_article(
            actor=request.actor, agreement_id=agreement_id, number=number
        ),
        _("The article is out; those after it have moved up."),
    )


@require_POST
def negotiate(request: Request, agreement_id: int) -> HttpResponse:
    """The draft goes to the other side."""
    return _done(
        request,
        agreement_id,
        lambda: agreements.negotiate(actor=request.actor, agreement_id=agreement_id),
        _("Recorded: the draft is with the other side."),
    )


@require_POST
def renew(request: Request, agreement_id: int) -> HttpResponse:
    """Begin the agreement that follows."""
    return _done(
        request,
        agreement_id,
        lambda: agreements.renew_agreement(actor=request.actor, agreement_id=agreement_id),
        _("A draft with the same parties and words. Give it its days."),
    )


@require_POST
def claim(request: Request, agreement_id: int) -> HttpResponse:
    """What somebody says of it in public."""
    agreement_for(request.actor, agreement_id)
    form = ClaimForm(request.POST)
    if attempt(
        form,
        lambda: agreements.record_claim(
            actor=request.actor, agreement_id=agreement_id, **form.cleaned_data
        ),
    ):
        flash.success(request, _("The claim is recorded. It proves nothing."))
        return redirect("network:agreement", agreement_id)
    return show(request, agreement_id, 422, claim_form=form, wrong=form, opened="claim")


@require_POST
def end(request: Request, agreement_id: int) -> HttpResponse:
    """End it, with the reason."""
    agreement_for(request.actor, agreement_id)
    form = WhyForm(request.POST, prefix="end")
    if attempt(
        form,
        lambda: agreements.end_agreement(
            actor=request.actor, agreement_id=agreement_id, **form.cleaned_data
        ),
    ):
        flash.success(request, _("The agreement is ended."))
        return redirect("network:agreement", agreement_id)
    return show(request, agreement_id, 422, end_form=form, wrong=form, opened="end")
