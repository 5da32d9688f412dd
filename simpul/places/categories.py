"""What kind of place a site is, for those who look for one."""

from __future__ import annotations

from collections.abc import Mapping

from simpul.kit.texts import Texts

CATEGORIES: Mapping[str, Texts] = {
    "airport": {"id": "Bandara", "en": "Airport"},
    "arts": {"id": "Pusat kesenian", "en": "Arts centre"},
    "beach": {"id": "Pantai", "en": "Beach"},
    "bridge": {"id": "Jembatan", "en": "Bridge"},
    "building": {"id": "Bangunan", "en": "Building"},
    "cemetery": {"id": "Pemakaman", "en": "Cemetery"},
    "creative": {"id": "Ruang kreatif", "en": "Creative space"},
    "culture": {"id": "Taman budaya", "en": "Cultural park"},
    "estate": {"id": "Kawasan terkelola", "en": "Managed estate"},
    "heritage": {"id": "Cagar budaya", "en": "Heritage"},
    "hospital": {"id": "Rumah sakit", "en": "Hospital"},
    "island": {"id": "Pulau", "en": "Island"},
    "market": {"id": "Pasar", "en": "Market"},
    "monument": {"id": "Monumen", "en": "Monument"},
    "museum": {"id": "Museum", "en": "Museum"},
    "nature": {"id": "Alam", "en": "Nature"},
    "neighbourhood": {"id": "Permukiman", "en": "Neighbourhood"},
    "office": {"id": "Kantor pemerintah", "en": "Government office"},
    "park": {"id": "Taman", "en": "Park"},
    "port": {"id": "Pelabuhan", "en": "Port"},
    "ruin": {"id": "Reruntuhan", "en": "Ruin"},
    "square": {"id": "Lapangan", "en": "Square"},
    "stadium": {"id": "Stadion", "en": "Stadium"},
    "station": {"id": "Stasiun", "en": "Station"},
    "street": {"id": "Jalan", "en": "Street"},
    "theatre": {"id": "Gedung pertunjukan", "en": "Theatre"},
    "water": {"id": "Perairan", "en": "Water"},
    "worship": {"id": "Tempat ibadah", "en": "Place of worship"},
    "zoo": {"id": "Kebun binatang", "en": "Zoo"},
}
