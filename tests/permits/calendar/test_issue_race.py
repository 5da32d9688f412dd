"""Two officers sign at the same moment for one street: one permit, and one sentence why not."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from simpul.kit.outcomes import WrongState
from simpul.permits.actions import issuing
from simpul.permits.models import Permit
from simpul.places.models import Hold
from tests.permits.calendar.conftest import SENT, SIGNED, hold_of
from tests.permits.issue.test_races import split, together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]


def test_of_two_permits_for_one_street_signed_at_once_exactly_one_is_issued(
    street: Any, send: Any, accept: Any, make_ready: Any, ani: Any, citra: Any, dewi: Any, eko: Any
) -> None:
    cases = [
        make_ready(accept(send(ani, street(ani)))),
        make_ready(accept(send(citra, street(citra, title="Pagi", hours=("06:00", "11:00"))))),
    ]
    # Without the queue nothing but the check in the transaction stands between the two.
    Hold.objects.filter(state__in=["option_1", "option_2"]).update(complete_at=SENT)
    signers = [dewi.actor, eko.actor]
    won, lost = split(
        together(
            *(
                lambda actor=actor, case=case: issuing.issue_permit(
                    actor=actor, application_id=case.pk, now=SIGNED
                )
                for actor, case in zip(signers, cases, strict=True)
            )
        )
    )
    assert len(won) == 1
    assert [isinstance(error, WrongState) for error in lost] == [True]
    assert "Jalan HR Rasuna Said" in str(lost[0])
    assert Permit.objects.count() == 1
    assert Hold.objects.filter(source="permit", state="confirmed").count() == 1


def test_two_who_only_pass_each_other_are_both_issued(
    street: Any, send: Any, accept: Any, make_ready: Any, ani: Any, citra: Any, dewi: Any, eko: Any
) -> None:
    """What ends at nine does not meet what begins then, also under the locks of both."""
    cases = [
        make_ready(accept(send(ani, street(ani, hours=("05:00", "09:00"))))),
        make_ready(accept(send(citra, street(citra, title="Siang", hours=("09:00", "12:00"))))),
    ]
    results = together(
        *(
            lambda actor=actor, case=case: issuing.issue_permit(
                actor=actor, application_id=case.pk, now=SIGNED + dt.timedelta(hours=1)
            )
            for actor, case in zip([dewi.actor, eko.actor], cases, strict=True)
        )
    )
    assert [str(one) for one in results if isinstance(one, Exception)] == []
    assert {hold_of(case).state for case in cases} == {"confirmed"}
