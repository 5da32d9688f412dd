"""When an event happens: one period, or many by a rule of recurrence, on the wall clock. Pure.

A recurring event keeps its local hour when clocks change; its length is the elapsed time of the
first (RFC 5545, 3.8.5.3). A start that the clock skips is read with the offset before the change.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import islice
from typing import Any

from dateutil.rrule import rrulestr

from simpul.kit.periods import Period
from simpul.places.events.rows import LONGEST, MOST_TIMES, MOST_YEARS, Frame

FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
Moment = date | datetime


class BadTime(ValueError):
    """`code` is one of `rows.MESSAGES`."""

    def __init__(self, code: str, **params: object) -> None:
        self.code, self.params = code, params
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class Times:
    """The first time of an event and what repeats it.

    `start`, `end`: date (whole days, `end` not included) or datetime; naive is the city's clock.
    `rules`: RRULE parts by name. `added`, `left_out`: RDATE, EXDATE.
    """

    start: Moment
    end: Moment | None
    duration: timedelta | None = None
    rules: Sequence[Mapping[str, Any]] = ()
    added: Sequence[Moment] = ()
    left_out: Sequence[Moment] = ()
    moved: Mapping[datetime, Period | None] = field(default_factory=dict)


def periods_of(times: Times, frame: Frame, city: tzinfo) -> list[Period]:
    """Every time the event happens within the frame, in order. BadTime.

    `times.moved`: by local start, the times that were changed (None: cancelled) one by one.
    """
    zone = _zone(times.start, city)
    first = _wall(times.start, zone)
    check_year(first.year, frame)
    length = _length(times, zone)
    left_out = {_wall(moment, zone) for moment in times.left_out if isinstance(moment, datetime)}
    days_out = {moment for moment in times.left_out if not isinstance(moment, datetime)}
    walls = {first} if not times.rules else set()
    for rule in times.rules:
        walls.update(_repeated(rule, first, frame, zone))
    walls.update(_wall(moment, zone) for moment in times.added)
    whole_days = not isinstance(times.start, datetime)
    found = []
    for wall in sorted(walls):
        if wall in left_out or wall.date() in days_out:
            continue
        if wall in times.moved:
            period = times.moved[wall]
        else:
            period = _period(wall, length, zone, whole_days)
        if period is not None:
            found.append(period)
    return found


def check_year(year: int, frame: Frame) -> None:
    """BadTime for a year that was mistyped."""
    if not 1970 <= year <= frame.now.year + MOST_YEARS:
        raise BadTime("year", year=year)


def wall_of(moment: Moment, start: Moment, city: tzinfo) -> datetime:
    """A moment on the local clock of an event that starts at `start`."""
    return _wall(moment, _zone(start, city))


def within(periods: Iterable[Period], frame: Frame, *, recurring: bool) -> list[Period]:
    """Those not over; of a recurring event, those that begin before the horizon."""
    return [
        one
        for one in periods
        if one.end > frame.first and (not recurring or one.start < frame.last)
    ]


def _zone(moment: Moment, city: tzinfo) -> tzinfo:
    return (moment.tzinfo or city) if isinstance(moment, datetime) else city


def _wall(moment: Moment, zone: tzinfo) -> datetime:
    if not isinstance(moment, datetime):
        return datetime.combine(moment, time.min)
    return (moment.astimezone(zone) if moment.tzinfo else moment).replace(tzinfo=None)


def _length(times: Times, zone: tzinfo) -> timedelta:
    if times.end is not None:
        if isinstance(times.start, datetime) != isinstance(times.end, datetime):
            raise BadTime("no_end")
        if isinstance(times.start, datetime):
            assert isinstance(times.end, datetime)
            ends = times.end if times.end.tzinfo else times.end.replace(tzinfo=zone)
            starts = times.start if times.start.tzinfo else times.start.replace(tzinfo=zone)
            length = ends.astimezone(UTC) - starts.astimezone(UTC)
        else:
            length = times.end - times.start
    elif times.duration is not None:
        length = times.duration
    elif not isinstance(times.start, datetime):
        length = timedelta(days=1)
    else:
        raise BadTime("no_end")
    if length <= timedelta(0):
        raise BadTime("end_before_start", start=times.start, end=times.end or times.duration)
    if length > LONGEST:
        raise BadTime("too_long")
    return length


def _period(wall: datetime, length: timedelta, zone: tzinfo, whole_days: bool) -> Period:
    start = wall.replace(tzinfo=zone).astimezone(UTC)
    if whole_days:
        return Period(start, (wall + length).replace(tzinfo=zone).astimezone(UTC))
    return Period(start, start + length)


def _repeated(
    rule: Mapping[str, Any], first: datetime, frame: Frame, zone: tzinfo
) -> Iterator[datetime]:
    """Local starts by one rule, until the horizon."""
    parts = {name.upper(): value for name, value in rule.items()}
    if str(_one(parts.get("FREQ"))).upper() not in FREQUENCIES:
        raise BadTime("bad_rule", why=f"FREQ={_one(parts.get('FREQ'))}"[:40])
    count, until = _one(parts.pop("COUNT", None)), _one(parts.pop("UNTIL", None))
    interval = _one(parts.get("INTERVAL", 1))
    if not isinstance(interval, int) or not 1 <= interval <= 1000:
        raise BadTime("bad_rule", why=f"INTERVAL={interval}"[:40])
    if isinstance(count, int) and count < 1:
        raise BadTime("bad_rule", why=f"COUNT={count}"[:40])
    last = frame.last.astimezone(zone).replace(tzinfo=None)
    if until is not None and _wall(until, zone) < last:
        ends = _wall(until, zone)
        last = min(last, ends if isinstance(until, datetime) else ends + timedelta(days=1))
    text = ";".join(f"{name}={_joined(value)}" for name, value in parts.items())
    if last < first:
        return
    try:
        # The end is set by us, so that a rule that never comes true ends as well.
        until_text = last.strftime("%Y%m%dT%H%M%S")
        walls = iter(rrulestr(f"RRULE:{text};UNTIL={until_text}", dtstart=first))
        most = count if isinstance(count, int) else None
        seen = 0
        for wall in islice(walls, most):
            if wall >= frame.first.astimezone(zone).replace(tzinfo=None) - LONGEST:
                seen += 1
                yield wall
            if seen > 20 * MOST_TIMES:
                raise BadTime("too_often", most=MOST_TIMES)
    except (ValueError, TypeError, LookupError, OverflowError) as error:
        if isinstance(error, BadTime):
            raise
        raise BadTime("bad_rule", why=str(error)[:80]) from error


def _one(value: Any) -> Any:
    return value[0] if isinstance(value, list | tuple) and value else value


def _joined(value: Any) -> str:
    parts = value if isinstance(value, list | tuple) else [value]
    return ",".join(str(part) for part in parts)
