"""The schemes of the pack in force: read once per version, immutable."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _

from simpul.city.queries import city_book
from simpul.incentives.estimate.rates import Rate, Rates, in_force
from simpul.incentives.listing import holds
from simpul.incentives.scheme.spec import Scheme
from simpul.kit.outcomes import NotVisible, WrongState


def schemes(version_id: int | None = None) -> Mapping[str, Scheme]:
    """Id -> scheme, of a version or of the one in force; empty before the first publication."""
    try:
        found: Mapping[str, Scheme] = city_book(version_id).part("schemes")
    except WrongState:
        return {}
    return found


def by_id(scheme_id: str) -> Scheme:
    """One scheme; NotVisible for an unknown id."""
    found = schemes().get(scheme_id)
    if found is None:
        raise NotVisible(_("There is no such scheme."))
    return found


def of_family(family: str, on: date) -> Scheme | None:
    """The version of a family in force on a day; None where there is none, or no data."""
    return next((s for s in schemes().values() if s.family == family and holds(s, on)), None)


def rates(on: date) -> Rates:
    """The pack's exchange rates of a day, or the last ones before it."""
    try:
        book = city_book()
    except WrongState:
        return Rates("IDR")
    rows: tuple[Rate, ...] = book.part("exchange_rates") or ()
    return Rates(book.settings.currency, in_force(rows, on))
