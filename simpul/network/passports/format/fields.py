"""The closed list of what a project passport may hold. Nothing else is ever given to a partner.

Where a field comes from: the production, its company, its key people, or what the company typed for
passports. `personal` marks what names a person; `private` what a company does not tell everybody.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from simpul.kit.texts import Texts
from simpul.rulebook.choices import ACTIVITIES, PRODUCTION_TYPES

KINDS = (
    "texts",
    "line",
    "number",
    "day",
    "money",
    "country",
    "countries",
    "code",
    "codes",
    "counts",
    "names",
    "contacts",
)
"""texts: language → text. line: one text. number: whole. day: ISO date. money: amount, currency.
country, countries: two letters. code, codes: of `choices`. counts: code → number. names: a list of
names. contacts: a list of {name, phone, email}."""

VEHICLES: Mapping[str, Texts] = {
    "picture": {"id": "kendaraan dalam adegan", "en": "picture vehicle"},
    "technical": {"id": "kendaraan teknis", "en": "technical vehicle"},
    "camera_car": {"id": "mobil kamera", "en": "camera car"},
    "low_loader": {"id": "truk bak rendah", "en": "low loader"},
    "generator": {"id": "genset", "en": "generator"},
    "crane": {"id": "derek", "en": "crane"},
    "water": {"id": "truk air", "en": "water truck"},
    "unit_base": {"id": "kendaraan pangkalan kru", "en": "unit base vehicle"},
    "crew_car": {"id": "mobil kru", "en": "crew car"},
    "other": {"id": "kendaraan lain", "en": "other vehicle"},
}

GROUPS: Mapping[str, Texts] = {
    "project": {"id": "Proyek", "en": "Project"},
    "company": {"id": "Perusahaan", "en": "Company"},
    "people": {"id": "Orang", "en": "People"},
    "schedule": {"id": "Jadwal", "en": "Schedule"},
    "needs": {"id": "Kebutuhan", "en": "What is needed"},
    "papers": {"id": "Surat", "en": "Papers"},
}

TABLE = """
title | project | texts | 200 | | Judul | Title
working_title | project | line | 200 | | Judul kerja | Working title
kind | project | code | 0 | | Jenis produksi | Kind of production
genre | project | texts | 120 | | Genre | Genre
theme | project | texts | 300 | | Tema | Theme
format | project | texts | 120 | | Format | Format
runtime_min | project | number | 6000 | | Durasi (menit) | Length (minutes)
episodes | project | number | 2000 | | Jumlah episode | Episodes
logline | project | texts | 500 | | Logline | Logline
synopsis | project | texts | 5000 | | Sinopsis | Synopsis
countries | project | countries | 12 | | Negara asal | Countries of origin
company_name | company | line | 200 | | Nama perusahaan | Name of the company
company_country | company | country | 0 | | Negara perusahaan | Country of the company
company_registration | company | line | 60 | private | Nomor usaha | Registration number
company_address | company | line | 500 | private | Alamat perusahaan | Address of the company
company_email | company | line | 254 | private | Surel perusahaan | E-mail of the company
company_phone | company | line | 60 | private | Telepon perusahaan | Telephone of the company
local_company | company | line | 200 | | Mitra produksi lokal | Local production partner
producer | people | names | 12 | personal | Produser | Producer
producer_contact | people | contacts | 12 | personal | Kontak produser | Producer, contact
director | people | names | 12 | personal | Sutradara | Director
manager | people | names | 12 | personal | Manajer lokasi | Location manager
manager_contact | people | contacts | 12 | personal | Kontak manajer lokasi | Manager, contact
scouting_from | schedule | day | 0 | | Hari pertama survei lokasi | First day of scouting
shoot_from | schedule | day | 0 | | Hari pertama syuting di sana | First day of shooting there
shoot_to | schedule | day | 0 | | Hari terakhir syuting di sana | Last day of shooting there
days_there | schedule | number | 400 | | Jumlah hari syuting di sana | Days of shooting there
places | needs | texts | 1000 | | Tempat yang dicari | Places looked for
crew | needs | number | 50000 | | Orang paling banyak, dengan pemeran | People at most, with cast
vehicles | needs | counts | 500 | | Kendaraan | Vehicles
activities | needs | codes | 40 | | Kegiatan khusus | Special activities
budget | needs | money | 0 | private | Anggaran seluruhnya | Whole budget
budget_there | needs | money | 0 | private | Belanja di sana | To be spent there
requests | needs | texts | 2000 | | Permintaan lain | Other requests
notification_no | papers | line | 60 | | Nomor pemberitahuan film | Film notification number
foreign_permit_no | papers | line | 60 | | Nomor izin film asing | Foreign film permit number
"""

_CHOICES: Mapping[str, Mapping[str, Texts]] = {
    "kind": PRODUCTION_TYPES,
    "activities": ACTIVITIES,
    "vehicles": VEHICLES,
}


@dataclass(frozen=True, slots=True)
class Field:
    """One thing a passport may hold. `most`: characters of a text, the largest number, or how many
    entries of a list. `care`: "", "private" or "personal"."""

    name: str
    group: str
    kind: str
    most: int
    care: str
    label: Texts
    choices: Mapping[str, Texts]


def _fields() -> dict[str, Field]:
    found = {}
    for line in TABLE.strip().splitlines():
        name, group, kind, most, care, indonesian, english = (
            cell.strip() for cell in line.split("|")
        )
        label = {"id": indonesian, "en": english}
        found[name] = Field(name, group, kind, int(most), care, label, _CHOICES.get(name, {}))
    return found


FIELDS: Mapping[str, Field] = _fields()

PERSONAL = frozenset(name for name, one in FIELDS.items() if one.care == "personal")
"""Fields that name people; giving them needs the word that they agreed."""


def in_group(group: str) -> tuple[Field, ...]:
    """The fields of a group, in the order of the list."""
    return tuple(one for one in FIELDS.values() if one.group == group)
