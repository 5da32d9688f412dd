"""Clocks of real cases: start when complete, pause for the applicant, escalate, never guess."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from simpul.kit.actors import system_actor
from simpul.kit.outcomes import NotAllowed, WrongState
from simpul.permits.actions import clearances, intake, submission
from simpul.permits.clearance_clock import clock_of
from simpul.permits.models import Clearance
from tests.permits.desk.conftest import JAKARTA, SENT


@pytest.fixture
def tim(accepted: Any) -> Clearance:
    """Shoot (b): Taman Ismail Marzuki; its unit has 5 working days by the general rule."""
    return accepted("b").clearances.get(authority_code="PKJTIM")


@pytest.fixture
def keeper(make_person: Any) -> Any:
    return make_person("Kiki Pengelola", desks={"PKJTIM": "answer"}, second_factor=True)


def test_five_working_days_from_monday_2_november_end_on_monday_9(tim: Clearance) -> None:
    # Complete Monday 2 November 2026, not counted; 3, 4, 5, 6 and 9 November are working days.
    assert tim.due_on == dt.date(2026, 11, 9)


def test_pause_of_two_working_days_moves_the_due_day_by_two(
    tim: Clearance, keeper: Any, ani: Any
) -> None:
    asked = dt.datetime(2026, 11, 3, 10, tzinfo=JAKARTA)
    question = clearances.ask_applicant(
        actor=keeper.actor, clearance_id=tim.pk, text="Berapa lampu?", now=asked
    )
    tim.refresh_from_db()
    assert (tim.state, tim.due_on) == ("needs_information", None)
    clearances.answer_question(
        actor=ani.actor,
        question_id=question.pk,
        answer="Empat.",
        now=dt.datetime(2026, 11, 5, 10, tzinfo=JAKARTA),
    )
    tim.refresh_from_db()
    # The clock stood on the 3rd and the 4th: the due day moves from Monday 9 to Wednesday 11.
    assert (tim.state, tim.due_on) == ("requested", dt.date(2026, 11, 11))


def test_file_that_goes_back_stops_every_clock_until_it_is_complete_again(
    tim: Clearance, dewi: Any, ani: Any
) -> None:
    application = tim.application
    intake.return_to_applicant(
        actor=dewi.actor,
        application_id=application.pk,
        questions=[{"part": "insurance", "text": "Polis yang berlaku?"}],
        now=dt.datetime(2026, 11, 3, 10, tzinfo=JAKARTA),
    )
    tim.refresh_from_db()
    assert tim.due_on is None
    months_later = dt.datetime(2027, 1, 4, 8, tzinfo=JAKARTA)
    assert clearances.escalate_late(actor=system_actor("worker"), now=months_later) == 0
    submission.submit(
        actor=ani.actor,
        application_id=application.pk,
        submit_key=uuid.uuid4(),
        now=dt.datetime(2026, 11, 4, 9, tzinfo=JAKARTA),
    )
    intake.accept_complete(
        actor=dewi.actor,
        application_id=application.pk,
        although_missing=True,
        now=dt.datetime(2026, 11, 5, 10, tzinfo=JAKARTA),
    )
    again = application.clearances.get(authority_code="PKJTIM")
    # As with a question: the clock stood on the 3rd and the 4th, Monday 9 becomes Wednesday 11.
    assert (again.pk, again.due_on) == (tim.pk, dt.date(2026, 11, 11))


def test_second_question_waits_for_the_first_answer(tim: Clearance, keeper: Any) -> None:
    clearances.ask_applicant(actor=keeper.actor, clearance_id=tim.pk, text="Satu?", now=SENT)
    with pytest.raises(WrongState):
        clearances.ask_applicant(actor=keeper.actor, clearance_id=tim.pk, text="Dua?", now=SENT)


def test_clock_shows_its_own_computation(tim: Clearance) -> None:
    clock = clock_of(tim, dt.date(2026, 11, 9))
    assert clock is not None
    counted = [row.day.day for row in clock.days if row.number]
    assert counted == [3, 4, 5, 6, 9]
    assert [row.day.day for row in clock.days if not row.number] == [7, 8]


def test_unverified_rule_has_no_clock_and_the_database_agrees(accepted: Any) -> None:
    application = accepted("d")
    unverified = application.clearances.filter(verified=False)
    assert all(row.due_on is None for row in unverified)
    some = application.clearances.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        Clearance.objects.filter(pk=some.pk).update(verified=False, due_on=dt.date(2026, 12, 1))


def test_late_answer_escalates_once(tim: Clearance) -> None:
    late = dt.datetime(2026, 11, 10, 8, tzinfo=JAKARTA)
    robot = system_actor("worker")
    assert clearances.escalate_late(actor=robot, now=late - dt.timedelta(days=1)) == 0
    assert clearances.escalate_late(actor=robot, now=late) >= 1
    assert clearances.escalate_late(actor=robot, now=late) == 0


def test_deemed_grant_is_a_claim_that_only_the_head_countersigns(
    tim: Clearance, ani: Any, dewi: Any, eko: Any
) -> None:
    with pytest.raises(WrongState):
        clearances.claim_deemed_grant(
            actor=ani.actor, clearance_id=tim.pk, now=dt.datetime(2026, 11, 9, 20, tzinfo=JAKARTA)
        )
    day_after = dt.datetime(2026, 11, 10, 8, tzinfo=JAKARTA)
    clearances.claim_deemed_grant(actor=ani.actor, clearance_id=tim.pk, now=day_after)
    tim.refresh_from_db()
    assert tim.state == "requested", "a claim alone grants nothing"
    with pytest.raises(NotAllowed):
        clearances.countersign_deemed_grant(actor=dewi.actor, clearance_id=tim.pk)
    clearances.countersign_deemed_grant(actor=eko.actor, clearance_id=tim.pk)
    tim.refresh_from_db()
    assert (tim.verdict, tim.channel) == ("no_objection", "deemed")


def test_police_clearance_is_never_deemed_granted(accepted: Any, ani: Any) -> None:
    application = accepted("d")
    police = application.clearances.get(authority_code="POLRI_LANTAS")
    assert police.deemed_allowed is False
    with pytest.raises(WrongState):
        clearances.claim_deemed_grant(actor=ani.actor, clearance_id=police.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Clearance.objects.filter(pk=police.pk).update(deemed_claimed_at=SENT)
