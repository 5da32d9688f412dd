"""Policy notes: the list, one of them, a new one, withdrawn."""

from __future__ import annotations

from typing import Any

from django.contrib import messages as flash
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from simpul.network import access
from simpul.network.actions import policy_notes
from simpul.network.agreements.forms import WhyForm
from simpul.network.agreements.page import history_of
from simpul.network.models import PolicyNote
from simpul.network.promises import lists
from simpul.network.promises.forms import NoteFilter, NoteForm
from simpul.network.promises.pack_schemes import scheme_names
from simpul.network.promises.queries import note_for
from simpul.people.requests import Request
from simpul.web.formats import pick_text
from simpul.web.forms import attempt

PER_PAGE = 30


@require_GET
def index(request: Request) -> HttpResponse:
    """Notes by filter, those that hold first, the newest source first."""
    access.require_reader(request.actor)
    form = NoteFilter(request.GET)
    found = lists.notes(form.cleaned_data if form.is_valid() else {})
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    names = scheme_names()
    context = {
        "form": form,
        "page": page,
        "rows": [{"row": one, "scheme": _scheme(one, names)} for one in page],
        "may_write": access.can_write(request.actor),
    }
    return render(request, "network/notes/list.html", context)


def _scheme(note: PolicyNote, names: Any) -> dict[str, str] | None:
    """The scheme it is linked to: its name and page; only the id where the pack has it no more."""
    if not note.scheme_id:
        return None
    if note.scheme_id not in names:
        return {"name": note.scheme_id, "href": ""}
    return {
        "name": pick_text(dict(names[note.scheme_id])),
        "href": reverse("incentives:scheme", args=[note.scheme_id]),
    }


@require_http_methods(["GET", "POST"])
def create(request: Request) -> HttpResponse:
    """Write a note."""
    access.require_reader(request.actor)
    access.require(access.can_write(request.actor))
    initial = {"partner": request.GET.get("mitra", ""), "source_on": timezone.localdate()}
    form = NoteForm(request.POST or None, initial=initial)
    if request.method == "POST":
        made = attempt(form, lambda: policy_notes.write_note(actor=request.actor, **form.values()))
        if made:
            flash.success(request, _("The note is written."))
            return redirect("network:note", made.pk)
    return _form_page(request, form, None)


@require_http_methods(["GET", "POST"])
def change(request: Request, note_id: int) -> HttpResponse:
    """Write a note anew."""
    note = note_for(request.actor, note_id)
    access.require(access.can_write(request.actor))
    initial = {
        "partner": note.partner_id,
        "kind": note.kind,
        "source": note.source,
        "source_on": note.source_on,
        "status": note.status,
        "scheme_id": note.scheme_id,
        "programme": note.programme,
        "version": note.version,
        **{f"title_{code}": text for code, text in note.titles.items()},
        **{f"text_{code}": text for code, text in note.texts.items()},
    }
    form = NoteForm(request.POST or None, initial=initial)
    if request.method == "POST" and attempt(
        form,
        lambda: policy_notes.write_note(actor=request.actor, note_id=note_id, **form.values()),
    ):
        flash.success(request, _("Changed."))
        return redirect("network:note", note_id)
    return _form_page(request, form, note)


def _form_page(request: Request, form: NoteForm, note: PolicyNote | None) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "note": note}
    return render(request, "network/notes/form.html", context, status=status)


@require_GET
@never_cache
def note(request: Request, note_id: int) -> HttpResponse:
    """One note."""
    return _show(request, note_id, WhyForm())


def _show(request: Request, note_id: int, form: WhyForm, status: int = 200) -> HttpResponse:
    found = note_for(request.actor, note_id)
    context = {
        "note": found,
        "scheme": _scheme(found, scheme_names()),
        "form": form,
        "may": access.can_write(request.actor) and found.withdrawn_on is None,
        "history": history_of(found.subject),
    }
    return render(request, "network/notes/note.html", context, status=status)


@require_POST
def withdraw(request: Request, note_id: int) -> HttpResponse:
    """It holds no longer."""
    note_for(request.actor, note_id)
    form = WhyForm(request.POST)
    if attempt(
        form,
        lambda: policy_notes.withdraw_note(
            actor=request.actor, note_id=note_id, **form.cleaned_data
        ),
    ):
        flash.success(request, _("The note is marked: it holds no longer."))
        return redirect("network:note", note_id)
    return _show(request, note_id, form, 422)
