"""What has taken place already. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from simpul.kit.periods import Period
from simpul.places.near import Use


def taken_place(uses: Iterable[Use], now: datetime) -> list[Use]:
    """Of these uses what lies before `now`: whole, or up to now where it was under way.

    Whatever ends a hold, this is not undone: the street has borne it.
    """
    return [
        use if use.period.end <= now else replace(use, period=Period(use.period.start, now))
        for use in uses
        if use.period.start < now
    ]
