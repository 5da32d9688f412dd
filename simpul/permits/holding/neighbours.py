"""Who else is near the places of a case on its days, and what changed since somebody looked."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import shapely
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from simpul.kit.actors import Actor
from simpul.kit.periods import Period
from simpul.kit.texts import pick
from simpul.permits.holding.reading import Reading
from simpul.permits.models import Application, CaseLook
from simpul.places.models import Booking, Ground, Hold
from simpul.places.near import Neighbour, Use, clashing_bookings
from simpul.places.planned import Prepared
from simpul.places.queueing import ANOTHER

NEAR_M = 1000.0
"""How far round the places of a case its neighbours are shown, in metres."""

ONE_VISIT = timedelta(minutes=15)
"""Pages opened within this time belong to one visit: a change is not gone with the next click."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Near:
    """A booking near a case. `who`: its title, or that it is another production. `kind`, `state`:
    in words; `distance_m`: from the nearest place of the case, None unknown."""

    uid: str
    who: str
    kind: str
    state: str
    state_code: str
    place: str
    period: Period
    distance_m: float | None
    ground_id: int


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to a neighbour since the last visit. `what`: new, moved, firm, cancelled."""

    what: str
    who: str
    place: str
    period: Period | None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A case's own uses and its neighbours, by time. `midnights`: with which its days begin."""

    own: tuple[Prepared, ...]
    near: tuple[Near, ...]
    midnights: tuple[datetime, ...]
    zone: str


def surroundings(
    application: Application, actor: Actor, *, reading: Reading | None = None
) -> Surroundings:
    """Everything that stands near the places of a case on its days. Confidential titles are for
    the commission only. `reading`: of the caller, who reads more of the case."""
    read = reading or Reading(application, actor)
    own, zone = read.prepared, read.calendar.zone
    days = sorted({day for one in own for day in one.wanted.days(zone)})

    def midnight(day: date) -> datetime:
        return datetime.combine(day, time(0), zone).astimezone(UTC)

    asked = [
        Use(
            ground=one.ground,
            kind=one.planned.kind,
            period=Period(midnight(day), midnight(day + _DAY)),
        )
        for one in own
        for day in sorted(one.wanted.days(zone))
    ]
    found = clashing_bookings(asked, within_m=NEAR_M, but_not=read.holder) if asked else []
    return Surroundings(
        tuple(own), tuple(_near(found, actor)), tuple(midnight(day) for day in days), str(zone)
    )


def _near(found: Iterable[Neighbour], actor: Actor) -> list[Near]:
    nearest: dict[int, Neighbour] = {}
    for one in found:
        known = nearest.get(one.booking_id)
        if known is None or _metres(one) < _metres(known):
            nearest[one.booking_id] = one
    language = get_language() or "id"
    rows = [
        Near(
            uid=str(one.uid),
            who=_name(one.title, one.confidential, actor),
            kind=str(Booking.Kind(one.kind).label),
            state=str(Hold.State(one.state).label),
            state_code=one.state,
            place=pick(one.ground_name, language),
            period=one.period,
            distance_m=one.distance_m,
            ground_id=one.ground_id,
        )
        for one in nearest.values()
    ]
    return sorted(rows, key=lambda row: (row.period.start, _far(row.distance_m), row.uid))


def _metres(one: Neighbour) -> float:
    return 0.0 if one.shares else _far(one.distance_m)


def _far(metres: float | None) -> float:
    return float("inf") if metres is None else metres


def _name(title: str, confidential: bool, actor: Actor) -> str:
    if confidential and not actor.is_permit_staff:
        return pick(ANOTHER, get_language() or "id")
    return title


# --- the map --------------------------------------------------------------------------------


def geojson(around: Surroundings) -> dict[str, Any]:
    """Own uses and neighbours as features with their periods, in WGS 84. `role`: own or near."""
    grounds = Ground.objects.in_bulk({one.ground_id for one in around.near})
    features = [_own(one, period) for one in around.own for period in one.wanted.periods]
    features += [_neighbour(one, grounds[one.ground_id]) for one in around.near]
    return {
        "type": "FeatureCollection",
        "features": [one for one in features if one["geometry"] is not None],
    }


def _own(one: Prepared, period: Period) -> dict[str, Any]:
    shape = one.piece.shape
    language = get_language() or "id"
    return {
        "type": "Feature",
        "geometry": None if shape is None else json.loads(shapely.to_geojson(shape.geometry)),
        "properties": {
            "role": "own",
            "name": pick(one.planned.name or one.ground.name, language),
            "kind": str(Booking.Kind(one.planned.kind).label),
            **_times(period),
        },
    }


def _neighbour(one: Near, ground: Ground) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": ground.geometry,
        "properties": {
            "role": "near",
            "uid": one.uid,
            "name": one.who,
            "place": one.place,
            "kind": one.kind,
            "state": one.state,
            "firm": one.state_code == Hold.State.CONFIRMED,
            "distance_m": None if one.distance_m is None else round(one.distance_m),
            **_times(one.period),
        },
    }


def _times(period: Period) -> dict[str, str]:
    return {"from": period.start.isoformat(), "to": period.end.isoformat()}


# --- since the last visit -------------------------------------------------------------------


def look(
    application: Application, actor: Actor, around: Surroundings, *, now: datetime | None = None
) -> tuple[list[Change], datetime | None]:
    """What changed since this person's visit before, and when that was (None: the first visit).

    Remembers what stands here now. Nothing is remembered of who is no account.
    """
    person = actor.user_id
    if person is None:
        return [], None
    moment = now or timezone.now()
    state = _snapshot(around.near)
    with transaction.atomic():
        found = CaseLook.objects.select_for_update().filter(user_id=person, application=application)
        kept = found.first()
        if kept is None:
            _first_look(application, person, state, moment)
            return [], None
        if moment - kept.looked_at > ONE_VISIT:
            kept.seen, kept.seen_at = kept.latest, kept.looked_at
        kept.latest, kept.looked_at = state, moment
        kept.save(update_fields=["seen", "seen_at", "latest", "looked_at"])
    if kept.seen is None:
        return [], None
    return _changes(kept.seen, around.near, actor), kept.seen_at


def _first_look(
    application: Application, person: int, state: Mapping[str, Any], moment: datetime
) -> None:
    try:
        with transaction.atomic():
            CaseLook.objects.create(
                user_id=person, application=application, latest=state, looked_at=moment
            )
    except IntegrityError:
        pass  # the same person in a second window; either look will do


def _snapshot(near: Sequence[Near]) -> dict[str, Any]:
    """Neighbour -> its state and where and when it stands near. No names are kept."""
    found: dict[str, Any] = {}
    for one in near:
        row = found.setdefault(one.uid, {"state": one.state_code, "at": []})
        row["at"].append(_slot(one))
    return found


def _slot(one: Near) -> list[str | int]:
    return [one.ground_id, one.period.start.isoformat(), one.period.end.isoformat()]


def _changes(seen: Mapping[str, Any], near: Sequence[Near], actor: Actor) -> list[Change]:
    changes = []
    for one in near:
        before = seen.get(one.uid)
        if before is None:
            changes.append(Change("new", one.who, one.place, one.period))
        elif _slot(one) not in before["at"]:
            changes.append(Change("moved", one.who, one.place, one.period))
        elif before["state"] != one.state_code == Hold.State.CONFIRMED:
            changes.append(Change("firm", one.who, one.place, one.period))
    gone = set(seen) - {one.uid for one in near}
    for hold in Hold.objects.filter(uid__in=gone).order_by("pk"):
        who = _name(hold.title, hold.confidential, actor)
        what = "cancelled" if hold.state == Hold.State.RELEASED else "moved"
        changes.append(Change(what, who, "", None))
    return changes


def change_words(change: Change) -> str:
    """What happened, in a word or two."""
    return {
        "new": _("New near by"),
        "moved": _("Moved"),
        "firm": _("Confirmed now"),
        "cancelled": _("Cancelled"),
    }[change.what]
