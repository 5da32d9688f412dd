"""Public sums of private answers. Pure.

Nothing is told of a round that is still open (each new answer would show in the sums), nothing of
fewer answers than the threshold, and no amount in a currency that fewer than that many named.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One answer of a round."""

    months: int
    closes_at: datetime
    talking: int
    agreements: int
    amount: Decimal | None = None
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Total:
    """What is told of one round; `amounts`: currency → sum."""

    months: int
    answers: int
    talking: int
    agreements: int
    amounts: dict[str, Decimal]


def totals(rows: Sequence[AnswerRow], *, threshold: int, now: datetime) -> list[Total]:
    """The rounds of which something may be told, the earliest first."""
    found = []
    for months in sorted({one.months for one in rows}):
        here = [one for one in rows if one.months == months]
        if len(here) < threshold or any(one.closes_at > now for one in here):
            continue
        found.append(
            Total(
                months,
                len(here),
                sum(one.talking for one in here),
                sum(one.agreements for one in here),
                _amounts(here, threshold),
            )
        )
    return found


def _amounts(rows: Sequence[AnswerRow], threshold: int) -> dict[str, Decimal]:
    named = sorted({one.currency for one in rows if one.amount})
    sums = {}
    for code in named:
        amounts = [one.amount for one in rows if one.amount and one.currency == code]
        if len(amounts) >= threshold:
            sums[code] = sum((one for one in amounts if one), Decimal(0))
    return sums
