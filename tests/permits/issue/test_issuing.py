"""Signing a permit: who may, when, what comes out, and that only one of two officers signs."""

from __future__ import annotations

import datetime as dt
import subprocess
from pathlib import Path
from typing import Any

import pytest

from simpul.journal.queries import entries_for
from simpul.journal.verify import verify
from simpul.kit.outcomes import NotAllowed, NotVisible, WrongState
from simpul.papers import tokens
from simpul.permits.actions import issuing
from simpul.permits.models import Permit
from tests.permits.issue.conftest import SIGNED


def test_a_ready_case_becomes_a_permit_with_the_number_of_the_case(issued: Any) -> None:
    permit = issued("a")
    assert permit.number == permit.application.reference
    assert (permit.version, permit.state, permit.supersedes) == (1, "valid", None)
    assert permit.application.state == "issued"


def test_a_case_still_in_review_is_not_signed(accepted: Any, dewi: Any) -> None:
    application = accepted("d")
    with pytest.raises(WrongState):
        issuing.issue_permit(actor=dewi.actor, application_id=application.pk)
    assert not Permit.objects.exists()


def test_an_outsider_is_told_there_is_no_such_case(ready: Any, citra: Any) -> None:
    application = ready("a")
    with pytest.raises(NotVisible):
        issuing.issue_permit(actor=citra.actor, application_id=application.pk)


@pytest.mark.parametrize("who", ["ani", "gita", "hadi"])
def test_producer_auditor_and_administrator_do_not_sign(ready: Any, who: str, request: Any) -> None:
    application = ready("a")
    with pytest.raises(NotAllowed):
        issuing.issue_permit(
            actor=request.getfixturevalue(who).actor, application_id=application.pk
        )


def test_without_a_second_factor_nobody_signs(ready: Any, make_person: Any) -> None:
    application = ready("a")
    weak = make_person("Lemah", roles=("head_of_service",), second_factor=False)
    with pytest.raises(NotAllowed):
        issuing.issue_permit(actor=weak.actor, application_id=application.pk)


def test_an_officer_with_an_interest_in_the_company_does_not_sign(
    ready: Any, dewi: Any, company: Any
) -> None:
    from simpul.people.models import Interest

    application = ready("a")
    Interest.objects.create(user=dewi.user, organisation=company, note="cousin")
    with pytest.raises(NotAllowed):
        issuing.issue_permit(actor=dewi.actor, application_id=application.pk)


def test_another_officers_case_is_not_signed_but_the_head_may(
    ready: Any, make_person: Any, eko: Any
) -> None:
    application = ready("a")
    other = make_person("Lain", roles=("case_officer",), second_factor=True)
    with pytest.raises(NotAllowed):
        issuing.issue_permit(actor=other.actor, application_id=application.pk)
    permit = issuing.issue_permit(actor=eko.actor, application_id=application.pk)
    assert permit.contents["issued"]["as"] == "head_of_service"


def test_signing_twice_is_refused(issued: Any, dewi: Any) -> None:
    permit = issued("a")
    with pytest.raises(WrongState):
        issuing.issue_permit(actor=dewi.actor, application_id=permit.application_id)
    assert Permit.objects.count() == 1


def test_the_journal_names_permit_and_digest_and_its_chain_holds(issued: Any) -> None:
    permit = issued("a")
    entry = next(e for e in entries_for(permit.application.subject) if e.verb == "permit.issued")
    assert entry.data["document_sha256"] == permit.document_sha256
    assert verify(permit.application.subject) is None


def test_team_and_desks_are_told(issued: Any) -> None:
    from simpul.messages.models import Message

    permit = issued("a")
    told = Message.objects.filter(template="permits/permit_issued")
    assert told.filter(email="ani@contoh.id").exists()
    assert permit.number in told.get(email="ani@contoh.id").text


# --- the paper ------------------------------------------------------------------------------


def signed_file(permit: Permit, folder: Path) -> Path:
    path = folder / "izin.pdf"
    with permit.document.content.open("rb") as stored:
        path.write_bytes(stored.read())
    return path


def pdfsig(path: Path) -> str:
    return subprocess.run(["pdfsig", str(path)], capture_output=True, text=True, check=False).stdout


def test_an_independent_reader_finds_one_valid_signature_over_the_whole_document(
    issued: Any, tmp_path: Path
) -> None:
    said = pdfsig(signed_file(issued("b"), tmp_path))
    assert "Signature Validation: Signature is Valid." in said
    assert "Total document signed" in said
    assert "Signature #2" not in said


def test_a_flipped_byte_breaks_the_signature(issued: Any, tmp_path: Path) -> None:
    path = signed_file(issued("b"), tmp_path)
    whole = bytearray(path.read_bytes())
    whole[len(whole) // 3] ^= 0x01
    path.write_bytes(whole)
    assert "Signature is Valid" not in pdfsig(path)


def test_the_paper_speaks_indonesian_then_english_and_names_what_matters(
    issued: Any, tmp_path: Path
) -> None:
    permit = issued("b")
    text = subprocess.run(
        ["pdftotext", "-layout", str(signed_file(permit, tmp_path)), "-"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert permit.number in text
    assert text.index("Izin syuting") < text.index("Filming permit")
    assert "Tidak ada biaya lain" in text
    assert "Nothing else is payable" in text
    # Taman Ismail Marzuki, a Thursday and a Sunday (issue, flow b).
    assert "2.200.000" in text and "2.700.000" in text
    assert "2,200,000" in text and "2,700,000" in text


def test_the_stored_document_is_the_signed_one(issued: Any) -> None:
    permit = issued("a")
    assert permit.document.sha256 == permit.document_sha256
    assert permit.document.made_here


def test_the_token_is_ours_small_and_says_what_the_paper_says(issued: Any) -> None:
    permit = issued("e", but=())
    assert len(permit.token) <= 700
    read = tokens.read(permit.token)
    assert (read["n"], read["r"], read["c"]) == (permit.number, 1, permit.short_code)


# --- severable parts --------------------------------------------------------------------------


def test_the_blast_waits_and_the_rest_is_issued(blast_waits: Any) -> None:
    permit = blast_waits()
    standings = {p["code"]: p["standing"] for p in permit.contents["parts"]}
    assert standings["pyro_explosion"] == "held"
    assert "pyro_explosion" in tokens.read(permit.token)["h"]


def test_a_cleared_part_comes_with_the_next_version_and_the_old_one_is_replaced(
    blast_waits: Any, answer_all: Any, dewi: Any
) -> None:
    first = blast_waits()
    with pytest.raises(WrongState):
        issuing.release_held(actor=dewi.actor, permit_id=first.pk)
    answer_all(first.application)
    second = issuing.release_held(actor=dewi.actor, permit_id=first.pk)
    first.refresh_from_db()
    assert (first.state, second.state, second.version) == ("superseded", "valid", 2)
    assert second.number == first.number
    assert {p["standing"] for p in second.contents["parts"]} == {"allowed"}
    assert any(c["what"] == "parts" for c in second.contents["changes"])
    with pytest.raises(WrongState):
        issuing.release_held(actor=dewi.actor, permit_id=first.pk)


# --- the moment -----------------------------------------------------------------------------


def test_the_permit_is_dated_by_the_moment_of_signing(issued: Any) -> None:
    permit = issued("a")
    assert permit.issued_at == SIGNED
    assert permit.contents["issued"]["at"].startswith(f"{SIGNED:%Y-%m-%d}")
    days = permit.contents["days"]
    assert permit.valid_from == dt.date.fromisoformat(days[0]["date"])
