"""Every shipped scheme: sources, two languages, one version a day, and an honest answer."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest

from simpul.incentives.scheme.quote import quote
from simpul.incentives.scheme.spec import Input, Scheme

from .examples import shipped

SCHEMES = shipped()
KNOWN = [one for one in SCHEMES if one.status != "unknown"]
UNKNOWN = [one for one in SCHEMES if one.status == "unknown"]
BY_ID = {one.id: one for one in SCHEMES}


def named(rows: list[Scheme]) -> Any:
    """One test for each scheme, by its name."""
    return pytest.mark.parametrize("scheme", rows, ids=[one.id for one in rows])


ISSUED = """
id-jakarta-pbjt50 id-jakarta-pergub115 id-jakarta-pergub148 id-jakarta-rebate-scenario
kr-busan-2023 kr-busan-2024 kr-busan-2026 kr-gijang-2026
kr-kofic-2011 kr-kofic-30 kr-kofic-2016-25 kr-kofic-1024 kr-kofic-896
hk-fpfs2 hk-fpfs-relaxed hk-fpfs-2007 hk-fffi hk-europe-asia
my-fimi-foreign th-2017 th-2022 th-2023 th-2025 ph-flip jp-vipo in-2022 in-2023
au-location au-producer au-pdv nz-intl-2023 nz-intl-2026 nz-pdv-2017 nz-pdv-2023 nz-domestic-2015
uk-avec uk-iftc uk-vfx uk-ftr uk-hetv uk-vgtr uk-redemption ie-s481 ie-s481-sceal
ca-pstc ca-cptc ca-bc-pstc-2016 ca-bc-pstc-2025 ca-on-opstc ca-on-ofttc ca-mb
es-mainland es-canarias fr-trip hu-rebate us-ga us-ma us-la us-ca-4 uz-2021 kz-30
"""


def test_what_is_promised_is_there() -> None:
    assert set(ISSUED.split()) <= BY_ID.keys()


@named(list(SCHEMES))
def test_a_scheme_says_where_it_comes_from(scheme: Scheme) -> None:
    assert scheme.sources
    for source in scheme.sources:
        assert source.title and source.publisher, source.id
        assert source.url.startswith("http") or not source.url
    known = {source.id for source in scheme.sources}
    for row in (*scheme.tests, *scheme.steps):
        assert row.origin.sources, row.id
        assert set(row.origin.sources) <= known
    assert scheme.grade in "ABCD"


@named(list(SCHEMES))
def test_a_scheme_speaks_both_languages(scheme: Scheme) -> None:
    texts = [scheme.name, scheme.note]
    for rows in (scheme.inputs, scheme.categories, scheme.tests, scheme.steps):
        texts += [row.label for row in rows]
    texts += [row.label for row in (*scheme.payments, *scheme.cliffs)]
    for one in scheme.inputs:
        texts += one.choices.values()
    for text in texts:
        assert text["id"].strip() and text["en"].strip()
    assert scheme.name["id"] != scheme.name["en"] or scheme.country == "CA"


def test_no_two_versions_of_one_scheme_hold_on_one_day() -> None:
    families: dict[str, list[Scheme]] = {}
    for one in SCHEMES:
        families.setdefault(one.family, []).append(one)
    for versions in families.values():
        versions.sort(key=lambda one: one.valid_from or date.min)
        for before, after in pairwise(versions):
            assert before.valid_to is not None and after.valid_from is not None, before.id
            assert before.valid_to <= after.valid_from, (before.id, after.id)


def test_a_proposal_says_so_in_its_name_and_nothing_else_is_one() -> None:
    proposals = [one.id for one in SCHEMES if one.status == "proposal"]
    assert proposals == ["id-jakarta-rebate-scenario"]
    scenario = BY_ID["id-jakarta-rebate-scenario"]
    assert "skenario" in scenario.name["id"] and "scenario" in scenario.name["en"]
    assert scenario.discretionary and scenario.grade == "D"
    assert "Nobody has decided this" in scenario.note["en"]
    first = scenario.sources[0]
    assert first.publisher == "Simpul" and not first.url


def test_financing_and_choice_by_a_committee_are_never_a_promise() -> None:
    for one in SCHEMES:
        if one.instrument in ("recoupable_financing", "discretionary_ceiling", "in_kind"):
            assert one.discretionary, one.id
    assert {one.instrument for one in SCHEMES if one.country == "HK"} == {
        "recoupable_financing",
        "grant",
    }
    assert BY_ID["jp-vipo"].instrument == "discretionary_ceiling"


@named(UNKNOWN)
def test_what_is_not_known_is_no_data_and_never_nought(scheme: Scheme) -> None:
    answer = quote(scheme, {})
    assert answer.no_data and answer.result is None
    assert not answer.steps and not answer.payments and answer.net is None


@named(KNOWN)
def test_a_scheme_asks_for_what_it_does_not_know(scheme: Scheme) -> None:
    answer = quote(scheme, {})
    assert answer.result is None and not answer.no_data
    assert answer.missing
    assert not answer.refused


PLENTY = {
    "IDR": 20_000_000_000, "KRW": 3_000_000_000, "JPY": 1_500_000_000, "UZS": 12_000_000_000,
    "KZT": 900_000_000, "HUF": 900_000_000, "INR": 80_000_000, "PHP": 60_000_000,
    "THB": 160_000_000,
}  # fmt: skip
"""An amount in each currency that no threshold of its schemes refuses; else 30 million."""

OTHERWISE: dict[str, dict[str, Any]] = {
    "hk-fpgs-2015": {"budget": 8_000_000},
    "hk-fpfs-2007": {"budget": 20_000_000},
    "ie-s481-sceal": {"local_spend": 12_000_000},
    "ca-on-ofttc": {"outside_cost": 1_000_000},
    "kr-kofic-30": {
        "labour_spend": 1_000_000_000,
        "post_spend": 1_000_000_000,
        "public_korean_money": 0,
    },
    "kr-kofic-2011": {"public_korean_money": 0, "post_spend": 500_000_000},
    "kr-gijang-2026": {"busan_receipts": 0, "busan_support": 0},
    "es-mainland": {"other_aid": 0},
    "uk-vfx": {"non_uk_all": 0, "non_uk_avec": 0, "qualified_before": 0, "vfx": 1_000_000},
    "ca-pstc": {"provincial_credit": 0},
    "is-25": {"other_aid": 0},
    "ae-ad-2025": {"points": 90},
    "jp-vipo-2019": {"total_cost": 4_000_000_000},
    "kz-30": {"application": date(2020, 5, 1)},
}


def plausible(one: Input, scheme: Scheme) -> Any:
    """A fact that a large production of the ordinary kind would give."""
    match one.kind:
        case "amount":
            amount = PLENTY.get(scheme.currency, 30_000_000)
            less = ("excluded", "non_uk_core", "other_tax", "to_group", "other_debts", "assistance")
            return 0 if one.id in less else amount
        case "count":
            return 25
        case "share":
            return Decimal("0.05") if one.most else Decimal("0.9")
        case "number":
            return 1
        case "flag":
            return True
        case "choice":
            return next(iter(one.choices))
        case _:
            return some_day(scheme)


def some_day(scheme: Scheme) -> date:
    """A day on which it holds."""
    if scheme.valid_from:
        return scheme.valid_from
    return scheme.valid_to - timedelta(days=1) if scheme.valid_to else date(2025, 6, 1)


@named(KNOWN)
def test_a_large_production_gets_a_figure_from_every_scheme_that_is_known(scheme: Scheme) -> None:
    facts = {one.id: plausible(one, scheme) for one in scheme.inputs}
    facts.setdefault(scheme.date_basis, some_day(scheme))
    answer = quote(scheme, facts | OTHERWISE.get(scheme.id, {}))
    assert not answer.refused, [(one.code, one.of) for one in answer.refused]
    assert not answer.missing
    assert answer.result is not None and answer.result > 0
    paid = [part.amount for part in answer.payments]
    assert not paid or sum(one for one in paid if one is not None) == answer.result
    cap = scheme.fund.amount if scheme.fund else None
    assert cap is None or answer.result <= cap.value  # type: ignore[union-attr, operator]


def test_disagreements_between_sources_are_kept_with_the_reason_for_the_choice() -> None:
    for scheme in SCHEMES:
        ids = {source.id for source in scheme.sources}
        for one in scheme.disputes:
            assert {reading.source for reading in one.says} <= ids, scheme.id
            assert one.taken and one.why["id"] and one.why["en"]
            for reading in one.says:  # words stand in both languages, never as a value
                assert re.fullmatch(r"[0-9.]+%?", reading.value), (scheme.id, reading.value)
    disputed = {one.id for one in SCHEMES if one.disputes}
    assert {"kr-kofic-1024", "kr-kofic-2011", "ie-s481", "hu-rebate", "nz-intl-2023",
            "th-2023", "th-2025", "jp-vipo", "us-ma"} <= disputed  # fmt: skip
