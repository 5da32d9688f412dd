"""Put a bus feed in force."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import shapely
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from shapely.geometry import Point

from simpul.city.queries import city_book
from simpul.journal.actions import record
from simpul.kit.actors import Actor
from simpul.kit.geometry import Projector, Shape, metres
from simpul.kit.outcomes import InvalidInput
from simpul.places.actions.editions import refuse_if_refused, require_importer
from simpul.places.models import BusFeed, BusRoute, BusShape, BusStop
from simpul.places.transit.feed import read_feed
from simpul.places.transit.rows import FeedReading, Stop, Way
from simpul.places.troubles import NOTED, REFUSED, Troubles

BATCH = 1000
MOST_CORRIDORS = 200


@dataclass(frozen=True, slots=True)
class FeedReport:
    """What an import did. `same`: this feed was in force already and nothing changed."""

    feed: BusFeed
    same: bool
    troubles: Troubles


def import_feed(
    *,
    actor: Actor,
    file: Path,
    source: str = "",
    corridors: frozenset[str] | None = None,
    all_or_nothing: bool = False,
) -> FeedReport:
    """Read a GTFS feed and put it in force in place of the one before, in one transaction.

    `corridors`: short names of the busway lines, where the feed does not say; None keeps what was
    said for the feed in force. Raises like `import_roads`.
    """
    require_importer(actor)
    settings = city_book().settings
    plane = metres(settings.epsg)
    before = BusFeed.objects.filter(in_force=True).first()
    if corridors is None:
        corridors = frozenset(before.corridors if before else ())
    reading = read_feed(file, plane, settings.box, corridors=corridors)
    if reading.runs_until and reading.runs_until < timezone.localdate():
        day = reading.runs_until.isoformat()
        reading.troubles.add("expired", done=NOTED, file=file.name, day=day)
    if all_or_nothing:
        refuse_if_refused(reading.troubles)
    with file.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    feed = BusFeed(
        source=(source or file.name)[:200],
        digest=digest,
        runs_from=reading.runs_from,
        runs_until=reading.runs_until,
        corridors=sorted(corridors),
        counts=_counts(reading),
    )
    return _put_in_force(actor, feed, reading, plane)


def _counts(reading: FeedReading) -> dict[str, int]:
    return {
        "lines": len(reading.lines),
        "ways": len(reading.ways),
        "stops": len(reading.stops),
        "refused": reading.troubles.count(REFUSED),
    }


def _put_in_force(
    actor: Actor, feed: BusFeed, reading: FeedReading, plane: Projector
) -> FeedReport:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('bus feed'))")
        before = BusFeed.objects.filter(in_force=True).first()
        if before is not None and _same(before, feed):
            return FeedReport(before, True, reading.troubles)
        BusShape.objects.all().delete()
        BusRoute.objects.all().delete()
        BusStop.objects.all().delete()
        BusFeed.objects.filter(in_force=True).update(in_force=False)
        feed.save()
        _fill(feed, reading, plane)
        record(
            actor=actor,
            verb="buses.imported",
            subject="streets:buses",
            data={"source": feed.source, "digest": feed.digest, **feed.counts},
        )
    return FeedReport(feed, False, reading.troubles)


def _same(before: BusFeed, feed: BusFeed) -> bool:
    return before.digest == feed.digest and before.corridors == feed.corridors


def _fill(feed: BusFeed, reading: FeedReading, plane: Projector) -> None:
    routes = BusRoute.objects.bulk_create(
        BusRoute(
            feed=feed,
            key=line.key,
            short_name=line.short_name,
            long_name=line.long_name,
            colour=line.colour,
            agency=line.agency,
            corridor=line.corridor,
        )
        for line in reading.lines.values()
    )
    by_key = {route.key: route for route in routes}
    shapes = (_shape(by_key[way.route], way, plane) for way in reading.ways)
    BusShape.objects.bulk_create(shapes, batch_size=BATCH)
    stops = (_stop(feed, stop, plane) for stop in reading.stops.values())
    BusStop.objects.bulk_create(stops, batch_size=BATCH)


def _shape(route: BusRoute, way: Way, plane: Projector) -> BusShape:
    flat = plane.plane(way.drawn)
    return BusShape(
        route=route,
        direction=way.direction,
        key=way.key[:120],
        headsign=way.headsign,
        from_stops=way.from_stops,
        plane=shapely.to_wkb(flat),
        extent=flat.bounds,
        length_m=flat.length,
    )


def _stop(feed: BusFeed, stop: Stop, plane: Projector) -> BusStop:
    flat = plane.plane(Shape(Point(stop.lon, stop.lat)))
    return BusStop(
        feed=feed,
        key=stop.key,
        name=stop.name,
        lat=stop.lat,
        lon=stop.lon,
        lines=sorted(stop.lines),
        plane=shapely.to_wkb(flat),
        extent=flat.bounds,
    )


def named_corridors(text: str) -> frozenset[str]:
    """Short names of lines as an operator writes them: "1,2,3B" or "1-13"; "" is none.

    InvalidInput for what is neither.
    """
    found: set[str] = set()
    for part in text.replace(" ", "").split(","):
        first, dash, last = part.partition("-")
        whole = dash and first.isdecimal() and last.isdecimal()
        if whole and 0 <= int(last) - int(first) <= MOST_CORRIDORS:
            found.update(str(number) for number in range(int(first), int(last) + 1))
        elif not dash:
            found.update({part} - {""})
        else:
            raise InvalidInput({"corridors": [_("Write lines as 1,2,3 or 1-13.")]})
    return frozenset(found)
