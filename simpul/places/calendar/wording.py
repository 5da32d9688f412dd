"""The sentences of the calendar's checks, in Indonesian and English. Pure."""

from __future__ import annotations

from types import MappingProxyType

from simpul.kit.texts import Texts
from simpul.places.calendar.found import both
from simpul.places.calendar.rows import CalendarRow

STATES: dict[str, Texts] = {
    "confirmed": {"id": "sudah pasti", "en": "confirmed"},
    "option_1": {"id": "opsi pertama", "en": "first option"},
    "option_2": {"id": "opsi kedua", "en": "second option"},
    "pencil": {"id": "catatan sementara", "en": "pencilled in"},
}

KINDS: dict[str, Texts] = {
    "shoot": {"id": "syuting", "en": "shoot"},
    "prep": {"id": "persiapan", "en": "preparation"},
    "strike": {"id": "pembongkaran", "en": "strike"},
    "unit_base": {"id": "pangkalan kru", "en": "unit base"},
    "parking": {"id": "parkir kendaraan", "en": "vehicle parking"},
    "closure": {"id": "penutupan jalan", "en": "road closure"},
    "drone": {"id": "ruang terbang drone", "en": "drone volume"},
    "blast": {"id": "zona ledakan", "en": "blast zone"},
    "event": {"id": "acara", "en": "event"},
    "road_works": {"id": "pekerjaan jalan", "en": "road works"},
}

QUIET: dict[str, Texts] = {
    "mosque": {"id": "masjid", "en": "mosque"},
    "church": {"id": "gereja", "en": "church"},
    "temple": {"id": "kelenteng, pura, atau wihara", "en": "temple"},
    "school": {"id": "sekolah", "en": "school"},
    "hospital": {"id": "rumah sakit", "en": "hospital"},
}

_DRAFT: Texts = {
    "id": " Aturan ini masih usulan dan belum ditetapkan.",
    "en": " This rule is a proposal and not adopted yet.",
}
_UNVERIFIED: Texts = {
    "id": " Aturan ini belum dipastikan.",
    "en": " This rule is not verified.",
}


def with_status(text: Texts, row: CalendarRow | None) -> Texts:
    """The sentence, and that its rule is only a proposal or an assumption, where it is."""
    if row is None or row.verified:
        return text
    more = _DRAFT if row.status == "proposal" else _UNVERIFIED
    return MappingProxyType({language: text[language] + more[language] for language in text})


def by_rule(row: CalendarRow, indonesian: str, english: str, **values: object) -> Texts:
    """What is the case, then the rule's own sentence, then its standing."""
    case = both(indonesian, english, **values)
    joined = {
        language: f"{case[language]} {row.text.get(language) or row.text.get('id', '')}".strip()
        for language in case
    }
    return with_status(MappingProxyType(joined), row)
