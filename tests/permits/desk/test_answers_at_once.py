"""An answer, a withdrawal and a payment at the same moment: nobody meets a deadlock."""

from __future__ import annotations

from typing import Any

import pytest

from simpul.kit.outcomes import ActionError
from simpul.permits.actions import clearances, submission
from tests.permits.issue.test_races import split, together

pytestmark = pytest.mark.django_db(transaction=True)


def test_answering_while_the_producer_withdraws_leaves_one_story(
    accepted: Any, ani: Any, make_person: Any
) -> None:
    application = accepted("b")
    keeper = make_person("Kiki Pengelola", desks={"PKJTIM": "answer"}, second_factor=True).actor
    producer = ani.actor
    asked = application.clearances.get(authority_code="PKJTIM")
    _won, lost = split(
        together(
            lambda: clearances.give_verdict(actor=keeper, clearance_id=asked.pk, verdict="approve"),
            lambda: submission.withdraw(
                actor=producer, application_id=application.pk, reason="Hujan"
            ),
        )
    )
    assert all(isinstance(error, ActionError) for error in lost), lost
    application.refresh_from_db()
    assert application.state == "withdrawn"


def test_two_authorities_answer_at_once_and_both_are_heard(accepted: Any, make_person: Any) -> None:
    application = accepted("d")
    open_now = list(application.clearances.filter(state="requested"))[:2]
    desks = [
        make_person(f"Meja {one.pk}", desks={one.authority_code: "answer"}, second_factor=True)
        for one in open_now
    ]
    won, lost = split(
        together(
            *(
                lambda one=one, who=desk.actor: clearances.give_verdict(
                    actor=who, clearance_id=one.pk, verdict="approve"
                )
                for one, desk in zip(open_now, desks, strict=True)
            )
        )
    )
    assert (len(won), lost) == (2, [])
