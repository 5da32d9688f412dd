"""Random conditions and facts over the real list of facts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from simpul.rulebook.conditions import Atom, Condition, parse, write
from simpul.rulebook.facts import FILMING_FACTS, Fact, FactType

FACTS = FILMING_FACTS.in_scope("application")
SOME = [
    FACTS[name]
    for name in (
        "foreign_crew",
        "exterior",
        "people",
        "drone_height_m",
        "production_type",
        "traffic",
        "activities",
    )
]
FEW = {
    "production_type": ["feature", "short", "commercial", "student"],
    "traffic": ["lane_closure", "full_closure", "escort"],
    "activities": ["uas_drone", "pyro_explosion", "fireworks", "boat"],
}
"""Few codes, so that rows meet."""
DAYS = st.dates(date(2023, 6, 1), date(2026, 6, 1))


def numbers(fact: Fact) -> st.SearchStrategy[int | Decimal]:
    whole = st.integers(0, 12)
    if fact.whole:
        return whole
    return whole | st.integers(0, 48).map(lambda n: Decimal(n) / 4)


def values(fact: Fact) -> st.SearchStrategy:
    """A value the fact may take."""
    if fact.type is FactType.BOOL:
        return st.booleans()
    if fact.type is FactType.NUMBER:
        return numbers(fact)
    if fact.type is FactType.SET:
        return st.frozensets(st.sampled_from([*FEW[fact.name], *list(fact.choices)[-2:]]))
    return st.sampled_from([*FEW[fact.name], "other"])


@st.composite
def atoms(draw, fact: Fact) -> Atom:
    """A comparison the grammar allows."""
    if fact.type is FactType.BOOL:
        return Atom(fact.name, draw(st.sampled_from(["=", "!="])), (draw(st.booleans()),), 1)
    if fact.type is FactType.NUMBER:
        op = draw(st.sampled_from([">=", ">", "<=", "<", "=", "!=", "between", "in", "not in"]))
        many = 2 if op == "between" else 3 if "in" in op else 1
        unique = op != "between"
        found = draw(st.lists(numbers(fact), min_size=many, max_size=many, unique=unique))
        return Atom(fact.name, op, tuple(sorted(found) if op == "between" else found), 1)
    listed = st.lists(st.sampled_from(FEW[fact.name]), min_size=1, max_size=3, unique=True)
    if fact.type is FactType.SET:
        op = draw(st.sampled_from(["includes", "includes all", "excludes"]))
        return Atom(fact.name, op, tuple(draw(listed)), 1)
    op = draw(st.sampled_from(["=", "!=", "in", "not in"]))
    found = draw(listed)
    return Atom(fact.name, op, tuple(found if "in" in op else found[:1]), 1)


@st.composite
def conditions(draw, most: int = 4) -> str:
    """A `when` cell."""
    chosen = draw(st.lists(st.sampled_from(SOME), max_size=most))
    cell = write(Condition(tuple(draw(atoms(fact)) for fact in chosen)))
    parse(cell, FACTS)
    return cell


@st.composite
def rules(draw) -> tuple[str, dict[str, str]]:
    """A `when` cell and days of validity."""
    starts = draw(DAYS)
    ends = draw(st.none() | st.dates(starts, date(2027, 1, 1)))
    valid = {"valid_from": starts.isoformat(), "valid_to": ends.isoformat() if ends else ""}
    return draw(conditions()), valid


def whole_facts() -> st.SearchStrategy[dict]:
    """Every fact of `SOME`, known."""
    return st.fixed_dictionaries({fact.name: values(fact) for fact in SOME})
