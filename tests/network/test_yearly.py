"""A year in figures: sums by currency, and promises as they stood on its last day."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from simpul.network.actions import commitments
from simpul.network.models import Gift, Visit, VisitCost
from simpul.network.promises import yearly, yearly_words
from tests.network.conftest import NOW

ROWS = st.lists(
    st.tuples(
        st.sampled_from(["us", "partner"]),
        st.sampled_from(["IDR", "KRW", "HKD"]),
        st.decimals("0.01", 10**9, places=2),
    )
)


@given(ROWS)
def test_no_currency_is_ever_added_to_another(rows: list[tuple[str, str, Decimal]]) -> None:
    found = yearly.sums(rows)
    assert len({(one.kind, one.currency) for one in found}) == len(found)
    assert sum(one.count for one in found) == len(rows)
    for one in found:
        mine = [amount for kind, code, amount in rows if (kind, code) == (one.kind, one.currency)]
        assert one.amount == sum(mine)


def test_what_ended_after_a_day_was_open_on_it() -> None:
    ended = dt.date(2027, 1, 2)
    assert yearly.state_on(state="met", ended_on=ended, as_of=dt.date(2026, 12, 31)) == "open"
    assert yearly.state_on(state="met", ended_on=ended, as_of=ended) == "met"


def test_money_has_the_digits_of_its_currency() -> None:
    with translation.override("id"):
        assert yearly_words.money_of(Decimal("250000.00"), "KRW") == "KRW\N{NO-BREAK SPACE}250.000"
        assert yearly_words.money_of(Decimal("99.5"), "HKD") == "HKD\N{NO-BREAK SPACE}99,50"
        assert yearly_words.money_of(Decimal("99"), "IDR") == "Rp\N{NO-BREAK SPACE}99"


@pytest.mark.django_db
def test_the_report_counts_meetings_promises_costs_and_gifts_of_its_year(
    nadia: Any, busan: Any, cannes: Any, promised: Any, in_force: Any, signed_pdf: Any
) -> None:
    visit = Visit.objects.create(
        direction="outgoing", title="Kunjungan contoh", partner=busan, city="Busan", country="KR",
        starts_on=dt.date(2026, 3, 1), ends_on=dt.date(2026, 3, 3), time_zone="Asia/Seoul",
        objectives="Belajar",
    )  # fmt: skip
    for amount, code in (("250000", "KRW"), ("100000", "KRW"), ("3000000", "IDR")):
        VisitCost.objects.create(
            visit=visit, what="Hotel", amount=amount, currency=code, paid_by="us",
            declared_by=nadia.user,
        )  # fmt: skip
    Gift.objects.create(
        visit=visit, direction="received", what="Buku", giver="Tuan rumah", receiver="Kami",
        worth="50000", currency="KRW", on_day=dt.date(2026, 3, 2), declared_by=nadia.user,
    )  # fmt: skip
    in_force()
    kept, late = promised(due_on=dt.date(2026, 9, 30)), promised(due_on=dt.date(2026, 6, 30))
    entry = commitments.add_progress(
        actor=nadia.actor, commitment_id=kept.pk, on_day=dt.date(2026, 10, 5), note="Dibaca",
        value=Decimal(10), file=signed_pdf(), now=NOW,
    )  # fmt: skip
    commitments.meet(actor=nadia.actor, commitment_id=kept.pk, entry_id=entry.pk, now=NOW)
    found = yearly.year_of(2026, today=dt.date(2026, 11, 2))
    assert found.as_of == dt.date(2026, 11, 2)
    assert (len(found.encounters), len(found.visits), len(found.agreements)) == (0, 1, 1)
    assert {row.pk: how for row, how in found.commitments} == {kept.pk: "met_late", late.pk: "late"}
    assert [(one.kind, one.currency, one.amount) for one in found.costs] == [
        ("us", "IDR", Decimal(3_000_000)),
        ("us", "KRW", Decimal(350_000)),
    ]
    assert [(one.kind, one.currency, one.amount) for one in found.gifts] == [
        ("received", "KRW", Decimal(50_000))
    ]
    assert [one.pk for one in yearly.year_of(2025, today=dt.date(2026, 11, 2)).encounters] == [
        cannes.pk
    ]


@pytest.mark.django_db
def test_a_year_without_anything_says_so() -> None:
    assert yearly.year_of(2024, today=dt.date(2026, 11, 2)).empty


@pytest.mark.django_db
def test_the_report_is_the_same_number_of_queries_for_one_and_for_many(
    nadia: Any, busan: Any, promised: Any, assert_max_queries: Any
) -> None:
    one = promised()
    for _number in range(29):
        one.pk = None
        one.save()
    with assert_max_queries(9):
        yearly_words.contents(yearly.year_of(2026, today=dt.date(2026, 11, 2)))
