"""Public: the catalogue of sites. Desks: the terms of their own sites."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from simpul.city.book import CityBook
from simpul.city.queries import city_book
from simpul.kit.outcomes import NotVisible, WrongState
from simpul.kit.texts import pick
from simpul.people.requests import Request
from simpul.places import catalogue as sites
from simpul.places.access import may_edit_terms
from simpul.places.actions import change_terms
from simpul.places.categories import CATEGORIES
from simpul.places.forms import FEES, SearchForm, TermsForm
from simpul.places.public.site_days import AHEAD, site_calendar
from simpul.places.queries import terms_of
from simpul.places.rows import SiteRow
from simpul.rulebook import queries as rulebook
from simpul.rulebook.choices import OWNERS
from simpul.rulebook.standards import Reader
from simpul.rulebook.tables import RuleRow
from simpul.web.forms import attempt

PER_PAGE = 24
PER = {
    "day": pgettext_lazy("per", "day"),
    "location_day": pgettext_lazy("per", "place and day"),
    "use_6h": pgettext_lazy("per", "use of six hours"),
    "use": pgettext_lazy("per", "use"),
}


@require_GET
def catalogue(request: HttpRequest) -> HttpResponse:
    """Search and filters by address; the list beside the map."""
    language = _language()
    try:
        book = city_book()
    except WrongState:
        return render(request, "places/catalogue.html", {"ready": False})
    form = SearchForm(request.GET or None, book=book, language=language)
    on = book.calendar.local_date(timezone.now())
    found = sites.find(book, form.search, on=on, language=language)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "ready": True,
        "form": form,
        "page": page,
        "entries": [_entry(one, book, language) for one in page],
        "total": len(found),
        "map": sites.points(found, language, _address),
    }
    return render(request, "places/catalogue.html", context)


def _entry(found: sites.Found, book: CityBook, language: str) -> dict[str, Any]:
    site = found.site
    return {
        "site": site,
        "name": pick(site.names, language),
        "manager": _manager(site, book, language),
        "area": _area(site, book),
        "kinds": ", ".join(pick(CATEGORIES[c], language) for c in site.categories),
        "fee": dict(FEES)[found.fee],
        "fee_state": found.fee,
    }


@require_GET
def site(request: Request, code: str) -> HttpResponse:
    """One site: manager, permission path, official fees with law, and what is not known."""
    language = _language()
    row, book = _public_site(request, code)
    on = book.calendar.local_date(timezone.now())
    fees = sites.site_fees(row, book, on)
    reader = Reader(rulebook.book(book.version_id), language) if book.version_id else None
    tables = book.tables
    clearances = sites.site_clearances(row, book, on)
    hit = (
        book.areas.locate(row.lat, row.lon) if row.lat is not None and row.lon is not None else None
    )
    terms = terms_of(code)
    context = {
        "site": row,
        "name": pick(row.names, language),
        "manager": _manager(row, book, language),
        "authority": book.authorities.get(row.manager),
        "also": [book.authorities[c] for c in row.also],
        "owner": pick(OWNERS[row.owner], language),
        "area": _area(row, book),
        "kelurahan": hit,
        "kinds": [(c, pick(CATEGORIES[c], language)) for c in row.categories],
        "known": [_fee(rule, reader, book, language) for rule in fees.known],
        "open": [_fee(rule, reader, book, language) for rule in fees.open],
        "clearances": _views(reader, tables.get("site_clearances"), clearances),
        "fee_state": fees.state,
        "fee": dict(FEES)[fees.state],
        "unknowns": sites.unknowns(row, book, fees),
        "sources": [book.sources[s] for s in row.sources if s in book.sources],
        "laws": book.law_titles(row.law),
        "terms": terms,
        "calendar": site_calendar(code, book),
        "calendar_days": AHEAD.days,
        "may_edit": may_edit_terms(request.actor, row.manager),
        "map": sites.points([sites.Found(row, fees.state)], language, _address),
    }
    return render(request, "places/site.html", context)


@require_http_methods(["GET", "POST"])
def terms(request: Request, code: str) -> HttpResponse:
    """The desk of the site's manager writes its terms."""
    actor = request.actor
    row, _book = _public_site(request, code)
    if not may_edit_terms(actor, row.manager):
        raise NotVisible(_("There is no such page."))
    kept = terms_of(code)
    initial: dict[str, Any] = {"edition": kept.edition if kept else 0}
    if kept:
        initial |= {name: getattr(kept, name) for name in TermsForm.base_fields}
    form = TermsForm(request.POST or None, initial=initial)
    if request.method == "POST":
        done = attempt(
            form,
            lambda: change_terms(
                actor=actor,
                code=code,
                edition=form.cleaned_data["edition"],
                values={k: v for k, v in form.cleaned_data.items() if k != "edition"},
            ),
        )
        if done:
            messages.success(request, _("The terms are kept and shown on the page of the site."))
            return redirect("places:site", code=code)
    context = {"form": form, "site": row, "name": pick(row.names, _language())}
    return render(request, "places/terms.html", context, status=200 if not form.errors else 422)


def _public_site(request: Request, code: str) -> tuple[SiteRow, CityBook]:
    """A listed site; others only for the desk of their manager and for staff."""
    try:
        book = city_book()
    except WrongState as error:
        raise NotVisible(str(error)) from error
    row = book.sites.get(code)
    actor = request.actor
    if row is None or (
        row.listing_status != "public"
        and not actor.is_permit_staff
        and not may_edit_terms(actor, row.manager)
    ):
        raise NotVisible(_("There is no such site."))
    return row, book


def _fee(row: RuleRow, reader: Reader | None, book: CityBook, language: str) -> dict[str, Any]:
    view = reader.view(book.tables["levies"], row) if reader else None
    return {
        "row": row,
        "text": pick(row.texts, language),
        "when": view.when if view else "",
        "per": PER[str(row.outcomes["per"])],
        "laws": book.law_titles(row.law),
    }


def _views(reader: Reader | None, table: Any, rows: Any) -> list[Any]:
    return [reader.view(table, row) for row in rows] if reader and table else []


def _manager(row: SiteRow, book: CityBook, language: str) -> str:
    """Who manages it, by name: an owner's own name before the word for owners."""
    if row.manager_name:
        return pick(row.manager_name, language)
    authority = book.authorities.get(row.manager)
    return pick(authority.names, language) if authority else row.manager


def _area(row: SiteRow, book: CityBook) -> str:
    chain = book.areas.chain(row.kecamatan)
    return ", ".join(area.name for area in chain if area.level != "province")


def _address(code: str) -> str:
    return reverse("places:site", args=[code])


def _language() -> str:
    return get_language() or "id"
