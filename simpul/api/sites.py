"""GET /sites: the catalogue of places one can film at."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language, gettext_noop
from ninja import Query, Router, Schema
from pydantic import Field

from simpul.api.errors import REFUSALS, Strict, guarded
from simpul.city.queries import city_book
from simpul.kit.texts import pick
from simpul.places.rows import SiteRow

router = Router()
PAGE = 50


class SitesQuery(Strict):
    """All filters must hold."""

    q: str = Field("", max_length=100, description=gettext_noop("Part of the name or code"))
    category: str = Field("", max_length=40, description=gettext_noop("Code of a category"))
    area: str = Field(
        "", max_length=20, description=gettext_noop("Code of a city, district or urban village")
    )
    manager: str = Field(
        "", max_length=60, description=gettext_noop("Code of the managing authority")
    )
    page: int = Field(1, ge=1, le=10_000, description=gettext_noop("Page of the list, from 1"))


class SiteOut(Schema):
    """`exact` false: the coordinates are good to 100-400 m."""

    code: str
    name: str
    categories: list[str]
    kecamatan: str
    kelurahan: str
    lat: float | None
    lon: float | None
    exact: bool
    manager: str
    owner: str
    setting: str
    asset_class: str
    heritage: bool
    permission_path: str
    fee_note: str
    rules: str
    listing_status: str
    source: str
    status: str
    verified: bool


class SitesOut(Schema):
    total: int
    page: int
    pages: int
    sites: list[SiteOut]


@router.get(
    "/sites",
    response={200: SitesOut, **REFUSALS},
    summary=gettext_noop("Places one can film at"),
    operation_id="sites",
)
@guarded("sites", asks=SitesQuery, limit=120)
def sites(request: HttpRequest, filters: Query[SitesQuery]) -> Any:
    """Fifty at a time, in the order of their codes."""
    found = [row for _, row in sorted(city_book().sites.items()) if _matches(row, filters)]
    begin = (filters.page - 1) * PAGE
    language = get_language() or "id"
    return 200, {
        "total": len(found),
        "page": filters.page,
        "pages": -(-len(found) // PAGE),
        "sites": [_site(row, language) for row in found[begin : begin + PAGE]],
    }


def _matches(row: SiteRow, filters: SitesQuery) -> bool:
    wanted = filters.q.casefold().strip()
    names = [row.code, *row.names.values()]
    return (
        (not wanted or any(wanted in name.casefold() for name in names))
        and (not filters.category or filters.category in row.categories)
        and (not filters.manager or filters.manager in {row.manager, *row.also})
        and (not filters.area or _lies_in(row, filters.area))
    )


def _lies_in(row: SiteRow, area: str) -> bool:
    return any(
        code == area or code.startswith(f"{area}.") for code in (row.kelurahan, row.kecamatan)
    )


def _site(row: SiteRow, language: str) -> dict[str, Any]:
    plain = {name: getattr(row, name) for name in _PLAIN}
    return {
        **plain,
        "name": pick(row.names, language),
        "categories": list(row.categories),
        "permission_path": pick(row.path, language),
        "fee_note": pick(row.fee_note, language),
        "rules": pick(row.rules, language),
    }


_PLAIN = (
    *("code", "kecamatan", "kelurahan", "lat", "lon", "exact", "manager", "owner", "setting"),
    *("asset_class", "heritage", "listing_status", "source", "status", "verified"),
)
