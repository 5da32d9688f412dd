"""What solving answers, and what it tells on the way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

Schedule = dict[str, int]
"""Meeting id -> place of its slot."""

Status = Literal["optimal", "feasible", "impossible", "unknown"]

Rank = tuple[int, int, int]
"""How good a timetable is, less is better: worth that is lost, meetings moved, idle gaps."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A wish that takes part in a conflict."""

    kind: str
    about: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found.

    `optimal`: nothing better exists, proven; `feasible`: a timetable, the bounds say how much
    better one could be at most; `impossible`: none exists, `conflict` says which wishes cannot all
    be granted (`smallest`: no smaller conflict exists); `unknown`: time ran out before either.
    `cost`: idle gaps, `bound`: at least so many are needed for this worth and so few moves;
    `worth`: weight of what takes place; `moved`: meetings not as people were told. `venue_of`
    (place of the venue) and `people_of` (who goes, in the order of `between`) belong to the
    schedule.
    """

    status: Status
    schedule: Schedule | None = None
    cost: int | None = None
    bound: int = 0
    worth: int = 0
    worth_bound: int = 0
    moved: tuple[str, ...] = ()
    moved_bound: int = 0
    left_out: tuple[str, ...] = ()
    conflict: tuple[Wish, ...] = ()
    smallest: bool = False
    seconds: float = 0.0
    venue_of: Mapping[str, int] = field(default_factory=dict)
    people_of: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Progress:
    """The best so far (cost None: nothing yet) and what is proven."""

    cost: int | None
    bound: int
    worth: int
    worth_bound: int
    seconds: float


Told = Callable[[Progress], bool]
"""Called with the progress, several times a second; True stops and keeps the best so far."""
