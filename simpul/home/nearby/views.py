"""Filming near me: a list by area and day, with a map beside it. Works without map and script."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from simpul.city.queries import city_book
from simpul.home.nearby.asking import answer, name_of
from simpul.home.nearby.forms import NearbyForm
from simpul.kit.outcomes import WrongState
from simpul.places.public.entries import stays
from simpul.places.public.listing import listed
from simpul.places.public.picture import features, still
from simpul.places.public.reading import KEPT_CANCELLED, MOST
from simpul.web.limits import hit_from
from simpul.web.views import too_many

PER_PAGE = 30


@require_safe
def nearby(request: HttpRequest) -> HttpResponse:
    """What is confirmed in an area, a street or round a position, on a day or in a week."""
    if request.GET and not hit_from(request, "nearby", limit=600, seconds=3600):
        return too_many(request)
    try:
        book = city_book()
    except WrongState:
        return render(request, "home/nearby.html", {"ready": False})
    form = NearbyForm(request.GET or None, areas=book.areas, top=book.settings.area)
    answered = answer(form, book)
    page = Paginator(stays(answered.found.entries), PER_PAGE).get_page(request.GET.get("page"))
    rows = listed(list(page), book, first=page.start_index() or 1)
    numbered = [(row.number, row.stay) for row in rows]
    words = _("Where it films, numbered like the list")
    context = {
        "ready": True,
        "form": form,
        "answered": answered,
        "page": page,
        "rows": rows,
        "map": features(numbered, book),
        "still": still(numbered, book, title=words),
        "map_words": words,
        "feed_area": answered.area or book.settings.area,
        "feed_name": name_of(answered.area, book),
        "most": MOST,
        "kept_days": KEPT_CANCELLED.days,
    }
    return render(request, "home/nearby.html", context)
