"""A partner's calendar in, ours out: one UID, SEQUENCE that grows, nothing half taken."""

from __future__ import annotations

import datetime as dt
from time import process_time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from simpul.network.visits.calendar_reading import Window, read_calendar
from simpul.network.visits.itinerary import Entry, entry_from, steps, to_plain

WINDOW = Window(dt.date(2027, 5, 10), dt.date(2027, 5, 12), "Asia/Seoul")


def calendar(*events: str) -> str:
    blocks = [f"BEGIN:VEVENT\r\n{one}\r\nEND:VEVENT" for one in events]
    return "\r\n".join(
        ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//contoh//", *blocks, "END:VCALENDAR", ""]
    )


def event(start: str = ":20270510T140000", end: str = ":20270510T150000", **more: str) -> str:
    said = {"UID": "a@contoh.test", "SUMMARY": "Rapat", **more}
    lines = [f"{key}:{value}" for key, value in said.items() if value]
    return "\r\n".join([f"DTSTART{start}", f"DTEND{end}", *lines])


@pytest.mark.parametrize(
    ("start", "end", "jakarta", "zone"),
    [
        # Busan is two hours ahead of Jakarta; a time without a zone is meant at the place visited.
        (":20270510T140000", ":20270510T150000", "12:00", "Asia/Seoul"),
        (";TZID=Asia/Seoul:20270510T140000", ":20270510T060000Z", "12:00", "Asia/Seoul"),
        (";TZID=Asia/Jakarta:20270510T140000", ":20270510T080000Z", "14:00", "Asia/Jakarta"),
        (":20270510T030000Z", ":20270510T040000Z", "10:00", "Asia/Seoul"),
    ],
)
def test_times_are_read_on_the_clocks_they_were_written_on(start, end, jakarta, zone):
    (entry,) = read_calendar(calendar(event(start, end)), WINDOW).entries
    assert f"{entry.starts_at.astimezone(ZoneInfo('Asia/Jakarta')):%H:%M}" == jakarta
    assert entry.time_zone == zone


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        ("", 1, "not_ics"),
        ("BEGIN:VCARD\nEND:VCARD\n", 1, "not_ics"),
        (calendar(), 0, "no_event"),
        (calendar(event(UID="")), 4, "no_uid"),
        (calendar(event(), event()), 10, "uid_twice"),
        (calendar(event(end=":20270510T130000")), 4, "ends_before"),
        (calendar(event(start=";TZID=Kota/Rekaan:20270510T140000")), 4, "unknown_zone"),
        (calendar(event(start=":kemarin")), 4, "bad_value"),
        (calendar("SUMMARY:Rapat\r\nUID:b"), 4, "no_start"),
        (calendar(event() + "\r\nSUMMARY:lagi"), 4, "bad_value"),
        (calendar(*[event(UID=str(at)) for at in range(501)]), 0, "too_many"),
    ],
)
def test_a_broken_calendar_is_named_by_its_line_and_nothing_is_taken(text, line, code):
    reading = read_calendar(text, WINDOW)
    assert reading.entries == []
    assert (line, code) in [(one.line, one.code) for one in reading.troubles]


@pytest.mark.parametrize(
    ("one", "code"),
    [
        (event(RRULE="FREQ=SECONDLY;COUNT=999999999"), "repeats"),
        (event(start=";VALUE=DATE:20270510", end=";VALUE=DATE:20270511"), "whole_day"),
        (event(start=":20280510T140000", end=":20280510T150000"), "outside_visit"),
    ],
)
def test_what_no_itinerary_has_is_left_out_and_said_to_be(one, code):
    reading = read_calendar(calendar(one, event(UID="b")), WINDOW)
    assert [entry.uid for entry in reading.entries] == ["b"]
    assert [trouble.code for trouble in reading.left_out] == [code]


@given(st.text(max_size=300))
def test_no_text_whatever_stops_the_reader(text):
    read_calendar("BEGIN:VCALENDAR\nBEGIN:VEVENT\n" + text, WINDOW)
    read_calendar(calendar(event() + "\r\n" + text), WINDOW)


def test_zones_described_at_length_do_not_stop_the_reader():
    rule = "BEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0900\r\nTZOFFSETTO:+0900\r\n"
    zone = f"BEGIN:VTIMEZONE\r\nTZID:Rekaan\r\n{(rule + 'END:STANDARD') * 3000}\r\nEND:VTIMEZONE"
    meetings = [event(start=";TZID=Rekaan:20270510T140000", UID=str(at)) for at in range(300)]
    began = process_time()
    reading = read_calendar(calendar(*meetings).replace("VERSION:2.0", zone), WINDOW)
    assert {one.code for one in reading.troubles} == {"unknown_zone"}
    assert process_time() - began < 2


def entry(sequence: int = 0, hour: int = 10, cancelled: bool = False) -> Entry:
    start = dt.datetime(2027, 5, 10, hour, tzinfo=dt.UTC)
    return Entry(
        uid="a",
        title="Rapat",
        starts_at=start,
        ends_at=start + dt.timedelta(hours=1),
        time_zone="Asia/Seoul",
        sequence=sequence,
        cancelled=cancelled,
    )


@pytest.mark.parametrize(
    ("found", "known", "verb"),
    [
        (entry(), None, "add"),
        (entry(cancelled=True), None, "same"),
        (entry(), entry(), "same"),
        (entry(1, 11), entry(), "change"),
        (entry(0, 11), entry(), "change"),
        (entry(0, 11), entry(1), "same"),
        (entry(1, cancelled=True), entry(), "cancel"),
        (entry(0, cancelled=True), entry(1), "same"),
    ],
)
def test_an_older_sequence_changes_nothing(found, known, verb):
    assert [one.verb for one in steps([found], {"a": known} if known else {})] == [verb]


def test_what_waits_to_be_looked_at_comes_back_as_it_was():
    assert entry_from(to_plain(entry(3))) == entry(3)


def test_what_we_write_other_programs_read():
    text = calendar(event(DESCRIPTION="satu\\, dua"))
    assert Calendar.from_ical(text).walk("VEVENT")[0]["DESCRIPTION"] == "satu, dua"
