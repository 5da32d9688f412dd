"""Two people at once: one is first, the other is told, nothing happens twice."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from simpul.journal.queries import entries_for
from simpul.kit.outcomes import WrongState
from simpul.network.actions import commitments, signing
from simpul.papers.models import StoredFile
from tests.network.conftest import NOW, TODAY

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*works: Callable[[], Any]) -> list[str]:
    """Every work in a thread of its own, let go at the same moment: "done" or "told"."""
    gate = Barrier(len(works))

    def one(work: Callable[[], Any]) -> str:
        gate.wait()
        try:
            work()
        except WrongState:
            return "told"
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(works)) as pool:
        return sorted(pool.map(one, works))


def verbs(subject: str) -> list[str]:
    return [entry.verb for entry in entries_for(subject)]


def test_one_signature_is_recorded_once(
    negotiated: Any, nadia: Any, rudi: Any, signed_pdf: Any
) -> None:
    made = negotiated()
    theirs = made.parties.get(side="theirs")

    def record(actor: Any) -> Callable[[], Any]:
        return lambda: signing.sign_party(
            actor=actor, party_id=theirs.pk, signed_on=TODAY, signatory="A", office="",
            paper=signed_pdf(), now=NOW,
        )  # fmt: skip

    assert at_once(record(nadia.actor), record(rudi.actor)) == ["done", "told"]
    assert verbs(made.subject).count("agreement.party_signed") == 1
    assert StoredFile.objects.filter(subject=made.subject).count() == 1


def test_both_last_signatures_at_once_make_it_signed_once(
    negotiated: Any, nadia: Any, eko: Any, signed_pdf: Any
) -> None:
    made = negotiated()
    sides = {party.side: party.pk for party in made.parties.all()}

    def record(actor: Any, side: str) -> Callable[[], Any]:
        return lambda: signing.sign_party(
            actor=actor, party_id=sides[side], signed_on=TODAY, signatory="A", office="",
            paper=signed_pdf(), now=NOW,
        )  # fmt: skip

    done = at_once(record(nadia.actor, "theirs"), record(eko.actor, "ours"))
    assert done == ["done", "done"]
    made.refresh_from_db()
    assert made.state == "signed"
    assert verbs(made.subject).count("agreement.signed") == 1


def test_it_is_confirmed_once(negotiated: Any, sign: Any, eko: Any, sari: Any) -> None:
    made = sign(negotiated())

    def confirm(actor: Any) -> Callable[[], Any]:
        return lambda: signing.confirm_agreement(actor=actor, agreement_id=made.pk, now=NOW)

    assert at_once(confirm(eko.actor), confirm(sari.actor)) == ["done", "told"]
    assert verbs(made.subject).count("agreement.began") == 1


def test_a_commitment_is_met_or_dropped_never_both(promised: Any, nadia: Any, rudi: Any) -> None:
    made = promised()
    entry = commitments.add_progress(
        actor=nadia.actor, commitment_id=made.pk, on_day=TODAY, note="Dibaca", value=Decimal(10),
        link="https://contoh.id/bukti", now=NOW,
    )  # fmt: skip
    outcome = at_once(
        lambda: commitments.meet(
            actor=nadia.actor, commitment_id=made.pk, entry_id=entry.pk, now=NOW
        ),
        lambda: commitments.drop(actor=rudi.actor, commitment_id=made.pk, reason="Batal", now=NOW),
    )
    assert outcome == ["done", "told"]
    ends = [verb for verb in verbs(made.subject) if verb.endswith((".met", ".dropped"))]
    assert len(ends) == 1
