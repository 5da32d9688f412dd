"""The sites of a pack as a `CityBook` holds them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from simpul.city.rows import Provenance, frozen, origin
from simpul.kit.texts import Texts

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteRow(Provenance):
    """A place one can film at.

    `manager`: authority code. `manager_name`: for managers who are no authority of the pack.
    `also`: authorities who manage a part of it. `exterior`, `public_place`: the usual; None when
    both occur. `exact`: the coordinates were checked; otherwise they are good to 100-400 m.
    `rules`: what is not allowed there.
    """

    code: str
    names: Texts
    categories: tuple[str, ...]
    kecamatan: str
    kelurahan: str
    lat: float | None
    lon: float | None
    exact: bool
    manager: str
    manager_name: Texts
    also: tuple[str, ...]
    owner: str
    asset_class: str
    setting: str
    zone: str
    heritage: bool
    residential: bool
    exterior: bool | None
    public_place: bool | None
    path: Texts
    fee_note: Texts
    rules: Texts
    listing_status: str

    @property
    def city(self) -> str:
        """Code of the city or regency."""
        return ".".join(self.kecamatan.split(".")[:2])

    @property
    def permission_path(self) -> Texts:
        """Whom to ask, in words."""
        return self.path

    @property
    def facts(self) -> dict[str, Any]:
        """The facts of scope spot that the catalogue settles."""
        known = {
            "site": self.code,
            "manager": self.manager,
            "owner": self.owner,
            "asset_class": self.asset_class,
            "zone": self.zone,
            "setting": self.setting,
            "residential": self.residential,
            "exterior": self.exterior,
            "public_place": self.public_place,
            "heritage_area": self.heritage,
        }
        return {name: value for name, value in known.items() if value not in (None, "")}

    @classmethod
    def of(cls, code: str, row: Json) -> SiteRow:
        """From a version's contents."""
        return cls(
            code=code,
            names=frozen(row["names"]),
            categories=tuple(row["categories"]),
            kecamatan=row["kecamatan"],
            kelurahan=row["kelurahan"],
            lat=row["lat"],
            lon=row["lon"],
            exact=row["exact"],
            manager=row["manager"],
            manager_name=frozen(row["manager_name"]),
            also=tuple(row["also"]),
            owner=row["owner"],
            asset_class=row["asset_class"],
            setting=row["setting"],
            zone=row["zone"],
            heritage=row["heritage"],
            residential=row["residential"],
            exterior=row["exterior"],
            public_place=row["public_place"],
            path=frozen(row["path"]),
            fee_note=frozen(row["fee_note"]),
            rules=frozen(row["rules"]),
            listing_status=row["listing_status"],
            **origin(row),
        )


def site_rows(content: Mapping[str, Any]) -> Mapping[str, SiteRow]:
    """The builder of `CityBook.sites`."""
    return MappingProxyType({code: SiteRow.of(code, row) for code, row in content.items()})
