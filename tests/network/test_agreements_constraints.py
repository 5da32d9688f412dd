"""Whatever path writes: the database wants a counterpart, papers, the same words, evidence."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from simpul.network.actions import commitments
from simpul.network.models import (
    Agreement,
    AgreementParty,
    Article,
    Commitment,
    FollowUp,
    PolicyNote,
    Progress,
)
from tests.network.conftest import NOW, TODAY

pytestmark = pytest.mark.django_db


def refused(write: Any) -> None:
    """The write, and the look at the end of its transaction, fail."""
    with pytest.raises(IntegrityError), transaction.atomic():
        write()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def test_an_agreement_needs_a_counterpart(nadia: Any, negotiated: Any) -> None:
    bare = {"kind": "memorandum", "titles": {"id": "x"}, "languages": ["id"]}
    refused(lambda: Agreement.objects.create(owner=nadia.user, created_by=nadia.user, **bare))

    def only_us() -> None:
        made = Agreement.objects.create(owner=nadia.user, created_by=nadia.user, **bare)
        AgreementParty.objects.create(agreement=made, side="ours", name="Kami")

    refused(only_us)
    made = negotiated()
    refused(lambda: made.parties.filter(side="theirs").delete())


def test_a_state_beyond_negotiation_needs_every_paper(negotiated: Any, sign: Any, eko: Any) -> None:
    made = sign(negotiated(), "theirs")
    found = Agreement.objects.filter(pk=made.pk)
    refused(lambda: found.update(state="signed"))
    confirmed = {"confirmed_by": eko.user, "confirmed_at": NOW, "valid_from": TODAY}
    refused(lambda: found.update(state="in_force", **confirmed))
    made = sign(made, "ours")
    refused(lambda: found.update(state="in_force"))
    refused(
        lambda: made.parties.filter(side="ours").update(
            signed_on=None, signatory="", office="", paper=None, recorded_by=None, recorded_at=None
        )
    )
    refused(lambda: made.parties.filter(side="ours").update(paper=None))


def test_nobody_changes_words_that_somebody_has_signed(negotiated: Any, sign: Any) -> None:
    made = sign(negotiated(), "theirs")
    refused(lambda: made.articles.update(texts={"id": "Lain"}))
    refused(lambda: made.articles.all().delete())
    refused(lambda: Article.objects.create(agreement=made, number=2, texts={"id": "Baru"}))


def test_a_claim_has_a_source(negotiated: Any) -> None:
    found = Agreement.objects.filter(pk=negotiated().pk)
    refused(lambda: found.update(claimed_state="signed", claimed_on=TODAY))
    refused(lambda: found.update(claimed_source="Koran"))


def test_nothing_is_met_without_evidence_of_its_own(promised: Any, nadia: Any) -> None:
    mine, other = promised(), promised()
    ended = {"state": "met", "ended_by": nadia.user, "ended_at": NOW}

    def entry(of: Commitment, **values: Any) -> Progress:
        return Progress.objects.create(
            commitment=of, on_day=TODAY, note="x", recorded_by=nadia.user, **values
        )

    found = Commitment.objects.filter(pk=mine.pk)
    link = "https://contoh.id/bukti"
    bare = entry(mine, value=Decimal(10))
    short = entry(mine, value=Decimal(9), link=link)
    strange = entry(other, value=Decimal(10), link=link)
    good = entry(mine, value=Decimal(10), link=link)
    refused(lambda: found.update(**ended))
    for one in (bare, short, strange):
        refused(lambda one=one: found.update(**ended, met_by=one, met_on=TODAY))
    refused(lambda: found.update(**ended, met_by=good, met_on=TODAY + dt.timedelta(days=1)))
    found.update(**ended, met_by=good, met_on=TODAY)
    refused(lambda: Progress.objects.filter(pk=good.pk).update(link=""))
    refused(lambda: Progress.objects.filter(pk=bare.pk).delete())


def test_a_target_is_a_number_with_a_unit_or_words(promised: Any) -> None:
    found = Commitment.objects.filter(pk=promised().pk)
    refused(lambda: found.update(unit=""))
    refused(lambda: found.update(target_text="juga kata"))
    refused(lambda: found.update(target_number=None, unit=""))


def test_a_follow_up_has_one_origin_and_an_end_says_what_came_of_it(
    nadia: Any, busan: Any, cannes: Any
) -> None:
    values = {
        "partner": busan, "what": "Kirim surat", "owner": nadia.user, "due_on": TODAY,
        "created_by": nadia.user,
    }  # fmt: skip
    refused(lambda: FollowUp.objects.create(**values))
    made = FollowUp.objects.create(**values, encounter=cannes)
    refused(
        lambda: FollowUp.objects.filter(pk=made.pk).update(
            state="done", ended_on=TODAY, ended_by=nadia.user, ended_at=NOW
        )
    )


def test_a_note_has_a_source(nadia: Any, busan: Any) -> None:
    refused(
        lambda: PolicyNote.objects.create(
            partner=busan,
            kind="scheme",
            titles={"id": "x"},
            texts={"id": "x"},
            source="",
            source_on=TODAY,
            status="reported",
            created_by=nadia.user,
        )
    )


def test_a_dropped_commitment_says_why(promised: Any, eko: Any) -> None:
    made = promised()
    refused(
        lambda: Commitment.objects.filter(pk=made.pk).update(
            state="dropped", ended_by=eko.user, ended_at=NOW
        )
    )
    assert commitments.drop(actor=eko.actor, commitment_id=made.pk, reason="Dana tiada").reason
