"""Typed reading of one table of a scheme file; what is wrong is noted with line and field."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from simpul.incentives.scheme.conditions import (
    OPERATORS,
    WORDS,
    All,
    AnyOf,
    Compare,
    Condition,
    Not,
)
from simpul.incentives.scheme.terms import (
    NAME,
    NUMBERS,
    SHARE,
    Constant,
    Name,
    Term,
    TermProblem,
    read_term,
)
from simpul.kit.packs import Problems, Row, read_date
from simpul.kit.texts import Texts

DEEPEST = 20
"""Levels of conditions in conditions; nobody reads more than three."""

LARGEST_SHARE = 10
"""A share above this without a per cent sign is a slip: "32" for "32%"."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What the whole file says and its tables need: the currency, which inputs are choices."""

    currency: str
    choices: Mapping[str, Collection[str]] = field(default_factory=dict)


class Fields:
    """A table, or a table in it. `done()` notes the keys nobody asked for."""

    def __init__(
        self, row: Row, problems: Problems, setting: Setting, path: str = "", values: Any = None
    ) -> None:
        self.row, self.problems, self.setting, self.path = row, problems, setting, path
        self.values: Mapping[str, Any] = row.values if values is None else values
        self._asked: set[str] = set()

    @property
    def line(self) -> int:
        """Where the table begins."""
        return self.row.line_of(self.path) if self.path else self.row.line

    def bad(self, key: str, code: str, /, **params: object) -> None:
        """Note what is wrong with a key."""
        self.problems.at(self.row, f"{self.path}.{key}" if self.path else key, code, **params)

    def has(self, key: str) -> bool:
        """Is it there? Asking is reading."""
        self._asked.add(key)
        return key in self.values

    def get(self, key: str) -> Any:
        """The value as TOML gives it."""
        self._asked.add(key)
        return self.values.get(key)

    def text(
        self, key: str, *, required: bool = False, choices: Collection[str] = (), default: str = ""
    ) -> str:
        """A text, one of `choices` where any are given."""
        value = self.get(key)
        if value is None or value == "":
            if required:
                self.bad(key, "required")
            return default
        if not isinstance(value, str):
            self.bad(key, "not_text")
            return default
        value = value.strip()
        if choices and value not in choices:
            self.bad(key, "not_a_choice", value=value, choices=", ".join(choices))
            return default
        return value

    def texts(self, key: str, *, required: bool = True) -> Texts:
        """A text in its languages; Indonesian and English go together."""
        value = self.get(key)
        found = value if isinstance(value, Mapping) else {}
        if required or value is not None:
            for language in ("id", "en"):
                if not isinstance(found.get(language), str) or not found[language].strip():
                    self.bad(f"{key}.{language}", "required")
        return {str(k): str(v).strip() for k, v in found.items()}

    def flag(self, key: str, default: bool | None = False) -> bool | None:
        """A yes or a no."""
        value = self.get(key)
        if value is None:
            return default
        if not isinstance(value, bool):
            self.bad(key, "not_yes_no", value=str(value))
            return default
        return value

    def date(self, key: str, *, required: bool = False) -> date | None:
        """A day; None for "" or a missing key."""
        self._asked.add(key)
        own = Row(self.values, self.row.file, self.line, lines=self._lines())
        found = read_date(own, key, self.problems, required=required)
        return date.fromisoformat(found) if found else None

    def _lines(self) -> Mapping[str, int]:
        prefix = f"{self.path}." if self.path else ""
        return {key: self.row.line_of(prefix + key) for key in self.values}

    def whole(self, key: str, *, required: bool = False) -> int | None:
        """A whole number, not negative."""
        value = self.get(key)
        if value is None:
            if required:
                self.bad(key, "required")
            return None
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            self.bad(key, "not_number", value=str(value))
            return None
        return value

    def words(self, key: str, *, choices: Collection[str] = ()) -> tuple[str, ...]:
        """A text or a list of texts."""
        value = self.get(key)
        items = [value] if isinstance(value, str) else value
        if items is None:
            return ()
        if not isinstance(items, list) or not all(isinstance(one, str) for one in items):
            self.bad(key, "not_text")
            return ()
        for one in items:
            if choices and one not in choices:
                self.bad(key, "not_a_choice", value=one, choices=", ".join(choices))
        return tuple(items)

    def name(self, key: str, *, required: bool = True) -> str:
        """One name."""
        value = self.text(key, required=required)
        if value and not NAME.fullmatch(value):
            self.bad(key, "not_a_name", value=value)
            return ""
        return value

    def names(self, key: str, *, required: bool = True) -> tuple[str, ...]:
        """A name or a list of them."""
        found = self.words(key)
        if required and not found:
            self.bad(key, "required")
        for one in found:
            if not NAME.fullmatch(one):
                self.bad(key, "not_a_name", value=one)
        return tuple(one for one in found if NAME.fullmatch(one))

    def term(self, key: str, *, required: bool = False) -> Term | None:
        """A constant or a name."""
        value = self.get(key)
        if value is None:
            if required:
                self.bad(key, "required")
            return None
        return self.read_term(key, value)

    def read_term(self, key: str, value: object) -> Term | None:
        """A value found under a key as a term; None and a problem when it is none."""
        try:
            return read_term(value, self.setting.currency)
        except TermProblem as problem:
            self.bad(key, problem.code, **problem.params)
            return None

    def terms(self, key: str, *, required: bool = True) -> tuple[Term, ...]:
        """A list of terms, or one."""
        value = self.get(key)
        items = value if isinstance(value, list) else [] if value is None else [value]
        if required and not items:
            self.bad(key, "required")
        found = (self.read_term(key, one) for one in items)
        return tuple(one for one in found if one is not None)

    def share(self, key: str, *, required: bool = False) -> Term | None:
        """A share: "32%", "0.32" or a name; 32 without the sign is refused."""
        term = self.term(key, required=required)
        return self.as_share(key, term)

    def as_share(self, key: str, term: Term | None) -> Term | None:
        """A term as a share."""
        if not isinstance(term, Constant) or term.percent:
            return term
        if isinstance(term.value, date) or term.unit not in NUMBERS:
            self.bad(key, "units_mixed", one=term.unit, other=SHARE)
            return None
        if abs(term.value) > LARGEST_SHARE:
            self.bad(key, "share_over_one", value=str(term.value))
            return None
        return Constant(term.value, SHARE, percent=True)

    def tables(self, key: str, *, required: bool = True) -> list[Fields]:
        """The tables of a list."""
        value = self.get(key)
        if value is None:
            if required:
                self.bad(key, "required")
            return []
        if not isinstance(value, list) or not all(isinstance(one, Mapping) for one in value):
            self.bad(key, "not_a_table", name=key)
            return []
        prefix = f"{self.path}.{key}" if self.path else key
        return [
            Fields(self.row, self.problems, self.setting, f"{prefix}.{number}", one)
            for number, one in enumerate(value)
        ]

    def table(self, key: str) -> Mapping[str, Any]:
        """A table as it is; empty when there is none."""
        value = self.get(key)
        if value is None:
            return {}
        if not isinstance(value, Mapping):
            self.bad(key, "not_a_table", name=key)
            return {}
        return value

    def condition(self, key: str, *, required: bool = False) -> Condition | None:
        """A condition; None where there is none."""
        value = self.get(key)
        if value is None:
            if required:
                self.bad(key, "required")
            return None
        return self._condition(key, value)

    def _condition(self, key: str, value: object) -> Condition | None:
        if key.count(".") > DEEPEST:
            self.bad(key.split(".")[0], "too_deep")
            return None
        if not isinstance(value, Mapping) or not value:
            self.bad(key, "no_condition")
            return None
        parts: list[Condition] = []
        for entry, wanted in value.items():
            place = f"{key}.{entry}"
            if entry == "any" and isinstance(wanted, list):
                inner = [self._condition(place, one) for one in wanted]
                parts.append(AnyOf(tuple(one for one in inner if one is not None)))
            elif entry == "not":
                part = self._condition(place, wanted)
                parts += [Not(part)] if part is not None else []
            elif not NAME.fullmatch(entry):
                self.bad(place, "not_a_name", value=entry)
            else:
                parts += self.comparisons(entry, wanted, place)
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def comparisons(self, name: str, wanted: object, place: str) -> list[Condition]:
        """What a name must be: a value, a list of codes, or a table of operators."""
        if isinstance(wanted, Mapping):
            found = [
                self._compare(name, operator, value, f"{place}.{operator}")
                for operator, value in wanted.items()
            ]
            return [one for one in found if one is not None]
        if isinstance(wanted, list):
            one = self._compare(name, "one_of", wanted, place)
        else:
            one = self._compare(name, "is", wanted, place)
        return [one] if one is not None else []

    def _compare(self, name: str, operator: str, value: object, place: str) -> Compare | None:
        if operator not in OPERATORS:
            self.bad(place, "not_a_choice", value=operator, choices=", ".join(OPERATORS))
            return None
        if isinstance(value, bool):
            return Compare(name, operator, value)
        codes = self.setting.choices.get(name)
        if codes is not None or operator in WORDS:
            wanted = tuple(value if isinstance(value, list) else [str(value)])
            for code in wanted:
                if codes is not None and code not in codes:
                    self.bad(place, "not_a_choice", value=str(code), choices=", ".join(codes))
            return Compare(name, operator, wanted)
        term = self.read_term(place, value)
        return None if term is None else Compare(name, operator, term)

    def one_of(self, *keys: str) -> str:
        """The one key of these that is there; "" and a problem when none or several are."""
        found = [key for key in keys if self.has(key)]
        if len(found) != 1:
            self.bad(found[1] if found else keys[0], "one_of_these", names=", ".join(keys))
            return ""
        return found[0]

    def done(self) -> None:
        """Every key must have been asked for."""
        for key in self.values:
            if key not in self._asked:
                self.bad(key, "unknown_key", name=key)


def named(term: Term | None) -> str:
    """The name a term is, "" for a constant."""
    return term.name if isinstance(term, Name) else ""
