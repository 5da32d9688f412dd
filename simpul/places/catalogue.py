"""The catalogue of sites: searched, filtered and read out of a `CityBook`. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from simpul.kit.texts import Texts, pick
from simpul.places.categories import CATEGORIES
from simpul.places.rows import SiteRow
from simpul.rulebook.evaluate import evaluate
from simpul.rulebook.tables import RuleRow

if TYPE_CHECKING:
    from simpul.city.book import CityBook


@dataclass(frozen=True, slots=True)
class SiteFees:
    """The levy rules of a site on a day. `known`: with an amount and a law; `open`: without.

    `state`: "official", a tariff is in force; "free", a rule says that nothing may be collected;
    "unknown", a levy may exist, nobody has seen it; "owner", no levy, the owner settles it.
    """

    known: tuple[RuleRow, ...]
    open: tuple[RuleRow, ...]
    state: str


def site_fees(site: SiteRow, book: CityBook, on: date) -> SiteFees:
    """Every levy rule that applies to a site, whatever the day of the week or the production."""
    table = book.tables.get("levies")
    rows: dict[str, RuleRow] = {}
    if table is not None:
        result = evaluate(table, site.facts, on)
        rows = {row.id: row for row in (*result.fired, *(p.row for p in result.possible))}
    known = tuple(r for r in rows.values() if r.may_set_fee and r.outcomes["amount"] is not None)
    left = tuple(row for row in rows.values() if row not in known)
    if any(row.outcomes["amount"].amount for row in known):  # type: ignore[union-attr]
        state = "official"
    elif known:
        state = "free"
    else:
        state = "owner" if site.owner in ("private", "mixed") and not left else "unknown"
    return SiteFees(known, left, state)


def site_clearances(site: SiteRow, book: CityBook, on: date) -> tuple[RuleRow, ...]:
    """The clearance rules that the place itself brings, whatever is filmed there."""
    table = book.tables.get("site_clearances")
    return evaluate(table, site.facts, on).fired if table is not None else ()


@dataclass(frozen=True, slots=True)
class Search:
    """What somebody looks for; empty means anything. `area`: a prefix of the area code."""

    words: str = ""
    category: str = ""
    manager: str = ""
    area: str = ""
    fee: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A site in the catalogue."""

    site: SiteRow
    fee: str


def find(book: CityBook, search: Search, *, on: date, language: str) -> list[Found]:
    """The public sites that match, by name in the reader's language."""
    states = fee_states(book, on)
    words = search.words.casefold().split()
    found = [
        Found(site, states[code])
        for code, site in book.sites.items()
        if site.listing_status == "public"
        and (not search.category or search.category in site.categories)
        and (not search.manager or search.manager == site.manager)
        and _in_area(site, search.area)
        and (not search.fee or search.fee == states[code])
        and all(word in _searchable(site, book) for word in words)
    ]
    found.sort(key=lambda one: pick(one.site.names, language).casefold())
    return found


@lru_cache(maxsize=8)
def fee_states(book: CityBook, on: date) -> Mapping[str, str]:
    """Code of a site -> its fee state on a day."""
    return {code: site_fees(site, book, on).state for code, site in book.sites.items()}


def managers(book: CityBook) -> list[str]:
    """Codes of the managers of public sites."""
    return sorted({s.manager for s in book.sites.values() if s.listing_status == "public"})


def points(found: Iterable[Found], language: str, link: Any) -> dict[str, Any]:
    """The sites with coordinates as GeoJSON; `link` gives the address of a site's page."""
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [one.site.lon, one.site.lat]},
            "properties": {
                "name": pick(one.site.names, language),
                "href": link(one.site.code),
                "approximate": not one.site.exact,
            },
        }
        for one in found
        if one.site.lat is not None and one.site.lon is not None
    ]
    return {"type": "FeatureCollection", "features": features}


def unknowns(site: SiteRow, book: CityBook, fees: SiteFees) -> list[Texts]:
    """What nobody has confirmed about a site, in sentences."""
    found: list[Texts] = []
    if not site.verified:
        found.append(
            {
                "id": "Pengelola dan jalur izinnya belum dipastikan.",
                "en": "Manager and permission path are not confirmed.",
            }
        )
    if site.lat is None:
        found.append({"id": "Koordinat belum ada.", "en": "There are no coordinates yet."})
    elif not site.exact:
        found.append(
            {
                "id": "Koordinat perkiraan, bisa meleset 100–400 m.",
                "en": "The coordinates are approximate, off by 100–400 m.",
            }
        )
    if fees.open:
        found.append(
            {
                "id": "Ada tarif yang belum diketahui atau belum pasti berlaku.",
                "en": "A tariff is not known, or not certain to apply.",
            }
        )
    elif fees.state == "unknown":
        found.append({"id": "Tarif belum diketahui.", "en": "The tariff is not known."})
    if site.zone == "" and site.heritage:
        found.append(
            {"id": "Zona cagar budaya belum diketahui.", "en": "The heritage zone is not known."}
        )
    return found


def _in_area(site: SiteRow, area: str) -> bool:
    if not area:
        return True
    place = site.kelurahan or site.kecamatan
    return place == area or place.startswith(f"{area}.")


def _searchable(site: SiteRow, book: CityBook) -> str:
    texts = [site.names, site.path, site.manager_name]
    texts += [CATEGORIES[category] for category in site.categories]
    if manager := book.authorities.get(site.manager):
        texts += [manager.names, manager.short]
    words = [word for text in texts for word in text.values()]
    words += [area.name for area in book.areas.chain(site.kecamatan)]
    return " ".join([site.code, *words]).casefold()
