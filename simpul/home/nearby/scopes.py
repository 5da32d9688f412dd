"""Whose feed holds what. The same for everybody: a feed of an authority is public too."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from simpul.city.book import CityBook
from simpul.city.rows import AuthorityRow
from simpul.home.nearby.asking import name_of, whole_days
from simpul.kit.outcomes import NotVisible
from simpul.kit.periods import Period
from simpul.kit.texts import pick
from simpul.places.public.entries import Stay
from simpul.places.public.listing import Row, listed
from simpul.places.public.reading import (
    EVERYWHERE,
    Found,
    Region,
    grounds_of_manager,
    read,
    region_of_area,
)

BEFORE, AFTER = timedelta(days=7), timedelta(days=90)
"""A feed begins so long before today and ends so long after it, by whole local days."""

WHOLE_CITY = ("police", "district", "neighbourhood")
"""Kinds of authority that answer wherever somebody films."""

USES = {
    "transport": ("closure", "parking", "road_works"),
    "safety": ("drone", "blast"),
}
"""Kinds of authority that answer for kinds of use, wherever these are."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What a feed is about. `name`, `text` in the reader's language; `key` the same for ever."""

    key: str
    name: str
    text: str
    found: Found
    rows: list[Row]
    window: Period


def of_area(code: str, book: CityBook) -> Scope:
    """The feed of an official area; NotVisible for an unknown code."""
    if code not in book.areas.rows:
        raise NotVisible(_("There is no such page."))
    window = _window(book)
    region = EVERYWHERE if code == book.settings.area else region_of_area(code)
    name = name_of(code, book)
    text = _("What films, takes place and is being built in %(area)s.") % {"area": name}
    return _scope(f"area:{code}", name, text, read(window, region), window, book)


def of_authority(code: str, book: CityBook) -> Scope:
    """The feed of an authority: the places it manages and the uses it answers for.

    Police, districts and neighbourhoods and the lead agency: the whole city (the feed of their own
    area is the narrower one). Transport: closures, parking and road works. Safety: drones and
    explosions. Everybody else: the places it manages. NotVisible for an unknown code.
    """
    row = book.authorities.get(code)
    if row is None:
        raise NotVisible(_("There is no such authority."))
    window = _window(book)
    name = pick(row.names, get_language() or "id")
    found, text = _of_authority(row, book, window)
    return _scope(f"authority:{code}", name, text, found, window, book)


def _of_authority(row: AuthorityRow, book: CityBook, window: Period) -> tuple[Found, str]:
    if row.kind in WHOLE_CITY or row.code == book.settings.lead_agency:
        return read(window, EVERYWHERE), _("Everything in the city.")
    grounds = grounds_of_manager(row.code)
    uses = USES.get(row.kind, ())
    texts = {
        "transport": _("Closures, parking and road works, and the places it manages."),
        "safety": _("Drone flights and explosions, and the places it manages."),
    }
    text = texts.get(row.kind, _("The places it manages."))
    if not grounds and not uses:
        return Found([], whole=True), text
    return read(window, Region(grounds=grounds), anywhere=uses), text


def _window(book: CityBook) -> Period:
    today = book.calendar.local_date(timezone.now())
    return whole_days(today - BEFORE, today + AFTER, book.calendar.zone)


def _scope(key: str, name: str, text: str, found: Found, window: Period, book: CityBook) -> Scope:
    rows = listed([Stay((one,)) for one in found.entries], book)
    return Scope(key, name, text, found, rows, window)
