"""The same entries as iCalendar (RFC 5545), GeoJSON (RFC 7946) and RSS 2.0.

Nothing in them depends on the moment of writing, so that equal content is equal bytes.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import shapely
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from simpul.home.nearby.scopes import Scope
from simpul.places.public.listing import Row
from simpul.places.public.reading import KEPT_CANCELLED
from simpul.web.formats import period_words

REFRESH = timedelta(hours=1)

Link = Callable[[Row], str]


def about(scope: Scope) -> str:
    """What the feed holds, and how long it says that something is cancelled."""
    kept = _("What is cancelled stays here as cancelled for %(days)d days.") % {
        "days": KEPT_CANCELLED.days
    }
    words = [scope.text, kept]
    if not scope.found.whole:
        words.append(_("There is more than this feed holds: take the feed of a smaller area."))
    return " ".join(words)


def summary(row: Row) -> str:
    """One line: what and where."""
    hours = row.hours[0]
    what = row.title if row.title == hours.kind else f"{row.title} – {hours.kind}"
    return f"{_('Cancelled')}: {what}" if hours.cancelled else what


def where(row: Row) -> str:
    """The place and its area."""
    return f"{row.place}, {row.area}" if row.area else row.place


def text(row: Row, link: str) -> str:
    """What it means for passers-by, and where to read, check and complain."""
    return "\n".join([*row.meanings, link])


def icalendar(scope: Scope, *, link: Link) -> bytes:
    """One VEVENT for each entry. UID stays when it moves; SEQUENCE grows with each change."""
    calendar = Calendar()
    calendar.add("prodid", "-//Simpul//Film commission//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", scope.name)
    calendar.add("x-wr-caldesc", about(scope))
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for row in scope.rows:
        calendar.add_component(_event(row, link(row)))
    return bytes(calendar.to_ical())


def _event(row: Row, link: str) -> Event:
    one, event = row.first, Event()
    event.add("uid", one.uid)
    event.add("sequence", one.sequence)
    event.add("dtstamp", one.changed_at.astimezone(UTC))
    event.add("last-modified", one.changed_at.astimezone(UTC))
    event.add("dtstart", one.period.start.astimezone(UTC))
    event.add("dtend", one.period.end.astimezone(UTC))
    event.add("summary", summary(row))
    event.add("location", where(row))
    event.add("description", text(row, link))
    event.add("url", link)
    event.add("categories", [row.hours[0].kind])
    event.add("status", "CANCELLED" if one.cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    if one.geometry is not None:
        spot = shapely.geometry.shape(dict(one.geometry)).representative_point()
        event.add("geo", (round(spot.y, 6), round(spot.x, 6)))
    return event


def geojson(scope: Scope, *, link: Link, zone: str) -> bytes:
    """A FeatureCollection; `id` is the stable id, times are on the city's clock with offset."""
    place = ZoneInfo(zone)
    features = [
        {
            "type": "Feature",
            "id": row.first.uid,
            "geometry": row.first.geometry,
            "properties": {
                "production": row.first.production,
                "status": "cancelled" if row.first.cancelled else "confirmed",
                "sequence": row.first.sequence,
                "last_modified": _iso(row.first.changed_at, place),
                "source": row.first.source,
                "kind": row.first.kind,
                "title": row.first.title or None,
                "summary": summary(row),
                "place": where(row),
                "area": row.first.area or None,
                "start": _iso(row.first.period.start, place),
                "end": _iso(row.first.period.end, place),
                "radius_m": row.first.radius_m or None,
                "bus_lines": list(row.first.lines),
                "meaning": row.meanings,
                "link": link(row),
            },
        }
        for row in scope.rows
    ]
    collection = {
        "type": "FeatureCollection",
        "id": scope.key,
        "title": scope.name,
        "description": about(scope),
        "from": _iso(scope.window.start, place),
        "until": _iso(scope.window.end, place),
        "complete": scope.found.whole,
        "features": features,
    }
    return json.dumps(collection, ensure_ascii=False, separators=(",", ":")).encode()


def _iso(moment: datetime, place: ZoneInfo) -> str:
    return moment.astimezone(place).isoformat(timespec="seconds")


def rss(scope: Scope, *, link: Link, address: str, changed_at: datetime) -> bytes:
    """The newest changes first. The guid is the stable id with its sequence: a reader shows a
    moved or cancelled entry again."""
    feed = Rss201rev2Feed(
        title=scope.name,
        link=address,
        description=about(scope),
        language=get_language() or "id",
        ttl=int(REFRESH.total_seconds() // 60),
    )
    feed.latest_post_date = lambda: changed_at  # type: ignore[method-assign]
    for row in sorted(scope.rows, key=lambda one: one.first.changed_at, reverse=True):
        one = row.first
        words = period_words(one.period.start, one.period.end)
        feed.add_item(
            title=f"{summary(row)}, {words}",
            link=link(row),
            description="\n".join([where(row), words, *row.meanings]),
            unique_id=f"{one.uid}.{one.sequence}",
            unique_id_is_permalink=False,
            pubdate=one.changed_at,
        )
    found: str = feed.writeString("utf-8")
    return found.encode()
