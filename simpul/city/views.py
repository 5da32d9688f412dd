"""Public: the areas of the city, which area a point lies in, and who answers."""

from __future__ import annotations

import math
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from simpul.city.access import may_change_contact, require_changes_contact
from simpul.city.actions import change_contact
from simpul.city.book import CityBook
from simpul.city.forms import AreaForm, ContactForm
from simpul.city.models import Area, Authority
from simpul.city.queries import city_book
from simpul.kit.outcomes import NotVisible, WrongState
from simpul.kit.texts import pick
from simpul.people.requests import Request
from simpul.web.forms import attempt

KIND_ORDER = ("national", "province", "city", "district", "neighbourhood")


@require_GET
def areas(request: HttpRequest) -> HttpResponse:
    """Areas by name or code, or the one of a point; without a question the districts."""
    book = _book_or_none()
    if book is None:
        return render(request, "city/areas.html", {"ready": False})
    form = AreaForm(request.GET or None)
    context: dict[str, Any] = {"ready": True, "form": form, "approximate": book.areas.approximate}
    wanted = form.cleaned_data if form.is_bound and form.is_valid() else {}
    if wanted.get("point"):
        lat, lon = wanted["point"]
        context["point"] = wanted["point"]
        context["hit"] = book.areas.locate(lat, lon)
    elif wanted.get("q"):
        rows = book.areas.search(wanted["q"])
        context["found"] = [{"row": row, "chain": book.areas.chain(row.code)[1:]} for row in rows]
    else:
        top = book.areas.children(book.settings.area)
        context["cities"] = [{"row": r, "districts": book.areas.children(r.code)} for r in top]
    return render(request, "city/areas.html", context)


@require_GET
def locate(request: HttpRequest) -> HttpResponse:
    """`?lat=…&lon=…` → the areas of a point as JSON; 404 outside the city, 400 for no point."""
    try:
        lat, lon = float(request.GET["lat"]), float(request.GET["lon"])
    except (KeyError, ValueError):
        return JsonResponse({"error": _("Give lat and lon in degrees.")}, status=400)
    if not (math.isfinite(lat) and math.isfinite(lon) and abs(lat) <= 90 and abs(lon) <= 180):
        return JsonResponse({"error": _("Give lat and lon in degrees.")}, status=400)
    book = _book_or_none()
    hit = book.areas.locate(lat, lon) if book else None
    if hit is None:
        return JsonResponse({"error": _("This point is outside the city.")}, status=404)
    return JsonResponse(
        {
            "kelurahan": hit.kelurahan,
            "kecamatan": hit.kecamatan,
            "city": hit.city,
            "names": list(hit.names),
            "label": hit.label,
            "approximate": hit.approximate,
        }
    )


@require_GET
def outline(request: HttpRequest) -> HttpResponse:
    """The imported boundaries of cities as GeoJSON, to lie beneath maps; empty before an import."""
    rows = Area.objects.filter(level="city", in_force=True, boundary__isnull=False)
    features = [
        {"type": "Feature", "geometry": boundary, "properties": {"code": code, "name": name}}
        for code, name, boundary in rows.values_list("code", "name", "boundary")
    ]
    answer = JsonResponse({"type": "FeatureCollection", "features": features})
    answer["Cache-Control"] = "public, max-age=3600"
    return answer


@require_GET
def place_names(request: HttpRequest) -> HttpResponse:
    """Names of districts and sub-districts at their points, for maps without a tile service."""
    rank = {"kecamatan": 1, "kelurahan": 2}
    rows = Area.objects.filter(level__in=rank, in_force=True, lat__isnull=False, lon__isnull=False)
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [lon, lat]},
            "properties": {"name": name, "rank": rank[level]},
        }
        for name, level, lat, lon in rows.values_list("name", "level", "lat", "lon")
    ]
    answer = JsonResponse({"type": "FeatureCollection", "features": features})
    answer["Cache-Control"] = "public, max-age=86400"
    return answer


@require_GET
def authorities(request: HttpRequest) -> HttpResponse:
    """Everybody who may have to agree, from the nation down to the neighbourhood."""
    book = _book_or_none()
    if book is None:
        return render(request, "city/authorities.html", {"ready": False})
    language = get_language() or "id"
    rows = sorted(book.authorities.values(), key=lambda row: pick(row.names, language).casefold())
    groups = [(level, [row for row in rows if row.level == level]) for level in KIND_ORDER]
    lead = book.authorities.get(book.settings.lead_agency)
    context = {
        "ready": True,
        "groups": [(level, found) for level, found in groups if found],
        "lead": lead,
        "lead_note": book.settings.lead_agency_note,
    }
    return render(request, "city/authorities.html", context)


@require_GET
def authority(request: Request, code: str) -> HttpResponse:
    """One authority: how to reach it, on what law, and which units cover which area."""
    book = _book_or_none()
    row = book.authorities.get(code) if book else None
    if book is None or row is None:
        raise NotVisible(_("There is no such authority."))
    context = {
        "row": row,
        "laws": book.law_titles(row.law),
        "sources": [book.sources[s] for s in row.sources if s in book.sources],
        "may_change_contact": may_change_contact(request.actor, code),
        "units": [unit for unit in book.jurisdictions.rows if unit.authority == code],
    }
    return render(request, "city/authority.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: Request, code: str) -> HttpResponse:
    """Set or clear where the mail of an authority's desk goes."""
    require_changes_contact(request.actor, code)
    row = Authority.objects.filter(code=code, in_force=True).first()
    if row is None:
        raise NotVisible(_("There is no such authority."))
    form = ContactForm(request.POST or None, initial={"email": row.contact_email})
    if request.method == "POST" and attempt(
        form, lambda: change_contact(actor=request.actor, code=code, **form.cleaned_data)
    ):
        messages.success(request, _("The e-mail of the desk is saved."))
        return redirect("city:authority", code=code)
    return render(request, "city/contact.html", {"row": row, "form": form})


def _book_or_none() -> CityBook | None:
    try:
        return city_book()
    except WrongState:
        return None
