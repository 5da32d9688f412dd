"""Suspend, resume, revoke, cancel: who, why, and what is seen afterwards."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import DatabaseError

from simpul.journal.queries import entries_for
from simpul.kit.outcomes import InvalidInput, NotAllowed, NotVisible, WrongState
from simpul.permits.actions import riders, taking_back
from simpul.permits.models import Permit

WORDS = {"reason": "Banjir di lokasi.", "law": "UU 22/2009 ps. 128", "appeal": "PTUN, 90 hari"}


def test_a_suspended_permit_can_hold_again(issued: Any, dewi: Any) -> None:
    permit = issued("a")
    taking_back.suspend(actor=dewi.actor, permit_id=permit.pk, **WORDS)
    permit.refresh_from_db()
    assert (permit.state, permit.state_law) == ("suspended", WORDS["law"])
    taking_back.resume(actor=dewi.actor, permit_id=permit.pk, reason="Surut.")
    permit.refresh_from_db()
    assert permit.state == "valid"
    verbs = [entry.verb for entry in entries_for(permit.application.subject)]
    assert verbs[-2:] == ["permit.suspended", "permit.resumed"]


def test_revoking_closes_the_case_and_cannot_be_undone(issued: Any, eko: Any) -> None:
    permit = issued("a")
    taking_back.revoke(actor=eko.actor, permit_id=permit.pk, **WORDS)
    permit.refresh_from_db()
    permit.application.refresh_from_db()
    assert (permit.state, permit.application.state) == ("revoked", "closed")
    with pytest.raises(WrongState):
        taking_back.resume(actor=eko.actor, permit_id=permit.pk, reason="x")


@pytest.mark.parametrize("missing", ["reason", "law", "appeal"])
def test_reason_law_and_appeal_are_each_asked_for(issued: Any, dewi: Any, missing: str) -> None:
    permit = issued("a")
    with pytest.raises(InvalidInput) as trouble:
        taking_back.suspend(actor=dewi.actor, permit_id=permit.pk, **{**WORDS, missing: " "})
    assert set(trouble.value.errors) == {missing}


def test_the_database_refuses_a_revoked_permit_without_law(issued: Any) -> None:
    permit = issued("a")
    with pytest.raises(IntegrityError), transaction.atomic():
        Permit.objects.filter(pk=permit.pk).update(state="revoked", state_reason="r")


@pytest.mark.database
@pytest.mark.parametrize(
    ("state", "rule"),
    [("cancelled", "permit_no_longer_valid_has_time"), ("mislaid", "permit_state_known")],
)
def test_the_database_knows_the_states_of_a_permit_and_since_when_they_hold(
    issued: Any, state: str, rule: str
) -> None:
    permit = issued("a")
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        changed = permit.issued_at if state == "mislaid" else None
        Permit.objects.filter(pk=permit.pk).update(state=state, state_changed_at=changed)


def test_the_database_refuses_to_edit_what_was_signed(issued: Any) -> None:
    permit = issued("a")
    with pytest.raises(DatabaseError), transaction.atomic():
        Permit.objects.filter(pk=permit.pk).update(contents={"days": []})


def test_the_producer_cancels_but_does_not_suspend(issued: Any, ani: Any) -> None:
    permit = issued("a")
    with pytest.raises(NotAllowed):
        taking_back.suspend(actor=ani.actor, permit_id=permit.pk, **WORDS)
    taking_back.cancel(actor=ani.actor, permit_id=permit.pk, reason="Hujan.")
    permit.refresh_from_db()
    permit.application.refresh_from_db()
    assert (permit.state, permit.application.state) == ("cancelled", "cancelled")


def test_a_member_who_may_not_send_does_not_cancel(issued: Any, budi: Any) -> None:
    with pytest.raises(NotAllowed):
        taking_back.cancel(actor=budi.actor, permit_id=issued("a").pk, reason="x")


def test_for_an_outsider_the_permit_does_not_exist(issued: Any, citra: Any) -> None:
    permit = issued("a")
    for verb in (
        lambda: taking_back.cancel(actor=citra.actor, permit_id=permit.pk, reason="x"),
        lambda: taking_back.suspend(actor=citra.actor, permit_id=permit.pk, **WORDS),
        lambda: riders.start_rider(actor=citra.actor, permit_id=permit.pk),
    ):
        with pytest.raises(NotVisible):
            verb()


def test_a_suspended_permit_is_not_amended(issued: Any, dewi: Any, ani: Any) -> None:
    permit = issued("a")
    taking_back.suspend(actor=dewi.actor, permit_id=permit.pk, **WORDS)
    with pytest.raises(WrongState):
        riders.start_rider(actor=ani.actor, permit_id=permit.pk)
