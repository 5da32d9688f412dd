"""Spreadsheets become the calendar: whole rows only, again and again without doubling."""

from __future__ import annotations

import json
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from simpul.config import cli
from simpul.journal.queries import entries_for
from simpul.journal.verify import verify
from simpul.kit.outcomes import NotAllowed
from simpul.places import jobs
from simpul.places.actions.grounds import ensure_ground, of_site
from simpul.places.actions.holds import release
from simpul.places.actions.importing import Manner, import_bookings
from simpul.places.models import Booking, Ground, Hold, Site
from simpul.places.sheets.reading import Sheets, read_sheets
from tests.places.calendar_helpers import SYSTEM, at_once, hold, hours, use
from tests.places.sheets.conftest import SQUARE, collection, feature

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("jakarta"), pytest.mark.database]

WIB = ZoneInfo("Asia/Jakarta")
HEAD = "id,start,end,place,geometry,title\n"
ONE = "b1,2027-03-01 07:00,2027-03-01 19:00,P1|P2,,Film Satu\n"
TWO = 'b2,2027-03-01 18:00,2027-03-02 01:00,L27,"POINT(106.83 -6.18)",\n'
BAD = "b3,2027-03-01 18:00,2027-03-01 07:00,P1,,\n"
PLACES = collection(
    feature("P1", "Polygon", [SQUARE], properties={"name": "Taman"}),
    feature("P2", "Point", [106.82, -6.19]),
    feature("far", "Point", [107.5, -6.19]),
)


@pytest.fixture
def load(write, capsys):
    """`load(rows, "--prune")`: `simpul calendar import` with its status, words and numbers."""

    def run(rows, *more):
        files = [write("b.csv", HEAD + rows), "--places", write("p.json", PLACES)]
        line = ["calendar", "import", *files, "--json", "--language", "en", *more]
        status = cli.main([str(one) for one in line])
        captured = capsys.readouterr()
        return status, captured.err, json.loads(captured.out)

    return run


def stored():
    """Every standing booking: title, ground, local start and end, exclusive."""
    return {
        (
            row.hold.title,
            row.ground.code if row.ground.kind == "site" else row.ground.kind,
            row.during.lower.astimezone(WIB).replace(tzinfo=None),
            row.during.upper.astimezone(WIB).replace(tzinfo=None),
            row.exclusive,
        )
        for row in Booking.objects.exclude(state="released").select_related("hold", "ground")
    }


def test_rows_become_confirmed_bookings_on_the_citys_grounds(load):
    status, _err, answer = load(ONE + TWO)
    assert (status, answer["new"], answer["faults"]) == (0, 2, 0)
    night = (datetime(2027, 3, 1, 18), datetime(2027, 3, 2, 1))
    day = (datetime(2027, 3, 1, 7), datetime(2027, 3, 1, 19))
    assert stored() == {
        ("Film Satu", "shape", *day, True),
        ("b2", "L27", *night, True),
        ("b2", "shape", *night, True),
    }
    assert Booking.objects.count() == 4, "P1 and P2 are two grounds"
    hold = Hold.objects.get(holder="import:b:b1")
    assert (hold.source, hold.state, hold.confidential) == ("import", "confirmed", True)
    assert Ground.objects.get(kind="shape", name__en="Taman").geometry["coordinates"] == [SQUARE]
    assert [entry.verb for entry in entries_for(hold.subject)] == ["hold.placed", "hold.confirmed"]


def test_the_same_file_again_changes_nothing(load):
    load(ONE + TWO)
    before = list(Hold.objects.order_by("pk").values("pk", "sequence", "changed_at"))
    _status, _err, answer = load(TWO + ONE)
    assert (answer["new"], answer["changed"], answer["same"]) == (0, 0, 2)
    assert list(Hold.objects.order_by("pk").values("pk", "sequence", "changed_at")) == before
    assert Booking.objects.count() == 4


def test_a_changed_row_moves_its_booking_and_keeps_its_name_for_feeds(load):
    load(ONE + TWO)
    first = Hold.objects.get(holder="import:b:b1")
    _status, _err, answer = load(ONE.replace("19:00", "20:00").replace("|P2", "") + TWO)
    assert (answer["new"], answer["changed"], answer["same"]) == (0, 1, 1)
    moved = Hold.objects.get(holder="import:b:b1")
    assert moved.uid == first.uid
    assert moved.sequence > first.sequence
    [booking] = moved.bookings.all()
    assert booking.during.upper == datetime(2027, 3, 1, 20, tzinfo=WIB)


def test_what_is_gone_is_cancelled_only_when_asked_and_comes_back(load):
    load(ONE + TWO)
    assert load(ONE)[2]["cancelled"] == 0
    assert load(ONE, "--prune")[2]["cancelled"] == 1
    gone = Hold.objects.get(holder="import:b:b2")
    assert (gone.state, gone.cancelled) == ("released", True)
    assert load(ONE + TWO)[2]["new"] == 1
    # A row that is there but bad is not gone.
    spoilt = TWO.replace("2027-03-02 01:00", "?")
    assert load(ONE + spoilt, "--prune")[2]["cancelled"] == 0
    # Another source's bookings are not touched.
    assert load(ONE, "--source", "other", "--prune")[2]["cancelled"] == 0


def test_what_the_commission_cancelled_stays_cancelled(load):
    load(ONE)
    hold = Hold.objects.get(holder="import:b:b1")
    release(actor=SYSTEM, hold_id=hold.pk, reason="Batal")
    answer = load(ONE)[2]
    assert (answer["new"], answer["let_go"]) == (0, 1)
    assert stored() == set()


@pytest.mark.parametrize(
    ("row", "cause"),
    [
        (BAD, "not after the start"),
        (ONE.replace("b1", "b4").replace("P2", "nowhere"), "The place nowhere is not in the file"),
        (ONE.replace("b1", "b4").replace("P2", "far"), "far lies outside this city"),
        ('b4,2027-03-01 07:00,2027-03-01 09:00,P1,"POINT(107.5 -6.2)",\n', "outside this city"),
        (ONE.replace("Satu", "Lain"), "other content"),
    ],
)
def test_never_half_a_booking_and_all_or_nothing_where_wished(load, row, cause):
    status, err, answer = load(TWO + ONE + row, "--all-or-nothing")
    assert (status, answer["ok"]) == (2, False)
    assert cause in err
    assert "b.csv:4" in err
    assert Hold.objects.count() == Booking.objects.count() == Ground.objects.count() == 0
    status, err, answer = load(TWO + ONE + row)
    assert status == 0
    assert cause in err
    assert not Hold.objects.filter(holder="import:b:b4").exists()
    # With two contents under one id nobody knows which is right: neither is loaded.
    assert answer["new"] == (1 if "other" in cause else 2)


def test_all_good_rows_are_loaded_at_once_where_wished(load):
    status, _err, answer = load(ONE + TWO, "--all-or-nothing", "--shared", "--show-titles")
    assert (status, answer["new"]) == (0, 2)
    assert not any(exclusive for *_rest, exclusive in stored())
    assert not Hold.objects.filter(confidential=True).exists()
    assert load(ONE + TWO)[2]["changed"] == 2


def test_kinds_are_those_of_the_calendar(load, write):
    day = "2027-03-01 07:00,2027-03-01 09:00"
    rows = f"a,{day},P1,parking\nb,{day},P1,fly\n"
    path = write("k.csv", "id,start,end,place,kind\n" + rows)
    reading = read_sheets(
        Sheets(path, "Asia/Jakarta", places=write("p.json", PLACES)), doubt_unknown=False
    )
    report = import_bookings(actor=SYSTEM, reading=reading, manner=Manner(source="k"))
    assert list(Booking.objects.values_list("kind", flat=True)) == ["parking"]
    assert "The kind fly is not known" in report.problems.found[0].sentence("en")
    status, _err, _answer = load(ONE, "--kind", "fly")
    assert status == 2


def test_only_the_commission_loads_bookings(write, ani, citra, dewi, gita, hadi):
    sheets = Sheets(write("b.csv", HEAD + TWO), "Asia/Jakarta")
    for person in (ani, citra, gita, hadi):
        with pytest.raises(NotAllowed):
            import_bookings(
                actor=person.actor, reading=read_sheets(sheets), manner=Manner(source="b")
            )
    reading = read_sheets(sheets)
    assert import_bookings(actor=dewi.actor, reading=reading, manner=Manner(source="b")).new == 1


def test_many_rows_cost_a_few_statements_a_batch_new_moved_or_brought_again(
    write, django_assert_max_num_queries
):
    def sheet(count, until):
        days = [f"2027-03-{n % 27 + 1:02}" for n in range(count)]
        rows = "".join(
            f"c{n},{day} {n % 10:02}:00,{day} {until},P1|L27,,\n" for n, day in enumerate(days)
        )
        files = write("b.csv", HEAD + rows), write("p.json", PLACES)
        return read_sheets(Sheets(files[0], "Asia/Jakarta", places=files[1]), doubt_unknown=False)

    def bring(count, until="11:00"):
        manner = Manner(source="many")
        return import_bookings(actor=SYSTEM, reading=sheet(count, until), manner=manner)

    with django_assert_max_num_queries(50):
        assert bring(1).new == 1
    # 499 new rows in three batches, each of 200 rows at most.
    with django_assert_max_num_queries(50 + 3 * 20):
        assert (report := bring(500)).new == 499
    assert (report.same, Booking.objects.count()) == (1, 1000)
    with django_assert_max_num_queries(50 + 3 * 10):
        assert bring(500).same == 500
    hold = Hold.objects.get(holder="import:many:c7")
    assert [entry.verb for entry in entries_for(hold.subject)] == ["hold.placed", "hold.confirmed"]
    before = list(hold.bookings.order_by("pk").values_list("pk", flat=True))
    with django_assert_max_num_queries(50 + 3 * 25):
        assert bring(500, "12:30").changed == 500
    moved = Hold.objects.get(pk=hold.pk)
    assert moved.sequence > hold.sequence
    # What moved keeps its rows, so that feeds see one entry move.
    assert list(moved.bookings.order_by("pk").values_list("pk", flat=True)) == before
    assert {one.during.upper.astimezone(WIB).hour for one in moved.bookings.all()} == {12}
    assert entries_for(hold.subject)[2].verb == "hold.changed"
    assert verify(hold.subject) is None


def test_one_bad_row_leaves_the_rest_of_its_batch_alone(load):
    late = "b9,2250-03-01 07:00,2250-03-01 09:00,P1,,\n"
    status, err, answer = load(ONE + late + TWO)
    assert (status, answer["new"], answer["faults"]) == (0, 2, 1)
    assert "b9" in err
    assert {title for title, *_ in stored()} == {"Film Satu", "b2"}


def test_who_waits_for_the_same_ground_is_told(load, monkeypatch):
    """An import takes the ground whatever the queue says; only the one behind must know."""
    told = []
    monkeypatch.setattr(jobs.tell_holder, "defer", lambda **words: told.append(words))
    tim, zoo = (
        ensure_ground(piece=of_site(Site.objects.get(code=code))) for code in ("L27", "L32")
    )
    # TWO is at L27 from 18:00 to 01:00.
    evening = hours(19, 21)
    behind = hold("application:7", [use(tim, evening)]).hold
    hold("application:8", [use(zoo, evening)])
    assert load(ONE + TWO)[2]["new"] == 2
    assert [(one["event"], one["hold_id"]) for one in told] == [("ahead_confirmed", behind.pk)]
    told.clear()
    # It moves away and back again; whoever waits hears of both.
    assert load(ONE + TWO.replace(" 18:00", " 22:00"))[2]["changed"] == 1
    assert [one["event"] for one in told] == ["moved_up"]
    assert load(ONE + TWO)[2]["changed"] == 1
    assert [one["event"] for one in told] == ["moved_up", "ahead_confirmed"]


@pytest.mark.django_db(transaction=True)
def test_two_who_load_one_file_at_once_do_not_double_it(write):
    path = write("b.csv", HEAD + ONE + TWO)
    places = write("p.json", PLACES)

    def run():
        reading = read_sheets(Sheets(path, "Asia/Jakarta", places=places), doubt_unknown=False)
        return import_bookings(actor=SYSTEM, reading=reading, manner=Manner(source="b"))

    reports = at_once([run, run, run])
    assert sum(report.new for report in reports) == 2
    assert sum(report.same for report in reports) == 4
    assert Hold.objects.count() == 2
