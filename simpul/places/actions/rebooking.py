"""The bookings of a hold are written, and follow its uses when these change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from simpul.places.models import Booking, Hold, Withdrawn
from simpul.places.moved import Slot, pairs
from simpul.places.near import Use, widened
from simpul.places.states import S

AT_ONCE = 2000
"""Rows of one statement."""

_FOLLOWS = (
    "ground",
    "kind",
    "during",
    "exclusive",
    "vehicles",
    "radius_m",
    "extent",
    "details",
    "counted_at",
    "cuts",
)
"""Columns of a booking that follow its use."""


def write_bookings(hold: Hold, uses: Sequence[Use]) -> None:
    """A booking for each use."""
    write_many((hold, use) for use in uses)


def write_many(uses: Iterable[tuple[Hold, Use]]) -> None:
    """A booking for each use of each of many holds."""
    Booking.objects.bulk_create((_booking(hold, use) for hold, use in uses), batch_size=AT_ONCE)


def rebook(hold: Hold, uses: Sequence[Use]) -> None:
    """Make the bookings those of `uses`; what moved keeps its row (`moved.pairs`).

    Of a confirmed hold it is kept what no longer takes place where the public had read of it.
    """
    rebook_many([(hold, list(hold.bookings.order_by("pk")), uses)])


def rebook_many(changes: Sequence[tuple[Hold, Sequence[Booking], Sequence[Use]]]) -> None:
    """`rebook` for many holds with their bookings as they are; four statements at most for some
    thousand bookings."""
    withdrawn: list[Withdrawn] = []
    dropped: list[int] = []
    moved: list[Booking] = []
    new: list[tuple[Hold, Use]] = []
    for hold, old, uses in changes:
        kept = pairs(
            [Slot(one.ground_id, one.kind, one.during.lower, one.during.upper) for one in old],
            [Slot(use.ground.pk, use.kind, use.period.start, use.period.end) for use in uses],
        )
        for place, booking in enumerate(old):
            target = kept.get(place)
            elsewhere = target is None or uses[target].ground.pk != booking.ground_id
            if elsewhere and hold.state == S.CONFIRMED:
                withdrawn.append(_withdrawn(hold, booking))
            if target is None:
                dropped.append(booking.pk)
                continue
            wanted = _booking(hold, uses[target])
            wanted.pk = booking.pk
            moved.append(wanted)
        new += [(hold, uses[place]) for place in range(len(uses)) if place not in kept.values()]
    Withdrawn.objects.bulk_create(withdrawn)
    if dropped:
        Booking.objects.filter(pk__in=dropped).delete()
    Booking.objects.bulk_update(moved, _FOLLOWS, batch_size=500)
    write_many(new)


def _booking(hold: Hold, use: Use) -> Booking:
    extent = use.ground.extent
    return Booking(
        hold=hold,
        ground=use.ground,
        kind=use.kind,
        during=DateTimeTZRange(use.period.start, use.period.end),
        exclusive=use.exclusive,
        vehicles=use.vehicles,
        radius_m=use.radius_m,
        details=use.details.as_json(),
        counted_at=list(use.details.counted),
        cuts=list(use.details.cuts),
        extent=None if extent is None else widened(extent, use.radius_m),
        state=hold.state,
    )


def _withdrawn(hold: Hold, booking: Booking) -> Withdrawn:
    return Withdrawn(
        hold=hold,
        booking_id=booking.pk,
        ground_id=booking.ground_id,
        kind=booking.kind,
        during=booking.during,
        sequence=hold.sequence,
        at=hold.changed_at,
    )
