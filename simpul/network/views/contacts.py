"""Lists of people in and out: cards and CSV."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages as flash
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from simpul.journal.actions import record
from simpul.kit.outcomes import NotVisible
from simpul.network import access, words
from simpul.network.actions import contacts
from simpul.network.contacts import plan as contact_plan
from simpul.network.contacts.rows import from_plain
from simpul.network.contacts.sheets import COLUMNS, write_sheet
from simpul.network.contacts.vcards import write_vcards
from simpul.network.models import Consent, ReadFile
from simpul.network.partners import queries
from simpul.network.partners.forms import ContactsForm
from simpul.people.requests import Request
from simpul.web.forms import attempt
from simpul.web.limits import hit
from simpul.web.views import too_many

MOST_TROUBLES = 100
MOST_ROWS = 200
PER_HOUR = 60


@require_http_methods(["GET", "POST"])
def take_in(request: Request) -> HttpResponse:
    """Read a file; what is wrong is named by line and field."""
    access.require_reader(request.actor)
    access.require(access.can_write(request.actor))
    form = ContactsForm(request.POST or None, request.FILES or None)
    troubles: list[str] = []
    if request.method == "POST":
        if not hit(f"contacts:{request.actor.id}", limit=PER_HOUR, seconds=3600):
            return too_many(request)
        found = attempt(
            form,
            lambda: contacts.read_contacts(
                actor=request.actor,
                upload=form.cleaned_data["file"],
                partner_id=form.cleaned_data["partner_id"],
            ),
        )
        if found and found.read is not None:
            return redirect("network:contacts_read", found.read.pk)
        troubles = [words.trouble_words(one) for one in found.troubles] if found else []
    context = {
        "form": form,
        "troubles": troubles[:MOST_TROUBLES],
        "more": max(0, len(troubles) - MOST_TROUBLES),
        "columns": COLUMNS,
        "purposes": Consent.Purpose.choices,
        "counts": {key: queries.exportable(key).count() for key in Consent.Purpose.values},
        "left_out": queries.live_people().count() - queries.exportable("contact").count(),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "network/contacts/take_in.html", context, status=status)


def read_file(request: Request, read_id: uuid.UUID, *formats: str) -> ReadFile:
    """What was read and waits; NotVisible for outsiders and what is gone."""
    access.require_reader(request.actor)
    access.require(access.can_write(request.actor))
    read = ReadFile.objects.filter(pk=read_id, used_at__isnull=True, format__in=formats).first()
    if read is None:
        raise NotVisible(_("Not found."))
    return read


@require_GET
def look(request: Request, read_id: uuid.UUID) -> HttpResponse:
    """What the file would change, line by line; nothing is kept yet."""
    read = read_file(request, read_id, "vcard", "csv")
    steps = contact_plan.plan([from_plain(one) for one in read.rows])
    counts = {verb: sum(step.verb == verb for step in steps) for verb in ("add", "post", "same")}
    context: dict[str, Any] = {
        "read": read,
        "steps": steps[:MOST_ROWS],
        "more": max(0, len(steps) - MOST_ROWS),
        "counts": counts,
        "unconsented": sum(
            step.verb == "add" and step.contact.beyond_card and step.contact.consent != "contact"
            for step in steps
        ),
        "alike": sum(step.alike > 0 for step in steps),
    }
    return render(request, "network/contacts/look.html", context)


@require_POST
def load(request: Request, read_id: uuid.UUID) -> HttpResponse:
    """Take it over, whole."""
    read_file(request, read_id, "vcard", "csv")
    done = contacts.load_contacts(actor=request.actor, read_id=read_id)
    said = _("Taken over: %(people)d people, %(posts)d posts, %(partners)d new partners.")
    flash.success(
        request,
        said % {"people": done.people, "posts": done.posts, "partners": done.partners},
    )
    return redirect("network:partners")


@require_POST
def drop(request: Request, read_id: uuid.UUID) -> HttpResponse:
    """Throw it away."""
    access.require_reader(request.actor)
    read = contacts.drop_read(actor=request.actor, read_id=read_id)
    flash.success(request, _("Thrown away. Nothing was kept."))
    if read.visit_id is not None:
        return redirect("network:visit", read.visit_id)
    return redirect("network:contacts")


@require_POST
def take_out(request: Request) -> HttpResponse:
    """People who agreed to it, as a file; the journal keeps how many and what for."""
    access.require_reader(request.actor)
    access.require(access.can_write(request.actor))
    purpose, form = request.POST.get("purpose", ""), request.POST.get("format", "")
    if purpose not in Consent.Purpose or form not in ("csv", "vcf3", "vcf4"):
        raise NotVisible(_("Not found."))
    if not hit(f"contacts-out:{request.actor.id}", limit=PER_HOUR, seconds=3600):
        return too_many(request)
    rows = queries.exported(purpose, one_each=form != "csv")
    with transaction.atomic():
        record(
            actor=request.actor,
            verb="contacts.exported",
            subject=f"contacts-out:{request.actor.id}",
            data={"purpose": purpose, "format": form, "lines": len(rows)},
        )
    if form == "csv":
        return attached(write_sheet(rows).encode(), "text/csv; charset=utf-8", "kontak.csv")
    version = "3.0" if form == "vcf3" else "4.0"
    card = write_vcards(rows, version=version)
    return attached(card.encode(), "text/vcard; charset=utf-8", "kontak.vcf")


def attached(content: bytes, kind: str, name: str) -> HttpResponse:
    """A file to keep."""
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
