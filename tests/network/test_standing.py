"""What stands on a day: reckoned here by hand, and as properties over many days."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simpul.network import standing

DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2040, 12, 31))
DUE = dt.date(2026, 6, 30)


def after(days: int) -> dt.date:
    return DUE + dt.timedelta(days=days)


@pytest.mark.parametrize(
    ("state", "ended", "today", "stands", "late"),
    [
        ("open", None, after(0), "open", 0),
        ("open", None, after(1), "late", 1),
        ("open", None, after(40), "late", 40),
        ("met", after(0), after(40), "met", 0),
        ("met", after(3), after(40), "met_late", 3),
        ("done", after(-5), after(40), "met", 0),
        ("dropped", None, after(40), "dropped", 0),
    ],
)
def test_a_promise_is_late_from_the_day_after_its_day(
    state: str, ended: dt.date | None, today: dt.date, stands: str, late: int
) -> None:
    facts = {"state": state, "due_on": DUE, "ended_on": ended, "today": today}
    assert standing.standing(**facts) == stands
    assert standing.days_late(**facts) == late


@given(DAYS, DAYS, DAYS)
def test_what_was_met_stands_alike_on_every_later_day(
    due: dt.date, met: dt.date, today: dt.date
) -> None:
    facts = {"state": "met", "due_on": due, "ended_on": met}
    assert standing.standing(**facts, today=today) == standing.standing(**facts, today=met)
    assert (standing.days_late(**facts, today=today) > 0) == (met > due)


@given(DAYS, st.integers(-60, 60))
def test_every_day_near_the_end_is_in_exactly_one_stage_and_stages_only_go_on(
    due: dt.date, offset: int
) -> None:
    order = ["before-14", "before-1", *(f"late-{week}" for week in range(20))]
    today, tomorrow = (due + dt.timedelta(days=offset + more) for more in (0, 1))
    now = standing.reminder(due, today, (14, 1))
    then = standing.reminder(due, tomorrow, (14, 1))
    assert (now is None) == (offset < -14)
    if now is not None and then is not None:
        assert order.index(then) - order.index(now) in (0, 1)


def test_the_first_day_of_being_late_and_each_week_after_it_are_stages() -> None:
    stages = [standing.reminder(DUE, after(days), (3, 0)) for days in (-4, -3, 0, 1, 6, 7, 14)]
    assert stages == [None, "before-3", "before-0", "late-0", "late-0", "late-1", "late-2"]


def test_renewal_is_talked_of_from_its_lead_on_and_no_more_once_it_is_over() -> None:
    last = dt.date(2027, 3, 31)
    # 90 days before 31 March 2027 is 31 December 2026.
    assert standing.renewal_day(last, 90) == dt.date(2026, 12, 31)
    assert standing.renewal_stage(last, 90, dt.date(2026, 12, 30)) is None
    assert standing.renewal_stage(last, 90, dt.date(2026, 12, 31)) == "before-90"
    assert standing.renewal_stage(last, 90, dt.date(2027, 3, 24)) == "before-7"
    assert standing.renewal_stage(last, 90, dt.date(2027, 4, 1)) is None
    assert standing.renewal_stage(None, 90, last) is None


@given(st.sampled_from(["draft", "negotiating", "signed", "in_force", "expired", "ended"]),
       st.booleans(), DAYS, st.none() | DAYS, DAYS)  # fmt: skip
def test_only_what_was_signed_and_confirmed_moves_with_the_calendar(
    state: str, confirmed: bool, first: dt.date, last: dt.date | None, today: dt.date
) -> None:
    due = standing.due_state(
        state=state, confirmed=confirmed, valid_from=first, valid_to=last, today=today
    )
    if state not in ("signed", "in_force") or not confirmed:
        assert due == state
    elif last is not None and today > last:
        assert due == "expired"
    else:
        assert due == ("in_force" if first <= today else "signed")


@given(st.lists(st.booleans(), min_size=1, max_size=5), st.booleans())
def test_nothing_but_papers_of_every_party_proves_a_signature(
    papers: list[bool], confirmed: bool
) -> None:
    found = standing.proof(state="in_force", confirmed=confirmed, papers=papers)
    whole = all(papers)
    assert (found.level in ("signed", "in_force")) == whole
    assert (found.level == "in_force") == (whole and confirmed)
    assert (found.level == "nothing") == (not any(papers))


@pytest.mark.parametrize(
    ("claimed", "proven", "too_much"),
    [
        ("cooperation", "nothing", True),
        ("cooperation", "partly", True),
        ("cooperation", "signed", False),
        ("signed", "nothing", True),
        ("in_force", "signed", True),
        ("in_force", "in_force", False),
        ("invited", "nothing", True),
        ("invited", "partly", False),
        ("talks", "nothing", False),
        ("interest", "nothing", False),
        ("", "nothing", False),
    ],
)
def test_a_claim_that_says_more_than_papers_is_told(
    claimed: str, proven: str, too_much: bool
) -> None:
    assert standing.overstated(claimed, proven) is too_much


@given(st.decimals(0, 10**6, places=4), st.decimals("0.0001", 10**6, places=4))
def test_a_share_is_whole_only_where_the_target_is_reached(value: Decimal, target: Decimal) -> None:
    share = standing.share(target, value)
    assert share is not None and 0 <= share <= 100
    assert (share == 100) == standing.reached(target, value)


def test_a_target_in_words_has_no_share_and_a_number_without_value_is_not_reached() -> None:
    assert standing.share(None, Decimal(3)) is None
    assert standing.share(Decimal(10), None) is None
    assert not standing.reached(Decimal(10), None)
    assert standing.reached(None, None)


def test_every_hole_in_the_texts_is_named() -> None:
    articles = [
        (1, {"id": "Tujuan", "ko": ""}, {"id": "Isi", "ko": "내용"}),
        (2, {}, {"id": "Isi"}),
        (3, {}, {"id": "Isi", "ko": "내용"}),
    ]
    assert standing.untranslated(["id", "ko"], articles) == [(1, "ko"), (2, "ko")]
