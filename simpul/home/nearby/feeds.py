"""Feeds by area and by authority. No account; the same for everybody, so they may be cached."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from simpul.city.book import CityBook
from simpul.city.queries import city_book
from simpul.home.nearby import scopes, writing
from simpul.home.nearby.scopes import Scope
from simpul.kit.outcomes import NotVisible, WrongState
from simpul.places.public.listing import Row
from simpul.places.public.reading import last_change
from simpul.web.formats import as_day
from simpul.web.limits import hit_from
from simpul.web.views import too_many

TYPES = {
    "ics": "text/calendar; charset=utf-8",
    "geojson": "application/geo+json",
    "rss": "application/rss+xml; charset=utf-8",
}
KEPT_SECONDS = 900
PER_HOUR = 240
"""So often one reader may fetch feeds; programs that keep the ETag fetch far less."""


@require_safe
def area(request: HttpRequest, code: str, form: str) -> HttpResponseBase:
    """The feed of an area."""
    return _feed(request, form, lambda book: scopes.of_area(code, book))


@require_safe
def authority(request: HttpRequest, code: str, form: str) -> HttpResponseBase:
    """The feed of an authority."""
    return _feed(request, form, lambda book: scopes.of_authority(code, book))


def _feed(
    request: HttpRequest, form: str, scope_of: Callable[[CityBook], Scope]
) -> HttpResponseBase:
    if form not in TYPES:
        raise NotVisible(_("There is no such page."))
    if not hit_from(request, "feed", limit=PER_HOUR, seconds=3600):
        return too_many(request)
    try:
        book = city_book()
    except WrongState as error:
        raise NotVisible(str(error)) from error
    with translation.override(_language(request)):
        scope = scope_of(book)
        body = _body(form, scope, book, _changed(scope))
    changed = int(_changed(scope).timestamp())
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    response = HttpResponse(body, content_type=TYPES[form])
    response["ETag"] = etag
    response["Last-Modified"] = http_date(changed)
    response["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    response["Access-Control-Allow-Origin"] = "*"
    response["Content-Disposition"] = f'inline; filename="simpul.{form}"'
    answered = get_conditional_response(
        request, etag=etag, last_modified=changed, response=response
    )
    return answered or response


def _changed(scope: Scope) -> datetime:
    """When the content last changed: with a change, or as the window moved at midnight."""
    last = last_change()
    midnight = scope.window.start + scopes.BEFORE
    return max(last, midnight) if last is not None else midnight


def _body(form: str, scope: Scope, book: CityBook, changed_at: datetime) -> bytes:
    if form == "ics":
        return writing.icalendar(scope, link=_link)
    if form == "geojson":
        return writing.geojson(scope, link=_link, zone=book.calendar.zone)
    address = f"{settings.PUBLIC_URL}{reverse('home:nearby')}"
    return writing.rss(scope, link=_link, address=address, changed_at=changed_at)


def _link(row: Row) -> str:
    """The page that shows this entry among the others of its area and day."""
    one = row.first
    day = as_day(one.period.start)
    asked = f"wilayah={one.area}&" if one.area else ""
    assert day is not None
    page = reverse("home:nearby")
    return f"{settings.PUBLIC_URL}{page}?{asked}hari=tanggal&tanggal={day.isoformat()}"


def _language(request: HttpRequest) -> str:
    """`?bahasa=en`, because programs that read calendars have no language of their own."""
    asked = request.GET.get("bahasa", "")
    known = dict(settings.LANGUAGES)
    return asked if asked in known else (translation.get_language() or settings.LANGUAGE_CODE)
