"""Funds with money, cases and people of the incentive desk.

Indra is the officer, Joko audits, Kartika approves and pays, Lina approves too.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from simpul.incentives.actions import funds
from simpul.incentives.models import Award, Case, Fund
from simpul.productions.models import Production

OPENS, CLOSES = dt.date(2026, 1, 1), dt.date(2027, 1, 1)
NOW = dt.datetime(2026, 11, 2, 9, 0, tzinfo=timezone.get_fixed_timezone(7 * 60))


@pytest.fixture
def indra(make_person: Any) -> Any:
    return make_person("Indra", roles=("incentive_officer",), second_factor=True)


@pytest.fixture
def joko(make_person: Any) -> Any:
    return make_person("Joko", roles=("incentive_auditor",), second_factor=True)


@pytest.fixture
def kartika(make_person: Any) -> Any:
    return make_person(
        "Kartika", roles=("incentive_approver", "incentive_payer"), second_factor=True
    )


@pytest.fixture
def lina(make_person: Any) -> Any:
    return make_person("Lina", roles=("incentive_approver",), second_factor=True)


@pytest.fixture
def make_fund(kartika: Any, lina: Any) -> Callable[..., Fund]:
    """A fund with money confirmed by two people: `make_fund(1_000)`."""

    def make(amount: int = 1_000_000_000, *, code: str = "dana", **values: Any) -> Fund:
        fund = funds.create_fund(
            actor=kartika.actor,
            code=code,
            city_code="jakarta",
            names={"id": "Dana uji", "en": "Test fund"},
            **{
                "scheme_family": "uji",
                "currency": "IDR",
                "opens_on": OPENS,
                "closes_on": CLOSES,
                "rehearsal": True,
                "now": NOW,
                **values,
            },
        )
        if amount:
            one = funds.propose_appropriation(
                actor=kartika.actor, fund_id=fund.pk, amount=str(amount), basis="APBD 2026", now=NOW
            )
            funds.decide_appropriation(
                actor=lina.actor, appropriation_id=one.pk, approve=True, now=NOW
            )
        fund.refresh_from_db()
        return fund

    return make


@pytest.fixture
def bare_case(ani: Any, company: Any, indra: Any) -> Callable[..., Case]:
    """A case in review, written straight into its table: what the ledger needs, nothing else."""
    numbers = itertools.count(1)

    def make(fund: Fund, asked: int = 1_000, state: str = "review") -> Case:
        number = next(numbers)
        production = Production.objects.create(
            company=company, title=f"Judul {number}", kind="feature", created_by=ani.user
        )
        return Case.objects.create(
            fund=fund,
            production=production,
            company=company,
            currency="IDR",
            scheme_id="uji-2026",
            state=state,
            reference=f"UJI-26-{number:06d}",
            submitted_at=NOW + dt.timedelta(minutes=number),
            declaration_at=NOW,
            asked=Decimal(asked),
            officer=indra.user,
            report_due=CLOSES,
            created_by=ani.user,
        )

    return make


@pytest.fixture
def bare_award(indra: Any, kartika: Any) -> Callable[..., Award]:
    """An award that two people decided, written straight into its table."""

    def make(case: Case, amount: int, kind: str = "provisional") -> Award:
        return Award.objects.create(
            case=case,
            kind=kind,
            state="approved",
            amount=Decimal(amount),
            currency="IDR",
            scheme_id="uji-2026",
            report_sha256="a" * 64 if kind == "final" else "",
            proposed_by=indra.user,
            proposed_at=NOW,
            decided_by=kartika.user,
            decided_at=NOW,
        )

    return make
