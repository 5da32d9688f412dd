"""What a trial runs on: cases with their facts, frozen with a digest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

Value = Decimal | int | bool | str | date
Facts = Mapping[str, Value]

PAST, SYNTHETIC = "past", "synthetic"


@dataclass(frozen=True, slots=True)
class Case:
    """One claim. `on`: the day it asked for money; `origin`: past or synthetic.

    `key` names it in the report without telling whose it is (past cases are numbered).
    """

    key: str
    on: date
    facts: Facts
    origin: str = PAST


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one version of the rules gives one case, in the smallest step the report needs.

    `amount`: None where a fact is missing or there is no data; 0 for a refusal. `marks`: id of a
    test or tier -> what it came to ("pass", "fail", the name of the tier). `limits`: id of a test
    -> (measured, wanted) where both are numbers.
    """

    amount: Decimal | None
    refused: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    marks: Mapping[str, str] | None = None
    limits: Mapping[str, tuple[Decimal, Decimal]] | None = None


@dataclass(frozen=True, slots=True)
class Fund:
    """What is there to give from `opens` on. `amount` None: no limit is known."""

    amount: Decimal | None
    opens: date
    closes: date


def plain(value: Any) -> Any:
    """A fact as JSON keeps it: numbers and dates as text, so that nothing is rounded."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal | int):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return str(value)


def digest(frozen: Any) -> str:
    """SHA-256 over the canonical JSON of what went in."""
    text = json.dumps(plain(frozen), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
