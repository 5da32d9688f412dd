"""Answers that may be unknown: yes, no, or nobody has said. Unknown is None, never no."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

Number = int | Decimal


def any_yes(answers: Iterable[bool | None]) -> bool | None:
    """True if one is; False if there are some and all are False; otherwise not known."""
    found = list(answers)
    if any(answer is True for answer in found):
        return True
    return False if found and all(answer is False for answer in found) else None


def all_yes(answers: Iterable[bool | None]) -> bool | None:
    """False if one is; True if there are some and all are True; otherwise not known."""
    inverted = any_yes(None if answer is None else not answer for answer in answers)
    return None if inverted is None else not inverted


def most(numbers: Iterable[Number | None]) -> Number | None:
    """The largest, when every number is known."""
    found = list(numbers)
    known = [number for number in found if number is not None]
    return max(known) if known and len(known) == len(found) else None


def positive(number: Number | None) -> bool | None:
    return None if number is None else number > 0
