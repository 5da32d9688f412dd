"""People of the incentive desk.

Indra is the officer, Joko audits, Kartika approves and pays, Lina approves too.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from django.utils import timezone

from simpul.incentives.actions import bank


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
def bank_account(ani: Any, company: Any) -> Any:
    """An account that has cooled."""
    return bank.change_account(
        actor=replace(ani.actor, second_factor=True),
        company_id=company.pk,
        bank="Bank Uji",
        number="123 456 7890",
        holder="PT Layar Contoh",
        now=timezone.now() - dt.timedelta(days=30),
    )
