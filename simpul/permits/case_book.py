"""The rules a case was decided under, asked for once per loaded application."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simpul.city.queries import city_book

if TYPE_CHECKING:
    from simpul.city.book import CityBook
    from simpul.permits.models import Application

_KEPT = "_city_book"


def book_of(application: Application) -> CityBook:
    """The book of the application's rule version; pages with many rows ask the database once."""
    kept = application.__dict__.get(_KEPT)
    if kept is None or kept[0] != application.rule_version_id:
        kept = (application.rule_version_id, city_book(application.rule_version_id))
        application.__dict__[_KEPT] = kept
    book: CityBook = kept[1]
    return book
