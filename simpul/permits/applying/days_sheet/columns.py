"""The columns of a sheet of days, and what its cells may call the plan's places."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext_lazy

from simpul.permits.applying.asks.ground import spot_name, way_of
from simpul.permits.applying.draft import Draft

# Column -> the heads it may have, lower case, in the languages of the template.
COLUMNS: Mapping[str, tuple[Any, tuple[str, ...]]] = {
    "date": (gettext_lazy("Date"), ("tanggal", "date")),
    "spot": (gettext_lazy("Place"), ("tempat", "lokasi", "place", "location")),
    "kind": (gettext_lazy("Kind of day"), ("jenis hari", "kegiatan", "kind of day", "kind")),
    "from": (gettext_lazy("From"), ("dari", "mulai", "from", "start")),
    "to": (gettext_lazy("Until"), ("sampai", "selesai", "until", "to", "end")),
    "people": (gettext_lazy("People"), ("orang", "jumlah orang", "people")),
    "exclusive_use": (
        gettext_lazy("Closed to others"),
        ("ditutup bagi orang lain", "tertutup", "closed to others", "closed"),
    ),
    "overnight": (
        gettext_lazy("Past midnight"),
        ("lewat tengah malam", "past midnight", "overnight"),
    ),
    "contingency": (gettext_lazy("In reserve"), ("cadangan", "in reserve", "contingency")),
}
NEEDED = ("date", "from", "to", "people")


def spot_keys(draft: Draft) -> list[str]:
    """Short names of the plan's places, in its order."""
    rows = (draft.data.get("plan") or {}).get("spots") or ()
    return [str(row["id"]) for row in rows if isinstance(row, Mapping) and row.get("id")]


def spots_by_name(draft: Draft) -> Iterator[tuple[str, str]]:
    """What a sheet may call a place -> its name in the plan."""
    rows = (draft.data.get("plan") or {}).get("spots") or ()
    for row in rows:
        if isinstance(row, Mapping) and row.get("id"):
            yield str(row["id"]).casefold(), str(row["id"])
            if row.get("site") and way_of(row) == "site":
                yield str(row["site"]).casefold(), str(row["id"])
    for key in spot_keys(draft):
        yield " ".join(spot_name(draft, key).split()).casefold(), key
