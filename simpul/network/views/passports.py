"""A company's passports: the list, one passport with what it holds and what was shared, filling."""

from __future__ import annotations

from typing import Any

from django.contrib import messages as flash
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from simpul.kit.outcomes import NotVisible
from simpul.network.access import require
from simpul.network.actions.passports import save_passport
from simpul.network.models import Passport
from simpul.network.passports import access, lists
from simpul.network.passports.format.fields import FIELDS, GROUPS, Field, in_group
from simpul.network.passports.format.wording import say, say_all
from simpul.network.passports.forms import PAGES, FillForm, page_of
from simpul.network.passports.values import TYPED, Held, held
from simpul.people.requests import Request
from simpul.productions.models import Production
from simpul.web.formats import language, pick_text
from simpul.web.forms import attempt

PER_PAGE = 30


@login_required
@require_GET
@never_cache
def mine(request: Request) -> HttpResponse:
    """Productions of one's companies, with how often each passport is shared now."""
    page = Paginator(lists.own_productions(request.actor), PER_PAGE).get_page(
        request.GET.get("page")
    )
    return render(request, "network/passports/list.html", {"page": page})


@login_required
@require_GET
@never_cache
def passport(request: Request, production_id: int) -> HttpResponse:
    """What a passport holds, what was shared with whom, and what can be done."""
    production = access.production_of(request.actor, production_id)
    has = held(production)
    shares = production.shares.select_related("partner").order_by("-consent_at", "pk")
    page = Paginator(shares, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "production": production,
        "groups": shown_groups(has),
        "tasks": [{"tasks": [_task(production, one, has) for one in PAGES]}],
        "page": page,
        "may_edit": access.can_edit(request.actor, production.company_id),
        "may_give": access.can_give(request.actor, production.company_id),
    }
    return render(request, "network/passports/passport.html", context)


def _task(production: Production, page: Any, has: Held) -> dict[str, Any]:
    done = sum(name in has.values for name in page.fields)
    return {
        "title": page.title,
        "href": reverse("network:passport_fill", args=[production.pk, page.slug]),
        "hint": _("%(done)s of %(all)s filled in") % {"done": done, "all": len(page.fields)},
        "status": "done" if done == len(page.fields) else "optional",
    }


def shown_groups(
    has: Held, names: frozenset[str] | None = None, *, whole: bool = True
) -> list[dict[str, Any]]:
    """The values in groups, as summary rows. `whole`: texts in every language they are given in;
    else in the reader's, as far as it goes."""
    code = language()
    groups = []
    for group, title in GROUPS.items():
        rows = [
            _shown_row(one, has, code, whole=whole)
            for one in in_group(group)
            if one.name in has.values and (names is None or one.name in names)
        ]
        if rows:
            groups.append({"title": pick_text(title), "rows": rows})
    return groups


def _shown_row(field: Field, has: Held, reader: str, *, whole: bool) -> dict[str, Any]:
    value = has.values[field.name]
    said = say_all(field, value, reader) if whole else [say(field, value, reader, has.language)]
    parts = [
        {
            "text": "\n".join(one.lines),
            "language": one.language if one.language != reader else "",
        }
        for one in said
    ]
    return {"key": pick_text(field.label), "parts": parts}


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def fill(request: Request, production_id: int, slug: str) -> HttpResponse:
    """One page of questions."""
    production = access.production_of(request.actor, production_id)
    one = page_of(slug)
    if one is None:
        raise NotVisible(_("Not found."))
    require(access.can_edit(request.actor, production.company_id))
    row = Passport.objects.filter(production=production).first()
    typed = {name: row.answers[name] for name in TYPED if row and name in row.answers}
    # The page's own choice of language counts for the boxes it was sent with.
    own = row.language if row else "id"
    form = FillForm(request.POST or None, page=one, answers=typed, own=own)
    if request.method == "POST" and attempt(
        form,
        lambda: save_passport(
            actor=request.actor,
            production_id=production.pk,
            version=_version(request),
            answers=form.answers(),
            language=form.cleaned_data.get("language"),
        ),
    ):
        flash.success(request, _("Kept."))
        return redirect("network:passport", production.pk)
    context = {
        "production": production,
        "one": one,
        "form": form,
        "version": row.version if row else 0,
        "from_production": [
            {"key": pick_text(FIELDS[name].label), "value": getattr(production, name)}
            for name in ("title", "logline", "synopsis")
        ]
        if one.slug == "proyek"
        else [],
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "network/passports/fill.html", context, status=status)


def _version(request: Request) -> int:
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 9 else -1
