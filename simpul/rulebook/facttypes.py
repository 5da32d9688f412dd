"""Facts: what a rule may ask about a shoot. A closed list; every fact has a type, a question.

A fact that is not known is absent (or None), never false: rules then say what they would need.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from simpul.kit.texts import Texts

FactValue = bool | int | Decimal | str | frozenset[str] | date


class FactType(StrEnum):
    """bool: yes or no. number: zero or more, exact. text: a code nobody lists here.
    choice: one of a list. set: any of a list, also none. date: a calendar day."""

    BOOL = "bool"
    NUMBER = "number"
    TEXT = "text"
    CHOICE = "choice"
    SET = "set"
    DATE = "date"


SCOPES = ("application", "spot", "spot_day")
"""What a table is asked about: the whole application, one place, one day of use of one place."""


class FactProblem(ValueError):
    """A value that cannot be a fact: unknown name, wrong type, negative number, unknown choice."""

    def __init__(self, name: str, code: str, value: object = None) -> None:
        self.name = name
        self.code = code
        self.value = value
        super().__init__(f"{name}: {code} ({value!r})")


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact. `choices`: codes with their labels; empty for a choice or set whose codes the
    pack brings (authorities, sites). `scope`: where it is asked. `label`: how a condition names
    it ("Jumlah orang"); `question`: how a person is asked. `whole`: a number that counts things.
    `negative`: how a condition names a bool that is no. `phrase`: how a condition on a set reads,
    "{}" being its members; `phrase_none` when they must be absent."""

    name: str
    type: FactType
    scope: str
    question: Texts
    label: Texts
    choices: Mapping[str, Texts] = field(default_factory=dict)
    whole: bool = False
    negative: Texts = field(default_factory=dict)
    phrase: Texts = field(default_factory=dict)
    phrase_none: Texts = field(default_factory=dict)

    @property
    def is_open(self) -> bool:
        """The codes are not listed here but come from the pack."""
        return self.type in (FactType.CHOICE, FactType.SET) and not self.choices

    def check(self, value: Any) -> FactValue:
        """The value in the type of this fact; FactProblem when it cannot be.

        Whole numbers stay int, strings never become numbers, lists and sets become frozensets.
        """
        kind = self.type
        if kind is FactType.BOOL:
            if type(value) is bool:
                return value
        elif kind is FactType.NUMBER:
            if type(value) is int or (type(value) is Decimal and value.is_finite()):
                if value < 0:
                    raise FactProblem(self.name, "negative", value)
                if self.whole and type(value) is Decimal:
                    raise FactProblem(self.name, "not_whole", value)
                return value
        elif kind is FactType.DATE:
            if type(value) is date:
                return value
        elif kind is FactType.SET:
            if isinstance(value, frozenset | set | list | tuple):
                members = frozenset(value)
                for member in members:
                    self._check_code(member)
                return members
        elif isinstance(value, str):
            self._check_code(value)
            return str(value)
        raise FactProblem(self.name, "wrong_type", value)

    def _check_code(self, value: Any) -> None:
        if not isinstance(value, str) or not value:
            raise FactProblem(self.name, "wrong_type", value)
        if self.choices and value not in self.choices:
            raise FactProblem(self.name, "unknown_choice", value)


class FactList:
    """A closed list of facts, seen by scope. `spot_day` sees the facts of `spot` too."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self._all = tuple(facts)
        scopes: dict[str, dict[str, Fact]] = {scope: {} for scope in SCOPES}
        for fact in self._all:
            if fact.name in scopes[fact.scope]:
                raise ValueError(f"fact {fact.name} twice in {fact.scope}")
            scopes[fact.scope][fact.name] = fact
        scopes["spot_day"] = {**scopes["spot"], **scopes["spot_day"]}
        self._scopes = {scope: MappingProxyType(found) for scope, found in scopes.items()}

    def in_scope(self, scope: str) -> Mapping[str, Fact]:
        """The facts a table of this scope may use, by name, in the order of the list."""
        return self._scopes[scope]

    def get(self, name: str, scope: str = "application") -> Fact | None:
        """A fact by name, or None."""
        return self._scopes[scope].get(name)

    def __iter__(self) -> Iterator[Fact]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    def check(self, scope: str, facts: Mapping[str, Any]) -> dict[str, FactValue]:
        """Plain data as facts: None left out, values checked; FactProblem for anything else."""
        known = self._scopes[scope]
        checked: dict[str, FactValue] = {}
        for name, value in facts.items():
            if name not in known:
                raise FactProblem(name, "unknown_fact", value)
            if value is not None:
                checked[name] = known[name].check(value)
        return checked
