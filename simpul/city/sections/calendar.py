"""calendar.toml: the days off, from the `holidays` library plus the pack's corrections.

The days are written out into the version, so that a later library cannot change a clock that
was computed under it.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import holidays

from simpul.city.sections.reading import Codes, provenance
from simpul.kit.packs import PackFolder, Problems, Row, Section, read_date, rows_of

FILE = "calendar.toml"
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
KINDS = {"holiday": "public", "joint_leave": "government"}
"""Kind of day off -> category of the library."""


def library_days(country: str, year: int) -> dict[str, dict[str, Any]]:
    """The library's days off of a year: ISO day -> kind and names.

    Not every country has joint leave, nor names in Indonesian; those of the country's own language
    come along where the library writes it.
    """
    days: dict[str, dict[str, Any]] = {}
    known = holidays.country_holidays(country, years=year)
    # Joint leave first: a holiday on the same day wins.
    for kind in ("joint_leave", "holiday"):
        if KINDS[kind] not in known.supported_categories:
            continue
        named = {
            language: holidays.country_holidays(
                country, years=year, categories=KINDS[kind], language=locale, expand=False
            )
            for language, locale in _named_in(known)
        }
        for day, name in named["en"].items():
            names = {language: there.get(day, name) for language, there in named.items()}
            days[day.isoformat()] = {"kind": kind, "names": {"id": name, **names}}
    return days


def _named_in(known: Any) -> list[tuple[str, str]]:
    """Languages and how the library calls them: English last, for it is always asked."""
    offered = set(known.supported_languages)
    wanted = [(code, code) for code in ("id", "ko") if code in offered]
    return [*wanted, ("en", "en_US")]


def _parse(pack: PackFolder, problems: Problems) -> dict[str, Any]:
    whole = pack.toml(FILE, problems)
    if whole is None:
        return {}
    head = whole.get("calendar")
    head = head if isinstance(head, dict) else {}
    said = head.get("weekend")
    weekend = [str(day) for day in said] if isinstance(said, list) else [str(said)]
    for day in weekend:
        if day not in WEEKDAYS:
            problems.add(
                FILE,
                whole.line_of("calendar.weekend"),
                "calendar.weekend",
                "not_a_choice",
                value=day,
                choices=", ".join(WEEKDAYS),
            )
    country = str(head.get("country", ""))
    if country not in holidays.list_supported_countries():
        line = whole.line_of("calendar.country")
        problems.add(FILE, line, "calendar.country", "unknown_code", kind="country", value=country)
        return {}
    codes = Codes(pack)
    days: dict[str, dict[str, Any]] = {}
    years = {}
    year_rows = rows_of(whole, "years", problems)
    for row in year_rows:
        year = row.get("year")
        if type(year) is not int or not 2000 <= year <= 2100:
            problems.at(row, "year", "not_number", value=str(year))
            continue
        days |= library_days(country, year)
        years[str(year)] = provenance(row, codes, problems)
    if whole.get("corrections"):
        for row in rows_of(whole, "corrections", problems):
            _correct(row, days, codes, problems)
    for row in year_rows:
        _count(row, days, problems)
    return {
        "weekend": [WEEKDAYS.index(day) for day in weekend if day in WEEKDAYS],
        "years": years,
        "days": dict(sorted(days.items())),
    }


def _correct(row: Row, days: dict[str, Any], codes: Codes, problems: Problems) -> None:
    """One correction: add a day (or rename it), or remove one the library has wrong."""
    day = read_date(row, "day", problems)
    origin = provenance(row, codes, problems)
    action = row.text("action")
    if action == "remove":
        if day and days.pop(day, None) is None:
            problems.at(row, "day", "nothing_to_remove", value=day)
    elif action == "add":
        if row.text("kind") not in KINDS:
            choices = ", ".join(KINDS)
            problems.at(row, "kind", "not_a_choice", value=row.text("kind"), choices=choices)
        names = row.texts("name")
        if not names:
            problems.at(row, "name", "required")
        if day:
            days[day] = {"kind": row.text("kind"), "names": names, **origin}
    else:
        problems.at(row, "action", "not_a_choice", value=action, choices="add, remove")


def _count(row: Row, days: dict[str, Any], problems: Problems) -> None:
    """A decree says how many days it names: compare, when the pack wrote the numbers down."""
    year = row.get("year")
    for kind, field in (("holiday", "holidays"), ("joint_leave", "joint_leave")):
        wanted = row.get(field)
        if wanted is None:
            continue
        found = sum(
            1
            for day, entry in days.items()
            if date.fromisoformat(day).year == year and entry["kind"] == kind
        )
        if found != wanted:
            problems.at(
                row, field, "calendar_count", year=year, kind=kind, found=found, wanted=wanted
            )


CALENDAR = Section("calendar", _parse, {"id": "Kalender kerja", "en": "Working calendar"})
