"""From the question of the page to what the calendar is asked, and what it answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import shapely
from django.db.models.functions import Upper
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from simpul.city.book import CityBook
from simpul.home.nearby.forms import NearbyForm
from simpul.kit.periods import Period
from simpul.kit.texts import pick
from simpul.places.models import Street
from simpul.places.near import shape_of
from simpul.places.public.entries import PublicEntry
from simpul.places.public.reading import EVERYWHERE, Found, read, region_around, region_of_area

BESIDE_STREET_M = 40.0
"""What is so near to the middle of a street is in the street."""

NEAR_M = 500
"""Round a position, where the address says nothing else."""

MOST_STRETCHES = 400
_PREFIXES = ("jalan ", "jl. ", "jl ", "jln. ", "jln ", "street ")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a street: its row, its name, its length in metres."""

    pk: int
    name: str
    length_m: float


@dataclass(frozen=True, slots=True)
class Answered:
    """What was asked and what is known. `where`: in words; `area`: code, for the feed of it.

    `streets`: stretches of the street that was named; `street_known` False: the street is on no
    map here, so only names of places were looked at.
    """

    first: date
    last: date
    where: str
    area: str
    found: Found
    streets: tuple[Stretch, ...] = ()
    street_known: bool = True


def whole_days(first: date, last: date, zone: str) -> Period:
    """From the first midnight to the one after the last day, on the city's clock."""
    place = ZoneInfo(zone)
    return Period(
        datetime.combine(first, time(0), place),
        datetime.combine(last + timedelta(days=1), time(0), place),
    )


def answer(form: NearbyForm, book: CityBook) -> Answered:
    """Ask the calendar. A position goes before a street, a street before an area."""
    wanted: Mapping[str, Any] = form.cleaned_data if form.is_valid() else {}
    today = book.calendar.local_date(timezone.now())
    first, last = form.days(today)
    period = whole_days(first, last, book.calendar.zone)
    area = wanted.get("wilayah") or ""
    lat, lon = wanted.get("lat"), wanted.get("lon")
    if lat is not None and lon is not None:
        metres = int(wanted.get("jarak") or NEAR_M)
        words = _("within %(metres)d m of your position") % {"metres": metres}
        hit = book.areas.locate(lat, lon)
        found = read(period, region_around(lat, lon, metres))
        return Answered(first, last, words, hit.kelurahan if hit else "", found)
    if street := wanted.get("jalan"):
        return _street(street, area, first, last, period)
    region = region_of_area(area) if area else EVERYWHERE
    return Answered(first, last, name_of(area, book), area, read(period, region))


def name_of(area: str, book: CityBook) -> str:
    """The name of an area; the city's short one for the whole city."""
    if not area or area == book.settings.area:
        return pick(book.settings.names, get_language() or "id")
    return book.areas.rows[area].name


def _street(text: str, area: str, first: date, last: date, period: Period) -> Answered:
    rows = list(
        Street.objects.annotate(upper=Upper("name"))
        .filter(in_force=True, upper__in=_spellings(text))
        .only("name", "plane", "length_m", "type", "key")[:MOST_STRETCHES]
    )
    lines = [line for row in rows if (line := shape_of(row.plane)) is not None]
    beside = shapely.union_all(lines).buffer(BESIDE_STREET_M) if lines else None
    found = read(period, region_of_area(area) if area else EVERYWHERE)
    inside = list(_named_or_beside(found.entries, text, beside))
    stretches = tuple(Stretch(row.pk, str(row), row.length_m) for row in rows)
    return Answered(
        first,
        last,
        rows[0].name if rows else text,
        area,
        Found(inside, found.whole),
        stretches,
        street_known=bool(rows),
    )


def _named_or_beside(
    entries: Iterable[PublicEntry], text: str, beside: BaseGeometry | None
) -> Iterable[PublicEntry]:
    """Only what outsiders may read is looked at, so that a search tells no secret."""
    wanted = _bare(text)
    for one in entries:
        named = any(wanted in name.casefold() for name in one.name.values())
        near = beside is not None and one.plane is not None and beside.intersects(one.plane)
        if named or near:
            yield one


def _bare(text: str) -> str:
    """A street's name without the word for street."""
    name = " ".join(text.casefold().split())
    for prefix in _PREFIXES:
        name = name.removeprefix(prefix)
    return name


def _spellings(text: str) -> list[str]:
    """How a map may spell the name, in capitals as the index has it."""
    bare = _bare(text)
    return [f"{prefix}{bare}".upper() for prefix in ("", *_PREFIXES)]
