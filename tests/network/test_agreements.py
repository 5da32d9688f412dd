"""An agreement binds two sides, in the same words, with a paper of every party."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from simpul.journal.queries import entries_for
from simpul.kit.actors import system_actor
from simpul.kit.outcomes import InvalidInput, NotAllowed, NotVisible, WrongState
from simpul.messages.models import Message
from simpul.network.actions import agreements, signing
from simpul.network.actions.reminding import remind_of_due
from simpul.network.agreements.queries import proof_of, proven_by_encounter
from simpul.network.models import Agreement, AgreementParty, Partner
from tests.network.conftest import NOW, TODAY

pytestmark = pytest.mark.django_db
WORKER = system_actor("worker")
KOREAN = {"id": "Rencana", "en": "Plan", "ko": "계획"}


def after(days: int) -> dt.datetime:
    return NOW + dt.timedelta(days=days)


# --- terms ---------------------------------------------------------------------------------
def test_an_agreement_without_a_counterpart_is_refused(nadia: Any, terms: Any) -> None:
    with pytest.raises(InvalidInput) as refusal:
        agreements.draft_agreement(actor=nadia.actor, terms=terms(counterparts=[]))
    assert list(refusal.value.errors) == ["counterpart"]
    assert not Agreement.objects.exists()


def test_every_error_of_the_terms_is_named_at_once(nadia: Any, terms: Any) -> None:
    wrong = terms(
        titles={"id": "Rencana"},
        counterparts=[4711],
        valid_from=dt.date(2027, 1, 2),
        valid_to=dt.date(2027, 1, 1),
        owner_id=4711,
        ours=" ",
        renewal_lead=731,
    )
    with pytest.raises(InvalidInput) as refusal:
        agreements.draft_agreement(actor=nadia.actor, terms=wrong)
    assert set(refusal.value.errors) == {
        "counterpart", "valid_to", "renewal_lead", "owner", "ours",
    }  # fmt: skip
    with pytest.raises(InvalidInput) as refusal:
        agreements.draft_agreement(actor=nadia.actor, terms=terms(titles={"id": "Rencana"}))
    assert list(refusal.value.errors) == ["title_en"]


def test_a_partner_that_was_merged_away_is_no_counterpart(
    nadia: Any, terms: Any, busan: Partner
) -> None:
    other = Partner.objects.create(kind="fund", name="Dana contoh", country="HK")
    Partner.objects.filter(pk=busan.pk).update(merged_into=other, merged_at=NOW)
    with pytest.raises(InvalidInput):
        agreements.draft_agreement(actor=nadia.actor, terms=terms())


def test_who_changes_what_another_has_just_changed_is_told(
    nadia: Any, rudi: Any, terms: Any
) -> None:
    made = agreements.draft_agreement(actor=nadia.actor, terms=terms())
    seen = made.version
    agreements.change_agreement(
        actor=rudi.actor, agreement_id=made.pk, version=seen, terms=terms(number="7/2026")
    )
    with pytest.raises(WrongState):
        agreements.change_agreement(
            actor=nadia.actor, agreement_id=made.pk, version=seen, terms=terms()
        )
    made.refresh_from_db()
    assert made.number == "7/2026"
    assert made.parties.count() == 2


# --- words ---------------------------------------------------------------------------------
def test_articles_keep_their_languages_and_move_up_when_one_is_taken_out(
    nadia: Any, terms: Any
) -> None:
    made = agreements.draft_agreement(
        actor=nadia.actor, terms=terms(languages=["ko", "id", "en"], titles=KOREAN)
    )
    assert made.languages == ["id", "en", "ko"]
    for word in ("satu", "dua", "tiga"):
        agreements.write_article(
            actor=nadia.actor, agreement_id=made.pk, headings={}, texts={"id": word, "fr": "un"}
        )
    agreements.remove_article(actor=nadia.actor, agreement_id=made.pk, number=2)
    rows = made.articles.values_list("number", "texts")
    assert list(rows) == [(1, {"id": "satu"}), (2, {"id": "tiga"})]


def test_nobody_signs_half_a_text(nadia: Any, terms: Any, signed_pdf: Any) -> None:
    made = agreements.draft_agreement(
        actor=nadia.actor, terms=terms(languages=["id", "ko"], titles=KOREAN)
    )
    with pytest.raises(WrongState):
        agreements.negotiate(actor=nadia.actor, agreement_id=made.pk)
    agreements.write_article(
        actor=nadia.actor, agreement_id=made.pk, headings={}, texts={"id": "Isi"}
    )
    agreements.negotiate(actor=nadia.actor, agreement_id=made.pk)
    theirs = made.parties.get(side="theirs")
    with pytest.raises(WrongState, match="1"):
        signing.sign_party(
            actor=nadia.actor, party_id=theirs.pk, signed_on=TODAY, signatory="A", office="",
            paper=signed_pdf(), now=NOW,
        )  # fmt: skip


def test_words_stay_as_they_are_once_one_party_has_signed(
    nadia: Any, negotiated: Any, sign: Any, terms: Any
) -> None:
    made = sign(negotiated(), "theirs")
    assert made.state == "negotiating"
    with pytest.raises(WrongState):
        agreements.write_article(
            actor=nadia.actor, agreement_id=made.pk, number=1, headings={}, texts={"id": "Lain"}
        )
    with pytest.raises(WrongState):
        agreements.change_agreement(
            actor=nadia.actor, agreement_id=made.pk, version=made.version, terms=terms()
        )


# --- signatures ----------------------------------------------------------------------------
def test_it_is_in_force_only_when_every_party_signed_and_a_second_person_looked(
    negotiated: Any, sign: Any, nadia: Any, eko: Any, sari: Any
) -> None:
    made = negotiated()
    with pytest.raises(WrongState):
        signing.confirm_agreement(actor=sari.actor, agreement_id=made.pk, now=NOW)
    made = sign(made, "theirs")
    assert (made.state, proof_of(made).level) == ("negotiating", "partly")
    made = sign(made, "ours")
    assert (made.state, proof_of(made).level) == ("signed", "signed")
    assert made.valid_from is None
    with pytest.raises(NotAllowed):
        signing.confirm_agreement(actor=nadia.actor, agreement_id=made.pk, now=NOW)
    made = signing.confirm_agreement(actor=eko.actor, agreement_id=made.pk, now=NOW)
    assert (made.state, made.valid_from, proof_of(made).level) == ("in_force", TODAY, "in_force")
    verbs = [entry.verb for entry in entries_for(made.subject)]
    assert verbs[-5:] == [
        "agreement.party_signed", "agreement.party_signed", "agreement.signed",
        "agreement.confirmed", "agreement.began",
    ]  # fmt: skip


def test_who_recorded_a_counterparts_paper_does_not_confirm(
    negotiated: Any, signed_pdf: Any, eko: Any, sari: Any
) -> None:
    made = negotiated()
    for party in made.parties.all():
        signing.sign_party(
            actor=eko.actor, party_id=party.pk, signed_on=TODAY, signatory="A", office="",
            paper=signed_pdf(), now=NOW,
        )  # fmt: skip
    with pytest.raises(NotAllowed):
        signing.confirm_agreement(actor=eko.actor, agreement_id=made.pk, now=NOW)
    assert signing.confirm_agreement(
        actor=sari.actor, agreement_id=made.pk, now=NOW
    ).state == "in_force"  # fmt: skip


def test_our_side_is_signed_by_a_signer_with_a_second_factor(
    negotiated: Any, nadia: Any, eko: Any, signed_pdf: Any
) -> None:
    ours = negotiated().parties.get(side="ours")
    for actor in (nadia.actor, replace(eko.actor, second_factor=False)):
        with pytest.raises(NotAllowed):
            signing.sign_party(
                actor=actor, party_id=ours.pk, signed_on=TODAY, signatory="A", office="",
                paper=signed_pdf(), now=NOW,
            )  # fmt: skip


@pytest.mark.parametrize(
    "upload",
    [
        SimpleUploadedFile("naskah.pdf", b"<html><script>alert(1)</script></html>"),
        SimpleUploadedFile("naskah.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        SimpleUploadedFile("naskah.pdf", b""),
    ],
)
def test_a_paper_that_is_none_signs_nothing(negotiated: Any, nadia: Any, upload: Any) -> None:
    theirs = negotiated().parties.get(side="theirs")
    upload.seek(0)
    with pytest.raises(InvalidInput):
        signing.sign_party(
            actor=nadia.actor, party_id=theirs.pk, signed_on=TODAY, signatory="A", office="",
            paper=upload, now=NOW,
        )  # fmt: skip
    theirs.refresh_from_db()
    assert not theirs.has_signed


def test_a_day_to_come_is_no_day_of_a_signature(
    negotiated: Any, nadia: Any, signed_pdf: Any
) -> None:
    theirs = negotiated().parties.get(side="theirs")
    with pytest.raises(InvalidInput) as refusal:
        signing.sign_party(
            actor=nadia.actor, party_id=theirs.pk, signed_on=TODAY + dt.timedelta(days=1),
            signatory="A", office="", paper=signed_pdf(), now=NOW,
        )  # fmt: skip
    assert list(refusal.value.errors) == ["signed_on"]


def test_a_wrongly_recorded_signature_goes_back_and_the_journal_keeps_it(
    negotiated: Any, sign: Any, nadia: Any, sari: Any
) -> None:
    made = sign(negotiated())
    theirs = made.parties.get(side="theirs")
    digest = theirs.paper.sha256
    with pytest.raises(InvalidInput):
        signing.take_back_signature(actor=nadia.actor, party_id=theirs.pk, reason="")
    signing.take_back_signature(actor=nadia.actor, party_id=theirs.pk, reason="Salah berkas")
    made.refresh_from_db()
    assert (made.state, proof_of(made).level) == ("negotiating", "partly")
    last = [e for e in entries_for(made.subject) if e.verb == "agreement.signature_taken_back"]
    assert last[0].data["sha256"] == digest
    made = sign(made, "theirs")
    signing.confirm_agreement(actor=sari.actor, agreement_id=made.pk, now=NOW)
    with pytest.raises(WrongState):
        signing.take_back_signature(actor=nadia.actor, party_id=theirs.pk, reason="Salah")


# --- the calendar --------------------------------------------------------------------------
def test_it_begins_and_expires_with_the_calendar(in_force: Any) -> None:
    made = in_force(
        valid_from=TODAY + dt.timedelta(days=10), valid_to=TODAY + dt.timedelta(days=20)
    )
    assert made.state == "signed"
    states = []
    for days in (9, 10, 20, 21, 22):
        signing.settle_agreements(actor=WORKER, now=after(days))
        made.refresh_from_db()
        states.append(made.state)
    assert states == ["signed", "in_force", "in_force", "expired", "expired"]


def test_a_worker_that_slept_over_the_whole_time_expires_it_at_once(in_force: Any) -> None:
    made = in_force(
        valid_from=TODAY + dt.timedelta(days=10), valid_to=TODAY + dt.timedelta(days=20)
    )
    assert signing.settle_agreements(actor=WORKER, now=after(99)) == 1
    made.refresh_from_db()
    assert made.state == "expired"


def test_the_owner_hears_once_in_each_stage_that_it_ends_soon(in_force: Any, nadia: Any) -> None:
    in_force(valid_from=TODAY, valid_to=TODAY + dt.timedelta(days=100), renewal_lead=90)
    told = []
    for days in (9, 10, 11, 69, 70, 71, 93, 100, 101):
        remind_of_due(now=after(days))
        told.append(Message.objects.filter(template="network/agreement_renewal").count())
    assert told == [0, 1, 1, 1, 2, 2, 3, 3, 3]
    assert {one.email for one in Message.objects.filter(template="network/agreement_renewal")} == {
        nadia.user.email
    }


def test_nobody_is_reminded_of_one_that_another_follows(in_force: Any, nadia: Any) -> None:
    made = in_force(valid_from=TODAY, valid_to=TODAY + dt.timedelta(days=30))
    follower = agreements.renew_agreement(actor=nadia.actor, agreement_id=made.pk)
    assert [one.texts["id"] for one in follower.articles.all()] == ["Isi id"]
    assert follower.valid_from is None and follower.renews_id == made.pk
    assert remind_of_due(now=NOW) == 0
    with pytest.raises(WrongState):
        agreements.renew_agreement(actor=nadia.actor, agreement_id=made.pk)
    agreements.end_agreement(actor=nadia.actor, agreement_id=follower.pk, reason="Batal", now=NOW)
    assert remind_of_due(now=NOW) == 1


def test_ending_what_binds_us_needs_a_signer_and_a_reason(
    in_force: Any, nadia: Any, eko: Any
) -> None:
    made = in_force()
    with pytest.raises(NotAllowed):
        agreements.end_agreement(actor=nadia.actor, agreement_id=made.pk, reason="Selesai")
    with pytest.raises(InvalidInput):
        agreements.end_agreement(actor=eko.actor, agreement_id=made.pk, reason="  ")
    made = agreements.end_agreement(
        actor=eko.actor, agreement_id=made.pk, reason="Selesai", now=NOW
    )
    assert (made.state, made.ended_on) == ("ended", TODAY)
    assert proof_of(made).level == "in_force"


# --- claimed and proven --------------------------------------------------------------------
def test_a_claim_needs_source_and_day_and_changes_no_state(nadia: Any, negotiated: Any) -> None:
    made = negotiated()
    with pytest.raises(InvalidInput) as refusal:
        agreements.record_claim(actor=nadia.actor, agreement_id=made.pk, state="signed")
    assert set(refusal.value.errors) == {"source", "on"}
    made = agreements.record_claim(
        actor=nadia.actor, agreement_id=made.pk, state="signed", source="Koran contoh",
        text="Kerja sama resmi terjalin", on=dt.date(2026, 1, 5),
    )  # fmt: skip
    assert (made.state, made.claimed_state) == ("negotiating", "signed")
    assert proof_of(made).level == "nothing"


def test_what_stands_proven_of_a_talk_follows_from_its_agreements(
    cannes: Any, in_force: Any, negotiated: Any
) -> None:
    assert proven_by_encounter([cannes.pk]) == {cannes.pk: "nothing"}
    negotiated(encounter_id=cannes.pk)
    assert proven_by_encounter([cannes.pk]) == {cannes.pk: "nothing"}
    in_force(encounter_id=cannes.pk)
    assert proven_by_encounter([cannes.pk]) == {cannes.pk: "in_force"}


# --- access --------------------------------------------------------------------------------
def test_who_only_reads_changes_nothing_and_for_others_nothing_exists(
    negotiated: Any, terms: Any, gita: Any, ani: Any, dewi: Any
) -> None:
    made = negotiated()
    with pytest.raises(NotAllowed):
        agreements.draft_agreement(actor=gita.actor, terms=terms())
    for stranger in (ani, dewi):
        with pytest.raises(NotVisible):
            agreements.end_agreement(actor=stranger.actor, agreement_id=made.pk, reason="x")
        with pytest.raises(NotVisible):
            signing.confirm_agreement(actor=stranger.actor, agreement_id=made.pk)
    assert AgreementParty.objects.filter(agreement=made).count() == 2
