"""What the case pages say of the calendar, to whom, and what can be taken there."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from simpul.kit.outcomes import WrongState
from simpul.messages.models import Message
from simpul.permits.actions import submission, taking_back
from simpul.permits.actions.rescheduling import take_offer
from simpul.permits.holding import keeping
from simpul.permits.holding.board import board_of
from simpul.permits.holding.neighbours import look, surroundings
from simpul.permits.models import Application, CaseLook
from tests.permits.calendar.conftest import SECRET, hold_of, three_days

pytestmark = pytest.mark.django_db

PAGES = ("case_calendar", "case_neighbours")


def get(client: Any, name: str, application: Application) -> Any:
    return client.get(reverse(f"permits:{name}", args=[application.pk]))


# --- who may look ---------------------------------------------------------------------------
@pytest.mark.parametrize("name", PAGES)
def test_an_outsider_and_a_desk_see_nothing(
    street: Any, send: Any, accept: Any, ani: Any, citra: Any, fajar: Any, as_person: Any, name: str
) -> None:
    application = accept(send(ani, street(ani)))
    for person in (citra, fajar):
        assert get(as_person(person), name, application).status_code == 404


@pytest.mark.parametrize("name", ["case_pencil", "case_offer"])
def test_an_outsider_changes_nothing(
    street: Any, ani: Any, citra: Any, as_person: Any, name: str
) -> None:
    application = street(ani)
    url = reverse(f"permits:{name}", args=[application.pk])
    answer = as_person(citra).post(url, {"do": "keep", "offer": "days:7"})
    assert answer.status_code == 404
    application.refresh_from_db()
    assert application.plan["days"][0]["date"] == "2026-12-20"
    assert not application.holds.exists()


def test_an_officer_reads_but_takes_no_offer(
    signed: Any, street: Any, send: Any, ani: Any, citra: Any, dewi: Any, as_person: Any
) -> None:
    signed(ani)
    second = send(citra, street(citra, title="Pagi"))
    page = get(as_person(dewi), "case_calendar", second).content.decode()
    assert "Minggu, 27 Desember 2026" in page
    assert "kalender/pindah/" not in page
    answer = as_person(dewi).post(
        reverse("permits:case_offer", args=[second.pk]), {"offer": "days:7"}
    )
    assert answer.status_code == 403


# --- the queue and the clash ----------------------------------------------------------------
def test_the_second_sees_who_is_ahead_why_and_when_it_is_free(
    signed: Any, street: Any, send: Any, ani: Any, citra: Any, as_person: Any
) -> None:
    signed(ani)
    second = send(citra, street(citra, title="Pagi", hours=("06:00", "11:00")))
    board = board_of(second, citra.actor, offers=True)
    assert board.waits is not None and board.waits.position == 2
    ahead = board.waits.ahead[0]
    assert (ahead.who, ahead.href) == ("Iklan Sepatu Lari", "")
    assert ahead.because == "Yang lain didahulukan: sudah pasti, atau permohonannya sudah diajukan."
    assert {clash.other for clash in board.hard} == {"Iklan Sepatu Lari"}
    # Five hours fit behind the other's noon; the day after is free, and the next Sunday.
    assert [offer.code for offer in board.offers] == ["hours:0:360", "days:1", "days:7"]
    case = get(as_person(citra), "case", second).content.decode()
    assert "Selama ini masih ada, izin tidak bisa ditandatangani." in case
    assert "Lihat hari dan jam lain" in case


def test_the_officer_sees_the_hard_clash_before_signing(
    signed: Any, street: Any, send: Any, accept: Any, make_ready: Any, ani: Any, citra: Any,
    dewi: Any, as_person: Any,
) -> None:  # fmt: skip
    first = signed(ani)
    second = make_ready(accept(send(citra, street(citra, title="Pagi"))))
    page = get(as_person(dewi), "desk_case", second).content.decode()
    assert "Kalender menghalangi" in page
    assert reverse("permits:desk_case", args=[first.application_id]) in page


# --- taking an offer ------------------------------------------------------------------------
def test_a_draft_moves_where_it_stands_and_is_noted_at_once(
    signed: Any, street: Any, ani: Any, citra: Any, as_person: Any
) -> None:
    signed(ani)
    draft = street(citra, title="Pagi")
    url = reverse("permits:case_offer", args=[draft.pk])
    answer = as_person(citra).post(url, {"offer": "days:7"})
    assert answer["location"] == reverse("permits:apply_tasks", args=[draft.pk])
    draft.refresh_from_db()
    assert [day["date"] for day in draft.plan["days"]] == ["2026-12-27"]
    assert hold_of(draft).state == "pencil"
    assert board_of(draft, citra.actor).hard == ()


def test_a_sent_file_comes_back_changed_and_stops_its_clocks(
    street: Any, send: Any, accept: Any, ani: Any, dewi: Any
) -> None:
    application = accept(send(ani, street(ani)))
    take_offer(actor=ani.actor, application_id=application.pk, code="hours:0:60")
    application.refresh_from_db()
    assert application.state == "returned"
    assert application.plan["days"][0]["from"] == "06:00"
    assert application.revisions.get().plan["days"][0]["from"] == "05:00"
    asked = application.clearances.filter(state="requested")
    assert asked
    assert {one.clock_events.order_by("at", "id").last().kind for one in asked} == {"pause"}
    told = Message.objects.filter(template="permits/called_back", email=dewi.user.email)
    assert told.count() == 1
    assert accept(send(ani, application)).state == "in_review"


def test_an_offer_that_somebody_took_meanwhile_changes_nothing(
    signed: Any, street: Any, send: Any, ani: Any, citra: Any
) -> None:
    signed(ani)
    second = send(citra, street(citra, title="Pagi", hours=("06:00", "11:00")))
    third = street(ani, title="Siang")
    take_offer(actor=ani.actor, application_id=third.pk, code="days:7")
    send(ani, Application.objects.get(pk=third.pk))
    with pytest.raises(WrongState, match="sudah diambil"):
        take_offer(actor=citra.actor, application_id=second.pk, code="days:7")
    second.refresh_from_db()
    assert (second.state, second.plan["days"][0]["date"]) == ("submitted", "2026-12-20")


@pytest.mark.parametrize(
    "code",
    [
        "", "days:0", "days:-3", "days:x", "hours:9:60", "hours:0:", "x:1", "move:0:2026-12-20",
        "move:0:2026-12-20:x", "move:0:2026-12-21:2026-12-23", "move:4:2026-12-20:2026-12-23",
    ],
)  # fmt: skip
def test_an_offer_nobody_made_is_refused(street: Any, ani: Any, code: str) -> None:
    draft = street(ani)
    with pytest.raises(WrongState):
        take_offer(actor=ani.actor, application_id=draft.pk, code=code)


# --- secrets --------------------------------------------------------------------------------
def test_no_page_map_or_letter_of_another_company_names_a_confidential_production(
    signed: Any, street: Any, send: Any, accept: Any, ani: Any, citra: Any, dewi: Any,
    as_person: Any, run_jobs: Any, empty_queue: Any,
) -> None:  # fmt: skip
    second = send(citra, street(citra, title="Pagi", hours=("06:00", "11:00")))
    permit = signed(ani, title=SECRET, confidential=True)
    run_jobs()
    client = as_person(citra)
    for language in ("id", "en"):
        client.cookies["django_language"] = language
        for name in ("case", *PAGES):
            body = get(client, name, second).content.decode()
            assert SECRET not in body, name
            assert "PT Layar Contoh" not in body, name
        assert ("produksi lain" if language == "id" else "another production") in body
    taking_back.cancel(actor=ani.actor, permit_id=permit.pk, reason=f"{SECRET} batal")
    run_jobs()
    letters = Message.objects.filter(email=citra.user.email)
    assert letters.filter(template="permits/calendar_news").count() >= 2
    assert not [one for one in letters if SECRET in f"{one.subject}{one.text}{one.html}"]
    # The commission itself may know.
    assert SECRET not in get(client, "case_calendar", second).content.decode()


def test_the_refusal_to_sign_does_not_name_it_either(
    signed: Any,
    street: Any,
    send: Any,
    accept: Any,
    make_ready: Any,
    sign: Any,
    ani: Any,
    citra: Any,
) -> None:
    signed(ani, title=SECRET, confidential=True)
    second = make_ready(accept(send(citra, street(citra, title="Pagi"))))
    with pytest.raises(WrongState, match="produksi lain") as refused:
        sign(second)
    assert SECRET not in str(refused.value)


def test_a_pencil_note_of_a_production_that_became_secret_hides_its_title(
    street: Any, send: Any, ani: Any, citra: Any
) -> None:
    application = street(ani, title=SECRET)
    keeping.pencil(actor=ani.actor, application_id=application.pk)
    plan, details = application.plan, application.details
    plan["production"]["confidential"] = True
    details["secrecy"] = {"reason": "Belum diumumkan."}
    Application.objects.filter(pk=application.pk).update(plan=plan, details=details)
    send(ani, application)
    assert hold_of(application).confidential


# --- letters --------------------------------------------------------------------------------
def test_who_waits_hears_that_the_place_is_taken_and_later_that_it_is_free(
    street: Any, send: Any, signed: Any, ani: Any, citra: Any, run_jobs: Any, empty_queue: Any
) -> None:
    second = send(citra, street(citra, title="Pagi"))
    permit = signed(ani)
    run_jobs()
    letters = Message.objects.filter(email=citra.user.email, template="permits/calendar_news")
    assert "sudah dipakai" in letters.order_by("pk")[letters.count() - 1].subject
    before = letters.count()
    taking_back.cancel(actor=ani.actor, permit_id=permit.pk, reason="hujan")
    run_jobs()
    assert letters.count() == before + 1
    newest = letters.order_by("pk")[before]
    assert "maju" in newest.subject
    assert second.reference in newest.subject
    assert "Urutan Anda dalam antrean sekarang: 1." in newest.text


# --- since the last look --------------------------------------------------------------------
def test_what_changed_since_the_last_visit_is_said_and_stays_for_the_visit(
    street: Any, send: Any, signed: Any, ani: Any, citra: Any
) -> None:
    second = send(citra, street(citra, title="Sore", hours=("15:00", "17:00")))
    reader, morning = citra.actor, timezone.now()

    def visit(after: dt.timedelta) -> list[tuple[str, str]]:
        found, _since = look(second, reader, surroundings(second, reader), now=morning + after)
        return sorted({(one.what, one.who) for one in found})

    assert visit(dt.timedelta(0)) == []
    first = send(ani, street(ani))
    assert visit(dt.timedelta(minutes=5)) == [], "still the first visit"
    assert visit(dt.timedelta(hours=2)) == []
    hours = dt.timedelta(hours=1)
    taking = take_offer(actor=ani.actor, application_id=first.pk, code="hours:0:60")
    send(ani, taking)
    assert visit(4 * hours) == [("moved", "Iklan Sepatu Lari")]
    assert visit(4 * hours + dt.timedelta(minutes=5)) == [("moved", "Iklan Sepatu Lari")]
    assert visit(6 * hours) == []
    submission.withdraw(actor=ani.actor, application_id=first.pk, reason="hujan")
    assert visit(8 * hours) == [("cancelled", "Iklan Sepatu Lari")]
    assert CaseLook.objects.get(user=citra.user).application == second


def test_a_neighbour_that_left_is_named_only_to_who_may_know(
    street: Any, send: Any, ani: Any, citra: Any, dewi: Any
) -> None:
    first = send(ani, street(ani, title=SECRET, confidential=True))
    second = send(citra, street(citra, title="Pagi"))
    now = timezone.now()
    for person in (citra, dewi):
        look(second, person.actor, surroundings(second, person.actor), now=now)
    submission.withdraw(actor=ani.actor, application_id=first.pk, reason="hujan")
    later = now + dt.timedelta(hours=1)
    said = {
        person.user.name: look(second, person.actor, surroundings(second, person.actor), now=later)
        for person in (citra, dewi)
    }
    assert [one.who for one in said["Citra"][0]] == ["produksi lain"]
    assert [one.who for one in said["Dewi"][0]] == [SECRET]


# --- the map --------------------------------------------------------------------------------
def test_the_map_gives_each_neighbour_with_its_hours(
    signed: Any, street: Any, send: Any, ani: Any, citra: Any, as_person: Any
) -> None:
    signed(ani)
    second = send(citra, street(citra, title="Pagi", hours=("06:00", "11:00")))
    answer = get(as_person(citra), "case_neighbours", second)
    assert answer["content-type"] == "application/geo+json"
    rows = [one["properties"] for one in json.loads(answer.content)["features"]]
    near = [row for row in rows if row["role"] == "near"]
    assert {row["name"] for row in near} == {"Iklan Sepatu Lari"}
    assert {dt.datetime.fromisoformat(row["from"]) for row in near} == {
        dt.datetime(2026, 12, 19, 22, 0, tzinfo=dt.UTC)
    }
    assert all(row["firm"] for row in near)
    assert len([row for row in rows if row["role"] == "own"]) == 2


def test_of_three_days_only_the_taken_one_moves(
    signed: Any, street: Any, ani: Any, citra: Any, as_person: Any, assert_max_queries: Any
) -> None:
    signed(ani)
    draft = three_days(street, citra)
    offers = board_of(draft, citra.actor, offers=True).offers
    codes = {offer.code.partition(":")[0]: offer.code for offer in offers}
    # The other has the 20th; on the 21st and 22nd the plan itself films.
    assert codes["move"] == "move:0:2026-12-20:2026-12-23"
    client = as_person(citra)
    with assert_max_queries(44):
        page = get(client, "case_calendar", draft).content.decode()
    assert "menggantikan" in page
    taken = take_offer(actor=citra.actor, application_id=draft.pk, code=codes["move"])
    assert [day["date"][-2:] for day in taken.plan["days"]] == ["23", "21", "22"]
    assert taken.plan["traffic"][0]["dates"] == ["2026-12-21", "2026-12-22", "2026-12-23"]
    assert board_of(taken, citra.actor).hard == ()


@pytest.mark.parametrize("others", [1, 30])
def test_the_page_asks_the_same_few_questions_however_many_stand_near(
    street: Any, send: Any, signed: Any, ani: Any, citra: Any, as_person: Any,
    assert_max_queries: Any, others: int,
) -> None:  # fmt: skip
    """With a hard clash, so that other hours and days are looked for too."""
    signed(citra, title="Pagi")
    application = send(ani, street(ani))
    for number in range(others):
        keeping.pencil(actor=citra.actor, application_id=street(citra, title=f"Film {number}").pk)
    client = as_person(ani)
    get(client, "case_calendar", application)
    with assert_max_queries(40):
        page = get(client, "case_calendar", application)
    assert page.context["board"].hard
    assert page.context["board"].offers
    assert len({one.uid for one in page.context["days"][0][1]}) == others + 1
