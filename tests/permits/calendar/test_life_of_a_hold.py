"""A case's hold: pencil, option, confirmed, given back; and what follows a change of the plan."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from simpul.kit.outcomes import NotAllowed, NotVisible, WrongState
from simpul.permits.actions import intake, issuing, riders, submission, taking_back
from simpul.permits.actions.drafts import save_draft
from simpul.permits.actions.rescheduling import take_offer
from simpul.permits.holding import claims, keeping
from simpul.places.models import Hold, Taken
from tests.permits.calendar.conftest import SENT, hold_of, periods_of

pytestmark = pytest.mark.django_db

S = Hold.State
AS_SENT = {("shoot", "12-20 05:00", "12-20 12:00"), ("closure", "12-20 05:00", "12-20 12:00")}


def test_a_draft_holds_nothing_until_somebody_asks_for_a_pencil_note(
    street: Any, ani: Any, settings: Any
) -> None:
    application = street(ani)
    assert claims.waiting_hold(application) is None
    keeping.pencil(actor=ani.actor, application_id=application.pk)
    hold = hold_of(application)
    assert (hold.state, hold.title) == (S.PENCIL, "Iklan Sepatu Lari")
    assert periods_of(hold) == AS_SENT
    kept = hold.expires_at - timezone.now()
    assert dt.timedelta(days=13) < kept <= dt.timedelta(days=settings.PENCIL_DAYS)


def test_an_outsider_and_a_reader_cannot_pencil(
    street: Any, ani: Any, citra: Any, make_person: Any, company: Any
) -> None:
    application = street(ani)
    reader = make_person("Rara", company=company, role="viewer")
    with pytest.raises(NotVisible):
        keeping.pencil(actor=citra.actor, application_id=application.pk)
    with pytest.raises(NotAllowed):
        keeping.pencil(actor=reader.actor, application_id=application.pk)
    assert not Hold.objects.filter(source="permit").exists()


def test_a_pencil_note_follows_the_plan_and_cannot_be_prolonged(street: Any, ani: Any) -> None:
    application = street(ani)
    first = keeping.pencil(actor=ani.actor, application_id=application.pk)
    plan = {**application.plan}
    plan["days"] = [{**plan["days"][0], "from": "06:00"}]
    save_draft(
        actor=ani.actor, application_id=application.pk, version=application.version, plan=plan
    )
    again = keeping.pencil(actor=ani.actor, application_id=application.pk)
    assert again.pk == first.pk
    assert again.expires_at == first.expires_at
    assert ("shoot", "12-20 06:00", "12-20 12:00") in periods_of(again)
    keeping.unpencil(actor=ani.actor, application_id=application.pk)
    again.refresh_from_db()
    assert (again.state, again.cancelled) == (S.RELEASED, False)


def test_sending_makes_an_option_that_lasts_to_the_end_of_its_last_use(
    street: Any, send: Any, ani: Any
) -> None:
    application = street(ani)
    pencil = keeping.pencil(actor=ani.actor, application_id=application.pk)
    send(ani, application)
    hold = hold_of(application)
    assert hold.pk == pencil.pk
    assert (hold.state, hold.complete_at) == (S.OPTION_1, None)
    # 40 households and 4 businesses are what the application says; "high" is the fifth tier.
    assert (hold.people_disturbed, hold.impact) == (44, 4)
    assert timezone.localtime(hold.expires_at).strftime("%m-%d %H:%M") == "12-20 12:00"


def test_complete_counts_from_acceptance_and_is_kept_while_nothing_new_is_asked(
    street: Any, send: Any, accept: Any, ani: Any, dewi: Any, settings: Any
) -> None:
    application = accept(send(ani, street(ani)))
    hold = hold_of(application)
    assert hold.complete_at == SENT
    intake.return_to_applicant(
        actor=dewi.actor, application_id=application.pk, questions=[{"part": "", "text": "?"}]
    )
    hold.refresh_from_db()
    kept = hold.expires_at - timezone.now()
    assert kept <= dt.timedelta(days=settings.RETURNED_HOLD_DAYS)
    application.refresh_from_db()
    send(ani, application)
    accept(application, now=SENT + dt.timedelta(days=3))
    hold.refresh_from_db()
    assert hold.complete_at == SENT
    assert application.holds.count() == 1


def test_new_ground_in_a_complete_file_begins_anew_at_the_end_of_the_queue(
    street: Any, send: Any, accept: Any, ani: Any, dewi: Any
) -> None:
    application = accept(send(ani, street(ani)))
    first = hold_of(application)
    later = SENT + dt.timedelta(days=3)
    take_offer(actor=ani.actor, application_id=application.pk, code="days:7")
    application.refresh_from_db()
    assert application.state == "returned"
    second = hold_of(application)
    first.refresh_from_db()
    assert (first.state, second.state) == (S.RELEASED, S.OPTION_1)
    assert second.complete_at is None
    assert ("shoot", "12-27 05:00", "12-27 12:00") in periods_of(second)
    send(ani, application)
    accept(application, now=later)
    second.refresh_from_db()
    assert second.complete_at == later


def test_signing_confirms_and_the_database_guards_it(signed: Any, ani: Any) -> None:
    permit = signed(ani)
    hold = hold_of(permit.application)
    assert (hold.state, hold.expires_at) == (S.CONFIRMED, None)
    assert Taken.objects.filter(hold=hold).exists()


def test_a_second_permit_for_the_street_is_refused_with_what_and_whom(
    signed: Any,
    street: Any,
    send: Any,
    accept: Any,
    make_ready: Any,
    sign: Any,
    ani: Any,
    citra: Any,
) -> None:
    signed(ani)
    second = make_ready(accept(send(citra, street(citra, title="Pagi", hours=("06:00", "11:00")))))
    with pytest.raises(WrongState) as refused:
        sign(second)
    words = str(refused.value)
    assert "Iklan Sepatu Lari" in words
    assert "Jalan HR Rasuna Said" in words
    assert "20 Des 2026, 06.00–11.00" in words
    second.refresh_from_db()
    assert second.state == "ready"
    assert not second.permits.exists()
    assert hold_of(second).state == S.OPTION_1 or hold_of(second).state == S.OPTION_2


def test_an_option_that_goes_first_stops_a_signature_too(
    street: Any, send: Any, accept: Any, make_ready: Any, sign: Any, ani: Any, citra: Any
) -> None:
    """Ani's file was complete a day earlier; Citra's authorities were only quicker."""
    accept(send(ani, street(ani)))
    second = accept(send(citra, street(citra, title="Pagi")), now=SENT + dt.timedelta(days=1))
    make_ready(second)
    with pytest.raises(WrongState, match="lebih dahulu lengkap"):
        sign(second)
    assert not second.permits.exists()


def test_what_is_held_back_is_not_confirmed_until_it_is_released(
    street: Any, send: Any, accept: Any, make_ready: Any, answer_all: Any, sign: Any, ani: Any,
    dewi: Any,
) -> None:  # fmt: skip
    application = accept(send(ani, street(ani, letter="e")))
    make_ready(application, but=("POLRI_HANDAK",))
    permit = sign(application)
    confirmed = claims.confirmed_hold(application)
    waiting = claims.waiting_hold(application)
    assert confirmed is not None and waiting is not None
    assert "blast" not in {kind for kind, _, _ in periods_of(confirmed)}
    assert {kind for kind, _, _ in periods_of(waiting)} == {"blast"}
    answer_all(application)
    issuing.release_held(actor=dewi.actor, permit_id=permit.pk)
    waiting.refresh_from_db()
    assert waiting.state == S.RELEASED
    assert "blast" in {kind for kind, _, _ in periods_of(confirmed)}


def test_a_rider_waits_for_what_is_new_beside_the_confirmed_and_then_moves_it(
    signed: Any, send: Any, accept: Any, make_ready: Any, sign: Any, ani: Any
) -> None:
    permit = signed(ani)
    confirmed = hold_of(permit.application)
    rider = take_offer(actor=ani.actor, application_id=permit.application_id, code="days:7")
    rider.details["declaration"] = {"true": True, "conduct": True, "responsible": True}
    rider.save(update_fields=["details"])
    pencil = hold_of(rider)
    assert (pencil.state, pencil.holder) == (S.PENCIL, confirmed.holder)
    assert periods_of(pencil) == {
        ("shoot", "12-27 05:00", "12-27 12:00"), ("closure", "12-27 05:00", "12-27 12:00")
    }  # fmt: skip
    assert periods_of(confirmed) == AS_SENT
    rider = make_ready(accept(send(ani, rider)))
    assert hold_of(rider).state == S.OPTION_1
    second = sign(rider)
    confirmed.refresh_from_db()
    assert second.version == 2
    assert confirmed.state == S.CONFIRMED
    assert ("shoot", "12-27 05:00", "12-27 12:00") in periods_of(confirmed)
    assert ("shoot", "12-20 05:00", "12-20 12:00") not in periods_of(confirmed)
    assert hold_of(rider).state == S.RELEASED


def test_a_rider_cannot_take_what_another_has_meanwhile(
    signed: Any,
    street: Any,
    send: Any,
    accept: Any,
    make_ready: Any,
    sign: Any,
    ani: Any,
    citra: Any,
) -> None:
    permit = signed(ani)
    rider = riders.start_rider(actor=ani.actor, permit_id=permit.pk)
    rider = take_offer(actor=ani.actor, application_id=rider.pk, code="days:7")
    rider.details["declaration"] = {"true": True, "conduct": True, "responsible": True}
    rider.save(update_fields=["details"])
    rider = make_ready(accept(send(ani, rider), now=SENT + dt.timedelta(days=5)))
    other = street(citra, title="Pagi")
    other = take_offer(actor=citra.actor, application_id=other.pk, code="days:14")
    save = {**other.plan}
    for row in save["days"]:
        row["date"] = "2026-12-27"
    for row in save["traffic"]:
        row["dates"] = ["2026-12-27"]
    save_draft(actor=citra.actor, application_id=other.pk, version=other.version, plan=save)
    sign(make_ready(accept(send(citra, other))))
    with pytest.raises(WrongState, match="Pagi"):
        sign(rider)
    assert periods_of(hold_of(permit.application)) == AS_SENT


@pytest.mark.parametrize("way", ["withdrawn", "refused"])
def test_a_case_that_ends_gives_its_places_back(
    street: Any, send: Any, ani: Any, eko: Any, way: str
) -> None:
    application = send(ani, street(ani))
    if way == "withdrawn":
        submission.withdraw(actor=ani.actor, application_id=application.pk, reason="hujan")
    else:
        intake.refuse_application(
            actor=eko.actor, application_id=application.pk, reason="r", law="UU 22/2009"
        )
    hold = hold_of(application)
    assert (hold.state, hold.reason, hold.cancelled) == (S.RELEASED, way, False)


@pytest.mark.parametrize("way", ["revoked", "cancelled"])
def test_a_permit_taken_back_is_cancelled_in_the_calendar(
    signed: Any, ani: Any, eko: Any, way: str
) -> None:
    permit = signed(ani)
    if way == "revoked":
        taking_back.revoke(
            actor=eko.actor, permit_id=permit.pk, reason="r", law="UU 22/2009", appeal="PTUN"
        )
    else:
        taking_back.cancel(actor=ani.actor, permit_id=permit.pk, reason="hujan")
    hold = hold_of(permit.application)
    assert (hold.state, hold.reason, hold.cancelled) == (S.RELEASED, way, True)
    assert not Taken.objects.filter(hold=hold).exists()


def test_a_suspended_permit_keeps_its_ground(signed: Any, ani: Any, eko: Any) -> None:
    permit = signed(ani)
    taking_back.suspend(
        actor=eko.actor, permit_id=permit.pk, reason="r", law="UU 22/2009", appeal="PTUN"
    )
    assert hold_of(permit.application).state == S.CONFIRMED
