"""What may be allowed: claims that must hold for every combination of answers."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from simpul.permits.issuing.issuable import (
    POSITIVE,
    Asked,
    adds_to,
    can_issue,
)

PARTS = ("blast", "drone", "lane")
STATES = ("waiting", "requested", "needs_information", "answered", "ended")
KINDS = ("permit", "consent", "recommendation", "notice", "information")


AUTHORITY = st.sampled_from(("POLRES", "DISHUB", "DAMKAR", "AIRNAV"))
KIND = st.sampled_from(KINDS)
STATE = st.sampled_from(STATES)
VERDICT = st.sampled_from((*sorted(POSITIVE), "refuse"))
SOME_PARTS = st.frozensets(st.sampled_from(PARTS))


@st.composite
def asked(draw: st.DrawFn) -> Asked:
    state = draw(STATE)
    return Asked(
        authority=draw(AUTHORITY),
        kind=draw(KIND),
        state=state,
        verdict=draw(VERDICT) if state == "answered" else "",
        parts=draw(SOME_PARTS),
    )


CASES = st.lists(asked(), max_size=8)
NOTHING = Decimal(0)
AMOUNTS = st.decimals(0, 10_000_000, places=0)


@given(CASES, AMOUNTS, st.integers(0, 5))
def test_never_issuable_while_an_authority_of_the_whole_shoot_has_not_agreed(
    case: list[Asked], owed: Decimal, days: int
) -> None:
    decision = can_issue(case, PARTS, owed, days=days)
    blocking = [
        one
        for one in case
        if one.kind not in ("notice", "information")
        and one.state != "ended"
        and not one.parts
        and not (one.state == "answered" and one.verdict != "refuse")
    ]
    if blocking:
        assert not decision.issuable


@given(CASES, AMOUNTS)
def test_never_issuable_while_money_is_owed(case: list[Asked], owed: Decimal) -> None:
    decision = can_issue(case, PARTS, owed, days=1)
    assert any(reason.code == "unpaid" for reason in decision.reasons) == (owed > 0)
    assert not (owed > 0 and decision.issuable)


@given(CASES, AMOUNTS, st.integers(0, 5))
def test_every_part_is_allowed_or_held_or_forbidden_and_never_two_of_them(
    case: list[Asked], owed: Decimal, days: int
) -> None:
    decision = can_issue(case, PARTS, owed, days=days)
    shares = [
        *decision.allowed,
        *(one.part for one in decision.held),
        *(one.part for one in decision.forbidden),
    ]
    assert sorted(shares) == sorted(PARTS)


@given(CASES, st.integers(0, 7))
def test_a_further_yes_never_takes_anything_away(case: list[Asked], index: int) -> None:
    before = can_issue(case, PARTS, NOTHING, days=1)
    if not case:
        return
    chosen = case[index % len(case)]
    if chosen.state == "ended":
        return
    better = Asked(chosen.authority, chosen.kind, "answered", "approve", chosen.parts)
    after = can_issue([better if one is chosen else one for one in case], PARTS, NOTHING, days=1)
    assert set(before.allowed) <= set(after.allowed)
    assert not (before.issuable and not after.issuable)


@given(CASES)
def test_notices_and_information_never_block(case: list[Asked]) -> None:
    telling = [one for one in case if one.kind in ("notice", "information")]
    decision = can_issue(telling, PARTS, NOTHING, days=1)
    assert decision.issuable
    assert decision.allowed == PARTS


@given(CASES)
def test_an_answer_about_a_part_stops_only_that_part(case: list[Asked]) -> None:
    partial = [one for one in case if one.parts]
    decision = can_issue(partial, PARTS, NOTHING, days=1)
    assert decision.issuable
    untouched = set(PARTS) - {part for one in partial for part in one.parts}
    assert untouched <= set(decision.allowed)


@given(CASES, st.randoms(use_true_random=False))
def test_the_order_of_answers_does_not_matter(case: list[Asked], random: object) -> None:
    mixed = list(case)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    one, other = (can_issue(rows, PARTS, NOTHING, days=1) for rows in (case, mixed))
    assert one.allowed == other.allowed
    assert {h.part for h in one.held} == {h.part for h in other.held}
    assert one.issuable == other.issuable


def test_a_refused_blast_is_forbidden_although_another_desk_still_thinks() -> None:
    case = [
        Asked("DAMKAR", "permit", "answered", "refuse", frozenset({"blast"})),
        Asked("POLDA", "permit", "requested", "", frozenset({"blast"})),
    ]
    decision = can_issue(case, PARTS, NOTHING, days=1)
    assert [one.part for one in decision.forbidden] == ["blast"]
    assert decision.held == ()


def test_a_clearance_about_an_unknown_part_is_taken_as_the_whole_shoot() -> None:
    case = [Asked("POLDA", "permit", "requested", "", frozenset({"gone"}))]
    assert not can_issue(case, PARTS, NOTHING, days=1).issuable


def test_a_plan_without_a_day_allows_nothing() -> None:
    decision = can_issue([], PARTS, NOTHING, days=0)
    assert [reason.code for reason in decision.reasons] == ["no_days"]


def test_what_a_new_decision_adds() -> None:
    decision = can_issue([], PARTS, NOTHING, days=1)
    assert adds_to(decision, ["lane"]) == ("blast", "drone")
