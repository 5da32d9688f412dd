"""city.toml: names, time zone, languages, money, bounds, lead agency, clocks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from math import isfinite
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pyproj.exceptions import CRSError

from simpul.city.sections.reading import PROVENANCE, Codes, known, provenance, texts, yes_no
from simpul.kit.geometry import metres
from simpul.kit.packs import PackFolder, Problems, Row, Section

FILE = "city.toml"
KEYS: dict[str, tuple[str, ...]] = {
    "city": (
        "code",
        "country",
        "area",
        "reference_prefix",
        "name",
        "official_name",
        "time_zone",
        "languages",
        "currency",
        "epsg",
    ),
    "bounds": ("west", "south", "east", "north"),
    "nearest": ("reach_km", "reach_by_area"),
    "lead_agency": ("authority", "note"),
    "clocks": ("joint_leave_is_off", "cut_off", "note"),
    "default_decision": ("process", "process_unit", "deemed_grant"),
    "complaints": ("text",),
}
TEXT_KEYS = {
    "code",
    "country",
    "area",
    "reference_prefix",
    "time_zone",
    "currency",
    "authority",
    "cut_off",
}
TEXTS_KEYS = {"name", "official_name", "note", "text"}
TABLES = ("city", "bounds", "nearest", "lead_agency", "clocks", "default_decision", "complaints")


def _parse(pack: PackFolder, problems: Problems) -> dict[str, Any]:
    whole = pack.toml(FILE, problems)
    if whole is None:
        return {}
    codes = Codes(pack)
    found: dict[str, Any] = {}
    for name in TABLES:
        row = _table(whole, name, problems)
        if row is not None:
            _check_keys(row, problems)
            found[name] = {**_READERS[name](row, codes, problems)}
            found[name] |= provenance(row, codes, problems)
    return found


def _table(whole: Row, name: str, problems: Problems) -> Row | None:
    values = whole.get(name)
    if not isinstance(values, Mapping):
        problems.add(FILE, 1, name, "no_table", name=name)
        return None
    prefix = f"{name}."
    lines = {k.removeprefix(prefix): n for k, n in whole.lines.items() if k.startswith(prefix)}
    return Row(values, FILE, whole.line_of(name), name, lines)


def _check_keys(row: Row, problems: Problems) -> None:
    """A key nobody reads is a mistyped one: what it should have said would be lost."""
    for key in row.values:
        if key not in KEYS[row.key] and key not in PROVENANCE:
            problems.at(row, key, "unknown_key", name=key)
    for key in TEXT_KEYS & set(row.values):
        if not isinstance(row.get(key), str):
            problems.at(row, key, "not_text")
    for key in TEXTS_KEYS & set(row.values):
        said = row.get(key)
        if not isinstance(said, Mapping):
            problems.at(row, key, "not_a_table", name=key)
        elif not all(isinstance(text, str) for text in said.values()):
            problems.at(row, key, "not_text")


def _city(row: Row, codes: Codes, problems: Problems) -> dict[str, Any]:
    for field in ("code", "reference_prefix", "currency"):
        pattern = r"[a-z][a-z0-9_-]{1,30}" if field == "code" else r"[A-Z]{3}"
        if not re.fullmatch(pattern, row.text(field)):
            problems.at(row, field, "bad_value", value=row.text(field), why=pattern)
    country = row.text("country")
    if "country" in row.values and not re.fullmatch(r"[A-Z]{2}", country):
        problems.at(row, "country", "bad_value", value=country, why="[A-Z]{2}")
    area = known(row, "area", codes.of("areas.csv"), "area", problems)
    zone = row.text("time_zone")
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError):
        problems.at(row, "time_zone", "bad_value", value=zone, why="IANA")
    languages = row.get("languages")
    if not isinstance(languages, list) or not {"id", "en"} <= {str(one) for one in languages}:
        problems.at(row, "languages", "bad_value", value=str(languages), why='["id", "en"]')
    epsg = row.get("epsg")
    try:
        metres(epsg if type(epsg) is int else 0)
    except CRSError:
        problems.at(row, "epsg", "bad_value", value=str(epsg), why="EPSG")
    return {
        "code": row.text("code"),
        "country": country,
        "area": area,
        "reference_prefix": row.text("reference_prefix"),
        "name": texts(row, "name", problems),
        "official_name": texts(row, "official_name", problems),
        "time_zone": zone,
        "languages": row.list_of("languages"),
        "currency": row.text("currency"),
        "epsg": epsg,
    }


def _bounds(row: Row, codes: Codes, problems: Problems) -> dict[str, Any]:
    box = {side: _number(row, side, problems) for side in ("west", "south", "east", "north")}
    if not (box["west"] < box["east"] and box["south"] < box["north"]):
        problems.at(row, "", "bad_value", value="bounds", why="west < east, south < north")
    return box


def _nearest(row: Row, codes: Codes, problems: Problems) -> dict[str, Any]:
    by_area = row.get("reach_by_area", {})
    if not isinstance(by_area, Mapping):
        problems.at(row, "reach_by_area", "not_a_table", name="reach_by_area")
        by_area = {}
    reach = {}
    for code, value in by_area.items():
        if code not in codes.of("areas.csv"):
            problems.at(row, "reach_by_area", "unknown_code", kind="area", value=code)
        place = Row({"reach_by_area": value}, row.file, row.line_of("reach_by_area"))
        reach[str(code)] = _number(place, "reach_by_area", problems)
    return {"reach_km": _number(row, "reach_km", problems), "reach_by_area": reach}


def _lead_agency(row: Row, codes: Codes, problems: Problems) -> dict[str, Any]:
    if not row.text("authority"):
        problems.at(row, "authority", "required")
    return {
        "authority": known(row, "authority", codes.of("authorities.csv"), "authority", problems),
        "note": texts(row, "note", problems, required=False),
    }


def _clocks(row: Row, codes: Codes, problems: Problems) -> dict[str, Any]:
    cut_off = row.text("cut_off")
    if "cut_off" not in row.values:
        problems.at(row, "cut_off", "required")
    if cut_off and not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", cut_off):
        problems.at(row, "cut_off", "bad_value", value=cut_off, why="HH:MM")
    return {
        "joint_leave_is_off": yes_no(row, "joint_leave_is_off", problems),
        "cut_off": cut_off,
        "note": texts(row, "note", problems, required=False),
    }


def _default_decision(row: Row, codes: Codes, problems: Problems) -> dict[str, Any]:
    process = row.get("process")
    if type(process) is not int or not 0 < process <= 365:
        problems.at(row, "process", "not_number", value=str(process))
    if row.text("process_unit") not in ("wd", "cd"):
        value = row.text("process_unit")
        problems.at(row, "process_unit", "not_a_choice", value=value, choices="wd, cd")
    return {
        "process": process,
        "process_unit": row.text("process_unit"),
        "deemed_grant": yes_no(row, "deemed_grant", problems),
    }


def _complaints(row: Row, codes: Codes, problems: Problems) -> dict[str, Any]:
    return {"text": texts(row, "text", problems)}


def _number(row: Row, field: str, problems: Problems) -> float:
    value = row.get(field)
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        problems.at(row, field, "not_number", value=str(value))
        return 0.0
    return float(value)


_READERS = {
    "city": _city,
    "bounds": _bounds,
    "nearest": _nearest,
    "lead_agency": _lead_agency,
    "clocks": _clocks,
    "default_decision": _default_decision,
    "complaints": _complaints,
}

SETTINGS = Section("settings", _parse, {"id": "Pengaturan kota", "en": "Settings of the city"})
