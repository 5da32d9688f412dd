"""What stays of a hold when its permit ends early, and when its embargo does."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from simpul.kit.actors import system_actor
from simpul.kit.periods import Period
from simpul.permits.actions import issuing, taking_back
from simpul.permits.actions.embargo import open_after_embargo
from simpul.permits.actions.rescheduling import take_offer
from simpul.permits.demo.flows import flow
from simpul.permits.holding.board import board_of
from simpul.places.actions.roads import import_roads
from simpul.places.calendar.ledger import ledger
from simpul.places.models import Hold, Taken
from simpul.places.public.reading import read
from simpul.places.standing import counted_uses
from tests.permits.calendar.conftest import SECRET, hold_of, periods_of, three_days
from tests.places.calendar.build import rules

pytestmark = pytest.mark.django_db

RULES = rules()


def at(day: int, hour: int) -> dt.datetime:
    """A moment of December 2026 by the wall clock of the city."""
    return dt.datetime(2026, 12, day, hour, tzinfo=ZoneInfo("Asia/Jakarta"))


@pytest.fixture
def a_street(jakarta: Any, tmp_path: Path) -> None:
    """Jalan HR Rasuna Said where shoot (d) closes it."""
    lane = flow("d")["spots"][0]["geometry"]
    feature = {"type": "Feature", "id": 1, "geometry": lane}
    feature["properties"] = {"NAME": "HR Rasuna Said", "TYPE": "primary"}
    file = tmp_path / "roads.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    import_roads(actor=system_actor("test"), file=file, source="test")


# --- what was filmed ------------------------------------------------------------------------
def shoot_days(hold: Hold) -> list[str]:
    """Days that the ledger of fatigue counts for the streets of a hold, as the rule says: one
    production on one local day."""
    wheres = {code for one in hold.bookings.all() for code in one.counted_at}
    uses = counted_uses(wheres, Period(at(1, 0), at(31, 0)))
    return sorted({str(one.day) for one in ledger(uses, RULES) if one.shoot_days})


@pytest.mark.parametrize(
    ("ended", "days", "last"),
    [
        # In the morning of the second day: the first day and what was filmed of the second.
        ((21, 9), ["2026-12-20", "2026-12-21"], ("shoot", "12-21 05:00", "12-21 09:00")),
        # Between the second and the third day.
        ((21, 20), ["2026-12-20", "2026-12-21"], ("shoot", "12-21 05:00", "12-21 12:00")),
        # After all of it.
        (
            (24, 9),
            ["2026-12-20", "2026-12-21", "2026-12-22"],
            ("shoot", "12-22 05:00", "12-22 12:00"),
        ),
    ],
)
@pytest.mark.parametrize("way", ["revoked", "cancelled"])
def test_what_was_filmed_before_a_permit_ends_still_counts_for_the_street(
    street: Any, send: Any, accept: Any, make_ready: Any, sign: Any, ani: Any, eko: Any,
    a_street: None, way: str, ended: tuple[int, int], days: list[str], last: Any,
) -> None:  # fmt: skip
    permit = sign(make_ready(accept(send(ani, three_days(street, ani)))))
    hold = hold_of(permit.application)
    assert len(shoot_days(hold)) == 3
    now = at(*ended)
    if way == "revoked":
        taking_back.revoke(
            actor=eko.actor,
            permit_id=permit.pk,
            reason="r",
            law="UU 22/2009",
            appeal="PTUN",
            now=now,
        )
    else:
        taking_back.cancel(actor=ani.actor, permit_id=permit.pk, reason="hujan", now=now)
    hold.refresh_from_db()
    assert shoot_days(hold) == days
    shot = sorted(one for one in periods_of(hold) if one[0] == "shoot")
    assert shot[-1] == last
    # What will not take place is free, and the feeds say that it is cancelled.
    assert not Taken.objects.filter(hold=hold, during__endswith__gt=max(now, at(22, 12))).exists()
    withdrawn = {timezone.localtime(one.during.lower).day for one in hold.withdrawn.all()}
    assert withdrawn == {20, 21, 22} - {int(day[-2:]) for day in days}


def test_of_a_suspended_permit_nothing_counts_after_the_suspension(
    street: Any, send: Any, accept: Any, make_ready: Any, sign: Any, ani: Any, eko: Any,
    a_street: None,
) -> None:  # fmt: skip
    permit = sign(make_ready(accept(send(ani, three_days(street, ani)))))
    words = {"reason": "r", "law": "UU 22/2009", "appeal": "PTUN"}
    taking_back.suspend(actor=eko.actor, permit_id=permit.pk, now=at(21, 1), **words)
    taking_back.revoke(actor=eko.actor, permit_id=permit.pk, now=at(23, 9), **words)
    assert shoot_days(hold_of(permit.application)) == ["2026-12-20"]


def test_an_amendment_signed_in_mid_shoot_keeps_what_was_filmed(
    street: Any, send: Any, accept: Any, make_ready: Any, sign: Any, ani: Any, dewi: Any,
    a_street: None,
) -> None:  # fmt: skip
    permit = sign(make_ready(accept(send(ani, three_days(street, ani)))))
    rider = take_offer(actor=ani.actor, application_id=permit.application_id, code="days:7")
    rider.details["declaration"] = {"true": True, "conduct": True, "responsible": True}
    rider.save(update_fields=["details"])
    rider = make_ready(accept(send(ani, rider)))
    issuing.issue_permit(actor=dewi.actor, application_id=rider.pk, now=at(21, 20))
    assert shoot_days(hold_of(permit.application)) == [
        "2026-12-20", "2026-12-21", "2026-12-27", "2026-12-28", "2026-12-29"
    ]  # fmt: skip


# --- the embargo ----------------------------------------------------------------------------
def test_when_an_embargo_ends_the_calendar_gives_the_name_and_not_before(
    signed: Any, ani: Any, street: Any, citra: Any
) -> None:
    permit = signed(ani, title=SECRET, confidential=True)
    production = permit.application.production
    production.confidential, production.embargo_until = True, dt.date(2026, 12, 20)
    production.save(update_fields=["confidential", "embargo_until"])
    hold, system = hold_of(permit.application), system_actor("test")

    def outsiders_read() -> set[str]:
        whole = Period(at(19, 0), at(22, 0))
        listed = {one.title for one in read(whole).entries}
        return listed | {one.other for one in board_of(street(citra), citra.actor).hard}

    assert outsiders_read() == {"", "produksi lain"}
    before = hold.sequence
    # 16:59 UTC is 23:59 in Jakarta, one minute before the day begins.
    eve = dt.datetime(2026, 12, 19, 16, 59, tzinfo=dt.UTC)
    assert open_after_embargo(actor=system, now=eve) == 0
    assert outsiders_read() == {"", "produksi lain"}
    assert open_after_embargo(actor=system, now=eve + dt.timedelta(minutes=1)) == 1
    assert outsiders_read() == {SECRET}
    hold.refresh_from_db()
    assert hold.sequence == before + 1, "so that feeds bring it anew"
    assert open_after_embargo(actor=system, now=eve + dt.timedelta(days=9)) == 0


def test_a_secret_without_an_end_stays_one(signed: Any, ani: Any) -> None:
    permit = signed(ani, title=SECRET, confidential=True)
    assert open_after_embargo(actor=system_actor("test"), now=at(31, 0)) == 0
    assert hold_of(permit.application).confidential
