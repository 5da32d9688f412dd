"""Bookings as they are stored, in the words of the clash check."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Q

from simpul.kit.periods import Period
from simpul.places.calendar.uses import NOWHERE, Standing, local_days
from simpul.places.details import Details
from simpul.places.models import Booking, Ground, Hold
from simpul.places.near import Neighbour, shape_of, takes_of

Found = dict[int, Standing]
"""Booking -> the use it is, each once."""

_BOTH = ("hold", "ground")
_COUNTED = (
    "during",
    "kind",
    "details",
    "hold__holder",
    "hold__title",
    "hold__confidential",
    "hold__uid",
)


def standing_uses(
    found: Sequence[Neighbour],
    *,
    cuts: Collection[str] = (),
    wholes: Collection[int] = (),
    span: Period | None = None,
    but_not: str = "",
) -> Found:
    """What stands near; and, wherever it is, what cuts one of these roads or bus lines at some
    moment of the span, or what takes one of the areas `wholes`. One statement, one more with cuts
    and one with areas."""
    near = {one.booking_id: one for one in found}
    cutting = (
        {} if span is None else _cutting(cuts, span, but_not) | _of_areas(wholes, span, but_not)
    )
    grounds = {one.ground_id for one in near.values()}
    takes = takes_of(grounds | {one.ground_id for one in cutting.values()})
    standing = {key: _near(one, takes[one.ground_id]) for key, one in near.items()}
    for key, booking in cutting.items():
        standing.setdefault(key, _standing(booking, takes[booking.ground_id]))
    return standing


def _near(one: Neighbour, takes: frozenset[int]) -> Standing:
    return Standing(
        plane=one.plane if one.plane is not None else NOWHERE,
        periods=(one.period,),
        kind=one.kind,
        takes=takes,
        name=one.ground_name,
        exclusive=one.exclusive,
        vehicles=one.vehicles,
        radius_m=float(one.radius_m),
        holder=one.holder,
        label={"id": one.title, "en": one.title},
        confidential=one.confidential,
        state=one.state,
        key=str(one.uid),
        **_more(one.details),
    )


def _cutting(cuts: Collection[str], span: Period, but_not: str) -> dict[int, Booking]:
    if not cuts:
        return {}
    rows = Booking.objects.filter(
        ~Q(state=Hold.State.RELEASED),
        ~Q(cuts=[]),
        cuts__overlap=sorted(cuts),
        during__overlap=_of(span),
    )
    return {one.pk: one for one in rows.exclude(hold__holder=but_not).select_related(*_BOTH)}


def _of_areas(wholes: Collection[int], span: Period, but_not: str) -> dict[int, Booking]:
    """An area whose boundary nobody knows has no shape to be near."""
    if not wholes:
        return {}
    rows = Booking.objects.filter(
        ~Q(state=Hold.State.RELEASED),
        ground__in=wholes,
        during__endswith__gt=span.start,
        during__overlap=_of(span),
    )
    return {one.pk: one for one in rows.exclude(hold__holder=but_not).select_related(*_BOTH)}


def counted_uses(wheres: Collection[str], span: Period, *, but_not: str = "") -> list[Standing]:
    """What confirmed filming takes of these places in the span: for the ledger of fatigue, without
    the ground. One statement."""
    if not wheres:
        return []
    rows = Booking.objects.filter(
        ~Q(counted_at=[]),
        state=Hold.State.CONFIRMED,
        counted_at__overlap=sorted(wheres),
        during__overlap=_of(span),
        hold__source=Hold.Source.PERMIT,
    )
    told = rows.exclude(hold__holder=but_not).values_list(*_COUNTED)
    return [
        Standing(
            plane=NOWHERE,
            periods=(Period(during.lower, during.upper),),
            kind=kind,
            holder=holder,
            label={"id": title, "en": title},
            confidential=confidential,
            key=str(uid),
            **_more(details),
        )
        for during, kind, details, holder, title, confidential, uid in told
    ]


def shoot_days_of_sites(span: Period, *, zone: ZoneInfo) -> dict[str, int]:
    """Site -> days on which confirmed filming shoots there, one for each holder and local day."""
    rows = Booking.objects.filter(
        state=Hold.State.CONFIRMED,
        kind=Booking.Kind.SHOOT,
        ground__kind=Ground.Kind.SITE,
        during__overlap=_of(span),
        hold__source=Hold.Source.PERMIT,
    ).values_list("ground__code", "hold__holder", "during")
    days: dict[str, set[tuple[str, date]]] = {}
    for code, holder, during in rows:
        inside = Period(during.lower, during.upper).intersection(span)
        assert inside is not None
        days.setdefault(code, set()).update((holder, day) for day in local_days(inside, zone))
    return {code: len(found) for code, found in days.items()}


def _standing(one: Booking, takes: frozenset[int]) -> Standing:
    hold, ground = one.hold, one.ground
    return Standing(
        plane=shape_of(ground.plane) or NOWHERE,
        periods=(Period(one.during.lower, one.during.upper),),
        kind=one.kind,
        takes=takes,
        name=ground.name,
        exclusive=one.exclusive,
        vehicles=one.vehicles,
        radius_m=float(one.radius_m),
        holder=hold.holder,
        label={"id": hold.title, "en": hold.title},
        confidential=hold.confidential,
        state=one.state,
        key=str(hold.uid),
        **_more(one.details),
    )


def _more(stored: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments of a `Standing` that its details say."""
    details = Details.of(stored)
    return {
        "technical_vehicles": details.technical_vehicles,
        "large_vehicles": details.large_vehicles,
        "loud": details.loud,
        "height_m": details.height_m,
        "parking_m": details.parking_m,
        "areas": details.areas,
        "roads": details.roads,
        "lines": details.lines,
        "counted_at": details.counted_at,
    }


def _of(span: Period) -> DateTimeTZRange:
    return DateTimeTZRange(span.start, span.end)
