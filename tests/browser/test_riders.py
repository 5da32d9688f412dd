"""A rider in the browser: one day moves, only those whose inputs changed are asked again."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from simpul.permits.models import Application
from tests.browser.drivers.apply import Application as Form
from tests.browser.drivers.fields import going, put

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


ABOUT_ONE_PLACE = {"POLRI_HANDAK", "POLRI_SENPI", "POLRI_LANTAS", "DISHUB", "UPK_KOTATUA"}
"""Of shoot (e): their answers are about Kota Tua, not about the day in Bogor."""


def test_a_moved_day_asks_only_whom_it_touches(walk: Any) -> None:
    run = walk("e")
    run.apply_by_verb()
    run.accept(by_hand=False)
    run.hear_everyone(by_hand=False)
    permit = run.sign()
    run.step_in(run.people["ani"])
    run.page.goto(f"/perizinan/{permit.pk}/")
    run.watch("permit-own")
    going(run.page, run.page.locator('form[action$="/perubahan/"] button').click)
    run.watch("rider")
    rider = Application.objects.get(amends=permit)
    run.application = rider
    move_the_day_in_bogor(run.page, rider)
    rider.refresh_from_db()
    form = Form(run.page, rider.plan, run.details, run.paper, run.watch)
    run.page.goto(f"/ajukan/{rider.pk}/periksa/")
    form.fill_from_here()
    form.send()
    rider.refresh_from_db()
    run.accept(by_hand=True)
    found = rider.clearances.exclude(kind="notice").exclude(state="ended")
    again = {row.authority_code for row in found if row.state in ("requested", "waiting")}
    kept = {row.authority_code for row in found if row.state == "answered"}
    assert kept >= ABOUT_ONE_PLACE
    assert "POLRI_BAINTELKAM" in again
    run.hear_everyone(by_hand=False)
    second = run.sign()
    assert (second.number, second.version) == (permit.number, 2)
    run.on_the_street(permit)
    assert run.page.locator(f"a[href='/izin/{second.short_code}/']").count() == 1


def move_the_day_in_bogor(page: Any, rider: Application) -> None:
    """One day later, on the page of that day."""
    days = rider.plan["days"]
    number = next(n for n, day in enumerate(days, 1) if day["spot"] == "s3")
    later = dt.date.fromisoformat(days[number - 1]["date"]) + dt.timedelta(days=1)
    page.goto(f"/ajukan/{rider.pk}/hari/{number}/")
    put(page.locator("main form").first, "date", later.isoformat())
    going(page, page.locator("main form .actions .button-go").first.click)
    assert page.url.endswith("/hari/")
