"""The same tables and facts, asked of another engine."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simpul.rulebook.evaluate import evaluate
from tests.rulebook.build import loose
from tests.rulebook.strategies import DAYS, SOME, rules, whole_facts
from tests.rulebook.zen_oracle import Oracle

MANY = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@MANY
@given(
    st.lists(rules(), min_size=1, max_size=10),
    st.lists(whole_facts(), min_size=1, max_size=6),
    DAYS,
)
def test_with_every_fact_known_both_engines_name_the_same_rows(whens, cases, on):
    table = loose(whens)
    oracle = Oracle(table)
    for facts in cases:
        result = evaluate(table, facts, on)
        assert [row.id for row in result.fired] == oracle.fired(facts, on)
        assert result.complete and not result.missing and not result.possible


@MANY
@given(
    st.lists(rules(), min_size=1, max_size=10),
    whole_facts(),
    st.sets(st.sampled_from([fact.name for fact in SOME]), min_size=1),
    st.lists(whole_facts(), min_size=1, max_size=6),
    DAYS,
)
def test_what_is_not_known_never_changes_what_is_said_for_certain(
    whens, facts, hidden, completions, on
):
    """Whatever the missing facts turn out to be: every fired row holds, and no row holds that was
    neither fired nor possible."""
    table = loose(whens)
    oracle = Oracle(table)
    known = {name: value for name, value in facts.items() if name not in hidden}
    result = evaluate(table, known, on)
    fired = {row.id for row in result.fired}
    possible = {p.row.id for p in result.possible}
    assert not fired & possible
    for completion in [facts, *completions]:
        whole = {**completion, **known}
        holds = set(oracle.fired(whole, on))
        assert fired <= holds <= fired | possible


@MANY
@given(
    st.lists(rules(), min_size=1, max_size=8),
    whole_facts(),
    st.sets(st.sampled_from([fact.name for fact in SOME]), min_size=1),
    DAYS,
)
def test_every_missing_fact_matters_and_telling_them_settles_it(whens, facts, hidden, on):
    table = loose(whens)
    known = {name: value for name, value in facts.items() if name not in hidden}
    result = evaluate(table, known, on)
    assert set(result.missing) <= hidden
    assert set(result.missing) == {name for p in result.possible for name in p.missing}
    assert [fact.name for fact in result.questions] == list(result.missing)
    told = evaluate(table, {**known, **{name: facts[name] for name in result.missing}}, on)
    assert told.complete
    assert {row.id for row in result.fired} <= {row.id for row in told.fired}
