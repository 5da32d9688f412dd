"""calendar/: the policy of the calendar. A city without the folder has no policy, and needs none.

Every file may be absent. Shapes are WKT in degrees, longitude first.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from simpul.city.sections.reading import (
    PROVENANCE,
    Codes,
    choice,
    degrees,
    known,
    provenance,
    texts,
    translations,
    unique,
)
from simpul.kit.packs import PackFolder, Problems, Row, Section, read_date, rows_of
from simpul.places.calendar.rows import AIRSPACE, BLACKOUTS, FATIGUE, MEASURES, SUBJECTS, WEEKDAYS
from simpul.places.calendar.uses import KINDS, NOT_FILMING
from simpul.places.calendar.wording import QUIET
from simpul.places.sections.cells import (
    hour,
    listed,
    number,
    wkt,
)
from simpul.places.sections.vehicles import vehicles

FOLDER = "calendar"
_TEXT = ("text_id", "text_en")
_PLACE = ("areas", "shape", "within_m")
_WHEN = ("days", "begin", "finish")

PRAYERS = ("subuh", "zuhur", "asar", "magrib", "isya", "jumat")
DAYS = (*WEEKDAYS, "workday", "offday")
NAMED = (*(kind for kind in KINDS if kind not in NOT_FILMING), "vehicles", "*")


def _parse(pack: PackFolder, problems: Problems) -> dict[str, Any]:
    codes = Codes(pack)
    return {
        "zones": _table(pack, "zones", (*_PLACE, *_TEXT), _zone, codes, problems),
        "limits": _table(pack, "limits", (*_LIMIT, *_WHEN, *_TEXT), _limit, codes, problems),
        "blackouts": _table(
            pack, "blackouts", (*_BLACKOUT, *_WHEN, *_PLACE, *_TEXT), _blackout, codes, problems
        ),
        "quiet_places": _quiet_places(pack, codes, problems),
        "airspace": _table(
            pack, "airspace", ("effect", "above_m", *_PLACE, *_TEXT), _airspace, codes, problems
        ),
        "vehicles": vehicles(pack, codes, problems),
        **_prayer(pack, codes, problems),
    }


_LIMIT = ("measure", "zone", "subject", "most", "window_days", "rest_days")
_BLACKOUT = ("rule", "first", "last", "not_on", "forbids", "asks")

Reader = Callable[[Row, Codes, Problems], dict[str, Any]]


def _table(
    pack: PackFolder,
    name: str,
    columns: tuple[str, ...],
    read: Reader,
    codes: Codes,
    problems: Problems,
) -> list[dict[str, Any]]:
    file = f"{FOLDER}/{name}.csv"
    if not pack.exists(file):
        return []
    seen: dict[str, int] = {}
    whole = ("code", *columns, *PROVENANCE)
    return [
        {
            "code": unique(row, "code", seen, problems),
            "text": texts(row, "text", problems),
            **read(row, codes, problems),
            **provenance(row, codes, problems),
        }
        for row in pack.csv(file, problems, columns=whole, optional=translations("text"))
    ]


def _zone(row: Row, codes: Codes, problems: Problems) -> dict[str, Any]:
    return _place(row, codes, problems)


def _place(row: Row, codes: Codes, problems: Problems) -> dict[str, Any]:
    areas = row.list_of("areas")
    for area in areas:
        if area not in codes.of("areas.csv"):
            problems.at(row, "areas", "unknown_code", kind="area", value=area)
    shape = wkt(row, "shape", problems)
    within = number(row, "within_m", problems, least=0) or 0.0
    if within and not row.text("shape"):
        problems.at(row, "within_m", "needs_shape")
    return {"areas": areas, "shape": shape, "within_m": within}


def _when(row: Row, problems: Problems) -> dict[str, Any]:
    begin, finish = hour(row, "begin", problems), hour(row, "finish", problems)
    if bool(row.text("begin")) != bool(row.text("finish")):
        problems.at(row, "finish" if row.text("begin") else "begin", "required")
    return {"days": listed(row, "days", DAYS, problems), "begin": begin, "finish": finish}


def _limit(row: Row, codes: Codes, problems: Problems) -> dict[str, Any]:
    measure = choice(row, "measure", tuple(MEASURES), problems)
    zones = codes.of(f"{FOLDER}/zones.csv")
    subject = row.text("subject")
    if subject or measure in SUBJECTS:
        choice(row, "subject", SUBJECTS.get(measure, ("",)), problems)
    when = _when(row, problems)
    if measure in ("hours", "night") and not row.text("begin"):
        problems.at(row, "begin", "required")
    if measure in MEASURES:
        _needs(row, "most", problems, needed=bool(MEASURES[measure]))
        _needs(row, "window_days", problems, needed=measure in FATIGUE)
    window = number(row, "window_days", problems, least=1, whole=True)
    return {
        "measure": measure,
        "zone": _limit_zone(row, measure, zones, problems),
        "subject": subject,
        "most": number(row, "most", problems, least=0),
        "window_days": int(window or 0),
        "rest_days": int(number(row, "rest_days", problems, least=0, whole=True) or 0),
        **when,
    }


def _limit_zone(row: Row, measure: str, zones: Collection[str], problems: Problems) -> str:
    if measure == "closure_width" and row.text("zone"):
        # One street may lie in two zones; it has one width.
        problems.at(row, "zone", "not_a_choice", value=row.text("zone"), choices="–")
    return known(row, "zone", zones, "zone", problems)


def _needs(row: Row, field: str, problems: Problems, *, needed: bool) -> None:
    """A number stands where the measure has one, and nowhere else."""
    if needed != bool(row.text(field)):
        problems.at(row, field, "required" if needed else "no_number_here")


def _blackout(row: Row, codes: Codes, problems: Problems) -> dict[str, Any]:
    rule = choice(row, "rule", BLACKOUTS, problems)
    dated = rule == "dates"
    first = read_date(row, "first", problems, required=dated)
    last = read_date(row, "last", problems, required=dated)
    if first and last and last < first:
        problems.at(row, "last", "date_order")
    when = _when(row, problems)
    if rule == "weekly" and not row.text("days"):
        problems.at(row, "days", "required")
    return {
        "rule": rule,
        "first": first,
        "last": last,
        "not_on": [day for day in row.list_of("not_on") if _is_date(row, day, problems)],
        "forbids": listed(row, "forbids", NAMED, problems),
        "asks": listed(row, "asks", NAMED, problems),
        **when,
        **_place(row, codes, problems),
    }


def _is_date(row: Row, day: str, problems: Problems) -> bool:
    one = type(row)({"not_on": day}, row.file, row.line)
    return read_date(one, "not_on", problems) is not None


def _airspace(row: Row, codes: Codes, problems: Problems) -> dict[str, Any]:
    return {
        "effect": choice(row, "effect", AIRSPACE, problems),
        "above_m": number(row, "above_m", problems, least=0),
        **_place(row, codes, problems),
    }


def _quiet_places(pack: PackFolder, codes: Codes, problems: Problems) -> list[dict[str, Any]]:
    file = f"{FOLDER}/quiet_places.csv"
    if not pack.exists(file):
        return []
    seen: dict[str, int] = {}
    columns = ("code", "site", "kind", "name_id", "name_en", "lat", "lon", "shape", *PROVENANCE)
    sites = {row.text("code"): row for row in pack.csv("sites.csv", Problems())}
    found = []
    for row in pack.csv(file, problems, columns=columns, optional=translations("name")):
        # A site of the catalogue brings its own place; anything else says where it is.
        site = sites.get(known(row, "site", sites, "site", problems))
        here = site if site is not None else row
        placed = site is not None or not row.text("site")
        found.append(
            {
                "code": unique(row, "code", seen, problems),
                "kind": choice(row, "kind", tuple(QUIET), problems),
                "name": texts(row, "name", problems),
                "lat": degrees(here, "lat", problems, required=placed),
                "lon": degrees(here, "lon", problems, required=placed),
                "shape": wkt(row, "shape", problems),
                **provenance(row, codes, problems),
            }
        )
    return found


def _prayer(pack: PackFolder, codes: Codes, problems: Problems) -> dict[str, Any]:
    file = f"{FOLDER}/prayer.toml"
    whole = pack.toml(file, problems) if pack.exists(file) else None
    if whole is None:
        return {"prayer": [], "prayer_windows": []}
    seen: dict[str, int] = {}
    return {
        "prayer": [
            {
                **_toml_head(row, seen, codes, problems),
                "fajr": number(row, "fajr", problems, least=0, most=30, required=True),
                "isha": number(row, "isha", problems, least=0, most=30, required=True),
                "shadow": number(row, "shadow", problems, least=0, most=3, required=True),
                "margin_min": _minutes(row, "margin_min", problems),
            }
            for row in rows_of(whole, "criteria", problems)
        ],
        "prayer_windows": [
            {
                **_toml_head(row, seen, codes, problems),
                "prayer": choice(row, "prayer", PRAYERS, problems),
                "within_m": number(row, "within_m", problems, least=0, required=True),
                "before_min": _minutes(row, "before_min", problems),
                "after_min": _minutes(row, "after_min", problems, least=1),
            }
            for row in rows_of(whole, "windows", problems)
        ],
    }


def _minutes(row: Row, field: str, problems: Problems, *, least: int = 0) -> int:
    found = number(row, field, problems, least=least, most=240, whole=True, required=True)
    return int(found or 0)


def _toml_head(row: Row, seen: dict[str, int], codes: Codes, problems: Problems) -> dict[str, Any]:
    return {
        "code": unique(row, "code", seen, problems),
        "text": texts(row, "text", problems),
        **provenance(row, codes, problems),
    }


CALENDAR_RULES = Section(
    "calendar_rules", _parse, {"id": "Aturan pemakaian tempat", "en": "Rules of the calendar"}
)
