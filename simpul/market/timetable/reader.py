"""What all readers of a market share: problems are gathered, each with its place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

MOST = {
    "slots": 2_000,
    "venues": 100,
    "walks": 1_000,
    "sessions": 2_000,
    "participants": 20_000,
    "companies": 20_000,
    "meetings": 100_000,
}
_BROKEN = re.compile("[\ud800-\udfff]")
"""Halves of characters, which JSON can spell and no file can hold."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, and where: `at` is a path such as "meetings[3].between"."""

    at: str
    code: str
    value: str = ""


class CannotRead(Exception):
    """The file is not a market. `problems` says why, in the order of the file."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(f"{one.at}: {one.code} {one.value}" for one in problems))
        self.problems = tuple(problems)


@dataclass
class Reader:
    """Reads values of JSON; what cannot be used is noted and replaced by something harmless."""

    problems: list[Problem] = field(default_factory=list)

    def wrong(self, at: str, code: str, value: object = "") -> None:
        self.problems.append(Problem(at, code, str(value)[:80]))

    def fields(self, data: Any, at: str, known: set[str]) -> Mapping[str, Any]:
        if not isinstance(data, dict):
            self.wrong(at, "not_an_object")
            return {}
        for name in data:
            if name not in known:
                self.wrong(f"{at}.{name}" if at else name, "unknown_field")
        return data

    def rows(self, data: Mapping[str, Any], name: str, *, needed: bool = True) -> list[Any]:
        rows = data.get(name)
        if rows is None and not needed:
            return []
        if not isinstance(rows, list):
            self.wrong(name, "missing" if rows is None else "not_a_list")
            return []
        if len(rows) > MOST[name]:
            self.wrong(name, "too_many", MOST[name])
            return []
        return rows

    def count(self, data: Any, at: str, lowest: int = 0) -> int | None:
        if isinstance(data, bool) or not isinstance(data, int) or not lowest <= data <= 1_000_000:
            self.wrong(at, "not_a_count", data)
            return None
        return data

    def identity(self, data: Any, at: str, taken: set[str]) -> str | None:
        text = str(data) if isinstance(data, int) and not isinstance(data, bool) else data
        if not isinstance(text, str) or not text.strip() or _BROKEN.search(text):
            self.wrong(at, "no_id")
            return None
        if text in taken:
            self.wrong(at, "twice", text)
            return None
        taken.add(text)
        return text

    def names(self, data: Any, at: str, known: Mapping[str, Any]) -> list[str]:
        if not isinstance(data, list):
            self.wrong(at, "not_a_list")
            return []
        found = [str(one) for one in data]
        for one in found:
            if one not in known:
                self.wrong(at, "unknown_id", one)
        return [one for one in found if one in known]

    def places(self, data: Any, at: str, known: Mapping[str, int]) -> frozenset[int]:
        """Names of slots or venues as their places."""
        return frozenset(known[one] for one in self.names(data, at, known))

    def place(self, data: Any, at: str, known: Mapping[str, int]) -> int | None:
        """One of them; None where nothing is said, or nothing that is known."""
        return None if data is None else next(iter(self.places([data], at, known)), None)
