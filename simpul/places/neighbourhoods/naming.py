"""Which kelurahan a neighbourhood unit belongs to, from what the file calls it. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from difflib import SequenceMatcher

from simpul.city.areas import AreaIndex

LIKE = 0.8
"""Two spellings within one kecamatan are one name from here on ("Pal Meriem", "Pal Meriam")."""


@dataclass(frozen=True, slots=True)
class Kelurahan:
    """`code` empty: the city's areas know no such name. `respelled`: found by a like name."""

    code: str
    name: str
    respelled: bool = False

    @property
    def slug(self) -> str:
        """What a key begins with: the code, else the name in small letters."""
        return self.code or re.sub(r"[\W_]+", "-", self.name.casefold()).strip("-")


class KelurahanNames:
    """The kelurahan of a city, found by code, name or position, in this order.

    The name as the file spells it wins over the position: layers of different years are drawn
    apart, and without imported boundaries the position is only that of the nearest point.
    """

    def __init__(self, areas: AreaIndex) -> None:
        self._areas = areas
        self._by_name: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self._by_kecamatan: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for row in areas.rows.values():
            if row.level == "kelurahan":
                parent = areas.rows.get(row.parent)
                above = _plain(parent.name) if parent else ""
                self._by_name[_plain(row.name)].append((row.code, above))
                self._by_kecamatan[above].append((row.code, _plain(row.name)))
        self._kept: dict[tuple[str, str], Kelurahan | None] = {}

    def find(
        self, name: str, kecamatan: str, code: str, lat: float, lon: float
    ) -> Kelurahan | None:
        """The kelurahan; None when the file names none and the position tells none."""
        return self.called(name, kecamatan, code) or self._at(lat, lon) or self._unknown(name)

    def called(self, name: str, kecamatan: str, code: str) -> Kelurahan | None:
        """The kelurahan by its code or name alone; None when these tell none that is known."""
        if code in self._areas.rows and self._areas.rows[code].level == "kelurahan":
            return self._official(code)
        asked = (_plain(name), _plain(kecamatan))
        if asked not in self._kept:
            self._kept[asked] = self._named(*asked)
        return self._kept[asked]

    def _named(self, name: str, kecamatan: str) -> Kelurahan | None:
        found = self._by_name.get(name, [])
        here = [code for code, above in found if above == kecamatan]
        if len(here) == 1:
            return self._official(here[0])
        if len(found) == 1:
            return self._official(found[0][0])
        like = [
            code
            for code, other in self._by_kecamatan.get(kecamatan, [])
            if name and SequenceMatcher(None, name, other).ratio() >= LIKE
        ]
        return self._official(like[0], respelled=True) if len(like) == 1 else None

    def _at(self, lat: float, lon: float) -> Kelurahan | None:
        hit = None if self._areas.approximate else self._areas.locate(lat, lon)
        return self._official(hit.kelurahan) if hit and not hit.approximate else None

    def _official(self, code: str, *, respelled: bool = False) -> Kelurahan:
        return Kelurahan(code, self._areas.rows[code].name, respelled)

    @staticmethod
    def _unknown(name: str) -> Kelurahan | None:
        told = " ".join(name.split())
        kept = Kelurahan("", told.title() if told.isupper() else told)
        return kept if kept.slug else None


def _plain(name: str) -> str:
    """Without spaces, signs and capitals: "KALI BARU" is "Kalibaru"."""
    return re.sub(r"[\W_]", "", name.casefold())
