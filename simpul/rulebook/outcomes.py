"""The outcome columns of a rule table: their types, and their cells read strictly.

Types: text, integer, number, money, bool (yes/no), date, list ("|" between), choice(a|b),
code(kind) and codes(kind) (known to the pack, such as authorities; "@manager" stands for whoever
the case brings). A "?" at the end lets the cell be empty; lists may always be.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from simpul.kit.money import Money, MoneyProblem
from simpul.kit.packs import Problems, Row

Outcome = str | int | bool | Decimal | Money | date | tuple[str, ...] | None

_TYPE = re.compile(r"(?P<kind>[a-z]+)(\((?P<detail>[^()]+)\))?(?P<optional>\?)?")
KINDS = frozenset(
    {"text", "integer", "number", "money", "bool", "date", "list", "choice", "code", "codes"}
)


@dataclass(frozen=True, slots=True)
class OutcomeType:
    """`kind`: see the module. `detail`: the choices of a choice, the kind of a code."""

    kind: str
    detail: tuple[str, ...] = ()
    optional: bool = False

    @classmethod
    def parse(cls, text: str) -> OutcomeType | None:
        """From its name in tables.toml; None when there is no such type."""
        match = _TYPE.fullmatch(text.strip())
        if match is None or match["kind"] not in KINDS:
            return None
        kind, detail = match["kind"], match["detail"]
        if (kind in ("choice", "code", "codes")) != bool(detail):
            return None
        parts = tuple(part.strip() for part in (detail or "").split("|") if part.strip())
        return cls(kind, parts, bool(match["optional"]))

    def __str__(self) -> str:
        detail = f"({'|'.join(self.detail)})" if self.detail else ""
        return f"{self.kind}{detail}{'?' if self.optional else ''}"


@dataclass(frozen=True, slots=True)
class Cells:
    """What reading a cell needs to know: the currency, and the codes of the pack by kind."""

    currency: str = "IDR"
    codes: Mapping[str, Collection[str]] | None = None


def read_outcome(
    row: Row, column: str, kind: OutcomeType, known: Cells, problems: Problems
) -> Outcome:
    """The typed value of an outcome cell; None and a problem when it is wrong."""
    text = row.text(column)
    if kind.kind in ("list", "codes"):
        parts = tuple(row.list_of(column))
        if kind.kind == "codes":
            _check_codes(row, column, kind, parts, known, problems)
        return parts
    if not text:
        if not kind.optional:
            problems.at(row, column, "required")
        return None
    if kind.kind == "code":
        _check_codes(row, column, kind, (text,), known, problems)
        return text
    return _scalar(row, column, kind, text, known.currency, problems)


def _scalar(
    row: Row, column: str, kind: OutcomeType, text: str, currency: str, problems: Problems
) -> Outcome:
    match kind.kind:
        case "text":
            return text
        case "integer" if re.fullmatch(r"[0-9]{1,9}", text):
            return int(text)
        case "number" if re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,6})?", text):
            return Decimal(text)
        case "bool" if text in ("yes", "no"):
            return text == "yes"
        case "choice" if text in kind.detail:
            return text
        case "choice":
            choices = ", ".join(kind.detail)
            problems.at(row, column, "unknown_outcome", value=text, choices=choices)
            return None
        case "money":
            return _money(row, column, text, currency, problems)
        case "date":
            try:
                return date.fromisoformat(text)
            except ValueError:
                problems.at(row, column, "not_date", value=text)
                return None
    problems.at(row, column, f"not_{kind.kind}", value=text)
    return None


def _money(row: Row, column: str, text: str, currency: str, problems: Problems) -> Money | None:
    try:
        amount = Money.parse(text, currency)
    except MoneyProblem as problem:
        problems.at(row, column, f"money_{problem.code}", value=text, currency=currency)
        return None
    if amount.amount < 0:
        problems.at(row, column, "money_negative", value=text)
        return None
    return amount


def _check_codes(
    row: Row,
    column: str,
    kind: OutcomeType,
    found: tuple[str, ...],
    known: Cells,
    problems: Problems,
) -> None:
    if known.codes is None or kind.detail[0] not in known.codes:
        return
    for code in found:
        if not code.startswith("@") and code not in known.codes[kind.detail[0]]:
            problems.at(row, column, "unknown_code", kind=kind.detail[0], value=code)
