"""What the readers of all sections share: provenance with known laws and sources, typed cells."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal, InvalidOperation
from typing import Any

from simpul.kit.packs import PackFolder, Problems, Row, read_provenance

PROVENANCE = ("law", "source", "status", "valid_from", "valid_to")

LANGUAGES = ("ko", "zh_Hant", "zh_Hans", "ja")


def translations(*names: str) -> tuple[str, ...]:
    """The optional columns of texts: other languages than Indonesian and English."""
    return tuple(f"{name}_{language}" for name in names for language in LANGUAGES)


class Anything(frozenset[str]):
    """The codes of an unreadable file: every code may be among them."""

    def __contains__(self, code: object) -> bool:
        return True


class Codes:
    """Codes of other files of the same pack, read when first asked for."""

    def __init__(self, pack: PackFolder) -> None:
        self._pack = pack
        self._found: dict[str, frozenset[str]] = {}

    def of(self, file: str, column: str = "code") -> frozenset[str]:
        """Every code of a CSV file; its own section reports what is wrong with the file."""
        if file not in self._found:
            own = Problems()
            rows = self._pack.csv(file, own, columns=(column,))
            found = frozenset(row.text(column) for row in rows) - {""}
            # Of a file that cannot be read whole nobody knows which codes it holds.
            self._found[file] = Anything() if own else found
        return self._found[file]


def provenance(row: Row, codes: Codes, problems: Problems) -> dict[str, Any]:
    """The five columns every row has; laws and sources must be known to the pack."""
    origin = read_provenance(row, problems)
    for law in origin["law"]:
        if law not in codes.of("laws.csv"):
            problems.at(row, "law", "unknown_law", value=law)
    check_sources(row, codes, problems)
    return origin


def check_sources(row: Row, codes: Codes, problems: Problems) -> None:
    """Every source of a row stands in sources.csv."""
    for source in row.list_of("source"):
        if source not in codes.of("sources.csv", "id"):
            problems.at(row, "source", "unknown_source", value=source)


def unique(row: Row, field: str, seen: dict[str, int], problems: Problems) -> str:
    """A code that must be there and only once; "" when it is not."""
    code = row.text(field)
    if not code:
        problems.at(row, field, "required")
    elif code in seen:
        problems.at(row, field, "duplicate", value=code, line=seen[code])
        return ""
    seen.setdefault(code, row.line)
    return code


def texts(row: Row, field: str, problems: Problems, *, required: bool = True) -> dict[str, str]:
    """A text in its languages; Indonesian and English must be there, or neither if optional."""
    found = row.texts(field)
    if required or found:
        for language in ("id", "en"):
            if language not in found:
                place = f"{field}.{language}" if field in row.values else f"{field}_{language}"
                problems.at(row, place, "required")
    return found


def choice(row: Row, field: str, choices: Collection[str], problems: Problems) -> str:
    """A value out of a list."""
    value = row.text(field)
    if value not in choices:
        problems.at(row, field, "not_a_choice", value=value, choices=", ".join(choices))
    return value


def known(row: Row, field: str, codes: Collection[str], kind: str, problems: Problems) -> str:
    """A code of another file; empty is allowed."""
    value = row.text(field)
    if value and value not in codes:
        problems.at(row, field, "unknown_code", kind=kind, value=value)
    return value


def yes_no(row: Row, field: str, problems: Problems) -> bool:
    """A yes or a no; anything else is a problem."""
    value = row.get(field)
    if isinstance(value, bool):
        return value
    if value not in ("yes", "no"):
        problems.at(row, field, "not_yes_no", value=str(value))
    return bool(value == "yes")


def degrees(row: Row, field: str, problems: Problems, *, required: bool = True) -> float | None:
    """A latitude or longitude in degrees."""
    value = row.get(field)
    if value in (None, ""):
        if required:
            problems.at(row, field, "required")
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number) > (90 if field == "lat" else 180):
        problems.at(row, field, "not_number", value=str(value))
        return None
    return float(number)
