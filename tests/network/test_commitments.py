"""Promised, met by evidence, late by the calendar; follow-ups and notes."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from simpul.kit.outcomes import InvalidInput, NotAllowed, NotVisible, WrongState
from simpul.messages.models import Message
from simpul.network.actions import commitments, follow_ups, policy_notes
from simpul.network.actions.handing_over import hand_over
from simpul.network.actions.reminding import remind_of_due
from simpul.network.models import Commitment, EncounterPartner, Partner
from simpul.network.promises.board import board_partners, board_rows
from tests.network.conftest import NOW, TODAY

pytestmark = pytest.mark.django_db
LINK = "https://contoh.id/bukti"


def entry(nadia: Any, made: Commitment, value: int | None = 10, **values: Any) -> Any:
    number = None if value is None else Decimal(value)
    given = {"on_day": TODAY, "note": "Dibaca", "link": LINK, "now": NOW, **values}
    return commitments.add_progress(actor=nadia.actor, commitment_id=made.pk, value=number, **given)


# --- commitments ---------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"target_number": None, "unit": ""}, "target_number"),
        ({"target_text": "sepuluh"}, "target_text"),
        ({"unit": " "}, "unit"),
        ({"target_number": Decimal(0)}, "target_number"),
        ({"target_number": Decimal("NaN")}, "target_number"),
        ({"target_number": Decimal("0.00001")}, "target_number"),
        ({"target_number": None, "target_text": "ada"}, "unit"),
        ({"side": "nobody"}, "side"),
        ({"owner_id": 4711}, "owner"),
        ({"partner_id": 4711}, "partner"),
        ({"what": ""}, "what"),
        ({"indicator": "x" * 301}, "indicator"),
    ],
)
def test_a_promise_that_cannot_be_measured_is_refused(
    promised: Any, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        promised(**values)
    assert list(refusal.value.errors) == [field]


def test_a_partner_promises_only_in_an_agreement_to_which_it_is_a_party(
    promised: Any, negotiated: Any, nadia: Any
) -> None:
    made = negotiated()
    assert promised(agreement_id=made.pk).agreement_id == made.pk
    stranger = Partner.objects.create(kind="fund", name="Dana lain", country="HK")
    with pytest.raises(InvalidInput) as refusal:
        promised(agreement_id=made.pk, partner_id=stranger.pk)
    assert list(refusal.value.errors) == ["partner"]


def test_met_only_with_evidence_that_reaches_the_target(promised: Any, nadia: Any) -> None:
    made = promised()
    bare = entry(nadia, made, link="")
    short = entry(nadia, made, 9)
    silent = entry(nadia, made, None)
    for one in (bare, short, silent):
        with pytest.raises(InvalidInput):
            commitments.meet(actor=nadia.actor, commitment_id=made.pk, entry_id=one.pk)
    good = entry(nadia, made, 10)
    other = promised()
    with pytest.raises(InvalidInput):
        commitments.meet(actor=nadia.actor, commitment_id=other.pk, entry_id=good.pk)
    made = commitments.meet(actor=nadia.actor, commitment_id=made.pk, entry_id=good.pk, now=NOW)
    assert (made.state, made.met_on) == ("met", TODAY)
    for again in (
        lambda: entry(nadia, made),
        lambda: commitments.meet(actor=nadia.actor, commitment_id=made.pk, entry_id=good.pk),
        lambda: commitments.drop(actor=nadia.actor, commitment_id=made.pk, reason="x"),
    ):
        with pytest.raises(WrongState):
            again()


@pytest.mark.parametrize(
    "wrong",
    [
        {"link": "javascript:alert(1)"},
        {"link": "contoh.id/bukti"},
        {"on_day": TODAY + dt.timedelta(days=1)},
        {"note": ""},
        {"value": -1},
        {"file": SimpleUploadedFile("bukti.pdf", b"<script>")},
    ],
)
def test_evidence_that_is_none_is_not_kept(
    promised: Any, nadia: Any, wrong: dict[str, Any]
) -> None:
    made = promised()
    with pytest.raises(InvalidInput):
        entry(nadia, made, **wrong)
    assert not made.entries.exists()


def test_dropping_a_promise_of_a_signed_agreement_needs_a_signer(
    promised: Any, in_force: Any, nadia: Any, eko: Any
) -> None:
    made = promised(agreement_id=in_force().pk)
    with pytest.raises(NotAllowed):
        commitments.drop(actor=nadia.actor, commitment_id=made.pk, reason="Dana tiada")
    assert commitments.drop(
        actor=eko.actor, commitment_id=made.pk, reason="Dana tiada"
    ).state == "dropped"  # fmt: skip


def test_its_owner_keeps_it_going_and_others_who_read_do_not(
    promised: Any, eko: Any, gita: Any, ani: Any
) -> None:
    made = promised(owner_id=eko.user.pk)
    assert entry(eko, made).proves
    with pytest.raises(NotAllowed):
        entry(gita, made)
    with pytest.raises(NotVisible):
        entry(ani, made)


def test_the_owner_hears_once_in_each_stage(promised: Any, nadia: Any, rudi: Any) -> None:
    due = TODAY + dt.timedelta(days=20)
    promised(due_on=due, owner_id=rudi.user.pk)
    assert Message.objects.filter(template="network/commitment_given").count() == 1
    told = []
    for days in (5, 6, 7, 19, 20, 21, 22, 28):
        remind_of_due(now=NOW + dt.timedelta(days=days))
        told.append(Message.objects.exclude(template="network/commitment_given").count())
    # 14 days before, 1 day before, the day after, and a week later.
    assert told == [0, 1, 1, 2, 2, 3, 3, 4]


@pytest.mark.parametrize("kind", ["agreement", "commitment", "follow_up"])
def test_what_somebody_leaves_another_takes_over_and_hears_of_it(
    kind: str, promised: Any, in_force: Any, nadia: Any, rudi: Any, gita: Any, cannes: Any
) -> None:
    row = {
        "agreement": in_force,
        "commitment": promised,
        "follow_up": lambda: follow(nadia, encounter_id=cannes.pk),
    }[kind]()
    mine = {"kind": kind, "key": row.pk}
    with pytest.raises(NotAllowed):
        hand_over(actor=gita.actor, **mine, owner_id=rudi.user.pk)
    with pytest.raises(InvalidInput):
        hand_over(actor=nadia.actor, **mine, owner_id=gita.user.pk)
    assert hand_over(actor=nadia.actor, **mine, owner_id=rudi.user.pk).owner_id == rudi.user.pk
    assert Message.objects.filter(user_id=rudi.user.pk).count() == 1
    hand_over(actor=nadia.actor, **mine, owner_id=rudi.user.pk)
    assert Message.objects.filter(user_id=rudi.user.pk).count() == 1


def test_what_has_ended_is_not_handed_over(nadia: Any, rudi: Any, promised: Any) -> None:
    made = promised()
    commitments.drop(actor=nadia.actor, commitment_id=made.pk, reason="Batal")
    with pytest.raises(WrongState):
        hand_over(actor=nadia.actor, kind="commitment", key=made.pk, owner_id=rudi.user.pk)


# --- follow-ups ----------------------------------------------------------------------------
def follow(nadia: Any, **values: Any) -> Any:
    given = {
        "what": "Kirim surat", "owner_id": nadia.user.pk, "due_on": TODAY, **values,
    }  # fmt: skip
    return follow_ups.add_follow_up(actor=nadia.actor, **given)


def test_a_follow_up_belongs_to_a_partner_who_was_there(
    nadia: Any, cannes: Any, busan: Any
) -> None:
    assert follow(nadia, encounter_id=cannes.pk).partner_id == busan.pk
    second = Partner.objects.create(kind="fund", name="Dana lain", country="HK")
    EncounterPartner.objects.create(encounter=cannes, partner=second)
    with pytest.raises(InvalidInput) as refusal:
        follow(nadia, encounter_id=cannes.pk)
    assert list(refusal.value.errors) == ["partner"]
    assert follow(nadia, encounter_id=cannes.pk, partner_id=second.pk).partner_id == second.pk
    with pytest.raises(InvalidInput) as refusal:
        follow(nadia, encounter_id=cannes.pk, partner_id=busan.pk, what="",
               due_on=dt.date(2025, 5, 16))  # fmt: skip
    assert set(refusal.value.errors) == {"what", "due_on"}
    with pytest.raises(NotVisible):
        follow(nadia)


def test_a_follow_up_ends_once_and_says_what_came_of_it(
    nadia: Any, rudi: Any, gita: Any, cannes: Any
) -> None:
    made = follow(nadia, encounter_id=cannes.pk)
    for actor, outcome, error in (
        (nadia.actor, " ", InvalidInput),
        (gita.actor, "Terkirim", NotAllowed),
    ):
        with pytest.raises(error):
            follow_ups.end_follow_up(actor=actor, follow_up_id=made.pk, done=True, outcome=outcome)
    done = follow_ups.end_follow_up(
        actor=rudi.actor, follow_up_id=made.pk, done=True, outcome="Terkirim", now=NOW
    )
    assert (done.state, done.ended_on) == ("done", TODAY)
    with pytest.raises(WrongState):
        follow_ups.end_follow_up(
            actor=nadia.actor, follow_up_id=made.pk, done=False, outcome="Batal"
        )


# --- the board -----------------------------------------------------------------------------
def test_the_board_says_who_promised_what_is_late_and_what_came_of_it(
    nadia: Any, busan: Any, cannes: Any, promised: Any, negotiated: Any, sign: Any
) -> None:
    late = promised(side="ours", due_on=TODAY - dt.timedelta(days=3))
    both = promised(side="both")
    kept = promised()
    good = entry(nadia, kept)
    commitments.meet(actor=nadia.actor, commitment_id=kept.pk, entry_id=good.pk, now=NOW)
    paper = negotiated(encounter_id=cannes.pk)
    follow(nadia, encounter_id=cannes.pk, due_on=TODAY - dt.timedelta(days=1))
    (row,) = board_rows(list(board_partners(today=TODAY)), today=TODAY)
    assert [(one.row.pk, one.standing, one.days_late) for one in row.ours] == [
        (late.pk, "late", 3), (both.pk, "open", 0),
    ]  # fmt: skip
    assert [one.row.pk for one in row.theirs] == [both.pk]
    assert [one.row.pk for one in row.kept] == [kept.pk]
    assert row.late == 2
    assert row.without_follow_up == 0
    assert ([one.pk for one in row.drafted], row.signed) == ([paper.pk], [])
    assert row.claim is not None and row.claim.state == "cooperation"
    assert (row.proven, row.overstated) == ("nothing", True)
    for side, proven, overstated in (("theirs", "partly", True), ("ours", "signed", False)):
        sign(paper, side)
        (row,) = board_rows(list(board_partners(today=TODAY)), today=TODAY)
        assert (row.proven, row.overstated) == (proven, overstated)
        assert [one.pk for one in (row.drafted if overstated else row.signed)] == [paper.pk]


def test_the_board_shows_what_a_filter_asks_for(
    nadia: Any, busan: Any, cannes: Any, promised: Any, in_force: Any
) -> None:
    quiet = Partner.objects.create(kind="fund", name="Dana lain", country="HK")

    def names(**wanted: str) -> set[int]:
        return set(board_partners(today=TODAY, **wanted).values_list("pk", flat=True))

    assert names() == {busan.pk, quiet.pk}
    assert names(words="dana") == names(kind="fund") == {quiet.pk}
    assert names(show="claims") == {busan.pk}
    assert names(show="late") == names(show="open") == names(show="met") == set()
    promised(due_on=TODAY)
    assert (names(show="open"), names(show="late")) == ({busan.pk}, set())
    promised(due_on=TODAY - dt.timedelta(days=1))
    assert names(show="late") == {busan.pk}
    in_force()
    assert names(show="met") == {busan.pk}


# --- policy notes --------------------------------------------------------------------------
def written(nadia: Any, busan: Any, **values: Any) -> Any:
    given = {
        "partner_id": busan.pk, "kind": "tickets", "titles": {"id": "Hari bioskop"},
        "texts": {"id": "Tiket murah"}, "source": "https://contoh.id", "source_on": TODAY,
        "status": "reported",
    }  # fmt: skip
    return policy_notes.write_note(actor=nadia.actor, **{**given, **values})


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"source": " "}, "source"),
        ({"source_on": dt.date(2999, 1, 1)}, "source_on"),
        ({"titles": {}}, "title_id"),
        ({"texts": {"ko": "x"}}, "text_id"),
        ({"status": "sure"}, "status"),
        ({"scheme_id": "no-such-scheme"}, "scheme_id"),
        ({"kind": "gossip"}, "kind"),
        ({"partner_id": 4711}, "partner"),
    ],
)
def test_a_note_without_source_day_or_words_is_refused(
    nadia: Any, busan: Any, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        written(nadia, busan, **values)
    assert list(refusal.value.errors) == [field]


def test_a_note_is_changed_by_one_at_a_time_and_a_withdrawn_one_stays(
    nadia: Any, rudi: Any, busan: Any
) -> None:
    note = written(nadia, busan)
    written(nadia, busan, note_id=note.pk, version=0, titles={"id": "Hari film"})
    with pytest.raises(WrongState):
        written(rudi, busan, note_id=note.pk, version=0)
    policy_notes.withdraw_note(actor=nadia.actor, note_id=note.pk, reason="Berakhir")
    with pytest.raises(WrongState):
        written(nadia, busan, note_id=note.pk, version=1)
    note.refresh_from_db()
    assert (note.titles["id"], note.withdrawn_why) == ("Hari film", "Berakhir")
