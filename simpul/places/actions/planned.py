"""A plan's places become grounds of the calendar when somebody is to hold them."""

from __future__ import annotations

from collections.abc import Sequence

from simpul.places.actions.grounds import ensure_grounds
from simpul.places.near import Use
from simpul.places.planned import Prepared


def uses_of_plan(prepared: Sequence[Prepared]) -> list[Use]:
    """The uses to hold, one for each period, in order. Grounds that are not stored yet are made."""
    grounds = ensure_grounds(pieces=[one.piece for one in prepared])
    return [
        Use(
            ground=grounds[one.piece.code],
            kind=one.planned.kind,
            period=period,
            exclusive=one.planned.exclusive,
            vehicles=one.planned.vehicles,
            radius_m=one.planned.radius_m,
            details=one.details,
        )
        for one in prepared
        for period in one.wanted.periods
    ]
