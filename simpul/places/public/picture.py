"""The public entries as GeoJSON for the map, and as a still picture."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from simpul.city.book import CityBook
from simpul.kit.sketch import Marked, Near, sketch
from simpul.places.public.entries import Stay
from simpul.places.public.meaning import place_of, title_of


def features(numbered: Iterable[tuple[str, Stay]], book: CityBook) -> dict[str, Any]:
    """GeoJSON for `<film-map>`: each place with its number in the list, and a link there."""
    found = []
    for number, stay in numbered:
        first = stay.first
        if first.geometry is not None:
            words = f"{number}. {title_of(first)}, {place_of(first, book)}"
            found.append(
                {
                    "type": "Feature",
                    "geometry": first.geometry,
                    "properties": {"name": words, "href": f"#n{number}", "number": number},
                }
            )
    return {"type": "FeatureCollection", "features": found}


def still(numbered: Sequence[tuple[str, Stay]], book: CityBook, *, title: str) -> str:
    """The places as SVG, numbered like the list, among the names of neighbourhoods; "" for none."""
    marked = [
        Marked(number, None, None, stay.first.geometry)
        for number, stay in numbered
        if stay.first.geometry is not None
    ]
    areas = {code[:-5] for _number, stay in numbered if (code := stay.first.area)}
    return sketch(marked, _names(areas, book), title=title)


def _names(areas: Iterable[str], book: CityBook) -> list[Near]:
    """The neighbourhoods of the districts in which the places lie."""
    return [
        Near(row.name, row.lat, row.lon)
        for district in sorted(areas)
        for row in book.areas.children(district)
        if row.lat is not None and row.lon is not None
    ]


def as_feature(
    geometry: Mapping[str, Any] | None, ident: str, said: Mapping[str, Any]
) -> dict[str, Any]:
    """One feature of a feed."""
    return {"type": "Feature", "id": ident, "geometry": geometry, "properties": dict(said)}
