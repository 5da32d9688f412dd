"""Two productions want one street: the second sees why it cannot, and takes the offered day."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from babel.dates import format_date

from simpul.permits.actions import drafts, submission
from simpul.permits.applying.details import CODE_OF_CONDUCT
from tests.browser.drivers.fields import going

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(
    ("locale", "why", "back"),
    [
        ("id", "Yang lain didahulukan: sudah pasti", "Berkas kembali kepada Anda"),
        ("en", "The other goes first: it is confirmed", "The file is back with you"),
    ],
)
def test_the_second_for_a_street_sees_why_and_takes_the_offered_day(
    walk: Any, citra: Any, locale: str, why: str, back: str
) -> None:
    run = walk("d")
    run.apply_by_verb()
    run.accept(by_hand=False)
    run.hear_everyone(by_hand=False)
    run.sign()
    second = _second(run, citra)
    page = run.page
    run.step_in(citra)
    page.goto(f"/kasus/{second.pk}/")
    run.watch("second-case")
    going(page, page.locator("a[href$='/kalender/']").first.click)
    run.watch("case-calendar")
    told = page.locator("main").inner_text()
    assert run.plan["production"]["title"] in told
    assert why in told
    _slide(page)
    first = dt.date.fromisoformat(run.plan["days"][0]["date"])
    offered = format_date(first + dt.timedelta(days=7), "EEEE, d MMMM y", locale=locale)
    card = page.locator(".offers li").filter(has_text=offered)
    going(page, card.locator("button").click)
    assert page.url.endswith(f"/ajukan/{second.pk}/")
    assert back in page.locator("body").inner_text()
    second.refresh_from_db()
    assert second.state == "returned"
    assert second.plan["days"][0]["date"] == (first + dt.timedelta(days=7)).isoformat()
    page.goto(f"/kasus/{second.pk}/kalender/")
    assert page.locator(".notice-bad").count() == 0


def _second(run: Any, citra: Any) -> Any:
    """Citra's film for the same lane on the same Sunday, sent."""
    made = {**run.plan["production"], "title": "Video Musik Kota Pagi"}
    draft = drafts.start_application(
        actor=citra.actor,
        company_id=next(iter(citra.actor.companies)),
        production={"title": made["title"], "kind": made["type"]},
        plan={**run.plan, "production": made},
        details={
            **run.details,
            "declaration": {**run.details["declaration"], "code": CODE_OF_CONDUCT},
        },
    )
    return submission.submit(actor=citra.actor, application_id=draft.pk, submit_key=uuid.uuid4())


def _slide(page: Any) -> None:
    """By keyboard to the end of the day: the neighbour is there at first and then is not."""
    slider = page.locator("#case-hour")
    slider.wait_for(state="visible")
    rows = page.locator(".near-list li[data-now='yes']")
    assert rows.count() > 0
    slider.focus()
    page.keyboard.press("End")
    assert rows.count() == 0
    assert slider.get_attribute("aria-valuetext")
