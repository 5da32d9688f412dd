"""Share a passport: choose the partner, choose what, see exactly what, consent; take it back."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.contrib import messages as flash
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from simpul.city.queries import city_book
from simpul.kit.outcomes import InvalidInput, NotVisible
from simpul.network.access import require
from simpul.network.actions import passports as actions
from simpul.network.models import Share
from simpul.network.passports import access, lists
from simpul.network.passports.format import document
from simpul.network.passports.format.fields import FIELDS, PERSONAL
from simpul.network.passports.format.mapping import Answer, PartnerForm, fill
from simpul.network.passports.forms import ConsentForm, GiveForm
from simpul.network.passports.paper import paper_of
from simpul.network.passports.values import Held, held
from simpul.network.views.passports import shown_groups
from simpul.papers.typesetting import render as typeset
from simpul.people.requests import Request
from simpul.productions.models import Production
from simpul.web.formats import language, pick_text
from simpul.web.forms import attempt
from simpul.web.limits import hit
from simpul.web.views import too_many


@login_required
@require_GET
@never_cache
def choose(request: Request, production_id: int) -> HttpResponse:
    """With whom: partners the commission opened for passports."""
    production = _production(request, production_id)
    receivers = lists.receivers()
    known = forms_in_force()
    rows = [
        {
            "row": one,
            "forms": [pick_text(known[code].names) for code in one.forms if code in known],
        }
        for one in receivers
    ]
    context = {"production": production, "rows": rows}
    return render(request, "network/passports/choose.html", context)


def _production(request: Request, production_id: int) -> Production:
    production = access.production_of(request.actor, production_id)
    require(access.can_give(request.actor, production.company_id))
    return production


def forms_in_force() -> Mapping[str, PartnerForm]:
    """The forms of the city pack in force."""
    found: Mapping[str, PartnerForm] = city_book().part("passport_forms")
    return found


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def give(request: Request, production_id: int, receiver_id: int) -> HttpResponse:
    """Choose; then see exactly what is given and consent. Nothing leaves before that."""
    production = _production(request, production_id)
    try:
        receiver = actions.open_receiver(receiver_id)
    except InvalidInput:
        raise NotVisible(_("Not found.")) from None
    has = held(production)
    known = forms_in_force()
    partner_forms = [known[code] for code in receiver.forms if code in known]
    form = GiveForm(request.POST or None, has=has, partner_forms=partner_forms)
    context = {"production": production, "receiver": receiver, "form": form}
    if request.method == "GET" or "change" in request.POST:
        return render(request, "network/passports/give.html", context)
    if not form.is_valid() or not form.chosen():
        if form.is_valid():
            form.add_error(None, _("Choose at least one thing to share."))
        return render(request, "network/passports/give.html", context, status=422)
    return _consent(request, context, has, partner_forms)


def _consent(
    request: Request, context: dict[str, Any], has: Held, partner_forms: Sequence[PartnerForm]
) -> HttpResponse:
    """The second step: what exactly, and the consent."""
    form: GiveForm = context["form"]
    chosen = frozenset(form.chosen())
    asked = "consent" in request.POST
    consent = ConsentForm(request.POST if asked else None, names_people=bool(PERSONAL & chosen))
    if asked:
        share = attempt(
            consent,
            lambda: actions.give_share(
                actor=request.actor,
                production_id=context["production"].pk,
                receiver_id=context["receiver"].pk,
                fields=sorted(chosen),
                purpose=form.cleaned_data["purpose"],
                ends_on=form.cleaned_data["ends_on"],
                agreed=consent.cleaned_data["agreed"],
                people_agreed=consent.cleaned_data.get("people_agreed", False),
            ),
        )
        if share:
            flash.success(request, _("Shared. You can take it back at any time."))
            return redirect("network:share", share.pk)
    data = document.chosen(has.values, chosen)
    context |= {
        "consent": consent,
        "groups": shown_groups(has, chosen),
        "hidden": [(key, value) for key, value in _sent(form)],
        "filled": [filled_form(one, data, has) for one in partner_forms],
    }
    return render(request, "network/passports/consent.html", context, status=422 if asked else 200)


def _sent(form: GiveForm) -> list[tuple[str, str]]:
    """What was typed in the first step, to be sent along with the second."""
    data = form.data
    values = data.lists() if hasattr(data, "lists") else ()
    return [(key, one) for key, many in values if key in form.fields for one in many]


def filled_form(
    form: PartnerForm, data: Mapping[str, Any], has: Held, *, held: Collection[str] | None = None
) -> dict[str, Any]:
    """A partner's form with what it gets. `held`: what the passport could give; of a document one
    knows only what is in it, so there everything else counts as not shared."""
    could = has.values if held is None else held
    answers = fill(form, data, held=could, language=form.language, own=has.language)
    return {"form": form, "rows": [_row(one) for one in answers]}


def _row(answer: Answer) -> dict[str, Any]:
    why = {
        "": "",
        "not_shared": _("not shared"),
        "not_filled": _("not filled in"),
        "not_held": _("no data: a passport does not hold it"),
    }[answer.why]
    return {
        "label": pick_text(answer.field.label),
        "text": "\n".join(answer.said.lines),
        "why": why,
        "note": pick_text(answer.field.note),
        "lacking": [pick_text(FIELDS[name].label) for name in answer.lacking] if not why else [],
    }


# --- one share -------------------------------------------------------------------------------
@login_required
@require_GET
@never_cache
def share(request: Request, share_id: uuid.UUID) -> HttpResponse:
    """What was given, to whom, until when, and what their node says."""
    row = actions.share_of(request.actor, share_id)
    return render(request, "network/passports/share.html", _shown(request, row))


def _shown(request: Request, row: Share) -> dict[str, Any]:
    given = given_of(row.document)
    known = forms_in_force()
    receiver = row.partner.receivers.order_by("pk").first()
    codes = receiver.forms if receiver else []
    return {
        "share": row,
        "groups": shown_groups(given),
        "filled": [
            filled_form(known[code], given.values, given, held=FIELDS)
            for code in codes
            if code in known
        ],
        "may_revoke": access.can_revoke(request.actor, row.production.company_id),
    }


def given_of(found: Mapping[str, Any]) -> Held:
    """A document's values, to be shown like those at hand."""
    return Held(found["data"], found["language"], 0)


@login_required
@require_POST
def revoke(request: Request, share_id: uuid.UUID) -> HttpResponse:
    """Take it back at once."""
    actions.revoke_share(actor=request.actor, share_id=share_id)
    flash.success(request, _("Taken back. The partner's node is told to delete it."))
    return redirect("network:share", share_id)


@login_required
@require_GET
@never_cache
def as_json(request: Request, share_id: uuid.UUID) -> HttpResponse:
    """The document, to hand over by oneself."""
    row = _still_given(request, share_id)
    return _file(document.written(row.document), "application/json", "paspor-proyek.json")


@login_required
@require_GET
@never_cache
def as_pdf(request: Request, share_id: uuid.UUID) -> HttpResponse:
    """The same on paper, with the partner's forms filled as far as it goes."""
    row = _still_given(request, share_id)
    if not hit(f"passport-pdf:{request.actor.id}", limit=60, seconds=3600):
        return too_many(request)
    shown = _shown(request, row)
    data = paper_of(row, shown["groups"], shown["filled"], language())
    return _file(typeset("network/passport", data), "application/pdf", "paspor-proyek.pdf")


def _still_given(request: Request, share_id: uuid.UUID) -> Share:
    """What ended is no longer handed out."""
    row = actions.share_of(request.actor, share_id)
    if row.state != Share.State.GIVEN:
        raise NotVisible(_("Not found."))
    return row


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
