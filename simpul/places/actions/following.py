"""The table of sites follows a publication."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simpul.places.models import Site
from simpul.places.rows import site_rows

FIELDS = (
    "names",
    "categories",
    "kelurahan",
    "kecamatan",
    "city",
    "lat",
    "lon",
    "exact",
    "manager",
    "owner",
    "asset_class",
    "setting",
    "zone",
    "heritage",
    "residential",
    "listing_status",
    "status",
    "in_force",
)


def publish_sites(content: Mapping[str, Any]) -> None:
    """Sites of the version in force; the managers' terms and drawn footprints stay."""
    rows = [
        Site(
            code=row.code,
            names=dict(row.names),
            categories=list(row.categories),
            kelurahan=row.kelurahan,
            kecamatan=row.kecamatan,
            city=row.city,
            lat=row.lat,
            lon=row.lon,
            exact=row.exact,
            manager=row.manager,
            owner=row.owner,
            asset_class=row.asset_class,
            setting=row.setting,
            zone=row.zone,
            heritage=row.heritage,
            residential=row.residential,
            listing_status=row.listing_status,
            status=row.status,
            in_force=True,
        )
        for row in site_rows(content).values()
    ]
    Site.objects.exclude(code__in=content).update(in_force=False)
    Site.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["code"], update_fields=FIELDS
    )
