"""The rows of a public list: each place of each production, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from simpul.city.book import CityBook
from simpul.places.public.entries import PublicEntry, Stay
from simpul.places.public.meaning import area_of, kind_words, place_of, stay_meanings, title_of
from simpul.places.public.reading import with_surroundings
from simpul.places.rules import calendar_rules


@dataclass(frozen=True, slots=True)
class Hours:
    """One use of the place: what, and from when to when."""

    kind: str
    start: datetime
    end: datetime
    cancelled: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One row. `number`: as on the map. `secret`: the title is not public."""

    number: str
    stay: Stay
    title: str
    secret: bool
    place: str
    area: str
    hours: tuple[Hours, ...]
    meanings: list[str]

    @property
    def first(self) -> PublicEntry:
        """The entry that the row begins with."""
        return self.stay.first


def listed(found: Sequence[Stay], book: CityBook, *, first: int = 1) -> list[Row]:
    """The rows in the reader's language; a fixed number of statements, however many there are."""
    entries = with_surroundings(one for stay in found for one in stay.entries)
    known = {one.uid: one for one in entries}
    rules = calendar_rules(book)
    rows = []
    for number, stay in enumerate(found, start=first):
        full = Stay(tuple(known[one.uid] for one in stay.entries))
        place, area = place_of(full.first, book), area_of(full.first, book)
        rows.append(
            Row(
                number=str(number),
                stay=full,
                title=title_of(full.first),
                secret=full.first.filming and not full.first.title,
                place=place,
                area="" if area in place else area,
                hours=tuple(_hours(one) for one in full.entries),
                meanings=stay_meanings(full, rules),
            )
        )
    return rows


def _hours(one: PublicEntry) -> Hours:
    return Hours(kind_words(one), one.period.start, one.period.end, one.cancelled)
