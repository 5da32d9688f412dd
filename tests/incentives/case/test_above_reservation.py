"""A final award above its reservation: only free money, a reason, two people, nobody overtaken."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from simpul.incentives import ledger
from simpul.incentives.actions import awards, funds
from simpul.incentives.models import Case, Certificate
from simpul.kit.outcomes import InvalidInput, WrongState
from tests.incentives.case.conftest import GIVEN

pytestmark = pytest.mark.django_db
MORE = {**{f"200{n}": 700_000_000 for n in (1, 2, 3)}, "3201": 3_400_000_000, "4001": 1_500_000_000}
"""Rp7,000,000,000; a fifth of it is Rp1,400,000,000, Rp200,000,000 more than was reserved."""
HIGHER = Decimal(1_400_000_000)


def give(case: Case, kartika: Any, lina: Any, amount: Decimal) -> None:
    """Money for the case's fund, or a cut, by two people."""
    one = funds.propose_appropriation(
        actor=kartika.actor, fund_id=case.fund_id, amount=f"{amount:f}", basis="Perubahan APBD"
    )
    funds.decide_appropriation(actor=lina.actor, appropriation_id=one.pk, approve=True)


def leave_free(case: Case, kartika: Any, lina: Any, free: int) -> None:
    give(case, kartika, lina, free - ledger.balance_of(case.fund).available)


def test_more_than_was_reserved_is_taken_only_from_what_is_free(
    audited: Any, awarded: Any, indra: Any, kartika: Any, lina: Any
) -> None:
    case = audited(amounts=MORE)
    want = {"actor": indra.actor, "case_id": case.pk, "amount": HIGHER}

    # It needs a reason, also where the fund has enough.
    basis = awards.basis_of(case)
    assert (basis.usual, basis.most) == (GIVEN, HIGHER)
    with pytest.raises(InvalidInput):
        awards.propose_award(**want)

    # Money that is gone before the second person decides is not promised.
    award = awards.propose_award(**want, reason="Belanja nyata lebih besar")
    leave_free(case, kartika, lina, 199_999_999)
    with pytest.raises(WrongState):
        awards.decide_award(actor=kartika.actor, award_id=award.pk, approve=True)
    award.refresh_from_db()
    assert (award.state, ledger.case_money(case.pk).committed) == ("proposed", GIVEN)
    awards.drop_award(actor=indra.actor, award_id=award.pk)

    # Without enough it is capped, and says so.
    leave_free(case, kartika, lina, 50_000_000)
    basis = awards.basis_of(case)
    assert (basis.usual, basis.most) == (GIVEN, GIVEN + 50_000_000)
    with pytest.raises(InvalidInput):
        awards.propose_award(**want, reason="Belanja nyata lebih besar")
    capped = awards.propose_award(actor=indra.actor, case_id=case.pk)
    assert capped.amount == GIVEN
    assert capped.quote["limits"] == {
        "gives": "1400000000",
        "held": "1200000000.00",
        "free": "50000000.00",
    }
    awards.drop_award(actor=indra.actor, award_id=capped.pk)

    # Who waits is not overtaken.
    waiting = awarded("Pagi di Kota")
    assert waiting.state == "waiting"
    assert awards.basis_of(case).most == GIVEN

    # With money the one who waited comes first, and then there is enough.
    give(case, kartika, lina, Decimal(2_000_000_000))
    waiting.refresh_from_db()
    assert waiting.state == "provisional"
    award = awards.propose_award(**want, reason="Belanja nyata lebih besar")
    awards.decide_award(actor=kartika.actor, award_id=award.pk, approve=True)
    assert ledger.case_money(case.pk) == ledger.CaseMoney(final=HIGHER)
    assert ledger.balance_of(case.fund).available == 650_000_000
    paper = Certificate.objects.get(case=case, state="valid").contents
    assert paper["limits"]["gives"] == "1400000000"
