"""The calendar's rules of a version of the city pack."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from simpul.city.book import CityBook
from simpul.places.calendar.rules import CalendarRules


def content_of(content: Mapping[str, Any]) -> Mapping[str, Any]:
    """The builder of `CityBook.part("calendar_rules")`: the rows as they are stored.

    They become `CalendarRules` only with the book's projection and working calendar.
    """
    return MappingProxyType(dict(content))


@lru_cache(maxsize=8)
def calendar_rules(book: CityBook) -> CalendarRules:
    """The rules of the calendar in a book; without any where its pack has none."""
    return CalendarRules.of(
        book.part("calendar_rules"), epsg=book.settings.epsg, working=book.calendar
    )
