"""Events out of files: when they happen, and why one is left out. Pure."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from simpul.kit.periods import Period
from simpul.places.events.geo import read_geojson_events
from simpul.places.events.ics import read_ics
from simpul.places.events.rows import EventReading, Frame
from simpul.places.troubles import Unreadable

BOUNDS = (106.38, -6.40, 107.00, -5.15)
NOW = datetime(2026, 11, 1, 5, 0, tzinfo=UTC)
FRAME = Frame("Asia/Jakarta", BOUNDS, NOW)
JAKARTA, NEW_YORK = ZoneInfo("Asia/Jakarta"), ZoneInfo("America/New_York")


def vevent(*lines: str, uid: str = "a@example.org") -> str:
    return "\r\n".join(["BEGIN:VEVENT", f"UID:{uid}", "SUMMARY:Pawai", *lines, "END:VEVENT"])


def ics(folder: Path, *events: str, before: str = "", frame: Frame = FRAME) -> EventReading:
    file = folder / "events.ics"
    whole = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//", before, *events, "END:VCALENDAR"]
    file.write_bytes("\r\n".join(line for line in whole if line).encode() + b"\r\n")
    return read_ics(file, frame)


def feature(geometry: Any = None, **properties: Any) -> dict[str, Any]:
    told = {"id": "w1", "title": "Perbaikan", "start": "2026-12-01", "end": "2026-12-03"}
    return {"type": "Feature", "geometry": geometry, "properties": {**told, **properties}}


POINT = {"type": "Point", "coordinates": [106.82, -6.19]}


def geo(folder: Path, *features: dict[str, Any]) -> EventReading:
    file = folder / "works.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": list(features)}))
    return read_geojson_events(file, FRAME)


def times(reading: EventReading, zone: ZoneInfo = JAKARTA) -> list[str]:
    """ "2026-12-01 10:00/12:00" on the clock of the place."""
    (row,) = reading.events.values()
    return [
        f"{one.start.astimezone(zone):%Y-%m-%d %H:%M}/{one.end.astimezone(zone):%H:%M}"
        for one in row.periods
    ]


def codes(reading: EventReading) -> list[tuple[str, str]]:
    return [(one.done, one.code) for one in reading.troubles]


# --- one time ---------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "lines",
    [
        ("DTSTART:20261201T030000Z", "DTEND:20261201T050000Z"),
        ("DTSTART;TZID=Asia/Jakarta:20261201T100000", "DTEND;TZID=Asia/Jakarta:20261201T120000"),
        ("DTSTART:20261201T100000", "DTEND:20261201T120000"),
        ("DTSTART:20261201T100000", "DURATION:PT2H"),
        ("DTSTART;TZID=SE Asia Standard Time:20261201T100000", "DURATION:PT2H"),
    ],
)
def test_a_time_is_the_same_however_it_is_written(tmp_path: Path, lines: tuple[str, ...]) -> None:
    assert times(ics(tmp_path, vevent(*lines))) == ["2026-12-01 10:00/12:00"]


def test_whole_days_are_days_of_the_city(tmp_path: Path) -> None:
    reading = ics(tmp_path, vevent("DTSTART;VALUE=DATE:20261201", "DTEND;VALUE=DATE:20261203"))
    (row,) = reading.events.values()
    start = datetime(2026, 12, 1, tzinfo=JAKARTA)
    assert row.periods == (Period(start, start + timedelta(days=2)),)


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (("DTSTART:20261201T100000", "DTEND:20261201T090000"), "end_before_start"),
        (("DTSTART:20261201T100000", "DTEND:20261201T100000"), "end_before_start"),
        (("DTSTART:20261201T100000",), "no_end"),
        (("DTEND:20261201T100000",), "no_start"),
        (("DTSTART:30141201T100000", "DURATION:PT1H"), "year"),
        (("DTSTART;TZID=Asia/Batavia:20261201T100000", "DURATION:PT1H"), "unknown_zone"),
        (("DTSTART:20261201T100000", "DTEND:20361201T100000"), "too_long"),
        (("DTSTART:nonsense", "DURATION:PT1H"), "bad_event"),
        (("DTSTART;TZID=Asia:20261201T100000", "DURATION:PT1H"), "bad_event"),
        (("DTSTART:20261201T100000", "DTSTART:20261202T100000", "DURATION:PT1H"), "bad_event"),
        (("DTSTART:20261201T100000", "DURATION:PT1H", "GEO:-6.2;106.8", "GEO:-6.2;106.9"),
         "bad_event"),
        (("DTSTART:20261201T100000", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=-1"), "bad_rule"),
        (("DTSTART:20261201T100000", "DURATION:PT1H", "RRULE:FREQ=MONTHLY;BYDAY=99MO"), "bad_rule"),
        (("DTSTART:20261201T100000", "DURATION:PT1H", "GEO:106.82;-6.19"), "swapped"),
        (("DTSTART:20261201T100000", "DURATION:PT1H", "GEO:51.5;0.1"), "outside_city"),
        (("DTSTART:20261201T100000", "DURATION:PT1H", "RRULE:FREQ=SECONDLY"), "bad_rule"),
        (("DTSTART:20261201T100000", "DURATION:PT1H", "RRULE:FREQ=DAILY;INTERVAL=0"), "bad_rule"),
        (("DTSTART:20261201T000000", "DURATION:PT1H",
          "RRULE:FREQ=DAILY;BYHOUR=0,1,2,3,4,5,6,7,8,9,10,11"), "too_often"),
    ],
)  # fmt: skip
def test_a_bad_event_is_refused_with_its_line_and_the_others_are_read(
    tmp_path: Path, lines: tuple[str, ...], code: str
) -> None:
    good = vevent("DTSTART:20261201T100000", "DURATION:PT1H", uid="good")
    reading = ics(tmp_path, good, vevent(*lines, uid="bad"))
    assert list(reading.events) == ["good"]
    assert codes(reading) == [("refused", code)]
    (one,) = reading.troubles
    # Three lines of the calendar, six of the good event.
    assert one.line == 10
    assert "baris 10" in one.sentence("id")


def test_what_is_over_is_left_out_and_counted(tmp_path: Path) -> None:
    reading = ics(tmp_path, vevent("DTSTART:20250101T100000", "DURATION:PT1H"))
    assert (reading.events, codes(reading)) == ({}, [("noted", "past")])


def test_a_rule_until_the_end_of_time_ends_at_the_horizon(tmp_path: Path) -> None:
    lines = ("DTSTART:20261201T100000", "DURATION:PT1H", "RRULE:FREQ=MONTHLY;UNTIL=99991231")
    assert len(times(ics(tmp_path, vevent(*lines)))) == 18


def test_a_number_that_cannot_be_is_told_and_not_swallowed(tmp_path: Path) -> None:
    lines = ("DTSTART:20261201T100000", "DURATION:PT1H", "GEO:-6.2;106.8", "X-SIMPUL-RADIUS:wide")
    reading = ics(tmp_path, vevent(*lines))
    assert codes(reading) == [("repaired", "bad_number")]
    assert [row.radius_m for row in reading.events.values()] == [50]
    for value in ("5", -1, 1e300, True, [1]):
        reading = geo(tmp_path, feature(POINT, radius_m=value, sequence=value))
        assert codes(reading) == [("repaired", "bad_number")] * 2
        (row,) = reading.events.values()
        assert (row.radius_m, row.sequence) == (50, 0)


def test_a_calendar_with_a_sign_that_cannot_be_kept_is_refused_with_its_line(
    tmp_path: Path,
) -> None:
    with pytest.raises(Unreadable) as refusal:
        ics(tmp_path, vevent("DTSTART:20261201T100000", "DURATION:PT1H", uid="a\0b"))
    assert (refusal.value.trouble.code, refusal.value.trouble.line) == ("not_storable", 5)


def test_an_event_without_uid_is_refused(tmp_path: Path) -> None:
    event = "BEGIN:VEVENT\r\nDTSTART:20261201T100000\r\nDURATION:PT1H\r\nEND:VEVENT"
    assert codes(ics(tmp_path, event)) == [("refused", "no_uid")]


@pytest.mark.parametrize("content", [b"", b"<html>", b"BEGIN:VCARD\r\nEND:VCARD\r\n"])
def test_what_is_no_calendar_is_refused_whole(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "events.ics"
    file.write_bytes(content)
    with pytest.raises(Unreadable) as refusal:
        read_ics(file, FRAME)
    assert refusal.value.trouble.code == "not_ics"


# --- many times -------------------------------------------------------------------------------
def test_a_weekly_event_is_laid_out_for_eighteen_months(tmp_path: Path) -> None:
    """Every Sunday from 1 November 2026: 548 days ahead of noon local time, that is 79 Sundays."""
    lines = ("DTSTART:20261101T060000", "DURATION:PT4H", "RRULE:FREQ=WEEKLY;BYDAY=SU")
    found = times(ics(tmp_path, vevent(*lines)))
    assert (found[0], len(found)) == ("2026-11-01 06:00/10:00", 79)
    assert found[-1].startswith("2028-04-30")


def test_until_count_and_left_out_days_are_kept(tmp_path: Path) -> None:
    base = ("DTSTART;TZID=Asia/Jakarta:20261201T100000", "DURATION:PT1H")
    until = vevent(*base, "RRULE:FREQ=DAILY;UNTIL=20261203T030000Z")
    count = vevent(*base, "RRULE:FREQ=DAILY;COUNT=3", "EXDATE;TZID=Asia/Jakarta:20261202T100000")
    added = vevent(*base, "RDATE;TZID=Asia/Jakarta:20261224T100000")
    assert [one[:10] for one in times(ics(tmp_path, until))] == [
        "2026-12-01", "2026-12-02", "2026-12-03",
    ]  # fmt: skip
    assert [one[:10] for one in times(ics(tmp_path, count))] == ["2026-12-01", "2026-12-03"]
    assert [one[:10] for one in times(ics(tmp_path, added))] == ["2026-12-01", "2026-12-24"]


def test_a_rule_that_never_comes_true_ends_at_once(tmp_path: Path) -> None:
    lines = ("DTSTART:20261201T100000", "DURATION:PT1H",
             "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=5")  # fmt: skip
    assert codes(ics(tmp_path, vevent(*lines))) == [("noted", "later")]


def test_a_single_time_can_be_moved_or_called_off(tmp_path: Path) -> None:
    base = vevent("DTSTART:20261201T100000", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=3")
    moved = vevent("RECURRENCE-ID:20261202T100000", "DTSTART:20261202T150000", "DURATION:PT2H")
    off = vevent("RECURRENCE-ID:20261203T100000", "DTSTART:20261203T100000", "STATUS:CANCELLED",
                 "DURATION:PT1H")  # fmt: skip
    assert times(ics(tmp_path, base, moved, off)) == [
        "2026-12-01 10:00/11:00",
        "2026-12-02 15:00/17:00",
    ]


def test_the_local_hour_stays_when_clocks_change(tmp_path: Path) -> None:
    """New York leaves daylight time on 1 November 2026 and takes it up on 14 March 2027. 02:30 on
    that day does not exist: read with the offset before, it is 03:30."""
    frame = Frame("America/New_York", BOUNDS, datetime(2026, 10, 1, tzinfo=UTC))
    lines = ("DTSTART;TZID=America/New_York:20261031T080000", "DURATION:PT1H",
             "RRULE:FREQ=DAILY;COUNT=2")  # fmt: skip
    reading = ics(tmp_path, vevent(*lines), frame=frame)
    (row,) = reading.events.values()
    assert [one.start.hour for one in row.periods] == [12, 13]
    night = ("DTSTART;TZID=America/New_York:20270313T023000", "DURATION:PT1H",
             "RRULE:FREQ=DAILY;COUNT=2")  # fmt: skip
    reading = ics(tmp_path, vevent(*night), frame=frame)
    assert times(reading, NEW_YORK) == ["2027-03-13 02:30/03:30", "2027-03-14 03:30/04:30"]


def test_a_zone_the_file_defines_itself_is_known(tmp_path: Path) -> None:
    zone = "\r\n".join(
        ["BEGIN:VTIMEZONE", "TZID:Waktu Kantor", "BEGIN:STANDARD", "DTSTART:19700101T000000",
         "TZOFFSETFROM:+0800", "TZOFFSETTO:+0800", "END:STANDARD", "END:VTIMEZONE"]
    )  # fmt: skip
    event = vevent("DTSTART;TZID=Waktu Kantor:20261201T110000", "DURATION:PT2H")
    assert times(ics(tmp_path, event, before=zone)) == ["2026-12-01 10:00/12:00"]


# --- editions ---------------------------------------------------------------------------------
def test_of_two_editions_in_one_file_the_higher_sequence_is_kept(tmp_path: Path) -> None:
    old = vevent("SEQUENCE:1", "DTSTART:20261201T100000", "DURATION:PT1H")
    new = vevent("SEQUENCE:2", "DTSTART:20261202T100000", "DURATION:PT1H")
    for pair in ((old, new), (new, old)):
        assert times(ics(tmp_path, *pair)) == ["2026-12-02 10:00/11:00"]


def test_one_id_with_different_contents_keeps_the_first_and_says_so(tmp_path: Path) -> None:
    one = vevent("DTSTART:20261201T100000", "DURATION:PT1H")
    other = vevent("DTSTART:20261202T100000", "DURATION:PT1H")
    reading = ics(tmp_path, one, other, one)
    assert times(reading) == ["2026-12-01 10:00/11:00"]
    assert codes(reading) == [("refused", "different"), ("noted", "twice")]


def test_an_edition_is_the_same_tomorrow(tmp_path: Path) -> None:
    """The horizon moves with today's date; the digest of the content does not."""
    event = vevent("DTSTART:20261101T060000", "DURATION:PT4H", "RRULE:FREQ=WEEKLY")
    later = Frame("Asia/Jakarta", BOUNDS, NOW + timedelta(days=60))
    (today,) = ics(tmp_path, event).events.values()
    (then,) = ics(tmp_path, event, frame=later).events.values()
    assert today.digest == then.digest
    assert today.periods != then.periods


# --- GeoJSON ----------------------------------------------------------------------------------
def test_road_works_of_a_map_have_days_of_the_city_and_their_line(tmp_path: Path) -> None:
    line = {"type": "LineString", "coordinates": [[106.82, -6.19], [106.82, -6.18]]}
    reading = geo(tmp_path, feature(line, kind="road_works", cuts_road=True, exclusive="yes"))
    (row,) = reading.events.values()
    assert (row.kind, row.cuts_road, row.exclusive, row.radius_m) == ("road_works", True, True, 0)
    # A date alone ends with its day.
    start = datetime(2026, 12, 1, tzinfo=JAKARTA)
    assert row.periods == (Period(start, start + timedelta(days=3)),)


def test_the_clock_of_a_map_is_the_city_s_unless_it_says_otherwise(tmp_path: Path) -> None:
    hours = {"start": "2026-12-01T10:00", "end": "2026-12-01T12:00"}
    assert times(geo(tmp_path, feature(POINT, **hours))) == ["2026-12-01 10:00/12:00"]
    east = feature(POINT, **hours, zone="Asia/Makassar")
    assert times(geo(tmp_path, east)) == ["2026-12-01 09:00/11:00"]
    offset = feature(POINT, start="2026-12-01T03:00:00Z", end="2026-12-01T12:00:00+07:00")
    assert times(geo(tmp_path, offset)) == ["2026-12-01 10:00/12:00"]


@pytest.mark.parametrize(
    ("properties", "code"),
    [
        ({"start": ""}, "no_start"),
        ({"end": None}, "no_end"),
        ({"start": "2026-12-04"}, "end_before_start"),
        ({"start": "3014-12-01", "end": "3014-12-02"}, "year"),
        ({"start": "1 Desember"}, "not_a_time"),
        ({"start": "2026-13-01"}, "not_a_time"),
        ({"zone": "Asia/Batavia"}, "unknown_zone"),
        ({"zone": "../../etc/passwd"}, "unknown_zone"),
        ({"kind": "party"}, "unknown_kind"),
        ({"exclusive": "maybe"}, "not_yes_no"),
        ({"id": None}, "no_uid"),
    ],
)
def test_a_bad_feature_is_refused_with_its_number(
    tmp_path: Path, properties: dict[str, Any], code: str
) -> None:
    reading = geo(tmp_path, feature(POINT, id="good"), feature(POINT, **properties))
    assert list(reading.events) == ["good"]
    assert codes(reading) == [("refused", code)]
    assert next(iter(reading.troubles)).feature == 2


@pytest.mark.parametrize(
    ("geometry", "code"),
    [
        ({"type": "Point", "coordinates": [-6.19, 106.82]}, "swapped_coordinates"),
        ({"type": "Point", "coordinates": [0, 51]}, "outside_city"),
        ({"type": "Point", "coordinates": [700000, 9310000]}, "metres"),
        ({"type": "Polygon", "coordinates": [[[106.8, -6.2], [106.81, -6.2], [106.81, -6.1]]]},
         "not_closed"),
        ({"type": "Polygon", "coordinates": [[[106.8, -6.2], [106.81, -6.1], [106.81, -6.2],
                                              [106.8, -6.1], [106.8, -6.2]]]}, "self_crossing"),
    ],
)  # fmt: skip
def test_a_bad_drawing_is_refused(tmp_path: Path, geometry: dict[str, Any], code: str) -> None:
    reading = geo(tmp_path, feature(geometry))
    assert codes(reading) == [("refused", code)]
