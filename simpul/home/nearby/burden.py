"""What a street stretch or a neighbourhood unit (RW) has borne, for those who live there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from shapely.geometry.base import BaseGeometry

from simpul.city.book import CityBook
from simpul.city.queries import city_book
from simpul.kit.geometry import metres
from simpul.kit.outcomes import NotVisible, WrongState
from simpul.kit.periods import Period
from simpul.places.calendar.fatigue import UNITS, Account, accounts, taken
from simpul.places.calendar.ledger import ledger
from simpul.places.calendar.rows import FATIGUE
from simpul.places.calendar.rules import CalendarRules
from simpul.places.calendar.uses import LedgerEntry, Where
from simpul.places.models import NeighbourhoodUnit, Street
from simpul.places.near import shape_of
from simpul.places.rules import calendar_rules
from simpul.places.standing import counted_uses
from simpul.places.units import units_near, where_of

AHEAD = timedelta(days=90)
"""So far ahead it is shown what is booked already."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Taking:
    """One line of an account."""

    day: date
    label: Any
    amount: float


@dataclass(frozen=True, slots=True)
class Sum:
    """An account as it is shown: its lines, what is left, and what is booked later."""

    account: Account
    unit: Any
    lines: tuple[Taking, ...]
    later: tuple[Taking, ...]
    laws: Sequence[Any]

    @property
    def full(self) -> bool:
        """The cap is reached."""
        return self.account.left == 0


@require_safe
def street(request: HttpRequest, pk: int) -> HttpResponse:
    """The account of a stretch of street."""
    row = Street.objects.filter(pk=pk, in_force=True).first()
    book = _book()
    if row is None:
        raise NotVisible(_("There is no such street."))
    where = Where("street", row.ground_code, {"id": str(row), "en": str(row)})
    return _page(request, where, shape_of(row.plane), book, row.geometry)


@require_safe
def unit(request: HttpRequest, key: str) -> HttpResponse:
    """The account of a neighbourhood unit (RW)."""
    found = NeighbourhoodUnit.objects.filter(key=key, in_force=True)
    row = found.order_by("-imported_at", "pk").first()
    book = _book()
    if row is None:
        raise NotVisible(_("There is no such neighbourhood."))
    return _page(request, where_of(row), shape_of(row.plane), book, row.geometry)


def _page(
    request: HttpRequest,
    where: Where,
    plane: BaseGeometry | None,
    book: CityBook,
    geometry: Any,
) -> HttpResponse:
    assert plane is not None
    rules = calendar_rules(book)
    today = book.calendar.local_date(timezone.now())
    shape = metres(book.settings.epsg).globe(plane)
    areas = tuple(hit.kelurahan for hit in book.areas.touched(shape))
    sums = sums_of(where, plane, areas, rules, book, today)
    context = {
        "where": where,
        "name": where.name,
        "sums": sums,
        "on": today,
        "rest": _rest(sums),
        "area": _area(areas, book),
        "zones": rules.zones_at(plane, areas, today),
        "units": units_near(plane) if where.kind == "street" else [],
        "geojson": {"type": "Feature", "geometry": geometry, "properties": {}},
    }
    return render(request, "home/burden.html", context)


def _rest(sums: Iterable[Sum]) -> tuple[date, date] | None:
    """From when to when the place rests, for whatever reason; None when it does not."""
    rests = [one.account.rest for one in sums if one.account.rest is not None]
    if not rests:
        return None
    return min(rest.first for rest in rests), max(rest.last for rest in rests)


def sums_of(
    where: Where,
    plane: BaseGeometry,
    areas: Sequence[str],
    rules: CalendarRules,
    book: CityBook,
    on: date,
) -> list[Sum]:
    """Every account of a place on a day. One statement."""
    zones = rules.zones_at(plane, areas, on)
    rows = [
        row
        for measure in FATIGUE
        for row in rules.limits_for(measure, zones, on, subject=where.kind)
    ]
    # A rest that lies on this day began with a sum whose own window lies before it.
    back = max((row.window_days + row.rest_days for row in rows), default=0)
    uses = counted_uses([where.code], _span(on - back * _DAY, on + AHEAD, rules.zone))
    entries = [one for one in ledger(uses, rules) if one.where == where.code]
    return [
        Sum(
            account=one,
            unit=UNITS[one.row.measure],
            lines=_lines(one.entries, one.row.measure),
            later=_lines((e for e in entries if e.day > on), one.row.measure),
            laws=book.law_titles(one.row.law),
        )
        for one in accounts(where, entries, rules, zones, on)
    ]


def _lines(entries: Iterable[LedgerEntry], measure: str) -> tuple[Taking, ...]:
    return tuple(
        Taking(one.day, one.label, amount) for one in entries if (amount := taken(one, measure))
    )


def _span(first: date, last: date, zone: ZoneInfo) -> Period:
    return Period(
        datetime.combine(first, time(0), zone), datetime.combine(last + _DAY, time(0), zone)
    )


def _area(areas: Sequence[str], book: CityBook) -> str:
    chain = book.areas.chain(areas[0]) if areas else ()
    return ", ".join(row.name for row in chain if row.level != "province")


def _book() -> CityBook:
    try:
        return city_book()
    except WrongState as error:
        raise NotVisible(str(error)) from error
