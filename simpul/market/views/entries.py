"""A company's projects: begin, fill in, papers, send, withdraw; who may see the papers."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages as flash
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from simpul.kit.outcomes import NotVisible
from simpul.market import access, choices, queries, states
from simpul.market.actions import entries, materials
from simpul.market.forms_entry import PAGES, AskAccessForm, MaterialForm, StartEntryForm
from simpul.market.models import Entry, Material
from simpul.market.views.public import local, show_project, shown, standing_of
from simpul.papers.views import serve
from simpul.people.requests import Request
from simpul.web import limits
from simpul.web.forms import attempt
from simpul.web.views import too_many

PER_PAGE = 30
COPIES, WINDOW = 60, 3600
"""Copies one guest may take in an hour (seconds): each is set anew."""


@require_GET
@login_required
def mine(request: Request) -> HttpResponse:
    """Drafts and projects of one's companies."""
    page = Paginator(queries.own_entries(request.actor), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "market/entries/list.html", {"page": page})


@login_required
@require_http_methods(["GET", "POST"])
def start(request: Request, call_id: uuid.UUID) -> HttpResponse:
    """Begin a project for a call."""
    call = queries.call_for(request.actor, call_id)
    form = StartEntryForm(request.POST or None, actor=request.actor)
    if request.method == "POST":
        made = attempt(
            form,
            lambda: entries.start_entry(
                actor=request.actor,
                call_id=call.pk,
                company_id=form.cleaned_data["company"],
                production_id=form.cleaned_data["production"],
                title=form.cleaned_data["title"],
            ),
        )
        if made:
            return redirect("market:entry_page", made.pk, next(iter(PAGES)))
    context = {"form": form, "call": call, "market": call.market}
    return render(request, "market/entries/start.html", context, status=_status(request))


def _status(request: Request) -> int:
    return 422 if request.method == "POST" else 200


def own_entry(request: Request, entry_id: uuid.UUID) -> Entry:
    """An entry of the actor's company; for everybody else these pages do not exist."""
    entry = queries.entry_for(request.actor, entry_id)
    if not access.in_company(request.actor, entry):
        raise NotVisible(_("Not found."))
    return entry


@require_GET
@never_cache
def entry(request: Request, entry_id: uuid.UUID) -> HttpResponse:
    """One project: what is left, its papers, who asks for them."""
    return show(request, own_entry(request, entry_id))


def show(request: Request, found: Entry, status: int = 200, form: Any = None) -> HttpResponse:
    """The page; `form` replaces the empty one for a paper after an error."""
    call = found.call
    accesses, papers = queries.accesses_of(found), queries.papers_of(found)
    context = {
        "entry": found,
        "row": shown(found),
        "call": call,
        "market": call.market,
        "standing": standing_of(call),
        "closes": local(call, call.closes_at),
        "groups": _groups(found),
        "missing": entries.missing(found),
        "may_edit": access.can_edit_entry(request.actor, found),
        "may_send": access.can_send_entry(request.actor, found),
        "may_withdraw": states.may_move(found, "withdraw")
        and access.can_send_entry(request.actor, found),
        "takes_papers": found.state in (Entry.State.DRAFT, Entry.State.SELECTED),
        "materials": [
            {
                "material": one,
                "kind": choices.MATERIALS.get(one.kind, ""),
                "readings": one.readings.count(),
            }
            for one in papers
        ],
        "accesses": [{"one": one, "code": f"market_access.{one.state}"} for one in accesses],
        "form": form or MaterialForm(),
    }
    return render(request, "market/entries/entry.html", context, status=status)


def _groups(found: Entry) -> list[dict[str, Any]]:
    lacking = set(entries.missing(found))
    tasks = [
        {
            "title": title,
            "href": reverse("market:entry_page", args=[found.pk, slug]),
            "status": "todo" if lacking & set(form.base_fields) else "done",
        }
        for slug, (title, form) in PAGES.items()
    ]
    return [{"title": _("What we ask"), "tasks": tasks}]


@require_http_methods(["GET", "POST"])
def page(request: Request, entry_id: uuid.UUID, slug: str) -> HttpResponse:
    """One page of questions."""
    found = own_entry(request, entry_id)
    if slug not in PAGES:
        raise NotVisible(_("Not found."))
    if found.state != Entry.State.DRAFT:
        return redirect("market:entry", found.pk)
    title, kind = PAGES[slug]
    form = kind(request.POST or None, initial=_known(found))
    if request.method == "POST" and attempt(
        form,
        lambda: entries.save_entry(
            actor=request.actor,
            entry_id=found.pk,
            version=_number(request.POST.get("version")),
            data=form.cleaned_data,
        ),
    ):
        slugs = list(PAGES)
        later = slugs[slugs.index(slug) + 1 :]
        if later:
            return redirect("market:entry_page", found.pk, later[0])
        return redirect("market:entry", found.pk)
    context = {"entry": found, "form": form, "title": title,
               "number": list(PAGES).index(slug) + 1, "count": len(PAGES)}  # fmt: skip
    return render(request, "market/entries/page.html", context, status=_status(request))


def _number(typed: str | None) -> int:
    return int(typed) if typed and typed.isdigit() and len(typed) < 9 else 0


def _known(found: Entry) -> dict[str, Any]:
    fields = ("title", "original_title", "kind", "stage", "logline", "synopsis", "director",
              "producer", "budget", "currency", "secured_percent", "sought",
              "sought_note")  # fmt: skip
    return {name: getattr(found, name) for name in fields} | {
        "countries": ", ".join(found.countries)
    }


@require_http_methods(["GET", "POST"])
def send(request: Request, entry_id: uuid.UUID) -> HttpResponse:
    """Check the answers, and send."""
    found = own_entry(request, entry_id)
    if found.state != Entry.State.DRAFT:
        return redirect("market:entry", found.pk)
    from django import forms

    form = forms.Form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and attempt(
        form, lambda: entries.submit(actor=request.actor, entry_id=found.pk)
    ):
        flash.success(request, _("Your project has been sent."))
        return redirect("market:entry", found.pk)
    context = {
        "entry": found,
        "row": shown(found),
        "call": found.call,
        "market": found.call.market,
        "standing": standing_of(found.call),
        "closes": local(found.call, found.call.closes_at),
        "missing": entries.missing(found),
        "may_send": access.can_send_entry(request.actor, found),
        "form": form,
    }
    return render(request, "market/entries/send.html", context, status=_status(request))


@require_http_methods(["GET", "POST"])
def withdraw(request: Request, entry_id: uuid.UUID) -> HttpResponse:
    """Take it back, after a page that asks once more."""
    found = own_entry(request, entry_id)
    access.require(access.can_send_entry(request.actor, found))
    if request.method == "POST":
        entries.withdraw(actor=request.actor, entry_id=found.pk)
        flash.success(request, _("The project is withdrawn."))
        return redirect("market:my_entries")
    return render(request, "market/entries/withdraw.html", {"entry": found})


# --- papers --------------------------------------------------------------------------------------
@require_POST
def add_material(request: Request, entry_id: uuid.UUID) -> HttpResponse:
    """Add a paper."""
    found = own_entry(request, entry_id)
    form = MaterialForm(request.POST, request.FILES)
    if attempt(
        form,
        lambda: entries.add_material(
            actor=request.actor,
            entry_id=found.pk,
            kind=form.cleaned_data["kind"],
            upload=form.cleaned_data["file"],
        ),
    ):
        flash.success(request, _("The paper is kept."))
        return redirect("market:entry", found.pk)
    return show(request, found, 422, form)


@require_POST
def remove_material(request: Request, material_id: uuid.UUID) -> HttpResponse:
    """Take a paper away."""
    gone = entries.remove_material(actor=request.actor, material_id=material_id)
    return redirect("market:entry", gone.entry_id)


@require_GET
@login_required
@never_cache
def material(request: Request, material_id: uuid.UUID) -> HttpResponseBase:
    """The paper, or for a guest a copy that names the guest."""
    # Copies are made on demand: whoever asks for too many is told so before one is set.
    if not limits.hit(f"market_copy:{request.actor.id}", limit=COPIES, seconds=WINDOW):
        return too_many(request)
    given = materials.hand_out(actor=request.actor, material_id=material_id)
    if isinstance(given, Material):
        return serve(given.file)
    response = HttpResponse(given.content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{_plain(given.name)}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response


def _plain(name: str) -> str:
    kept = "".join(
        one if one.isascii() and (one.isalnum() or one in "-_.") else "-" for one in name
    )
    return kept or "materi.pdf"


@login_required
@require_POST
def ask_access(request: Request, code: str, entry_id: uuid.UUID) -> HttpResponse:
    """A guest asks for the papers of a project."""
    market = queries.market_for(request.actor, code)
    form = AskAccessForm(request.POST)
    if attempt(
        form,
        lambda: materials.ask_access(
            actor=request.actor,
            market=market,
            entry_id=entry_id,
            message=form.cleaned_data["message"],
        ),
    ):
        flash.success(request, _("You have asked. The company decides."))
        return redirect("market:project", code, entry_id)
    return show_project(request, code, entry_id, 422, form)


@require_POST
def decide_access(request: Request, access_id: int) -> HttpResponse:
    """Give, refuse or end the permission."""
    decided = materials.decide_access(
        actor=request.actor, access_id=access_id, verdict=request.POST.get("verdict", "")
    )
    return redirect("market:entry", decided.entry_id)
