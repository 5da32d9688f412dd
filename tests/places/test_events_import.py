"""Events in the calendar: placed once, moved by their next edition, taken back when cancelled."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from simpul.config.cli import main
from simpul.journal.queries import entries_for
from simpul.kit.actors import system_actor
from simpul.kit.outcomes import InvalidInput, NotAllowed
from simpul.places.actions.events import EventsReport, import_events
from simpul.places.actions.holds import release
from simpul.places.models import Booking, Ground, Hold, ImportedEvent
from simpul.places.troubles import Unreadable

OPERATOR = system_actor("test")
SOON = (timezone.now() + timedelta(days=30)).replace(hour=3, minute=0, second=0, microsecond=0)


def stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def vevent(uid: str, *lines: str, start: datetime = SOON, title: str = "Pawai") -> str:
    times = [f"DTSTART:{stamp(start)}", f"DTEND:{stamp(start + timedelta(hours=2))}"]
    told = ["BEGIN:VEVENT", f"UID:{uid}", f"SUMMARY:{title}", *times, *lines, "END:VEVENT"]
    return "\r\n".join(told)


def ics(folder: Path, *events: str) -> Path:
    file = folder / "agenda.ics"
    whole = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//", *events, "END:VCALENDAR", ""]
    file.write_bytes("\r\n".join(whole).encode())
    return file


def bring(folder: Path, *events: str, **more: Any) -> EventsReport:
    return import_events(actor=OPERATOR, file=ics(folder, *events), **more)


def counts(report: EventsReport) -> tuple[int, int, int, int]:
    return report.new, report.changed, report.cancelled, report.same


def codes(report: EventsReport) -> list[tuple[str, str]]:
    return [(one.done, one.code) for one in report.troubles]


GEO = "GEO:-6.1754;106.8272"


@pytest.mark.usefixtures("jakarta")
def test_an_event_is_placed_once_however_often_the_file_is_brought(tmp_path: Path) -> None:
    assert counts(bring(tmp_path, vevent("a", GEO))) == (1, 0, 0, 0)
    assert counts(bring(tmp_path, vevent("a", GEO))) == (0, 0, 0, 1)
    hold = Hold.objects.get()
    assert (hold.holder, hold.source, hold.state) == ("event:a", "event", "confirmed")
    booking = Booking.objects.get()
    assert (booking.kind, booking.during.lower, booking.radius_m) == ("event", SOON, 50)
    assert booking.during.upper - booking.during.lower == timedelta(hours=2)
    assert not booking.exclusive


@pytest.mark.usefixtures("jakarta")
def test_the_next_edition_moves_it_and_an_older_one_does_nothing(tmp_path: Path) -> None:
    bring(tmp_path, vevent("a", GEO, "SEQUENCE:1"))
    uid = Hold.objects.get().uid
    later = SOON + timedelta(days=1)
    moved = bring(tmp_path, vevent("a", GEO, "SEQUENCE:2", start=later, title="Pawai Besar"))
    assert counts(moved) == (0, 1, 0, 0)
    hold = Hold.objects.get()
    assert (hold.uid, hold.title, hold.state) == (uid, "Pawai Besar", "confirmed")
    assert hold.sequence > 0
    assert Booking.objects.get().during.lower == later
    old = bring(tmp_path, vevent("a", GEO, "SEQUENCE:1"))
    assert (counts(old), codes(old)) == ((0, 0, 0, 0), [("noted", "older")])
    assert Booking.objects.get().during.lower == later


@pytest.mark.usefixtures("jakarta")
def test_a_cancelled_event_is_taken_back_and_may_come_again(tmp_path: Path) -> None:
    bring(tmp_path, vevent("a", GEO))
    off = vevent("a", "STATUS:CANCELLED", "SEQUENCE:1")
    assert counts(bring(tmp_path, off)) == (0, 0, 1, 0)
    hold = Hold.objects.get()
    assert (hold.state, hold.cancelled) == ("released", True)
    assert counts(bring(tmp_path, off)) == (0, 0, 0, 1)
    assert counts(bring(tmp_path, vevent("a", GEO, "SEQUENCE:2"))) == (1, 0, 0, 0)
    assert Hold.objects.exclude(state="released").count() == 1
    assert ImportedEvent.objects.count() == 1


@pytest.mark.usefixtures("jakarta")
def test_what_was_never_here_cannot_be_cancelled_and_that_is_no_mistake(tmp_path: Path) -> None:
    report = bring(tmp_path, vevent("a", "STATUS:CANCELLED"))
    assert (counts(report), codes(report)) == ((0, 0, 0, 0), [("noted", "cancelled_unknown")])


@pytest.mark.usefixtures("jakarta")
def test_what_the_commission_gave_back_stays_so_until_another_edition(tmp_path: Path) -> None:
    bring(tmp_path, vevent("a", GEO))
    release(actor=OPERATOR, hold_id=Hold.objects.get().pk, reason="not in our city")
    assert counts(bring(tmp_path, vevent("a", GEO))) == (0, 0, 0, 1)
    assert not Hold.objects.exclude(state="released").exists()
    assert counts(bring(tmp_path, vevent("a", GEO, "SEQUENCE:1", title="Pawai Baru"))) == (
        1,
        0,
        0,
        0,
    )


@pytest.mark.usefixtures("jakarta")
def test_a_place_is_known_by_code_or_name_and_else_reported(tmp_path: Path, jakarta: Any) -> None:
    code, site = next(iter(jakarta.sites.items()))
    name = site.names["id"].replace(",", "\\,")
    report = bring(
        tmp_path,
        vevent("code", f"LOCATION:{code}"),
        vevent("name", f"LOCATION:{name.upper()}"),
        vevent("area", "LOCATION:area:31.71.01"),
        vevent("both", f"LOCATION:{code}", GEO),
        vevent("lost", "LOCATION:Negeri Antah Berantah"),
        vevent("nowhere"),
    )
    assert report.new == 4
    assert codes(report) == [("refused", "unknown_place"), ("refused", "no_place")]
    grounds = {hold.holder: hold.bookings.get().ground.code for hold in Hold.objects.all()}
    assert grounds == {
        "event:code": code,
        "event:name": code,
        "event:area": "area:31.71.01",
        "event:both": code,
    }


@pytest.mark.usefixtures("jakarta")
def test_all_or_nothing_places_nothing_when_one_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput):
        bring(tmp_path, vevent("a", GEO), vevent("lost"), all_or_nothing=True)
    assert not Hold.objects.exists()


@pytest.mark.usefixtures("jakarta")
def test_all_or_nothing_takes_back_what_stood_before_a_later_event_failed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(tmp_path, vevent("old", GEO))
    monkeypatch.setattr("simpul.places.actions.holds.MOST_USES", 2)
    moved = vevent("old", GEO, start=SOON + timedelta(days=3))
    many = vevent("many", GEO, "RRULE:FREQ=DAILY;COUNT=5")
    entries = len(list(entries_for("calendar:events")))
    with pytest.raises(InvalidInput):
        bring(tmp_path, moved, vevent("a", GEO), many, all_or_nothing=True)
    assert [hold.holder for hold in Hold.objects.all()] == ["event:old"]
    assert Booking.objects.get().during.lower == SOON
    assert len(list(entries_for("calendar:events"))) == entries
    report = bring(tmp_path, moved, vevent("a", GEO), many)
    assert counts(report) == (1, 1, 0, 0)
    assert codes(report) == [("refused", "refused")]


@pytest.mark.usefixtures("jakarta")
def test_a_recurring_event_has_one_hold_and_many_bookings(tmp_path: Path) -> None:
    bring(tmp_path, vevent("cfd", GEO, "RRULE:FREQ=WEEKLY;COUNT=10", "CATEGORIES:Road closure"))
    assert Hold.objects.get().bookings.count() == 10
    assert set(Booking.objects.values_list("kind", flat=True)) == {"closure"}


@pytest.mark.usefixtures("jakarta")
def test_the_calendar_says_what_a_file_no_longer_holds(tmp_path: Path) -> None:
    bring(tmp_path, vevent("a", GEO), vevent("b", GEO))
    report = bring(tmp_path, vevent("a", GEO))
    assert report.gone == 1
    assert Hold.objects.filter(state="confirmed").count() == 2


@pytest.mark.usefixtures("jakarta")
def test_road_works_on_a_map_become_road_works_on_their_line(tmp_path: Path) -> None:
    file = tmp_path / "works.geojson"
    day = SOON.date().isoformat()
    line = {"type": "LineString", "coordinates": [[106.8231, -6.195], [106.8231, -6.188]]}
    told = {"id": "w1", "title": "Galian", "start": day, "end": day, "kind": "road_works"}
    works = {"type": "Feature", "geometry": line, "properties": told}
    file.write_text(json.dumps({"type": "FeatureCollection", "features": [works]}))
    assert counts(import_events(actor=OPERATOR, file=file)) == (1, 0, 0, 0)
    hold = Hold.objects.get()
    assert (hold.source, hold.bookings.get().kind) == ("road_works", "road_works")
    ground = Ground.objects.get(code__startswith="shape:")
    assert ground.geometry == line
    assert counts(import_events(actor=OPERATOR, file=file)) == (0, 0, 0, 1)


@pytest.mark.usefixtures("jakarta")
def test_only_an_administrator_or_the_operator_brings_events(
    tmp_path: Path, dewi: Any, ani: Any
) -> None:
    for person in (dewi, ani):
        with pytest.raises(NotAllowed):
            import_events(actor=person.actor, file=ics(tmp_path, vevent("a", GEO)))


@pytest.mark.usefixtures("jakarta")
def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "agenda.xlsx"
    file.write_bytes(b"PK")
    with pytest.raises(Unreadable) as refusal:
        import_events(actor=OPERATOR, file=file)
    assert refusal.value.trouble.code == "unknown_file"


@pytest.mark.usefixtures("jakarta")
def test_the_verb_speaks_and_gives_its_status(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = str(ics(tmp_path, vevent("a", GEO), vevent("lost")))
    assert main(["events", "import", file, "--language", "id"]) == 0
    said = capsys.readouterr()
    assert "1 baru, 0 berubah, 0 dibatalkan, 0 tetap." in said.out
    assert "baris 11 (lost)" in said.err
    assert main(["events", "import", file, "--all-or-nothing", "--json"]) == 2
    assert main(["events", "import", str(tmp_path / "none.ics"), "--json"]) == 2


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_two_imports_at_once_place_an_event_once(tmp_path: Path, jakarta: Any) -> None:
    file = ics(tmp_path, *(vevent(f"e{n}", GEO) for n in range(5)))
    reports: list[EventsReport] = []

    def run() -> None:
        try:
            reports.append(import_events(actor=OPERATOR, file=file))
        finally:
            connection.close()

    threads = [Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [sum(one.new for one in reports), sum(one.same for one in reports)] == [5, 15]
    assert Hold.objects.count() == 5
