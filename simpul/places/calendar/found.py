"""What a check finds: a clash with its grade, its reason and what would solve it. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from enum import IntEnum
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from babel.dates import format_date

from simpul.city.rows import Provenance
from simpul.kit.periods import Period
from simpul.kit.texts import Texts
from simpul.places.calendar.uses import Standing

ANOTHER: Texts = MappingProxyType({"id": "produksi lain", "en": "another production"})


class Grade(IntEnum):
    """How serious: hard stops, possible must be talked about, information is good to know."""

    INFORMATION = 1
    POSSIBLE = 2
    HARD = 3

    @property
    def code(self) -> str:
        """ "hard", "possible" or "information"."""
        return self.name.lower()


def grade_of(row: Provenance | None, *, most: Grade = Grade.HARD) -> Grade:
    """How serious a breach of a row may be: never hard while nobody has adopted it."""
    return most if row is not None and row.verified else min(most, Grade.POSSIBLE)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a calculation, e.g. one shoot day of one production."""

    text: Texts
    amount: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Solution:
    """A way out. `kind`: "hours" (with periods), "day" (with the day), "place" (with the code of
    the place), "fewer" (vehicles) or "permission" (to be asked for)."""

    kind: str
    text: Texts
    periods: tuple[Period, ...] = ()
    day: date | None = None
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """Something in the way of a wanted use.

    `rule`: what kind of clash. `row`: code of the pack's row, "" where none is needed (double
    booking). `use`: `Wanted.index`. `other`: the other side's title, empty without another side;
    `other_ref`: its holder, "" when confidential. `periods`: the overlap. `ground`: what is shared;
    `distance_m`: how far apart where nothing is shared. `calculation`: line by line. `key`: the
    same for the same clash, to know what is new since the last look.
    """

    grade: Grade
    rule: str
    text: Texts
    use: int
    row: str = ""
    other: Texts = field(default_factory=dict)
    other_ref: str = ""
    periods: tuple[Period, ...] = ()
    ground: Texts = field(default_factory=dict)
    distance_m: float | None = None
    law: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    status: str = ""
    calculation: tuple[Line, ...] = ()
    solutions: tuple[Solution, ...] = field(default=())
    key: str = ""

    @property
    def period(self) -> Period | None:
        """The first overlap."""
        return self.periods[0] if self.periods else None

    @property
    def proposal(self) -> bool:
        """The rule behind it is nobody's law or policy yet."""
        return self.status in ("assumed", "proposal")

    def as_json(self) -> dict[str, Any]:
        """Plain data, for the API and for comparing with an earlier look."""
        return {
            "grade": self.grade.code,
            "rule": self.rule,
            "row": self.row,
            "use": self.use,
            "other": dict(self.other),
            "periods": [_plain(one) for one in self.periods],
            "ground": dict(self.ground),
            "distance_m": None if self.distance_m is None else round(self.distance_m, 1),
            "text": dict(self.text),
            "law": list(self.law),
            "sources": list(self.sources),
            "status": self.status,
            "calculation": [
                {"text": dict(line.text), "amount": line.amount} for line in self.calculation
            ],
            "solutions": [
                {
                    "kind": one.kind,
                    "text": dict(one.text),
                    "periods": [_plain(period) for period in one.periods],
                    "day": one.day.isoformat() if one.day else None,
                    "place": one.place,
                }
                for one in self.solutions
            ],
            "key": self.key,
        }


def origin_of(row: Provenance | None) -> dict[str, Any]:
    """The arguments of a `Clash` that say where its rule comes from."""
    if row is None:
        return {}
    return {"law": row.law, "sources": row.sources, "status": row.status}


def other_side(standing: Standing, *, reveal: bool) -> dict[str, Any]:
    """The arguments of a `Clash` that name the other side, or keep it to itself."""
    if standing.confidential and not reveal:
        return {"other": ANOTHER, "other_ref": ""}
    return {"other": standing.label or ANOTHER, "other_ref": standing.holder}


def key_of(*parts: object) -> str:
    """A short name that stays the same."""
    return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()[:16]


def both(indonesian: str, english: str, **values: object) -> Texts:
    """A sentence in both languages. A value that is `Texts` is put in by language."""
    return MappingProxyType(
        {
            language: text.format_map(
                {
                    k: value if type(value) is str else _in(value, language)
                    for k, value in values.items()
                }
            )
            for language, text in (("id", indonesian), ("en", english))
        }
    )


def amount(value: float, language: str = "en") -> str:
    """A number without idle zeros; decimal comma in Indonesian."""
    text = f"{value:.1f}".removesuffix(".0")
    return text.replace(".", ",") if language == "id" else text


@lru_cache(maxsize=4096)
def day_in_words(day: date, language: str = "en") -> str:
    """ "5 November 2026", the month in the reader's language."""
    return str(format_date(day, "d MMMM y", locale=language))


def _in(value: object, language: str) -> object:
    if isinstance(value, Mapping):
        return value.get(language) or value.get("id") or ""
    if isinstance(value, float):
        return amount(value, language)
    if isinstance(value, time):
        return f"{value:%H.%M}" if language == "id" else f"{value:%H:%M}"
    return day_in_words(value, language) if isinstance(value, date) else value


def _plain(period: Period) -> dict[str, str]:
    return {"start": period.start.isoformat(), "end": period.end.isoformat()}
