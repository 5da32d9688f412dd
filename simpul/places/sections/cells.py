"""Cells of the calendar's files: numbers, hours, lists, shapes."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from decimal import Decimal, InvalidOperation

from simpul.kit.geometry import GeometryProblem
from simpul.kit.packs import Problems, Row, register_messages
from simpul.kit.texts import Texts
from simpul.kit.wkt import parse_wkt

MESSAGES: Mapping[str, Texts] = {
    "not_hour": {
        "id": "{value} bukan jam JJ:MM",
        "en": "{value} is not an hour HH:MM",
    },
    "needs_shape": {
        "id": "jarak ini perlu bentuk di kolom shape",
        "en": "this distance needs a shape in the column shape",
    },
    "no_number_here": {
        "id": "ukuran ini tidak memakai angka di sini",
        "en": "this measure takes no number here",
    },
    "out_of_range": {
        "id": "{value} di luar {least}–{most}",
        "en": "{value} is not between {least} and {most}",
    },
}
register_messages(MESSAGES)


def number(
    row: Row,
    field: str,
    problems: Problems,
    *,
    least: float,
    most: float = 1_000_000,
    whole: bool = False,
    required: bool = False,
) -> float | None:
    """A number of a cell or a TOML key; None when empty or wrong."""
    value = row.get(field)
    if value in (None, ""):
        if required:
            problems.at(row, field, "required")
        return None
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        found = Decimal("NaN")
    if isinstance(value, bool) or not found.is_finite() or (whole and found != int(found)):
        problems.at(row, field, "not_number", value=str(value))
        return None
    if not least <= found <= most:
        problems.at(row, field, "out_of_range", value=str(value), least=least, most=most)
        return None
    return float(found)


def hour(row: Row, field: str, problems: Problems) -> str:
    """A local hour "HH:MM"; "" when empty or wrong."""
    value = row.text(field)
    if value and not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", value):
        problems.at(row, field, "not_hour", value=value)
        return ""
    return value


def listed(row: Row, field: str, choices: Collection[str], problems: Problems) -> list[str]:
    """The parts of a "|"-list, each out of a list of choices."""
    found = row.list_of(field)
    for part in found:
        if part not in choices:
            problems.at(row, field, "not_a_choice", value=part, choices=", ".join(choices))
    return [part for part in found if part in choices]


def wkt(row: Row, field: str, problems: Problems) -> str:
    """A shape in WKT, in degrees, longitude first; "" when empty or wrong."""
    text = row.text(field)
    if not text:
        return ""
    try:
        return parse_wkt(text).geometry.wkt
    except GeometryProblem as problem:
        why = {language: problem.text(language) for language in ("id", "en")}
        problems.at(row, field, "bad_value", value=text[:40], why=why)
        return ""
