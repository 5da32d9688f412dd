"""Sending happens once, freezes what was sent, and says what stands against it."""

from __future__ import annotations

import datetime as dt
import threading
import uuid
from typing import Any

import pytest
from django.db import connections, transaction

from simpul.journal.queries import entries_for
from simpul.journal.verify import verify
from simpul.kit.outcomes import InvalidInput, NotAllowed, NotVisible, WrongState
from simpul.kit.references import parse_reference
from simpul.messages.models import Message
from simpul.permits.actions import drafts, intake, submission
from simpul.permits.counters import next_number
from simpul.permits.models import Application, PlanRevision
from tests.permits.desk.conftest import SENT


def send(person: Any, application: Any, key: uuid.UUID | None = None) -> Application:
    return submission.submit(
        actor=person.actor,
        application_id=application.pk,
        submit_key=key or uuid.uuid4(),
        now=SENT,
    )


@pytest.mark.parametrize("letter", ["a", "b", "c", "d", "e"])
def test_each_of_the_five_shoots_is_sent_and_frozen(draft: Any, ani: Any, letter: str) -> None:
    application = draft(letter)
    sent = send(ani, application)
    revision = sent.revisions.get()
    assert sent.state == "submitted"
    assert sent.rule_version_id is not None
    assert parse_reference(sent.reference) is not None
    assert sent.reference.startswith("JKT-26-")
    assert revision.digest == submission.digest_of(revision.plan, revision.details)
    assert sent.days.count() == len(revision.plan["days"])
    assert sent.first_day == min(day.date for day in sent.days.all())
    assert sent.last_day == max(day.date for day in sent.days.all())
    assert verify(sent.subject) is None


def test_the_days_carry_area_and_hours(draft: Any, ani: Any) -> None:
    day = send(ani, draft("a")).days.get()
    assert day.place_name == "Trotoar Jalan Cikini Raya"
    assert day.kecamatan_code.startswith("31.71")
    assert day.ends_at - day.starts_at == dt.timedelta(hours=8)
    assert day.geometry["type"] == "LineString"


def test_a_confidential_shoot_is_marked_and_its_title_kept_by_the_production(
    draft: Any, ani: Any
) -> None:
    sent = send(ani, draft("e"))
    assert sent.confidential
    sent.production.refresh_from_db()
    assert sent.production.confidential
    assert sent.production.key_people.filter(role="location_manager").exists()


def test_a_small_shoot_is_exempt_or_light_and_says_why(draft: Any, ani: Any) -> None:
    sent = send(ani, draft("a"))
    assert sent.tier in {"exempt", "notify", "low"}
    assert sent.tier_reasons
    assert all(reason["texts"]["id"] for reason in sent.tier_reasons)


def test_the_same_click_twice_sends_once(draft: Any, ani: Any) -> None:
    application, key = draft("a"), uuid.uuid4()
    first, second = send(ani, application, key), send(ani, application, key)
    assert first.reference == second.reference
    assert PlanRevision.objects.filter(application=application).count() == 1
    verbs = [entry.verb for entry in entries_for(first.subject)]
    assert verbs.count("application.submitted") == 1


def test_another_tab_with_another_key_gets_the_same_case(draft: Any, ani: Any) -> None:
    application = draft("a")
    assert send(ani, application).reference == send(ani, application).reference
    assert application.revisions.count() == 1


def test_a_key_of_another_case_is_out_of_date(draft: Any, ani: Any) -> None:
    key = uuid.uuid4()
    send(ani, draft("a"), key)
    with pytest.raises(WrongState):
        send(ani, draft("b"), key)


def test_team_and_officers_hear_it_once(draft: Any, ani: Any, budi: Any, dewi: Any) -> None:
    application, key = draft("a"), uuid.uuid4()
    send(ani, application, key)
    send(ani, application, key)
    told = Message.objects.filter(subject_ref=application.subject)
    assert told.filter(email=ani.user.email).count() == 1
    assert told.filter(email=budi.user.email).count() == 1
    assert told.filter(email=dewi.user.email).count() == 1


def test_only_owner_and_producer_send(draft: Any, budi: Any, citra: Any, dewi: Any) -> None:
    application = draft("a")
    with pytest.raises(NotAllowed):
        send(budi, application)
    for outsider in (citra, dewi):
        with pytest.raises(NotVisible):
            send(outsider, application)


def test_what_is_missing_is_named_by_its_path(bare: Any, ani: Any) -> None:
    with pytest.raises(InvalidInput) as refused:
        send(ani, bare)
    paths = set(refused.value.errors)
    assert {"plan.spots", "plan.days", "plan.vehicles", "details.contact.name"} <= paths
    assert "plan.production.title" not in paths
    bare.refresh_from_db()
    assert bare.state == "draft"
    assert bare.reference is None


def test_what_is_wrong_stops_the_sending(draft: Any, ani: Any) -> None:
    application = draft("a")
    days = [{**application.plan["days"][0], "to": "06:00"}]
    drafts.save_draft(
        actor=ani.actor,
        application_id=application.pk,
        version=application.version,
        plan={**application.plan, "days": days},
    )
    with pytest.raises(InvalidInput) as refused:
        send(ani, application)
    assert set(refused.value.errors) == {"plan.days[0].to"}


def test_a_day_that_has_passed_is_not_sent(draft: Any, ani: Any) -> None:
    application = draft("a")
    with pytest.raises(InvalidInput) as refused:
        submission.submit(
            actor=ani.actor,
            application_id=application.pk,
            submit_key=uuid.uuid4(),
            now=SENT + dt.timedelta(days=400),
        )
    assert set(refused.value.errors) == {"plan.days[0].date"}


def test_the_declaration_must_be_accepted(draft: Any, ani: Any) -> None:
    application = draft("a")
    details = {**application.details, "declaration": {"true": True}}
    drafts.save_draft(
        actor=ani.actor,
        application_id=application.pk,
        version=application.version,
        details=details,
    )
    with pytest.raises(InvalidInput) as refused:
        send(ani, application)
    assert set(refused.value.errors) == {
        "details.declaration.conduct",
        "details.declaration.responsible",
    }


def test_a_returned_case_is_sent_again_as_the_next_revision(sent: Any, ani: Any, dewi: Any) -> None:
    application = sent("a")
    reference, first_sent = application.reference, application.submitted_at
    intake.take_case(actor=dewi.actor, application_id=application.pk)
    intake.return_to_applicant(
        actor=dewi.actor,
        application_id=application.pk,
        questions=[{"text": "Jam berapa selesai?", "part": "days"}],
    )
    application.refresh_from_db()
    days = [{**application.plan["days"][0], "to": "14:00"}]
    drafts.save_draft(
        actor=ani.actor,
        application_id=application.pk,
        version=application.version,
        plan={**application.plan, "days": days},
    )
    again = send(ani, application)
    assert again.state == "submitted"
    assert (again.reference, again.submitted_at) == (reference, first_sent)
    assert [revision.number for revision in again.revisions.all()] == [1, 2]
    assert again.days.get().ends_at.astimezone(SENT.tzinfo).hour == 14
    assert again.days.get().revision.number == 2


def test_the_key_of_the_first_sending_does_not_send_a_returned_case(
    draft: Any, ani: Any, dewi: Any
) -> None:
    application, key = draft("a"), uuid.uuid4()
    send(ani, application, key)
    intake.return_to_applicant(
        actor=dewi.actor, application_id=application.pk, questions=[{"text": "Apa?"}]
    )
    assert send(ani, application, key).state == "returned"


def test_withdrawing_ends_everything_that_is_open(accepted: Any, ani: Any) -> None:
    application = accepted("c")
    with pytest.raises(InvalidInput):
        submission.withdraw(actor=ani.actor, application_id=application.pk, reason=" ")
    gone = submission.withdraw(
        actor=ani.actor, application_id=application.pk, reason="Lokasi berubah"
    )
    assert gone.state == "withdrawn"
    assert gone.end_reason == "Lokasi berubah"
    assert not gone.clearances.exclude(state__in=["ended", "answered"]).exists()
    with pytest.raises(WrongState):
        submission.withdraw(actor=ani.actor, application_id=application.pk, reason="lagi")
    with pytest.raises(WrongState):
        send(ani, gone)


def test_numbers_follow_each_other_and_a_rolled_back_one_is_given_again(db: Any) -> None:
    with transaction.atomic():
        assert next_number("TST", 2026) == 1
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        assert next_number("TST", 2026) == 2
        raise ZeroDivisionError
    with transaction.atomic():
        assert next_number("TST", 2026) == 2
        assert next_number("TST", 2027) == 1


def in_threads(work: Any, count: int) -> list[Any]:
    """Run `work` in `count` threads that start together; what each gave or raised."""
    gate, results = threading.Barrier(count), [None] * count

    def run(index: int) -> None:
        gate.wait()
        try:
            results[index] = work(index)
        except Exception as error:
            results[index] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(index,)) for index in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_send_one_case(draft: Any, ani: Any) -> None:
    application, actor, key = draft("a"), ani.actor, uuid.uuid4()

    def click(index: int) -> str:
        found = submission.submit(
            actor=actor,
            application_id=application.pk,
            submit_key=key if index % 2 else uuid.uuid4(),
            now=SENT,
        )
        return str(found.reference)

    results = in_threads(click, 4)
    assert len(set(results)) == 1, results
    assert application.revisions.count() == 1
    told = Message.objects.filter(subject_ref=application.subject, email=ani.user.email)
    assert told.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_cases_sent_at_once_have_two_references(draft: Any, ani: Any) -> None:
    made, actor = [draft("a"), draft("a"), draft("a")], ani.actor

    def click(index: int) -> str:
        found = submission.submit(
            actor=actor, application_id=made[index].pk, submit_key=uuid.uuid4(), now=SENT
        )
        return str(found.reference)

    references = in_threads(click, 3)
    numbers = sorted(parse_reference(text).number for text in references)
    assert numbers == [1, 2, 3]


@pytest.mark.django_db(transaction=True)
def test_two_saves_at_once_one_wins_the_other_is_told(bare: Any, ani: Any, budi: Any) -> None:
    actors, version = [ani.actor, budi.actor], bare.version

    def save(index: int) -> str:
        drafts.save_draft(
            actor=actors[index],
            application_id=bare.pk,
            version=version,
            plan={"production": {"title": f"T{index}"}},
        )
        return "saved"

    results = in_threads(save, 2)
    assert sorted(str(type(one).__name__) for one in results) == ["WrongState", "str"]
