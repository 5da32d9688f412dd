"""The tables that classify lines and that an auditor's flags come from: rows of data, typed.

A row is made from plain JSON (a pack's contents, a company's own rules); what is wrong in it is a
ValueError that names the field, found when the pack is checked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from simpul.incentives.report.reckoning.frame import TREATMENTS
from simpul.kit.texts import Texts

_RANGE = re.compile(r"(\d{1,8})-(\d{1,8})")
_PATTERN = re.compile(r"[\w./ -]{1,30}\*?|\d{1,8}-\d{1,8}", re.UNICODE)
_ROOT = re.compile(r"\d+")


class TableProblem(ValueError):
    """A row that cannot be used: `field` and why."""

    def __init__(self, field: str, value: str) -> None:
        self.field, self.value = field, value
        super().__init__(f"{field}: {value!r}")


@dataclass(frozen=True, slots=True)
class Accounts:
    """Patterns of account numbers: "1405", "14*" (begins so), "1400-1499" (a range).

    A range holds an account whose first digits, as many as the range has, lie in it: 1405, 140510
    and 1405-02 all lie in 1400-1499.
    """

    patterns: tuple[str, ...]

    def __post_init__(self) -> None:
        for pattern in self.patterns:
            span = _RANGE.fullmatch(pattern)
            uneven = span and (len(span[1]) != len(span[2]) or span[1] > span[2])
            if uneven or not _PATTERN.fullmatch(pattern):
                raise TableProblem("accounts", pattern)

    def holds(self, account: str) -> bool:
        """Is the account one of them? No patterns hold every account."""
        return not self.patterns or any(_fits(pattern, account) for pattern in self.patterns)


@lru_cache(maxsize=4096)
def _span(pattern: str) -> re.Match[str] | None:
    return _RANGE.fullmatch(pattern)


@lru_cache(maxsize=4096)
def _digits(account: str) -> str:
    """The digits an account begins with."""
    found = _ROOT.match(account.strip())
    return found[0] if found else ""


def _fits(pattern: str, account: str) -> bool:
    if span := _span(pattern):
        digits, width = _digits(account), len(span[1])
        return len(digits) >= width and span[1] <= digits[:width] <= span[2]
    if pattern.endswith("*"):
        return account.casefold().startswith(pattern[:-1].casefold())
    return account.casefold() == pattern.casefold()


@dataclass(frozen=True, slots=True)
class ClassRow:
    """One row of the classification: the first that a line fits decides about it.

    Empty conditions hold for every line. `words`: any of them in the description or the account's
    name. `share`: how much of the line counts, 1 = whole; below 1 with its method.
    `evidence`: papers that must be shown for it.
    """

    id: str
    category: str
    treatment: str
    reason: Texts
    accounts: Accounts = Accounts(())
    types: tuple[str, ...] = ()
    payee_types: tuple[str, ...] = ()
    residency: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    related: bool | None = None
    share: Decimal = Decimal(1)
    method: str = ""
    phase: str = ""
    evidence: tuple[str, ...] = ()
    source: str = ""
    law: tuple[str, ...] = ()
    status: str = ""

    def __post_init__(self) -> None:
        if self.treatment not in TREATMENTS:
            raise TableProblem("treatment", self.treatment)
        if not 0 <= self.share <= 1:
            raise TableProblem("share", str(self.share))
        if (self.treatment == "part") != (self.share < 1) or (self.share < 1 and not self.method):
            raise TableProblem("method", f"{self.treatment} {self.share} {self.method}")
        if not self.category:
            raise TableProblem("category", "")

    @property
    def only_accounts(self) -> bool:
        """Is the account all it asks about?"""
        lists = (self.types, self.payee_types, self.residency, self.places, self.tags, self.words)
        return self.related is None and not any(lists)


@dataclass(frozen=True, slots=True)
class FlagRow:
    """One thing an auditor looks for: which check (`kind`), with which parameters, and why.

    `currency`: of the amounts among the parameters; a report in another currency is not checked
    against them. `severity`: note | look | stop.
    """

    id: str
    kind: str
    title: Texts
    text: Texts
    severity: str = "look"
    currency: str = ""
    params: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    law: tuple[str, ...] = ()
    status: str = ""

    def number(self, name: str) -> Decimal:
        """A parameter that is a number; TableProblem when it is none."""
        try:
            value = Decimal(self.params.get(name, ""))
        except InvalidOperation:
            raise TableProblem("params", f"{name}={self.params.get(name, '')}") from None
        if not value.is_finite() or value < 0:
            raise TableProblem("params", f"{name}={value}")
        return value

    def whole(self, name: str) -> int:
        """A parameter that is a whole number."""
        value = self.number(name)
        if value != value.to_integral_value():
            raise TableProblem("params", f"{name}={value}")
        return int(value)

    def words(self, name: str) -> tuple[str, ...]:
        """A parameter that is a list of words, separated by "/"."""
        found = tuple(word.strip() for word in self.params.get(name, "").split("/") if word.strip())
        if not found:
            raise TableProblem("params", name)
        return found


@dataclass(frozen=True, slots=True)
class Tables:
    """What a report is measured with. `labels`: category -> its name; `places`: words of a
    place, in small letters -> the code of the area it lies in."""

    classes: tuple[ClassRow, ...]
    flags: tuple[FlagRow, ...] = ()
    labels: Mapping[str, Texts] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)

    def with_own(self, rows: Iterable[ClassRow]) -> Tables:
        """With a company's own rows in front."""
        return replace(self, classes=(*rows, *self.classes))

    def reason(self, row_id: str) -> Texts:
        """Why a row decides as it does; {} for a row that is no more."""
        return next((row.reason for row in self.classes if row.id == row_id), {})


def class_row(content: Mapping[str, Any]) -> ClassRow:
    """A row of classes.csv, as it stands in a version's contents. TableProblem for a bad one."""
    try:
        share = Decimal(str(content.get("share") or 1))
    except InvalidOperation:
        raise TableProblem("share", str(content.get("share"))) from None
    related = str(content.get("related", ""))
    if related not in {"", "yes", "no"}:
        raise TableProblem("related", related)
    return ClassRow(
        id=str(content["id"]),
        category=str(content["category"]),
        treatment=str(content["treatment"]),
        reason=content["reason"],
        accounts=Accounts(_list(content, "accounts")),
        types=_list(content, "types"),
        payee_types=_list(content, "payee_types"),
        residency=_list(content, "residency"),
        places=_list(content, "places"),
        tags=_list(content, "tags"),
        words=_list(content, "words"),
        related=None if not related else related == "yes",
        share=share,
        method=str(content.get("method", "")),
        phase=str(content.get("phase", "")),
        evidence=_list(content, "evidence"),
        source=str(content.get("source", "")),
        law=tuple(content.get("law", ())),
        status=str(content.get("status", "")),
    )


def flag_row(content: Mapping[str, Any]) -> FlagRow:
    """A row of flags.csv, as it stands in a version's contents."""
    params: dict[str, str] = {}
    for part in filter(None, (piece.strip() for piece in str(content["params"]).split(";"))):
        name, equals, value = part.partition("=")
        if not equals:
            raise TableProblem("params", part)
        params[name.strip()] = value.strip()
    if content["severity"] not in {"note", "look", "stop"}:
        raise TableProblem("severity", str(content["severity"]))
    return FlagRow(
        id=str(content["id"]),
        kind=str(content["kind"]),
        title=content["title"],
        text=content["text"],
        severity=str(content["severity"]),
        currency=str(content.get("currency", "")),
        params=params,
        source=str(content.get("source", "")),
        law=tuple(content.get("law", ())),
        status=str(content.get("status", "")),
    )


def _list(content: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = content.get(name, "")
    parts = value.split("|") if isinstance(value, str) else value
    return tuple(part.strip() for part in parts if part.strip())
