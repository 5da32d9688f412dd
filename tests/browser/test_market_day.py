"""A market from a call to the schedule, and on to a guest who does not come.

It is of the size of Busan's project market in 2024: 30 projects, 142 companies, 706 meetings.
"""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from simpul.market.actions import badges, markets, selection
from simpul.market.models import Badge, Call, Entry, Market, Meeting, NoShow, Run, Timetable
from simpul.market.views.guests import badge_address, feed_address
from simpul.people.models import User
from tests.accessibility import overflow
from tests.browser.drivers.fields import going, put, texts
from tests.browser.languages import in_one
from tests.market.room.conftest import WHOLE, Crowd, maya, naufal, oki  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PROJECTS, COMPANIES, MEETINGS = 30, 142, 706
CODE = "hari-pasar"


@in_one("en")
def test_a_market_day_from_the_call_to_a_no_show(
    page: Any, step_in: Any, watch: Any, run_jobs: Any, locale: str, paper: Path, ani: Any,
    company: Any, citra: Any, other_company: Any, maya: Any, naufal: Any, oki: Any,  # noqa: F811
) -> None:  # fmt: skip
    User.objects.update(language=locale)
    market = a_market(maya)
    call = a_call(page, step_in, watch, maya, market)
    entry = a_project(page, step_in, watch, ani, call, paper)
    chosen(page, step_in, watch, entry, maya, (naufal, oki))
    mine = accredited(maya, market, ani, company, "project")
    theirs = accredited(maya, market, citra, other_company, "financier")
    a_request(page, step_in, watch, market, entry, citra, ani, mine)
    a_crowd(market, maya, mine)
    first = a_timetable(page, step_in, watch, run_jobs, maya, market)
    assert first.placed.count() == MEETINGS
    a_guests_day(page, step_in, watch, market, ani, first)
    gone = on_the_day(page, step_in, watch, maya, market, theirs, first)
    second = again(page, watch, run_jobs, market)
    changed(first, second, gone)
    assert "CANCELLED" in Client().get(feed_address(gone)).content.decode()


def send(page: Any, form: str, button: str = ".button-go", **values: Any) -> None:
    """Fill a form of the page and press its button."""
    found = page.locator(form)
    for name, value in values.items():
        assert put(found, name, value), name
    going(page, found.locator(button).first.click)


def a_market(officer: Any) -> Market:
    today = timezone.localdate()
    markets.create_market(
        actor=officer.actor, code=CODE, names={"id": "Pasar uji", "en": "Test market"},
        place="Jakarta", zone="Asia/Jakarta", first_day=today,
        last_day=today + dt.timedelta(days=2), fairness=20,
    )  # fmt: skip
    markets.plan_slots(
        actor=officer.actor, code=CODE, begins=dt.time(0, 30), ends=dt.time(23, 45),
        breaks=[(dt.time(2), dt.time(9)), (dt.time(12), dt.time(13)), (dt.time(17), dt.time(22))],
    )  # fmt: skip
    markets.add_tables(actor=officer.actor, code=CODE, venue="Aula", count=PROJECTS, seats=4)
    return markets.open_market(actor=officer.actor, code=CODE)


def a_call(page: Any, step_in: Any, watch: Any, officer: Any, market: Market) -> Call:
    step_in(officer)
    page.goto(f"/meja/pasar/acara/{CODE}/panggilan/")
    watch("market-call-new")
    today = timezone.localdate()
    send(
        page, "main form", name_id="Panggilan", name_en="Call", about_id="Film.", about_en="Films.",
        zone="Asia/Seoul", opens_day=today - dt.timedelta(days=2),
        closes_day=today + dt.timedelta(days=2), late_rule="grace", grace_minutes=60,
    )  # fmt: skip
    watch("market-call-desk")
    going(page, page.locator("form[action$='/terbit/'] button").click)
    return market.calls.get()


def a_project(page: Any, step_in: Any, watch: Any, ani: Any, call: Call, paper: Path) -> Entry:
    step_in(ani)
    page.goto(f"/pasar/panggilan/{call.pk}/")
    watch("market-call")
    going(page, page.locator("main .button-go").click)
    send(page, "main form", title=WHOLE["title"])
    for names in (
        ("title", "original_title", "kind", "stage", "logline", "synopsis", "director",
         "countries"),
        ("budget", "currency", "secured_percent"),
        ("sought",),
    ):  # fmt: skip
        watch(f"market-entry-{names[0]}")
        send(page, "main form", **{name: WHOLE[name] for name in names})
    page.locator("main details summary").click()
    papers = page.locator("form[action$='/berkas/']")
    put(papers, "kind", "lookbook")
    put(papers, "file", str(paper))
    papers.locator(".button-plain").click()
    page.locator("a[href^='/pasar/berkas/']").wait_for()  # the page changes in its place
    watch("market-entry")
    going(page, page.locator("main a.button-go").click)
    watch("market-entry-send")
    going(page, page.locator("main form .button-go").click)
    entry = Entry.objects.get()
    assert entry.state == "submitted" and entry.materials.count() == 1
    return entry


def chosen(
    page: Any,
    step_in: Any,
    watch: Any,
    entry: Entry,
    officer: Any,
    selectors: Any,
) -> None:
    for selector in selectors:
        selection.vote(actor=selector.actor, entry_id=entry.pk, score=5)
    Call.objects.update(closes_at=timezone.now() - dt.timedelta(minutes=1))
    step_in(officer)
    page.goto(f"/meja/pasar/proyek/{entry.pk}/")
    watch("market-desk-entry")
    send(page, "form[action$='/putus/']", reason="Cerita kuat.")
    assert Entry.objects.get().state == "selected"


def accredited(
    officer: Any,
    market: Market,
    person: Any,
    company: Any,
    role: str,
) -> Badge:
    badge = badges.apply(
        actor=person.actor, market=market, company_id=company.pk, role=role, languages=["id"]
    )
    return badges.decide(actor=officer.actor, badge_id=badge.pk, accept=True)


def a_request(
    page: Any, step_in: Any, watch: Any, market: Market, entry: Entry, citra: Any, ani: Any,
    mine: Badge,
) -> None:  # fmt: skip
    step_in(citra)
    page.goto(f"/pasar/acara/{CODE}/katalog/?q=야시장")
    watch("market-catalogue")
    going(page, page.get_by_role("link", name=str(WHOLE["title"])).click)
    watch("market-project")
    going(page, page.locator(f"a[href*='/tamu/{mine.pk}/']").click)
    watch("market-ask")
    send(page, "main form", priority=1, entry=str(entry.pk), message="Kami tertarik.")
    step_in(ani)
    page.goto(f"/pasar/acara/{CODE}/saya/")
    watch("market-mine-asked")
    going(page, page.locator("main .rows a").first.click)
    assert "Kami tertarik." in page.locator("main").inner_text()
    watch("market-meeting")
    going(page, page.locator("main button[name=accept]").click)
    assert Meeting.objects.get().state == "agreed"


def a_crowd(market: Market, officer: Any, mine: Badge) -> None:
    """The other 29 projects and 141 companies, with meetings until there are 706 in all."""
    crowd = Crowd(market, officer.user)
    hosts = [mine, *crowd.add(PROJECTS - 1, role="project", begin="Proyek")]
    buyers = crowd.add(COMPANIES - 1)
    pairs = [(buyer, host) for buyer in buyers for host in hosts]
    chosen_ = random.Random(1).sample(pairs, MEETINGS - 1)
    crowd.meet(chosen_)


def computed(page: Any, watch: Any, run_jobs: Any, name: str) -> Timetable:
    """The search is under way, the worker carries it out, the page shows it; it is published."""
    watch(f"market-run-waiting-{name}")
    with connection.cursor() as cursor:
        # Letters are tried elsewhere; hundreds of them would only take time here.
        cursor.execute("DELETE FROM procrastinate_jobs WHERE queue_name <> 'timetables'")
    run_jobs()
    publish = page.locator("form[action$='/terbit/'] button")
    publish.wait_for()  # the page looks again by itself
    watch(f"market-run-{name}")
    run = Run.objects.first()
    assert run is not None and run.status in ("optimal", "feasible"), run
    going(page, publish.click)
    watch(f"market-day-{name}")
    return Timetable.objects.order_by("-number")[0]


def a_timetable(
    page: Any,
    step_in: Any,
    watch: Any,
    run_jobs: Any,
    officer: Any,
    market: Market,
) -> Timetable:
    step_in(officer)
    page.goto(f"/meja/pasar/acara/{CODE}/jadwal/")
    watch("market-runs")
    send(page, "form[action$='/hitung/']", seconds=3)
    return computed(page, watch, run_jobs, "first")


def a_guests_day(
    page: Any, step_in: Any, watch: Any, market: Market, ani: Any, found: Timetable
) -> None:
    step_in(ani)
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"/pasar/acara/{CODE}/saya/")
    watch("market-mine")
    assert overflow(page) <= 0
    own = found.placed.filter(seats__badge__person=ani.user)
    assert page.locator(".market-slots > li").count() == own.count()
    assert "PT Gambar Lain" in " ".join(texts(page, ".market-slots"))
    page.set_viewport_size({"width": 1280, "height": 800})


def on_the_day(
    page: Any, step_in: Any, watch: Any, officer: Any, market: Market, theirs: Badge,
    found: Timetable,
) -> Badge:  # fmt: skip
    """A badge is scanned, somebody is missed at a table, and then does not come at all."""
    step_in(officer)
    page.goto(badge_address(theirs))
    watch("market-scan")
    going(page, page.locator("form[action*='/datang/'] button").click)
    assert theirs.check_ins.count() == 1
    last = found.placed.order_by("-slot__starts_at").first()
    assert last is not None
    gone = last.meeting.asker
    page.goto(f"/meja/pasar/acara/{CODE}/hari/?jam={last.slot_id}")
    form = page.locator(f"form[action$='/absen/{last.meeting_id}/{gone.pk}/'] button")
    going(page, form.click)
    assert NoShow.objects.get().badge == gone
    page.locator("details:has(form[action$='/terlambat/']) summary").click()
    send(page, "form[action$='/terlambat/']", ".button-plain", guest=gone.pk)
    watch("market-day-away")
    return gone


def again(page: Any, watch: Any, run_jobs: Any, market: Market) -> Timetable:
    send(page, "form[action$='/hitung/']", seconds=3)
    return computed(page, watch, run_jobs, "again")


def changed(first: Timetable, second: Timetable, gone: Badge) -> None:
    """What begins soon stays; who does not come meets nobody ahead; the others meet as before."""
    before = {one.meeting_id: one for one in first.placed.select_related("slot")}
    after = {one.meeting_id: one for one in second.placed.select_related("slot")}
    ended = set(Meeting.objects.filter(state="cancelled").values_list("pk", flat=True))
    assert ended and set(after) == set(before) - ended
    frozen = second.run.asked_at + dt.timedelta(minutes=second.market.freeze_minutes)
    for meeting, one in after.items():
        if before[meeting].slot.starts_at < frozen:
            assert one.slot_id == before[meeting].slot_id
    assert not second.placed.filter(seats__badge=gone, slot__starts_at__gt=frozen).exists()
    assert second.number == 2
