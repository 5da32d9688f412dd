"""Random conditions and facts over the real list of facts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache

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


# A strategy is checked when it is first drawn from: one made anew for each draw, each time.
among = cache(st.sampled_from)


@cache
def numbers(name: str) -> st.SearchStrategy[int | Decimal]:
    whole = st.integers(0, 12)
    if FACTS[name].whole:
        return whole
    return whole | st.integers(0, 48).map(lambda n: Decimal(n) / 4)


def values(fact: Fact) -> st.SearchStrategy:
    """A value the fact may take."""
    if fact.type is FactType.BOOL:
        return st.booleans()
    if fact.type is FactType.NUMBER:
        return numbers(fact.name)
    if fact.type is FactType.SET:
        return st.frozensets(st.sampled_from([*FEW[fact.name], *list(fact.choices)[-2:]]))
    return st.sampled_from([*FEW[fact.name], "other"])


@cache
def listed_numbers(name: str, many: int, unique: bool) -> st.SearchStrategy[list[int | Decimal]]:
    return st.lists(numbers(name), min_size=many, max_size=many, unique=unique)


@cache
def listed(name: str) -> st.SearchStrategy[list[str]]:
    return st.lists(among(tuple(FEW[name])), min_size=1, max_size=3, unique=True)


@cache
def facts_in_rows(most: int) -> st.SearchStrategy[list[Fact]]:
    return st.lists(st.sampled_from(SOME), max_size=most)


@cache
@st.composite
def atoms(draw, name: str) -> Atom:
    """A comparison the grammar allows."""
    fact = FACTS[name]
    if fact.type is FactType.BOOL:
        return Atom(fact.name, draw(among(("=", "!="))), (draw(st.booleans()),), 1)
    if fact.type is FactType.NUMBER:
        op = draw(among((">=", ">", "<=", "<", "=", "!=", "between", "in", "not in")))
        many = 2 if op == "between" else 3 if "in" in op else 1
        unique = op != "between"
        found = draw(listed_numbers(fact.name, many, unique))
        return Atom(fact.name, op, tuple(sorted(found) if op == "between" else found), 1)
    if fact.type is FactType.SET:
        op = draw(among(("includes", "includes all", "excludes")))
        return Atom(fact.name, op, tuple(draw(listed(fact.name))), 1)
    op = draw(among(("=", "!=", "in", "not in")))
    found = draw(listed(fact.name))
    return Atom(fact.name, op, tuple(found if "in" in op else found[:1]), 1)


@cache
@st.composite
def conditions(draw, most: int = 4) -> str:
    """A `when` cell."""
    chosen = draw(facts_in_rows(most))
    cell = write(Condition(tuple(draw(atoms(fact.name)) for fact in chosen)))
    parse(cell, FACTS)
    return cell


@cache
def until(starts: date) -> st.SearchStrategy[date | None]:
    return st.none() | st.dates(starts, date(2027, 1, 1))


@st.composite
def rules(draw) -> tuple[str, dict[str, str]]:
    """A `when` cell and days of validity."""
    starts = draw(DAYS)
    ends = draw(until(starts))
    valid = {"valid_from": starts.isoformat(), "valid_to": ends.isoformat() if ends else ""}
    return draw(conditions()), valid


def whole_facts() -> st.SearchStrategy[dict]:
    """Every fact of `SOME`, known."""
    return st.fixed_dictionaries({fact.name: values(fact) for fact in SOME})
