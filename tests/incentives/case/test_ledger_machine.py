"""Any order of movements, tried by hypothesis against a ledger of three lines of arithmetic."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from simpul.incentives import ledger
from simpul.kit.actors import system_actor

SYSTEM = system_actor("test")
AMOUNTS = st.integers(min_value=1, max_value=400)
CASES = st.integers(min_value=0, max_value=2)


class Machine(RuleBasedStateMachine):
    """Three cases and one fund of 1,000. `model`: what every account should hold."""

    tools: Any = None

    @initialize()
    def begin(self) -> None:
        self.fund, self.cases, self.award = self.tools()
        self.model = {"available": 1_000, "reserved": 0, "committed": 0, "final": 0, "lapsed": 0}
        self.mine = [dict.fromkeys(("reserved", "committed", "final"), 0) for _ in self.cases]

    def attempt(self, number: int, kind: str, source: str, target: str, amount: int) -> None:
        """Book it; it must work exactly when the model has the money."""
        case = self.cases[number]
        about: dict[str, Any] = {"case": case}
        if kind in ("reserve", "certify"):
            about["award"] = self.award(case, amount, kind)
        enough = self.model[source] >= amount and (
            source == "available" or self.mine[number][source] >= amount
        )
        try:
            ledger.book(
                actor=SYSTEM,
                fund=self.fund,
                kind=kind,
                source=source,
                amount=Decimal(amount),
                **about,
            )
            booked = True
        except ledger.NotEnough:
            booked = False
        assert booked == enough
        if booked:
            self.model[source] -= amount
            self.model[target] += amount
            if source != "available":
                self.mine[number][source] -= amount
            if target != "available":
                self.mine[number][target] += amount

    @rule(number=CASES, amount=AMOUNTS)
    def reserve(self, number: int, amount: int) -> None:
        self.attempt(number, "reserve", "available", "reserved", amount)

    @rule(number=CASES, amount=AMOUNTS)
    def commit(self, number: int, amount: int) -> None:
        self.attempt(number, "commit", "reserved", "committed", amount)

    @rule(number=CASES, amount=AMOUNTS)
    def certify(self, number: int, amount: int) -> None:
        self.attempt(number, "certify", "committed", "final", amount)

    @rule(number=CASES, amount=AMOUNTS, source=st.sampled_from(["reserved", "committed", "final"]))
    def release(self, number: int, amount: int, source: str) -> None:
        self.attempt(number, "release", source, "available", amount)

    @rule(amount=AMOUNTS)
    def lapse(self, amount: int) -> None:
        enough = self.model["available"] >= amount
        try:
            ledger.book(actor=SYSTEM, fund=self.fund, kind="lapse", amount=Decimal(amount))
            assert enough
            self.model["available"] -= amount
            self.model["lapsed"] += amount
        except ledger.NotEnough:
            assert not enough

    @invariant()
    def nothing_is_made_or_lost(self) -> None:
        if not hasattr(self, "model"):
            return
        now = ledger.balance_of(self.fund)
        assert {name: getattr(now, name) for name in self.model} == self.model
        assert now.left + now.paid + now.lapsed + now.carried == now.appropriated == 1_000


@pytest.mark.database
@pytest.mark.django_db
def test_no_order_of_movements_makes_or_loses_money(
    make_fund: Any, bare_case: Any, indra: Any, kartika: Any, bare_award: Any
) -> None:
    made = 0
    # A case has one approved final award; further ones are no matter of the ledger.
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DROP INDEX award_one_final_approved")

    def tools() -> Any:
        nonlocal made
        made += 1
        fund = make_fund(1_000, code=f"dana-{made}")
        kinds = {"reserve": "provisional", "certify": "final"}

        def award(case: Any, amount: int, kind: str) -> Any:
            return bare_award(case, amount, kinds[kind])

        return fund, [bare_case(fund) for _ in range(3)], award

    Machine.tools = staticmethod(tools)
    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=8,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
