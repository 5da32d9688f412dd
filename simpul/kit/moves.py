"""The way of a thing as a readable table: in this state, by this verb, to that state, by whom.

A room keeps its table in `states.py` and moves its rows by it; the sentence that says no, and the
compare-and-set that makes two clicks one step, are the room's own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

State = TypeVar("State", bound=str)
"""The states of one thing, as the enumeration its model has."""


@dataclass(frozen=True, slots=True)
class Move(Generic[State]):
    """One line: `who` names the rule in the room's access.py, `needs` says the rest in words."""

    source: State
    verb: str
    target: State
    who: str
    needs: str = ""


Line = TypeVar("Line", bound=Move[Any])


class Moves(Generic[Line]):
    """The lines of a table, found by state and verb. ValueError where two lines say of one state
    and verb where it leads: one of them would never be taken."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self._by_step: dict[tuple[str, str], Line] = {}
        for line in lines:
            if (line.source, line.verb) in self._by_step:
                raise ValueError(f"two lines for “{line.verb}” in “{line.source}”")
            self._by_step[line.source, line.verb] = line

    def find(self, state: str, verb: str) -> Line | None:
        """The line that would be taken; None where the table has no such step."""
        return self._by_step.get((state, verb))

    def may_move(self, state: str, verb: str) -> bool:
        """Does the table know this verb in this state?"""
        return (state, verb) in self._by_step
