"""The five shoots every visitor of the demonstration meets, and the tests walk through.

The plans are JSON files beside this one, with the dates they were written for. `flow` moves all
dates together by whole weeks, so that a Sunday stays a Sunday and nothing lies in the past.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from copy import deepcopy
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "plans"
NAMES = {
    "a": "a_menteng_footpath",
    "b": "b_tim_two_days",
    "c": "c_kampung_house",
    "d": "d_bus_lane_sunday",
    "e": "e_kota_tua_foreign",
}
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def flow(letter: str, *, not_before: dt.date | None = None) -> dict[str, Any]:
    """The plan of one shoot, moved to begin on or after `not_before`."""
    plan: dict[str, Any] = json.loads((FOLDER / f"{NAMES[letter]}.json").read_text("utf-8"))
    if not_before is None:
        return plan
    first = min(dt.date.fromisoformat(day["date"]) for day in plan["days"])
    weeks = -(-(not_before - first).days // 7)
    moved: dict[str, Any] = _moved(plan, dt.timedelta(weeks=weeks))
    return moved


def _moved(value: Any, by: dt.timedelta) -> Any:
    if isinstance(value, dict):
        return {key: _moved(item, by) for key, item in value.items()}
    if isinstance(value, list):
        return [_moved(item, by) for item in value]
    if isinstance(value, str) and _DATE.fullmatch(value):
        return (dt.date.fromisoformat(value) + by).isoformat()
    return value


def details_for(plan: dict[str, Any]) -> dict[str, Any]:
    """Plausible answers to everything that is asked beside this plan."""
    foreign = bool(plan["production"].get("foreign_producer"))
    days = sorted(day["date"] for day in plan["days"])
    spots = plan["spots"]
    return {
        "about": {
            "logline": "Sebuah kisah tentang kota dan orang-orangnya."
            if not foreign
            else "A courier crosses an old port city in one night.",
            "synopsis": "Contoh untuk peragaan; tokoh dan peristiwa adalah rekaan.",
        },
        "applicant": {"role": "owner"},
        "key_people": [
            {
                "role": "producer",
                "name": "Ratih Produser",
                "phone": "0812 0000 1001",
                "email": "produser@contoh.id",
            },
            {"role": "location_manager", "name": "Bayu Lokasi", "phone": "0812 0000 1002"},
        ],
        **(
            {"foreign": _foreign(days)} if foreign or plan["production"].get("foreign_crew") else {}
        ),
        "spots": {spot["id"]: _spot(spot) for spot in spots},
        "parking": {"where": "Di kantong parkir terdekat, tidak di badan jalan."},
        "traffic": {row["id"]: _measure() for row in plan.get("traffic", [])},
        "activities": {row["id"]: _activity(days) for row in plan.get("activities", [])},
        "minors": {"age_band": "13_17", "chaperone": "Sari Pendamping", "consent": True},
        "animals": {"handler": "Joko Pawang"},
        "neighbours": {
            "radius_m": 100,
            "households": 40,
            "businesses": 60 if plan.get("neighbourhood", {}).get("traders_displaced") else 4,
            "methods": ["rt", "sign"],
            "rt_rw": "Ketua RT dan RW setempat",
            "compensation": "Daftar pedagang dan santunan harian terlampir.",
        },
        "insurance": [
            {
                "type": "public_liability",
                "insurer": "Asuransi Contoh",
                "policy_no": "PL-2026-0042",
                "insured": "Rumah Film Simpul (contoh)",
                "limit": 1_000_000_000,
                "from": days[0],
                "to": days[-1],
            }
        ],
        "contact": {
            "name": "Bayu Lokasi",
            "mobile": "0812 0000 1002",
            "deputy": "Sari Produksi",
            "deputy_mobile": "0812 0000 1003",
        },
        "safety": {
            "officer": "Tono Keselamatan",
            "officer_mobile": "0812 0000 1004",
            "first_aid": "Satu pos P3K dengan dua petugas.",
            "hospital": "RSUD terdekat",
            "emergency": "Syuting berhenti, jalur evakuasi dibuka.",
        },
        "secrecy": {"reason": "Judul belum diumumkan."}
        if plan["production"].get("confidential")
        else {},
        "declaration": {"true": True, "conduct": True, "responsible": True},
    }


def _foreign(days: list[str]) -> dict[str, Any]:
    return {
        "local_company": "Rumah Film Simpul (contoh)",
        "local_company_nib": "1234567890123",
        "arrival": days[0],
        "departure": days[-1],
        "equipment": "Daftar peralatan dengan pernyataan ekspor kembali terlampir.",
    }


def _spot(spot: dict[str, Any]) -> dict[str, Any]:
    way = "site" if spot.get("site") else "elsewhere" if spot.get("elsewhere") else "drawn"
    return {
        "way": way,
        "address": spot.get("name", ""),
        "scene": "Adegan percakapan; kamera terlihat dari jalan.",
        "visible": True,
        "footpath_m": 2.0,
        "contact": "Pengurus setempat",
        "contact_phone": "0812 0000 1005",
    }


def _measure() -> dict[str, Any]:
    return {
        "from_to": "Dari simpang utara sampai simpang selatan",
        "direction": "Satu arah",
        "max_hold_min": 3,
        "marshals": 6,
        "police_officers": 2,
        "detour": "Kendaraan dialihkan ke jalan sejajar.",
    }


def _activity(days: list[str]) -> dict[str, Any]:
    expiry = dt.date.fromisoformat(days[-1]) + dt.timedelta(days=365)
    return {
        "licence_expiry": expiry.isoformat(),
        "equipment": "Menurut daftar terlampir.",
        "measures": "Area dibatasi pita, pengawas di setiap sisi.",
    }


def plan_and_details(
    letter: str, *, not_before: dt.date | None = None
) -> tuple[dict[str, Any], dict[str, Any]]:
    """A shoot ready to be sent."""
    plan = flow(letter, not_before=not_before)
    return deepcopy(plan), details_for(plan)
