"""A visit goes its way and no other; costs and gifts are declared; papers say what is true."""

from __future__ import annotations

import datetime as dt
import subprocess
import threading
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connections, transaction
from icalendar import Calendar

from simpul.journal.models import Entry
from simpul.kit.actors import system_actor
from simpul.kit.outcomes import InvalidInput, NotAllowed, NotVisible, WrongState
from simpul.network import zones
from simpul.network.actions import contacts, declaring, itineraries, visits
from simpul.network.models import ItineraryItem, Partner, Visit
from simpul.network.visits import page as visit_page
from simpul.network.visits import papers as visit_papers
from simpul.network.visits import states
from simpul.network.visits.forms import plain_amount

FIRST = dt.date(2027, 5, 10)


def said(**more: Any) -> dict[str, Any]:
    return {
        "direction": "outgoing",
        "title": "Kunjungan kerja contoh",
        "starts_on": FIRST,
        "ends_on": FIRST + dt.timedelta(days=2),
        "city": "Busan",
        "country": "KR",
        "time_zone": "Asia/Seoul",
        "objectives": "Belajar",
        **more,
    }


@pytest.fixture
def visit(nadia: Any, busan: Partner) -> Visit:
    return visits.plan_visit(actor=nadia.actor, partner_id=busan.pk, **said())


def item(nadia: Any, visit: Visit, **more: Any) -> ItineraryItem:
    given: dict[str, Any] = {
        "title": "Rapat",
        "day": FIRST,
        "starts": dt.time(14),
        "ends": dt.time(15),
        "time_zone": "Asia/Seoul",
        **more,
    }
    return itineraries.add_item(actor=nadia.actor, visit_id=visit.pk, **given)


@pytest.fixture
def under_way(nadia: Any, visit: Visit) -> Visit:
    item(nadia, visit)
    visits.add_delegate(actor=nadia.actor, visit_id=visit.pk, side="ours", name="Kepala Contoh")
    visits.confirm(actor=nadia.actor, visit_id=visit.pk)
    return visits.begin(actor=nadia.actor, visit_id=visit.pk, today=FIRST)


@pytest.fixture
def reported(nadia: Any, under_way: Visit) -> Visit:
    return visits.report(
        actor=nadia.actor,
        visit_id=under_way.pk,
        report="Rapat berjalan.",
        outcomes="Rencana aksi.",
        no_costs=True,
        no_gifts=True,
    )


# --- bad input -----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_every_wrong_field_of_a_visit_is_named(nadia, busan):
    with pytest.raises(InvalidInput) as refused:
        visits.plan_visit(
            actor=nadia.actor,
            partner_id=busan.pk,
            **said(
                ends_on=FIRST - dt.timedelta(days=1),
                time_zone="KST",
                country="XX",
                city=" ",
                direction="pergi",
                encounter_id=999,
            ),
        )
    assert set(refused.value.errors) == {
        "ends_on",
        "time_zone",
        "country",
        "city",
        "direction",
        "encounter_id",
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    "fields",
    [
        {"ends_on": FIRST - dt.timedelta(days=1)},
        {"state": "reported"},
        {"state": "closed"},
        {"state": "cancelled"},
        {"state": "lain"},
        {"time_zone": ""},
        {"title": ""},
    ],
)
def test_the_database_refuses_a_visit_that_cannot_be(visit, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        Visit.objects.filter(pk=visit.pk).update(**fields)


@pytest.mark.django_db
def test_an_entry_lies_within_the_visit_and_ends_after_it_begins(nadia, visit):
    for more, field in (
        ({"day": FIRST + dt.timedelta(days=9)}, "day"),
        ({"ends": dt.time(14)}, "ends"),
        ({"time_zone": "Asia/Busan"}, "time_zone"),
        ({"title": ""}, "title"),
    ):
        with pytest.raises(InvalidInput) as refused:
            item(nadia, visit, **more)
        assert list(refused.value.errors) == [field]
    night = item(nadia, visit, starts=dt.time(23), ends=dt.time(1))
    assert night.ends_at - night.starts_at == dt.timedelta(hours=2)
    with pytest.raises(InvalidInput):
        visits.change_visit(
            actor=nadia.actor,
            visit_id=visit.pk,
            version=visit.version,
            partner_id=visit.partner_id,
            **said(starts_on=FIRST + dt.timedelta(days=30), ends_on=FIRST + dt.timedelta(days=31)),
        )


# --- two clocks ----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_an_entry_is_shown_on_both_clocks_also_over_midnight(nadia, visit):
    item(nadia, visit, starts=dt.time(0, 30), ends=dt.time(1, 30))
    ((row,),) = [group["rows"] for group in visit_page.itinerary(visit)]
    seoul, jakarta = row["clocks"]
    assert (seoul["times"], jakarta["times"]) == ("00.30–01.30", "22.30–23.30")
    assert "10 Mei" in seoul["day"] and "9 Mei" in jakarta["day"]


# --- its way -------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_visit_is_confirmed_with_somebody_of_ours_and_an_itinerary(nadia, visit):
    with pytest.raises(WrongState):
        visits.confirm(actor=nadia.actor, visit_id=visit.pk)
    visits.add_delegate(actor=nadia.actor, visit_id=visit.pk, side="ours", name="Kepala")
    with pytest.raises(WrongState):
        visits.confirm(actor=nadia.actor, visit_id=visit.pk)
    item(nadia, visit)
    done = visits.confirm(actor=nadia.actor, visit_id=visit.pk)
    assert (done.state, done.sequence) == ("confirmed", 1)
    with pytest.raises(WrongState):
        visits.begin(actor=nadia.actor, visit_id=visit.pk, today=FIRST - dt.timedelta(days=1))


@pytest.mark.django_db
def test_a_visit_begins_when_it_is_its_first_day_at_the_place(nadia, visit):
    item(nadia, visit)
    visits.add_delegate(actor=nadia.actor, visit_id=visit.pk, side="ours", name="Kepala")
    visits.confirm(actor=nadia.actor, visit_id=visit.pk)
    # 10 May begins in Seoul at 15.00 UTC of 9 May, two hours before it does in Jakarta.
    midnight = zones.at(FIRST, dt.time(0), "Asia/Seoul")
    worker = system_actor("worker")
    assert visits.begin_due(actor=worker, now=midnight - dt.timedelta(minutes=1)) == 0
    assert visits.begin_due(actor=worker, now=midnight) == 1
    assert visits.begin_due(actor=worker, now=midnight) == 0
    visit.refresh_from_db()
    assert visit.state == "under_way"


@pytest.mark.django_db
def test_a_report_declares_costs_and_gifts_or_that_there_were_none(nadia, under_way):
    ready = {
        "actor": nadia.actor,
        "visit_id": under_way.pk,
        "report": "Rapat berjalan.",
        "outcomes": "Rencana aksi.",
    }
    with pytest.raises(InvalidInput) as refused:
        visits.report(**{**ready, "report": ""})
    assert set(refused.value.errors) == {"report", "no_costs", "no_gifts"}
    declaring.declare_cost(
        actor=nadia.actor,
        visit_id=under_way.pk,
        what="Hotel",
        amount="900000",
        currency="KRW",
        paid_by="partner",
    )
    with pytest.raises(InvalidInput) as refused:
        visits.report(**ready, no_costs=True, no_gifts=True)
    assert set(refused.value.errors) == {"no_costs"}
    assert visits.report(**ready, no_gifts=True).state == "reported"
    with pytest.raises(WrongState):
        item(nadia, under_way)


@pytest.mark.django_db
def test_only_a_head_of_service_closes_and_never_who_reported(
    nadia, eko, gita, citra, make_person, reported
):
    for person in (nadia, gita):
        with pytest.raises(NotAllowed):
            visits.close(actor=person.actor, visit_id=reported.pk)
    with pytest.raises(NotVisible):
        visits.close(actor=citra.actor, visit_id=reported.pk)
    without = make_person("Tanpa", roles=("head_of_service",))
    with pytest.raises(NotAllowed):
        visits.close(actor=without.actor, visit_id=reported.pk)
    back = visits.send_back(actor=eko.actor, visit_id=reported.pk, reason="Hasilnya kurang jelas")
    assert (back.state, back.reported_at) == ("under_way", None)
    both = make_person(
        "Rangkap", roles=("partnerships_officer", "head_of_service"), second_factor=True
    )
    again = visits.report(
        actor=both.actor,
        visit_id=back.pk,
        report="x",
        outcomes="y",
        no_costs=True,
        no_gifts=True,
    )
    with pytest.raises(NotAllowed):
        visits.close(actor=both.actor, visit_id=again.pk)
    assert visits.close(actor=eko.actor, visit_id=again.pk).state == "closed"


@pytest.mark.django_db
def test_a_visit_that_is_cancelled_is_struck_in_every_calendar(nadia, visit):
    item(nadia, visit)
    with pytest.raises(InvalidInput):
        visits.cancel(actor=nadia.actor, visit_id=visit.pk, reason=" ")
    visits.cancel(actor=nadia.actor, visit_id=visit.pk, reason="Tuan rumah berhalangan")
    one = visit.items.get()
    assert (one.cancelled, one.sequence) == (True, 1)
    assert set(events_of(visit).values()) == {(1, "CANCELLED")}


def test_the_table_of_moves_ends_where_it_should():
    assert {move.target for move in states.MOVES} | {"planned"} == set(Visit.State.values)
    ended = {
        state for state in Visit.State.values if not any(m.source == state for m in states.MOVES)
    }
    assert ended == {"closed", "cancelled"}


@pytest.mark.django_db(transaction=True)
@pytest.mark.database
def test_of_two_who_decide_at_once_one_is_first(nadia, eko, sari, reported):
    done: list[str] = []

    def decide(act: Any) -> None:
        try:
            act()
            done.append("yes")
        except WrongState:
            done.append("late")
        finally:
            connections.close_all()

    acts = [
        lambda: visits.close(actor=eko.actor, visit_id=reported.pk),
        lambda: visits.send_back(actor=sari.actor, visit_id=reported.pk, reason="kurang"),
    ]
    threads = [threading.Thread(target=decide, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == ["late", "yes"]
    decided = Entry.objects.filter(verb__in=["visit.closed", "visit.sent_back"])
    assert decided.count() == 1


# --- money ---------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_costs_are_summed_in_each_currency_and_never_across(nadia, visit):
    for amount, currency, who in (
        ("1000000", "IDR", "us"),
        ("250000", "IDR", "partner"),
        ("90000", "KRW", "partner"),
    ):
        declaring.declare_cost(
            actor=nadia.actor,
            visit_id=visit.pk,
            what="x",
            amount=amount,
            currency=currency,
            paid_by=who,
        )
    assert [row["total"] for row in visit_page.sums(visit)] == [
        "Rp\u00a01.250.000",
        "KRW\u00a090.000",
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("amount", "currency", "field"),
    [
        ("0", "IDR", "amount"),
        ("-5", "IDR", "amount"),
        ("1.5", "KRW", "amount"),
        ("banyak", "IDR", "amount"),
        ("NaN", "IDR", "amount"),
        ("1e30", "IDR", "amount"),
        ("5", "RPX", "currency"),
    ],
)
def test_an_amount_that_cannot_be_is_refused(nadia, visit, amount, currency, field):
    with pytest.raises(InvalidInput) as refused:
        declaring.declare_cost(
            actor=nadia.actor,
            visit_id=visit.pk,
            what="x",
            amount=amount,
            currency=currency,
            paid_by="us",
        )
    assert list(refused.value.errors) == [field]


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1.250.000", "1250000"),
        ("1,250,000", "1250000"),
        ("1.250.000,50", "1250000.50"),
        ("1,250.5", "1250.5"),
        ("900,5", "900.5"),
        ("12 500", "12500"),
        ("1.250", "1250"),
        ("1.25", "1.25"),
    ],
)
def test_an_amount_is_read_as_people_write_it(typed, amount):
    assert Decimal(plain_amount(typed)) == Decimal(amount)


@pytest.mark.django_db
def test_a_received_gift_says_where_it_is_now(nadia, visit):
    gift = {
        "actor": nadia.actor,
        "visit_id": visit.pk,
        "direction": "received",
        "what": "Keramik",
        "giver": "Tuan rumah",
        "receiver": "Kepala",
        "worth": "200000",
        "currency": "KRW",
        "on_day": FIRST,
    }
    with pytest.raises(InvalidInput) as refused:
        declaring.declare_gift(**gift)
    assert list(refused.value.errors) == ["kept"]
    made = declaring.declare_gift(**gift, kept="Lemari kantor")
    declaring.strike(actor=nadia.actor, what="gift", row_id=made.pk)
    verbs = Entry.objects.filter(subject=visit.subject).values_list("verb", flat=True)
    assert {"visit.gift_declared", "visit.gift_struck"} <= set(verbs)


# --- calendars -----------------------------------------------------------------------------------


def events_of(visit: Visit) -> dict[str, tuple[int, str]]:
    """UID → (SEQUENCE, STATUS) of the calendar that is written."""
    from simpul.network.visits.calendar_writing import icalendar

    visit.refresh_from_db()
    made = icalendar(visit, visit.items.all(), both=lambda item: "jam")
    found = Calendar.from_ical(made).walk("VEVENT")
    return {str(one["UID"]): (int(one["SEQUENCE"]), str(one["STATUS"])) for one in found}


@pytest.mark.django_db
def test_an_entry_that_moves_keeps_its_uid_and_counts_up(nadia, visit):
    one = item(nadia, visit)
    before = events_of(visit)
    itineraries.change_item(
        actor=nadia.actor,
        item_id=one.pk,
        sequence=0,
        title="Rapat",
        day=FIRST,
        starts=dt.time(16),
        ends=dt.time(17),
        time_zone="Asia/Seoul",
    )
    after = events_of(visit)
    assert before.keys() == after.keys()
    assert (before[one.uid][0], after[one.uid][0]) == (0, 1)
    with pytest.raises(WrongState):
        itineraries.change_item(
            actor=nadia.actor,
            item_id=one.pk,
            sequence=0,
            title="Lain",
            day=FIRST,
            starts=dt.time(16),
            ends=dt.time(17),
            time_zone="Asia/Seoul",
        )


ICS = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:tuan@rumah.test\r\nSEQUENCE:{0}\r\n"
    "SUMMARY:Peninjauan\r\nDTSTART;TZID=Asia/Seoul:20270511T{1}0000\r\n"
    "DTEND;TZID=Asia/Seoul:20270511T180000\r\nSTATUS:{2}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


@pytest.mark.django_db
def test_a_partners_calendar_is_taken_over_once_and_its_changes_follow(nadia, visit):
    def take(sequence: int, hour: str, status: str = "CONFIRMED") -> Any:
        upload = SimpleUploadedFile("acara.ics", ICS.format(sequence, hour, status).encode())
        found = contacts.read_calendar_file(
            actor=nadia.actor, visit_id=visit.pk, upload=upload
        ).read
        assert found is not None
        done = itineraries.take_calendar(actor=nadia.actor, read_id=found.pk)
        with pytest.raises(WrongState):
            itineraries.take_calendar(actor=nadia.actor, read_id=found.pk)
        return (done.added, done.changed, done.cancelled)

    assert take(0, "09") == (1, 0, 0)
    assert take(0, "09") == (0, 0, 0)
    assert take(2, "10") == (0, 1, 0)
    assert take(1, "11") == (0, 0, 0)
    one = visit.items.get()
    assert zones.on(one.starts_at, "Asia/Jakarta").hour == 8
    assert take(3, "10", "CANCELLED") == (0, 0, 1)
    assert events_of(visit)["tuan@rumah.test"] == (3, "CANCELLED")


# --- papers --------------------------------------------------------------------------------------


def words_of(pdf: bytes, folder: Path) -> str:
    file = folder / "paper.pdf"
    file.write_bytes(pdf)
    made = subprocess.run(["pdftotext", "-layout", str(file), "-"], capture_output=True, check=True)
    return made.stdout.decode()


@pytest.mark.django_db
def test_briefing_and_report_say_what_the_page_says(jakarta, nadia, eko, reported, tmp_path):
    visits.close(actor=eko.actor, visit_id=reported.pk)
    reported.refresh_from_db()
    briefing = words_of(visit_papers.paper(reported, "briefing"), tmp_path)
    for words in ("Kunjungan kerja contoh", "14.00–15.00", "12.00–13.00", "2 jam", "Kepala Contoh"):
        assert words in briefing
    report = words_of(visit_papers.paper(reported, "report"), tmp_path)
    for words in ("Rapat berjalan.", "Rencana aksi.", "tidak memakan biaya", "Nadia", "Eko"):
        assert words in report
