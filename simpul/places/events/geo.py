"""Events and road works out of a GeoJSON file. Pure.

Properties: `id` (or the feature's own), `title`, `start`, `end` (ISO 8601; without an offset on the
clock of `zone`, by default the city's; a date alone begins at midnight and ends with that day),
`kind` (event, road_works, closure), `exclusive`, `cuts_road` (true or false), `status`
("cancelled"), `sequence`, `radius_m`, and `place` (a code or name) where there is no geometry.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from simpul.kit.geometry import GeometryProblem, Shape, parse_geometry
from simpul.kit.periods import Period
from simpul.places.events.rows import (
    EVENT,
    KINDS,
    MESSAGES,
    POINT_RADIUS_M,
    EventReading,
    EventRow,
    Frame,
    inside,
)
from simpul.places.events.times import BadTime, Times, check_year, periods_of, within
from simpul.places.geofile import Feature, read_features
from simpul.places.troubles import NOTED, REPAIRED, Troubles

MOST_POINTS = 5000
LARGEST_RADIUS_M = 5000
_YES_NO = {True: True, False: False, "true": True, "false": False, "yes": True, "no": False}


def read_geojson_events(path: Path, frame: Frame) -> EventReading:
    """The events of a file. `Unreadable` when it cannot be taken as a whole."""
    reading = EventReading(Troubles(MESSAGES, path.name))
    for feature in read_features(path, reading.troubles):
        told = feature.properties
        uid = str(told.get("id") or feature.id or "").strip()[:190]
        where = {"feature": feature.number, "line": feature.line, "name": uid}
        if not uid:
            reading.troubles.add("no_uid", **where)  # type: ignore[arg-type]
            continue
        try:
            reading.keep(_row(uid, feature, frame, reading.troubles, where))
        except BadTime as error:
            done = NOTED if error.code == "past" else "refused"
            reading.troubles.add(error.code, done=done, **where, **error.params)  # type: ignore[arg-type]
        except GeometryProblem as problem:
            texts = {language: problem.text(language) for language in ("id", "en")}
            reading.troubles.take(problem.code, texts, **where)
    return reading


def _row(
    uid: str, feature: Feature, frame: Frame, troubles: Troubles, where: dict[str, Any]
) -> EventRow:
    told = feature.properties
    cancelled = str(told.get("status", "")).strip().casefold() in ("cancelled", "canceled")
    kind = str(told.get("kind") or frame.kind).strip().casefold().replace(" ", "_")
    if kind not in (*KINDS, "closure"):
        raise BadTime("unknown_kind", value=kind[:40])
    shape = _shape(feature, frame)
    title = " ".join(str(told.get("title") or told.get("name") or "").split())[:300]
    if not title:
        troubles.add("no_title", done=NOTED, title="Acara", **where)
    times = [str(told.get(name, "")) for name in ("start", "end", "zone", "status")]
    return EventRow(
        uid=uid,
        sequence=_number(told, "sequence", 2**31 - 1, 0, troubles, where),
        title=title or "Acara",
        kind=EVENT if kind == "closure" else kind,
        cancelled=cancelled,
        exclusive=_yes(told, "exclusive"),
        cuts_road=_yes(told, "cuts_road") or kind == "closure",
        periods=() if cancelled else (_period(told, frame),),
        place=" ".join(str(told.get("place") or "").split())[:300],
        shape=shape,
        radius_m=_number(
            told,
            "radius_m",
            LARGEST_RADIUS_M,
            POINT_RADIUS_M if shape is not None and shape.kind == "Point" else 0,
            troubles,
            where,
        ),
        line=feature.line,
        feature=feature.number,
        times=tuple(times),
    )


def _shape(feature: Feature, frame: Frame) -> Shape | None:
    if feature.geometry is None:
        return None
    drawn = parse_geometry(feature.geometry, max_points=MOST_POINTS, near=frame.bounds)
    if not inside(drawn, frame.bounds):
        lat, lon = drawn.middle
        raise BadTime("outside_city", lat=round(lat, 4), lon=round(lon, 4))
    return drawn


def _period(told: Mapping[str, Any], frame: Frame) -> Period:
    zone = _zone(told.get("zone") or frame.zone)
    start, end = _moment(told, "start"), _moment(told, "end")
    if start is None:
        raise BadTime("no_start")
    if end is None:
        raise BadTime("no_end")
    for moment in (start, end):
        check_year(moment.year, frame)
    if not isinstance(end, datetime):
        end += timedelta(days=1)
    starts, ends = (_aware(moment, zone) for moment in (start, end))
    if ends <= starts:
        raise BadTime("end_before_start", start=told["start"], end=told["end"])
    found = periods_of(Times(starts, ends), frame, zone)
    if not within(found, frame, recurring=False):
        raise BadTime("past")
    return found[0]


def _aware(moment: date | datetime, zone: ZoneInfo) -> datetime:
    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day)  # noqa: DTZ001
    local = moment if moment.tzinfo else moment.replace(tzinfo=zone)
    return local.astimezone(UTC)


def _zone(name: object) -> ZoneInfo:
    try:
        return ZoneInfo(str(name))
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise BadTime("unknown_zone", zone=str(name)[:60]) from error


def _moment(told: Mapping[str, Any], column: str) -> date | datetime | None:
    value = told.get(column)
    if value in (None, ""):
        return None
    text = str(value).strip()
    try:
        return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)
    except ValueError as error:
        raise BadTime("not_a_time", column=column, value=text[:40]) from error


def _yes(told: Mapping[str, Any], column: str) -> bool:
    value = told.get(column)
    if value in (None, ""):
        return False
    key = value.strip().casefold() if isinstance(value, str) else value
    if not isinstance(key, bool | str) or key not in _YES_NO:
        raise BadTime("not_yes_no", column=column, value=repr(value)[:40])
    return _YES_NO[key]


def _number(
    told: Mapping[str, Any],
    column: str,
    most: int,
    other: int,
    troubles: Troubles,
    where: dict[str, Any],
) -> int:
    value = told.get(column)
    if value is None or value == "":
        return other
    if not isinstance(value, bool) and isinstance(value, int | float) and 0 <= value <= most:
        return int(value)
    shown: dict[str, Any] = {"column": column, "value": repr(value)[:40], "most": most}
    troubles.add("bad_number", done=REPAIRED, other=other, **shown, **where)
    return other
