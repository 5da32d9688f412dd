"""GET /areas/locate: in which urban village, district and city a point lies."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Query, Router, Schema
from pydantic import Field

from simpul.api.errors import REFUSALS, Strict, guarded
from simpul.city.queries import city_book
from simpul.kit.outcomes import NotVisible

router = Router()


class PointQuery(Strict):
    """Degrees, WGS 84."""

    lat: float = Field(
        ...,
        ge=-90,
        le=90,
        allow_inf_nan=False,
        description=gettext_noop("Latitude, in degrees (WGS 84)"),
    )
    lon: float = Field(
        ...,
        ge=-180,
        le=180,
        allow_inf_nan=False,
        description=gettext_noop("Longitude, in degrees (WGS 84)"),
    )


class AreaOut(Schema):
    code: str
    name: str


class HitOut(Schema):
    """`approximate`: no boundary is known here; the nearest official point decided."""

    kelurahan: AreaOut
    kecamatan: AreaOut
    city: AreaOut
    label: str
    approximate: bool


@router.get(
    "/areas/locate",
    response={200: HitOut, **REFUSALS},
    summary=gettext_noop("The areas of a point"),
    operation_id="locate",
)
@guarded("areas", asks=PointQuery, limit=120)
def locate(request: HttpRequest, filters: Query[PointQuery]) -> Any:
    """404 for a point outside the city."""
    hit = city_book().areas.locate(filters.lat, filters.lon)
    if hit is None:
        raise NotVisible(_("This point is not in the city."))
    codes = (hit.kelurahan, hit.kecamatan, hit.city)
    kelurahan, kecamatan, city = (
        {"code": code, "name": name} for code, name in zip(codes, hit.names, strict=True)
    )
    return 200, {
        "kelurahan": kelurahan,
        "kecamatan": kecamatan,
        "city": city,
        "label": hit.label,
        "approximate": hit.approximate,
    }
