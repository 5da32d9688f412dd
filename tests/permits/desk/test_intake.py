"""The completeness check, and who may not handle a case."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection

from simpul.kit.outcomes import ActionError, InvalidInput, NotAllowed, NotVisible, WrongState
from simpul.people.models import Interest
from simpul.permits.actions import intake
from simpul.permits.models import Clearance


def test_interest_in_the_company_bars_an_officer(sent: Any, dewi: Any, company: Any) -> None:
    application = sent("a")
    Interest.objects.create(user=dewi.user, organisation=company, note="Saham")
    with pytest.raises(NotAllowed):
        intake.take_case(actor=dewi.actor, application_id=application.pk)


def test_head_cannot_give_a_case_to_an_officer_with_an_interest(
    sent: Any, eko: Any, dewi: Any, company: Any
) -> None:
    application = sent("a")
    Interest.objects.create(user=dewi.user, organisation=company, note="Saham")
    with pytest.raises(InvalidInput):
        intake.take_case(actor=eko.actor, application_id=application.pk, officer_id=dewi.user.pk)


def test_case_cannot_be_accepted_without_a_named_officer(sent: Any, dewi: Any) -> None:
    application = sent("a")
    with pytest.raises(WrongState):
        intake.accept_complete(
            actor=dewi.actor, application_id=application.pk, although_missing=True
        )


def test_returned_case_has_its_questions_and_starts_no_clock(sent: Any, dewi: Any) -> None:
    application = sent("b")
    intake.take_case(actor=dewi.actor, application_id=application.pk)
    intake.return_to_applicant(
        actor=dewi.actor,
        application_id=application.pk,
        questions=[{"part": "days", "text": "Jam selesai hari Minggu?"}],
    )
    application.refresh_from_db()
    assert application.state == "returned"
    assert application.questions.get().part == "days"
    assert not application.clearances.exists()


@pytest.mark.parametrize("who", ["citra", "fajar"])
def test_outsiders_do_not_see_a_sent_case(sent: Any, who: str, request: Any) -> None:
    application = sent("a")
    person = request.getfixturevalue(who)
    with pytest.raises(NotVisible):
        intake.take_case(actor=person.actor, application_id=application.pk)


def test_auditor_may_not_change_a_case(sent: Any, gita: Any) -> None:
    application = sent("a")
    with pytest.raises(NotAllowed):
        intake.take_case(actor=gita.actor, application_id=application.pk)


def test_foreign_feature_asks_the_ministry_first_and_the_city_waits(accepted: Any) -> None:
    application = accepted("e")
    asked = {c.authority_code: c for c in application.clearances.all()}
    wanted = {
        "KEMENBUD_FOREIGN",
        "IMIGRASI",
        "BEACUKAI",
        "POLRI_BAINTELKAM",
        "POLRI_HANDAK",
        "POLRI_SENPI",
        "DAMKAR",
        "UPK_KOTATUA",
        "POLRI_LANTAS",
        "DISHUB",
        "TRANSJAKARTA",
        "PPKUKM",
        "KEC_KEL",
        "RTRW",
    }
    assert wanted <= set(asked)
    assert asked["KEMENBUD_FOREIGN"].state == Clearance.State.REQUESTED
    assert asked["IMIGRASI"].state == Clearance.State.WAITING
    assert asked["POLRI_LANTAS"].state == Clearance.State.WAITING
    assert asked["POLRI_HANDAK"].severable, "the blast is severable"


def test_answer_of_the_ministry_wakes_those_who_waited(accepted: Any, make_person: Any) -> None:
    from simpul.permits.actions import clearances

    application = accepted("e")
    ministry = make_person("Kementerian", desks={"KEMENBUD_FOREIGN": "answer"}, second_factor=True)
    first = application.clearances.get(authority_code="KEMENBUD_FOREIGN")
    clearances.give_verdict(actor=ministry.actor, clearance_id=first.pk, verdict="approve")
    assert application.clearances.get(authority_code="POLRI_LANTAS").state == "requested"


@pytest.mark.django_db(transaction=True)
def test_two_officers_accept_at_once_and_one_wins(sent: Any, dewi: Any, eko: Any) -> None:
    application = sent("a")
    intake.take_case(actor=dewi.actor, application_id=application.pk)
    results: list[str] = []
    barrier = threading.Barrier(2)
    actors = [dewi.actor, eko.actor]

    def run(actor: Any) -> None:
        barrier.wait()
        try:
            intake.accept_complete(
                actor=actor, application_id=application.pk, although_missing=True
            )
            results.append("won")
        except ActionError as error:
            results.append(type(error).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(actor,)) for actor in actors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["WrongState", "won"]
