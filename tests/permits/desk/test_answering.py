"""An authority answers: by its desk, by a link, or through an officer with the paper."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import pytest
import typst
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from simpul.journal.queries import entries_for
from simpul.kit.outcomes import InvalidInput, NotAllowed, NotVisible, WrongState
from simpul.permits.actions import clearances, links
from simpul.permits.models import Application, Clearance
from tests.permits.desk.conftest import SENT

PDF = typst.compile(b"Surat jawaban")


def asked(application: Application, code: str) -> Clearance:
    return application.clearances.exclude(state="ended").get(authority_code=code)


@pytest.fixture
def lantas(make_person: Any) -> Any:
    return make_person("Lina Lantas", desks={"POLRI_LANTAS": "answer"}, second_factor=True)


@pytest.fixture
def lane(accepted: Any) -> Application:
    """Shoot (d): one lane of a city road with a bus corridor, on a Sunday."""
    return accepted("d")


def test_lane_closure_asks_traffic_police_transport_agency_and_bus_operator(lane: Any) -> None:
    codes = set(lane.clearances.values_list("authority_code", flat=True))
    assert {"POLRI_LANTAS", "DISHUB", "TRANSJAKARTA"} <= codes


def test_desk_approves_and_the_journal_and_the_team_know(lane: Any, lantas: Any) -> None:
    clearance = asked(lane, "POLRI_LANTAS")
    clearances.give_verdict(actor=lantas.actor, clearance_id=clearance.pk, verdict="approve")
    clearance.refresh_from_db()
    assert (clearance.state, clearance.verdict) == ("answered", "approve")
    assert "clearance.answered" in [entry.verb for entry in entries_for(lane.subject)]


def test_refusal_without_reason_and_law_is_refused_field_by_field(lane: Any, lantas: Any) -> None:
    clearance = asked(lane, "POLRI_LANTAS")
    with pytest.raises(InvalidInput) as trouble:
        clearances.give_verdict(actor=lantas.actor, clearance_id=clearance.pk, verdict="refuse")
    assert set(trouble.value.errors) == {"reason", "law"}


def test_database_refuses_a_refusal_without_law(lane: Any) -> None:
    clearance = asked(lane, "POLRI_LANTAS")
    with pytest.raises(IntegrityError), transaction.atomic():
        Clearance.objects.filter(pk=clearance.pk).update(
            state="answered", verdict="refuse", reason="r", law="", answered_at=SENT
        )


def test_second_answer_is_told_who_was_first(lane: Any, lantas: Any, make_person: Any) -> None:
    clearance = asked(lane, "POLRI_LANTAS")
    clearances.give_verdict(actor=lantas.actor, clearance_id=clearance.pk, verdict="approve")
    other = make_person("Oki", desks={"POLRI_LANTAS": "answer"}, second_factor=True)
    with pytest.raises(WrongState, match="Lina Lantas"):
        clearances.give_verdict(
            actor=other.actor, clearance_id=clearance.pk, verdict="refuse", reason="x", law="y"
        )


def test_another_desk_does_not_see_the_request(lane: Any, make_person: Any) -> None:
    stranger = make_person("Sita", desks={"PKJTIM": "answer"}, second_factor=True)
    with pytest.raises(NotVisible):
        clearances.give_verdict(
            actor=stranger.actor,
            clearance_id=asked(lane, "POLRI_LANTAS").pk,
            verdict="approve",
        )


def test_reader_of_a_desk_and_desk_without_second_factor_may_not_answer(
    lane: Any, make_person: Any
) -> None:
    clearance = asked(lane, "POLRI_LANTAS")
    reader = make_person("Rita", desks={"POLRI_LANTAS": "read"}, second_factor=True)
    plain = make_person("Pandu", desks={"POLRI_LANTAS": "answer"})
    for person in (reader, plain):
        with pytest.raises(NotAllowed):
            clearances.give_verdict(
                actor=person.actor, clearance_id=clearance.pk, verdict="approve"
            )


def test_auditor_reads_but_may_not_answer(lane: Any, gita: Any) -> None:
    with pytest.raises(NotAllowed):
        clearances.give_verdict(
            actor=gita.actor, clearance_id=asked(lane, "POLRI_LANTAS").pk, verdict="approve"
        )


def test_library_condition_keeps_its_text_and_law(lane: Any, lantas: Any, jakarta: Any) -> None:
    code = sorted(jakarta.conditions)[0]
    clearance = clearances.give_verdict(
        actor=lantas.actor,
        clearance_id=asked(lane, "POLRI_LANTAS").pk,
        verdict="approve_with_conditions",
        condition_codes=[code],
        own_condition="Jalur kanan tetap terbuka.",
    )
    first, second = clearance.conditions.all()
    assert first.texts["id"] == jakarta.conditions[code].texts["id"]
    assert second.texts["id"] == "Jalur kanan tetap terbuka."


def test_officer_records_a_letter_only_with_the_paper(lane: Any, dewi: Any) -> None:
    clearance = asked(lane, "TRANSJAKARTA")
    letter = SimpleUploadedFile("surat.pdf", PDF, content_type="application/pdf")
    clearances.record_verdict(
        actor=dewi.actor,
        clearance_id=clearance.pk,
        verdict="no_objection",
        evidence=letter,
        heard_from="Sekretaris perusahaan, 3 November 2026",
    )
    clearance.refresh_from_db()
    assert clearance.channel == "recorded"
    assert clearance.evidence is not None


def test_officer_without_a_second_factor_records_no_answer(lane: Any, dewi: Any) -> None:
    with pytest.raises(NotAllowed):
        clearances.record_verdict(
            actor=dataclasses.replace(dewi.actor, second_factor=False),
            clearance_id=asked(lane, "TRANSJAKARTA").pk,
            verdict="no_objection",
            evidence=SimpleUploadedFile("surat.pdf", PDF),
            heard_from="Sekretaris perusahaan",
        )


def test_renamed_executable_is_no_letter(lane: Any, dewi: Any) -> None:
    clearance = asked(lane, "TRANSJAKARTA")
    program = SimpleUploadedFile("surat.pdf", b"MZ\x90\x00" + b"\0" * 200)
    with pytest.raises(InvalidInput):
        clearances.record_verdict(
            actor=dewi.actor,
            clearance_id=clearance.pk,
            verdict="no_objection",
            evidence=program,
            heard_from="x",
        )
    clearance.refresh_from_db()
    assert clearance.state == "requested"


# --- links ---------------------------------------------------------------------------------


def send_link(lane: Any, dewi: Any, monkeypatch: Any, **extra: Any) -> str:
    tokens: list[str] = []
    monkeypatch.setattr(
        "simpul.permits.notify.answer_link_sent", lambda link, token: tokens.append(token)
    )
    links.send_answer_link(
        actor=dewi.actor,
        clearance_id=asked(lane, "TRANSJAKARTA").pk,
        email="humas@transjakarta.contoh",
        **extra,
    )
    return tokens[0]


def test_link_answers_its_one_clearance_and_no_other(
    lane: Any, dewi: Any, monkeypatch: Any
) -> None:
    actor, link = links.open_answer_link(token=send_link(lane, dewi, monkeypatch))
    with pytest.raises(NotVisible):
        clearances.give_verdict(
            actor=actor, clearance_id=asked(lane, "DISHUB").pk, verdict="approve"
        )
    done = clearances.give_verdict(
        actor=actor, clearance_id=link.clearance_id, verdict="no_objection"
    )
    assert done.channel == "link"


def test_token_is_not_in_the_database(lane: Any, dewi: Any, monkeypatch: Any) -> None:
    token = send_link(lane, dewi, monkeypatch)
    clearance = asked(lane, "TRANSJAKARTA")
    assert token not in str(list(clearance.links.values()))


def test_expired_revoked_and_guessed_links_say_no(lane: Any, dewi: Any, monkeypatch: Any) -> None:
    token = send_link(lane, dewi, monkeypatch)
    with pytest.raises(WrongState):
        links.open_answer_link(token=token, now=dt.datetime.now(tz=dt.UTC) + dt.timedelta(days=15))
    link = asked(lane, "TRANSJAKARTA").links.get()
    links.revoke_answer_link(actor=dewi.actor, link_id=link.pk)
    with pytest.raises(WrongState):
        links.open_answer_link(token=token)
    with pytest.raises(NotVisible):
        links.open_answer_link(token=token[:-1] + ("A" if token[-1] != "A" else "B"))


def test_new_link_ends_the_older_one(lane: Any, dewi: Any, monkeypatch: Any) -> None:
    first = send_link(lane, dewi, monkeypatch)
    send_link(lane, dewi, monkeypatch)
    with pytest.raises(WrongState):
        links.open_answer_link(token=first)


def test_link_page_answers_in_the_browsers_absence_of_an_account(
    lane: Any, dewi: Any, client: Any, monkeypatch: Any
) -> None:
    token = send_link(lane, dewi, monkeypatch)
    page = client.get(f"/jawab/{token}/")
    assert page.status_code == 200
    assert client.post(f"/jawab/{token}/", {"verdict": "approve"}).status_code == 302
    assert asked(lane, "TRANSJAKARTA").verdict == "approve"
    assert client.get("/jawab/tidak-ada/").status_code == 404
