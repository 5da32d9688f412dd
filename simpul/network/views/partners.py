"""Partners: the list, one partner with its people and what happened, change, two that are one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages as flash
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from simpul.journal.queries import entries_for
from simpul.journal.verbs import label as verb_label
from simpul.kit.outcomes import NotVisible
from simpul.network import access, words
from simpul.network.actions import likeness, partners
from simpul.network.models import Partner
from simpul.network.partners import lists, queries
from simpul.network.partners.forms import MergeForm, PartnerFilter, PartnerForm
from simpul.people.requests import Request
from simpul.web.forms import attempt

PER_PAGE = 30
SORTS = {
    "name": ("name", "pk"),
    "-name": ("-name", "pk"),
    "country": ("country", "name", "pk"),
    "-country": ("-country", "name", "pk"),
    "met": ("last_met", "name", "pk"),
    "-met": ("-last_met", "name", "pk"),
}
MOST_SHOWN = 50


@require_GET
def index(request: Request) -> HttpResponse:
    """All partners, narrowed and sorted by address."""
    access.require_reader(request.actor)
    form = PartnerFilter(request.GET, countries=queries.countries())
    rows = lists.partners(form.cleaned_data if form.is_valid() else {})
    order = SORTS.get(request.GET.get("sort", ""), SORTS["name"])
    page = Paginator(rows.order_by(*order), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "rows": [{"row": one, "country": words.country_name(one.country)} for one in page],
        "total": page.paginator.count,
        "may_write": access.can_write(request.actor),
    }
    return render(request, "network/partners/list.html", context)


@require_http_methods(["GET", "POST"])
def create(request: Request) -> HttpResponse:
    """Add a partner."""
    access.require_reader(request.actor)
    access.require(access.can_write(request.actor))
    form = PartnerForm(request.POST or None)
    if request.method == "POST":
        made = attempt(
            form, lambda: partners.create_partner(actor=request.actor, **form.arguments())
        )
        if made:
            flash.success(request, _("Added. Now name the people you know there."))
            return redirect("network:partner", made.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "network/partners/form.html", {"form": form}, status=status)


@require_GET
def partner(request: Request, partner_id: int) -> HttpResponse:
    """One partner; the number of a merged one leads to the one that stays."""
    found = queries.partner_for(request.actor, partner_id)
    if found.pk != partner_id:
        return redirect("network:partner", found.pk)
    posts = found.posts.select_related("person").order_by("valid_to", "person__name", "pk")
    context = {
        "partner": found,
        "names": [
            {"language": words.language_name(code), "code": code, "name": name}
            for code, name in found.names.items()
        ],
        "country": words.country_name(found.country),
        "speaks": [words.language_name(code) for code in found.languages],
        "now": [post for post in posts if post.valid_to is None],
        "before": [post for post in posts if post.valid_to is not None],
        "encounters": found.encounters.all()[:MOST_SHOWN],
        "visits": found.visits.all()[:MOST_SHOWN],
        "merged": found.merged.all(),
        "history": history(found.subject),
        "may_write": access.can_write(request.actor),
    }
    return render(request, "network/partners/partner.html", context)


def history(subject: str) -> list[dict[str, Any]]:
    """The stream of one subject in words, the newest last."""
    return [{"entry": one, "label": verb_label(one.verb)} for one in entries_for(subject)]


@require_http_methods(["GET", "POST"])
def change(request: Request, partner_id: int) -> HttpResponse:
    """Say it anew."""
    found = queries.partner_for(request.actor, partner_id)
    access.require(access.can_write(request.actor))
    form = PartnerForm(request.POST or None, partner=found)
    if request.method == "POST" and attempt(
        form,
        lambda: partners.change_partner(
            actor=request.actor,
            partner_id=found.pk,
            version=version_of(request),
            **form.arguments(),
        ),
    ):
        flash.success(request, _("Changed."))
        return redirect("network:partner", found.pk)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "partner": found}
    return render(request, "network/partners/form.html", context, status=status)


def version_of(request: Request) -> int:
    """The version the form was made from; −1, which is never right, for what is no number."""
    said = request.POST.get("version", "")
    return int(said) if said.isdecimal() and len(said) < 10 else -1


@require_GET
def alike(request: Request) -> HttpResponse:
    """Partners, and people, that may be one: somebody looks and decides."""
    access.require_reader(request.actor)
    context = {
        "partners": [_pair(*one) for one in queries.alike_partners()[:MOST_SHOWN]],
        "people": [_pair(*one) for one in queries.alike_people()[:MOST_SHOWN]],
        "may_write": access.can_write(request.actor),
    }
    return render(request, "network/partners/alike.html", context)


def _pair(first: Any, second: Any, reason: str) -> dict[str, Any]:
    return {"first": first, "second": second, "reason": words.LIKENESS[reason]}


@require_http_methods(["GET", "POST"])
def merge(request: Request, first_id: int, second_id: int) -> HttpResponse:
    """Two partners are one: say which stays."""
    access.require_reader(request.actor)
    access.require(access.can_write(request.actor))
    rows = {one.pk: one for one in queries.live_partners().filter(pk__in=(first_id, second_id))}
    return merge_page(
        request,
        [rows[key] for key in (first_id, second_id) if key in rows],
        lambda keep, gone: partners.merge_partners(actor=request.actor, keep_id=keep, gone_id=gone),
        "network:partner",
    )


@require_POST
def keep_apart(request: Request, kind: str, first_id: int, second_id: int) -> HttpResponse:
    """Two that look alike are two."""
    access.require_reader(request.actor)
    likeness.keep_apart(actor=request.actor, kind=kind, one_id=first_id, other_id=second_id)
    flash.success(request, _("Kept apart. They are not shown here again."))
    return redirect("network:alike")


def merge_page(request: Request, rows: list[Any], act: Any, address: str) -> HttpResponse:
    """The page that asks which of two stays; for partners and people alike."""
    if len(rows) != 2:
        raise NotVisible(_("Not found."))
    choices = [(one.pk, _label(one)) for one in rows]
    form = MergeForm(request.POST or None, choices=choices)
    keys = {one.pk for one in rows}

    def merged() -> Any:
        keep = form.cleaned_data["keep_id"]
        return act(keep, next(iter(keys - {keep})))

    if request.method == "POST":
        kept = attempt(form, merged)
        if kept:
            flash.success(request, _("They are one now. The other's address leads here."))
            return redirect(address, kept.pk)
    status = 422 if request.method == "POST" else 200
    context = {
        "form": form,
        "rows": [
            {"row": one, "label": label} for one, (_key, label) in zip(rows, choices, strict=True)
        ],
        "address": address,
    }
    return render(request, "network/partners/merge.html", context, status=status)


def _label(one: Any) -> str:
    if isinstance(one, Partner):
        return f"{one.name} · {words.country_name(one.country)}"
    posts = one.posts.select_related("partner")[:3]
    held = ", ".join(f"{post.title} ({post.partner.name})" for post in posts)
    return f"{one.name} · {held}" if held else str(one.name)
