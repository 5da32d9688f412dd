"""Whether a fund takes requests on a day. Pure: dates and money in, a state out."""

from __future__ import annotations

from datetime import date
from decimal import Decimal


def standing(*, opens_on: date, closes_on: date, available: Decimal, waiting: int, on: date) -> str:
    """planned | open | spent | closed.

    A fund with people waiting stays spent even when money is free: it is theirs first.
    """
    if on >= closes_on:
        return "closed"
    if on < opens_on:
        return "planned"
    return "spent" if available <= 0 or waiting else "open"
