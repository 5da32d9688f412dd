"""How one value of a plan is read and written: strict about the wrong, silent about the absent.

A `Kind` reads a JSON value into Python and writes it back. Reading raises `Wrong` with a
sentence in the reader's language; the caller knows the path and collects it.
"""

from __future__ import annotations

import dataclasses
import difflib
import math
import re
import unicodedata
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar

from babel import Locale
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from simpul.kit.geometry import GeometryProblem, Shape, parse_geometry

T = TypeVar("T")

FIRST_DAY, LAST_DAY = date(2020, 1, 1), date(2099, 12, 31)
"""Days outside are typing errors: no law of the pack reaches there."""

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,39}", re.ASCII)
# Characters that reorder or hide text on the printed permit.
_HIDDEN = {"Cc", "Cs", "Cn", "Co"}
_REORDERING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")


class Wrong(Exception):
    """A value that cannot be accepted; `str()` is the sentence for the person who typed it."""


class Problems:
    """Every error of one reading, by path ("days[2].date"), in the order found."""

    def __init__(self) -> None:
        self.errors: dict[str, list[str]] = {}

    def add(self, path: str, message: str) -> None:
        messages = self.errors.setdefault(path, [])
        if message not in messages:
            messages.append(message)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of value. `read(value, path, problems)` may add problems itself or raise `Wrong`."""

    read: Callable[[Any, str, Problems], Any]
    write: Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Ground:
    """A drawn place: its GeoJSON geometry and the checked shape made of it (WGS 84)."""

    geojson: dict[str, Any]
    shape: Shape = dataclasses.field(compare=False, repr=False)


def part(kind: Kind, key: str = "", default: Any = None) -> Any:
    """A dataclass field read by `kind`; `key` is its JSON name where that is no Python name."""
    return dataclasses.field(default=default, metadata={"kind": kind, "key": key})


_PARTS: dict[type, dict[str, tuple[str, Kind]]] = {}


def parts_of(cls: type) -> dict[str, tuple[str, Kind]]:
    """JSON key -> (attribute, kind) of a plan dataclass."""
    if cls not in _PARTS:
        _PARTS[cls] = {
            f.metadata["key"] or f.name: (f.name, f.metadata["kind"])
            for f in dataclasses.fields(cls)
            if "kind" in f.metadata
        }
    return _PARTS[cls]


def _simple(read: Callable[[Any], Any], write: Callable[[Any], Any] = lambda value: value) -> Kind:
    return Kind(lambda value, path, problems: read(value), write)


def _as_text(value: Any, most: int, *, lines: bool) -> str:
    if not isinstance(value, str):
        raise Wrong(_("This must be text."))
    if len(value) > most:
        raise Wrong(
            _("This is too long: %(n)d characters; at most %(most)d.")
            % {"n": len(value), "most": most}
        )
    clean = unicodedata.normalize("NFC", value.replace("\r\n", "\n")).strip()
    for sign in clean:
        if sign == "\n" and lines:
            continue
        if unicodedata.category(sign) in _HIDDEN or sign in _REORDERING:
            raise Wrong(_("This contains a control character that cannot be printed."))
    return clean


def text(most: int, *, lines: bool = False) -> Kind:
    """Text of at most `most` characters; line breaks only with `lines`. Empty text is absent."""
    return _simple(lambda value: _as_text(value, most, lines=lines) or None)


def name() -> Kind:
    """A short name that rows use for each other: "s1", "t2"."""

    def read(value: Any) -> str | None:
        found = _as_text(value, 40, lines=False)
        if found and not _NAME.fullmatch(found):
            raise Wrong(_("Use only letters, digits, hyphen, dot and underscore."))
        return found or None

    return _simple(read)


def flag() -> Kind:
    """Yes or no: JSON true or false."""

    def read(value: Any) -> bool:
        if not isinstance(value, bool):
            raise Wrong(_("This must be true or false."))
        return value

    return _simple(read)


def _in_range(value: float, least: float, most: float) -> None:
    if not least <= value <= most:
        raise Wrong(
            _("This must be between %(least)s and %(most)s.")
            % {"least": f"{least:g}", "most": f"{most:g}"}
        )


def count(least: int, most: int) -> Kind:
    """A whole number; 3.0 is accepted as 3, 3.5 and "3" are not."""

    def read(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise Wrong(_("This must be a whole number."))
        if isinstance(value, float) and (not math.isfinite(value) or not value.is_integer()):
            raise Wrong(_("This must be a whole number."))
        _in_range(value, least, most)
        return int(value)

    return _simple(read)


def measure(least: float, most: float) -> Kind:
    """A measured number (metres, inches, hours), kept to two decimals."""

    def read(value: Any) -> Decimal:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise Wrong(_("This must be a number."))
        if isinstance(value, float) and not math.isfinite(value):
            raise Wrong(_("This must be a number."))
        _in_range(value, least, most)
        return round(Decimal(repr(value)), 2)

    return _simple(read, lambda value: int(value) if value == int(value) else float(value))


def choice(codes: Collection[str]) -> Kind:
    """One code of a closed list; a near miss is named in the error."""

    def read(value: Any) -> str | None:
        if value == "":
            return None
        if not isinstance(value, str):
            raise Wrong(_("This must be one of the listed codes."))
        if value not in codes:
            raise Wrong(unknown(value, codes))
        return value

    return _simple(read)


@cache
def _countries() -> frozenset[str]:
    """ISO 3166-1 alpha-2 codes, from CLDR (which adds a few region codes for unknown places)."""
    codes = [str(code) for code in Locale("en").territories]
    return frozenset(c for c in codes if len(c) == 2 and c.isalpha()) - {"ZZ", "QO", "EU", "UN"}


def country() -> Kind:
    """An ISO 3166-1 alpha-2 country code."""
    return _simple(lambda value: choice(_countries()).read(value, "", Problems()))


def unknown(value: str, known: Collection[str]) -> str:
    """The sentence about a code or field that is not on the list, with the nearest that is."""
    short = "".join(c for c in value[:40] if c.isprintable())
    near = difflib.get_close_matches(short, list(known), n=1) if len(known) <= 500 else []
    if near:
        return _("“%(value)s” is not known. Did you mean “%(near)s”?") % {
            "value": short,
            "near": near[0],
        }
    return _("“%(value)s” is not known.") % {"value": short}


def read_day(value: Any) -> date:
    """A day written YYYY-MM-DD that exists and lies in this century's planning years."""
    if not isinstance(value, str) or not _DATE.fullmatch(value):
        raise Wrong(_("Write the date as YYYY-MM-DD, for example 2026-12-10."))
    try:
        found = date.fromisoformat(value)
    except ValueError:
        raise Wrong(_("This date does not exist.")) from None
    if not FIRST_DAY <= found <= LAST_DAY:
        raise Wrong(
            _("This date must be between %(first)s and %(last)s.")
            % {"first": FIRST_DAY.year, "last": LAST_DAY.year}
        )
    return found


def day() -> Kind:
    """A calendar day."""
    return _simple(lambda value: None if value == "" else read_day(value), date.isoformat)


def clock() -> Kind:
    """A time of day "HH:MM" in the city's time zone."""

    def read(value: Any) -> time | None:
        if value == "":
            return None
        if not isinstance(value, str) or not _TIME.fullmatch(value):
            raise Wrong(_("Write the time as HH:MM, for example 07:30."))
        return time.fromisoformat(value)

    return _simple(read, lambda value: value.strftime("%H:%M"))


def ground() -> Kind:
    """A drawn place as GeoJSON geometry."""

    def read(value: Any) -> Ground:
        try:
            shape = parse_geometry(value)
        except GeometryProblem as problem:
            raise Wrong(problem.text(get_language() or "id")) from None
        return Ground(shape.geojson, shape)

    return _simple(read, lambda value: value.geojson)


def many(inner: Kind, most: int, *, sorted_set: bool = False) -> Kind:
    """A list of plain values; `sorted_set` sorts it and drops what is said twice."""

    def read(value: Any, path: str, problems: Problems) -> tuple[Any, ...]:
        found = []
        for index, item in enumerate(_as_list(value, most)):
            try:
                read_item = inner.read(item, f"{path}[{index}]", problems)
            except Wrong as wrong:
                problems.add(f"{path}[{index}]", str(wrong))
                continue
            if read_item is not None:
                found.append(read_item)
        return tuple(sorted(set(found))) if sorted_set else tuple(found)

    return Kind(read, lambda values: [inner.write(value) for value in values])


def _as_list(value: Any, most: int) -> list[Any]:
    if not isinstance(value, list):
        raise Wrong(_("This must be a list."))
    if len(value) > most:
        raise Wrong(
            _("There are too many entries: %(n)d; at most %(most)d.")
            % {"n": len(value), "most": most}
        )
    return value


def group(cls: type[T]) -> Kind:
    """One nested object."""
    return Kind(lambda value, path, problems: read_object(cls, value, path, problems), write_object)


def rows(cls: type[T], most: int) -> Kind:
    """A list of nested objects."""

    def read(value: Any, path: str, problems: Problems) -> tuple[T, ...]:
        return tuple(
            read_object(cls, item, f"{path}[{index}]", problems)
            for index, item in enumerate(_as_list(value, most))
        )

    return Kind(read, lambda values: [write_object(value) for value in values])


def read_object(cls: type[T], value: Any, path: str, problems: Problems) -> T:
    """Read a JSON object into `cls`; what is wrong is reported and left out, null is absent."""
    if not isinstance(value, dict):
        problems.add(path, _("This must be a group of named fields."))
        return cls()
    known = parts_of(cls)
    found: dict[str, Any] = {}
    for key, item in value.items():
        here = f"{path}.{key[:60]}" if path else key[:60]
        if key not in known:
            problems.add(here, unknown(key, known))
        elif item is not None:
            attribute, kind = known[key]
            try:
                found[attribute] = kind.read(item, here, problems)
            except Wrong as wrong:
                problems.add(here, str(wrong))
    return cls(**found)


def write_object(value: Any) -> dict[str, Any]:
    """The JSON object of a plan dataclass, without what is absent."""
    written: dict[str, Any] = {}
    for key, (attribute, kind) in parts_of(type(value)).items():
        item = getattr(value, attribute)
        if item is None:
            continue
        data = kind.write(item)
        # An empty nested object says nothing; an empty list says "none of these".
        if data != {}:
            written[key] = data
    return written
