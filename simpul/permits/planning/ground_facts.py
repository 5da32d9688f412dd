"""Facts of places: what the catalogue knows, what the plan says, where it lies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from simpul.permits.planning.plan import Plan, Spot
from simpul.permits.planning.three_valued import all_yes, any_yes

if TYPE_CHECKING:
    from simpul.city.areas import AreaHit
    from simpul.city.book import CityBook
    from simpul.rulebook.facts import FactValue

Facts = Mapping[str, "FactValue"]

NO_SITE = "none"
"""Fact `site` of a place that is known not to be one of the catalogue."""
OWNER = "OWNER"
"""Authority code of whoever owns ground that no public unit manages."""

_OWN_GROUND = frozenset({"private", "mixed", "state_company", "national"})
# What a setting settles by itself; a house, hall or station may be filmed inside or outside.
_OPEN_AIR = frozenset({"footpath", "road", "square", "park", "water", "cemetery"})
_PUBLIC = frozenset({"footpath", "road", "square", "park", "station", "cemetery"})


@dataclass(frozen=True, slots=True)
class Located:
    """Where a place lies: codes of the areas it touches; empty when the plan does not say.

    `police_assumed`: which regional police covers it is nobody's word, only assumed.
    """

    kelurahan: frozenset[str] = frozenset()
    kecamatan: frozenset[str] = frozenset()
    cities: frozenset[str] = frozenset()
    police_regions: frozenset[str] = frozenset()
    police_assumed: bool = False
    approximate: bool = False

    @property
    def codes(self) -> tuple[str, ...]:
        """All area codes, the smallest areas first."""
        return (*sorted(self.kelurahan), *sorted(self.kecamatan), *sorted(self.cities))


@dataclass(frozen=True, slots=True)
class SpotFacts:
    """One place with what is known of it (`values`: scope spot)."""

    spot: Spot
    values: Facts
    located: Located


def spot_facts(spot: Spot, book: CityBook) -> SpotFacts:
    site = book.sites.get(spot.site) if spot.site else None

    def known(attribute: str, said: Any) -> Any:
        """The catalogue's word, else the plan's."""
        catalogued = getattr(site, attribute, None)
        return said if catalogued in (None, "") else catalogued

    setting, owner = known("setting", spot.setting), known("owner", spot.owner)
    heritage = known("heritage", spot.heritage_area)
    values: dict[str, Any] = {
        "site": spot.site or (NO_SITE if _is_drawn(spot) else None),
        "manager": known("manager", OWNER if _is_drawn(spot) and owner in _OWN_GROUND else None),
        "owner": owner,
        "asset_class": known("asset_class", spot.asset_class),
        "zone": known("zone", spot.zone or ("none" if heritage is False else None)),
        "setting": setting,
        "residential": known("residential", spot.residential),
        # Where in a site the camera stands is the plan's to say; the catalogue knows the usual.
        "exterior": _settled(spot.exterior, site, "exterior", setting in _OPEN_AIR),
        "public_place": _settled(spot.public_place, site, "public_place", setting in _PUBLIC),
        "heritage_area": heritage,
    }
    if values["public_place"] is None and setting == "house":
        values["public_place"] = False
    kept = {name: value for name, value in values.items() if value is not None}
    return SpotFacts(spot, kept, _locate(spot, book))


def _is_drawn(spot: Spot) -> bool:
    return spot.site is None and (spot.geometry is not None or spot.elsewhere is not None)


def _settled(said: bool | None, site: Any, attribute: str, by_setting: bool) -> bool | None:
    if said is not None:
        return said
    catalogued: bool | None = getattr(site, attribute, None)
    return catalogued if catalogued is not None else (True if by_setting else None)


def _locate(spot: Spot, book: CityBook) -> Located:
    if spot.elsewhere:
        return Located(
            cities=frozenset({spot.elsewhere}),
            police_regions=_police(book, [spot.elsewhere]),
            police_assumed=_police_assumed(book, [spot.elsewhere]),
        )
    hits: Sequence[AreaHit] = ()
    site = book.sites.get(spot.site) if spot.site else None
    if site is not None and site.lat is not None and site.lon is not None:
        hit = book.areas.locate(site.lat, site.lon, within=site.kecamatan)
        hits = [hit] if hit else ()
    elif spot.geometry is not None:
        hits = book.areas.touched(spot.geometry.shape)
    smallest = frozenset(hit.kelurahan for hit in hits)
    return Located(
        kelurahan=smallest,
        kecamatan=frozenset(hit.kecamatan for hit in hits),
        cities=frozenset(hit.city for hit in hits),
        police_regions=_police(book, smallest),
        police_assumed=_police_assumed(book, smallest),
        approximate=any(hit.approximate for hit in hits),
    )


def _police(book: CityBook, codes: Iterable[str]) -> frozenset[str]:
    regions = (book.jurisdictions.police_region(code) for code in codes)
    return frozenset(region for region in regions if region)


def _police_assumed(book: CityBook, codes: Iterable[str]) -> bool:
    rows = (book.jurisdictions.unit("POLDA", code) for code in codes)
    return any(row is not None and not row.verified for row in rows)


def place_facts(plan: Plan, spots: Sequence[SpotFacts]) -> dict[str, Any]:
    # What a place is like matters on this city's ground; nobody is asked about another's.
    here = [spot for spot in spots if not spot.spot.elsewhere] or spots

    def over(name: str) -> list[Any]:
        return [spot.values.get(name) for spot in here]

    located = [spot.located for spot in spots]
    all_found = bool(spots) and all(where.cities for where in located)
    cities = frozenset().union(*(where.cities for where in located)) if located else frozenset()
    # A place elsewhere is at least one more district, whatever its name.
    districts = frozenset().union(*(where.kecamatan or where.cities for where in located))
    regions = frozenset().union(*(where.police_regions for where in located))
    owned = [_city_owned(spot.values) for spot in here]
    return {
        "locations": len(spots) or None,
        "exterior": any_yes(over("exterior")),
        "public_place": any_yes(over("public_place")),
        "residential": any_yes(over("residential")),
        "heritage_area": any_yes(over("heritage_area")),
        "city_asset": any_yes(owned),
        "asset_classes": _asset_classes(here),
        "managers": frozenset(m for m in over("manager") if m) if spots else None,
        "footpath_only": all_yes(None if s is None else s == "footpath" for s in over("setting")),
        "kecamatan_count": len(districts) if all_found else None,
        "city_count": len(cities) if all_found else None,
        "province_count": len({c.split(".")[0] for c in cities}) if all_found else None,
        "police_regions": (
            len(regions) if all_found and all(w.police_regions for w in located) else None
        ),
    }


def _city_owned(values: Facts) -> bool | None:
    owner = values.get("owner")
    # Ground of several owners is partly the city's until the site's row says otherwise.
    return None if owner is None else owner in ("city", "mixed")


def _asset_classes(spots: Sequence[SpotFacts]) -> frozenset[str] | None:
    classes = set()
    for spot in spots:
        kind = spot.values.get("asset_class")
        if kind is not None:
            classes.update({str(kind)} - {"none"})
        elif _city_owned(spot.values) is not False and spot.spot.site is None:
            return None
    return frozenset(classes) if spots else None
