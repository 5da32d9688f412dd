"""What a year costs, with uncertainty, and day by day until the fund is closed.

Uncertainty is told by resampling: the year is drawn anew from its own cases, with replacement, many
times with a fixed seed; the quantiles of those years are the range. This tells how far chance
among *these* cases reaches, not what nobody has seen.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import accumulate
from random import Random
from typing import Any

from simpul.incentives.lab.reckoning.cases import Fund

DRAWS = 200
QUANTILES = (5, 25, 50, 75, 95)
"""Percent of the drawn years that cost no more."""

Claim = tuple[date, Decimal]
"""The day somebody asks, and what the rules give."""


def quantiles(values: Sequence[Decimal]) -> dict[str, Decimal]:
    """The nearest-rank quantiles: each is a year that was really drawn."""
    if not values:
        return {}
    ranked = sorted(values)
    return {
        str(percent): ranked[max(0, -(-len(ranked) * percent // 100) - 1)] for percent in QUANTILES
    }


def uncertain(
    claims: Sequence[Claim], fund: Fund, *, seed: int, draws: int = DRAWS
) -> dict[str, Any]:
    """Quantiles of the year's cost, and of the day the fund closes (None: in most it never does).

    `closes_in`: percent of the drawn years in which the fund closes before its end.
    """
    ordered = sorted(claims)
    if not ordered:
        return {"cost": {}, "closes_in": 0, "closing_day": {}}
    rng = Random(seed)  # noqa: S311 (a trial, no secret)
    places = max(0, *(-_exponent(amount) for _day, amount in ordered))
    # Whole numbers of the smallest step add up ten times faster than decimals, and as exactly.
    steps = [int(amount.scaleb(places)) for _day, amount in ordered]
    limit = None if fund.amount is None else int(fund.amount.scaleb(places))
    costs: list[Decimal] = []
    closings: list[date] = []
    indexes = range(len(ordered))
    for _draw in range(draws):
        drawn = rng.choices(indexes, k=len(ordered))
        cost = sum(map(steps.__getitem__, drawn))
        costs.append(Decimal(cost).scaleb(-places))
        if limit is not None and cost > limit:
            drawn.sort()
            running = list(accumulate(map(steps.__getitem__, drawn)))
            # The first claim that no longer fits: amounts are never negative, so this rises.
            closings.append(ordered[drawn[bisect_right(running, limit)]][0])
    share = Decimal(100 * len(closings)) / draws
    return {
        "cost": quantiles(costs),
        "closes_in": share.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP),
        "closing_day": _days(closings, draws),
    }


def _exponent(amount: Decimal) -> int:
    found = amount.as_tuple().exponent
    return found if isinstance(found, int) else 0


def _days(closings: Sequence[date], draws: int) -> dict[str, date | None]:
    """Quantiles over all drawn years; a year in which the fund lasts closes after all others."""
    ranked = sorted(closings)
    found: dict[str, date | None] = {}
    for percent in QUANTILES:
        rank = max(0, -(-draws * percent // 100) - 1)
        found[str(percent)] = ranked[rank] if rank < len(ranked) else None
    return found


def day_by_day(claims: Sequence[Claim], fund: Fund) -> dict[str, Any]:
    """The year as it comes: reserved in order of asking, closed when a claim no longer fits.

    `days`: [day, reserved so far, claims so far] for each day with a claim. What comes after the
    closing waits.
    """
    left, reserved, taken = fund.amount, Decimal(0), 0
    closed: date | None = None
    waiting, waiting_amount = 0, Decimal(0)
    days: list[list[Any]] = []
    for on, amount in sorted(claims):
        if closed is None and left is not None and amount > left:
            closed = on
        if closed is not None:
            waiting, waiting_amount = waiting + 1, waiting_amount + amount
            continue
        if left is not None:
            left -= amount
        reserved, taken = reserved + amount, taken + 1
        if days and days[-1][0] == on:
            days[-1][1:] = [reserved, taken]
        else:
            days.append([on, reserved, taken])
    return {
        "days": days,
        "closed_on": closed,
        "open_days": ((closed or fund.closes + timedelta(days=1)) - fund.opens).days,
        "reserved": reserved,
        "left": left,
        "waiting": waiting,
        "waiting_amount": waiting_amount,
    }
