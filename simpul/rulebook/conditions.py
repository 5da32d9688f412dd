"""The `when` cell of a rule: conditions over facts, joined by "and". Parsed strictly.

    fact = value          fact in a|b            fact >= n        fact includes a|b
    fact != value         fact not in a|b        fact between a..b   (both included)
    always                otherwise              fact includes all a|b    fact excludes a|b

Booleans are yes and no. There is no "or": a second row says it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from simpul.rulebook.facttypes import Fact, FactType, FactValue
from simpul.rulebook.wording import describe

__all__ = [
    "Atom",
    "Condition",
    "ConditionProblem",
    "Flaw",
    "describe",
    "holds",
    "parse",
    "write",
    "write_value",
]

Codes = Mapping[str, Collection[str]]
"""Fact name -> the codes the pack knows for it (for facts without own choices)."""

_ATOM = re.compile(
    r"(?P<fact>[A-Za-z_][A-Za-z0-9_]*)"
    r"(?:\s*(?P<sign>!=|>=|<=|=|>|<)\s*"
    r"|\s+(?P<word>not\s+in|in|between|includes\s+all|includes|excludes)(?:\s+|$))"
    r"(?P<value>.*)",
    re.DOTALL,
)
_NUMBER = re.compile(r"[0-9]{1,12}(\.[0-9]{1,6})?")
_CODE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")

ORDER_OPS = frozenset({"=", "!=", "in", "not in", ">=", ">", "<=", "<", "between"})
OPS: Mapping[FactType, frozenset[str]] = {
    FactType.BOOL: frozenset({"=", "!="}),
    FactType.NUMBER: ORDER_OPS,
    FactType.DATE: ORDER_OPS,
    FactType.TEXT: frozenset({"=", "!=", "in", "not in"}),
    FactType.CHOICE: frozenset({"=", "!=", "in", "not in"}),
    FactType.SET: frozenset({"includes", "includes all", "excludes"}),
}
_MANY = frozenset({"in", "not in", "includes", "includes all", "excludes"})


@dataclass(frozen=True, slots=True)
class Atom:
    """One comparison. `values`: one value; two for between; one or more for the list words.
    `column`: place of its first character in the cell, counted from 1."""

    fact: str
    op: str
    values: tuple[FactValue, ...]
    column: int


@dataclass(frozen=True, slots=True)
class Condition:
    """All atoms must hold. No atoms: `always`, or `otherwise` (what no other row catches)."""

    atoms: tuple[Atom, ...] = ()
    otherwise: bool = False

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts it asks, each once, in the order of the cell."""
        return tuple(dict.fromkeys(atom.fact for atom in self.atoms))


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong in a cell, and at which character (from 1)."""

    column: int
    code: str
    params: Mapping[str, object]


class ConditionProblem(ValueError):
    """A cell that does not parse; `flaws` says everything that is wrong with it."""

    def __init__(self, flaws: list[Flaw]) -> None:
        self.flaws = flaws
        super().__init__("; ".join(f"{flaw.column}: {flaw.code}" for flaw in flaws))


def parse(text: str, facts: Mapping[str, Fact], codes: Codes | None = None) -> Condition:
    """The condition of a cell; ConditionProblem with every flaw when there is any."""
    stripped = text.strip()
    if stripped == "always":
        return Condition()
    if stripped == "otherwise":
        return Condition(otherwise=True)
    if not stripped:
        raise ConditionProblem([Flaw(1, "empty_condition", {})])
    flaws: list[Flaw] = []
    atoms = []
    for piece, column in _pieces(text):
        atom = _parse_atom(piece, column, facts, codes or {}, flaws)
        if atom is not None:
            atoms.append(atom)
    if flaws:
        raise ConditionProblem(flaws)
    return Condition(tuple(atoms))


def _pieces(text: str) -> list[tuple[str, int]]:
    """The parts between "and", each with the column of its first character."""
    pieces = []
    start = 0
    for match in [*re.finditer(r"(?<!\S)and(?!\S)", text), None]:
        end = match.start() if match else len(text)
        raw = text[start:end]
        lead = len(raw) - len(raw.lstrip())
        pieces.append((raw.strip(), start + lead + 1))
        start = match.end() if match else end
    return pieces


def _parse_atom(
    piece: str, column: int, facts: Mapping[str, Fact], codes: Codes, flaws: list[Flaw]
) -> Atom | None:
    match = _ATOM.fullmatch(piece)
    if match is None:
        flaws.append(Flaw(column, "unreadable_condition", {"value": piece}))
        return None
    name = match["fact"]
    fact = facts.get(name)
    if fact is None:
        flaws.append(Flaw(column, "unknown_fact", {"value": name}))
        return None
    op = " ".join((match["sign"] or match["word"]).split())
    if op not in OPS[fact.type]:
        at = column + match.start("sign" if match["sign"] else "word")
        allowed = ", ".join(sorted(OPS[fact.type]))
        flaws.append(Flaw(at, "wrong_operator", {"value": op, "fact": name, "choices": allowed}))
        return None
    at = column + match.start("value")
    values = _values(fact, op, match["value"], at, codes, flaws)
    return Atom(name, op, values, column) if values else None


def _values(
    fact: Fact, op: str, text: str, column: int, codes: Codes, flaws: list[Flaw]
) -> tuple[FactValue, ...]:
    """The values of an atom; empty, with flaws, when one of them is wrong."""
    if op == "between":
        parts = _split(text, "..", column)
        if len(parts) != 2:
            flaws.append(Flaw(column, "not_a_range", {"value": text.strip()}))
            return ()
    else:
        parts = _split(text, "|", column) if op in _MANY else [(text.strip(), column)]
    values = []
    for part, at in parts:
        value = _value(fact, part, at, codes, flaws)
        if value is None:
            return ()
        if value in values and op != "between":
            flaws.append(Flaw(at, "value_twice", {"value": part}))
            return ()
        values.append(value)
    if op == "between" and values[1] < values[0]:  # type: ignore[operator]
        flaws.append(Flaw(column, "range_backwards", {"value": text.strip()}))
        return ()
    return tuple(values)


def _split(text: str, separator: str, column: int) -> list[tuple[str, int]]:
    parts = []
    place = 0
    for part in text.split(separator):
        lead = len(part) - len(part.lstrip())
        parts.append((part.strip(), column + place + lead))
        place += len(part) + len(separator)
    return parts


def _value(fact: Fact, text: str, column: int, codes: Codes, flaws: list[Flaw]) -> FactValue | None:
    if not text:
        flaws.append(Flaw(column, "no_value", {"fact": fact.name}))
        return None
    value: FactValue | None = None
    if fact.type is FactType.BOOL:
        value = {"yes": True, "no": False}.get(text)
    elif fact.type is FactType.NUMBER:
        if _NUMBER.fullmatch(text) and not (fact.whole and "." in text):
            number = Decimal(text)
            value = int(number) if number == int(number) else number
    elif fact.type is FactType.DATE:
        try:
            value = date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else None
        except ValueError:
            value = None
    elif _CODE.fullmatch(text):
        known: Collection[str] | None = fact.choices or codes.get(fact.name)
        if known and text not in known:
            flaws.append(Flaw(column, "unknown_choice", {"value": text, "fact": fact.name}))
            return None
        value = text
    if value is None:
        kind = "whole" if fact.type is FactType.NUMBER and fact.whole else fact.type.value
        flaws.append(Flaw(column, f"not_{kind}", {"value": text, "fact": fact.name}))
    return value


def write(condition: Condition) -> str:
    """The condition as a cell again: `parse(write(c))` asks the same."""
    if condition.otherwise:
        return "otherwise"
    return " and ".join(_write_atom(atom) for atom in condition.atoms) or "always"


def _write_atom(atom: Atom) -> str:
    separator = ".." if atom.op == "between" else "|"
    return f"{atom.fact} {atom.op} {separator.join(write_value(v) for v in atom.values)}"


def write_value(value: FactValue) -> str:
    """A value as it stands in a cell."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if isinstance(value, date) else str(value)


def holds(atom: Atom, value: FactValue) -> bool:
    """Is the comparison true of a known value? The plain meaning; the index must agree."""
    first = atom.values[0]
    match atom.op:
        case "includes":
            return not value.isdisjoint(atom.values)  # type: ignore[union-attr]
        case "includes all":
            return value.issuperset(atom.values)  # type: ignore[union-attr]
        case "excludes":
            return value.isdisjoint(atom.values)  # type: ignore[union-attr]
        case "=":
            return value == first
        case "!=":
            return value != first
        case "in":
            return value in atom.values
        case "not in":
            return value not in atom.values
        case ">=":
            return value >= first  # type: ignore[operator]
        case ">":
            return value > first  # type: ignore[operator]
        case "<=":
            return value <= first  # type: ignore[operator]
        case "<":
            return value < first  # type: ignore[operator]
        case "between":
            return first <= value <= atom.values[1]  # type: ignore[operator]
    raise ValueError(f"operator {atom.op!r}")
