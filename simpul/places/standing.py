"""Bookings as they are found, in the words of the clash check."""

from __future__ import annotations

from collections.abc import Sequence

from simpul.places.calendar.uses import Standing
from simpul.places.near import Neighbour, takes_of


def standing_uses(found: Sequence[Neighbour]) -> list[Standing]:
    """What stands near, each booking once. One statement.

    Bookings of grounds without a shape are left out: there is nothing to measure.
    """
    bookings = {one.booking_id: one for one in found}
    takes = takes_of(one.ground_id for one in bookings.values())
    return [
        Standing(
            plane=one.plane,
            periods=(one.period,),
            kind=one.kind,
            takes=takes[one.ground_id],
            name=one.ground_name,
            exclusive=one.exclusive,
            vehicles=one.vehicles,
            radius_m=float(one.radius_m),
            holder=one.holder,
            label={"id": one.title, "en": one.title},
            confidential=one.confidential,
            state=one.state,
            key=str(one.uid),
        )
        for one in bookings.values()
        if one.plane is not None
    ]
