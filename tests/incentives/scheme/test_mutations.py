"""Shipped files with something broken in them: refused with a place, or still computable."""

from __future__ import annotations

import copy
import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from simpul.incentives.scheme.facts import FactProblem
from simpul.incentives.scheme.quote import quote
from simpul.incentives.scheme.reading import parse_scheme
from simpul.incentives.scheme.spec import Scheme
from simpul.kit.packs import Problems

from .building import toml

CITIES = Path(__file__).resolve().parents[3] / "cities"
NAMES = ("id-jakarta-rebate-scenario", "uk-avec", "kr-gijang-2026", "kz-30", "ca-mb", "es-mainland")
FILES = {
    path.name: tomllib.loads(path.read_text())
    for path in sorted(CITIES.glob("*/schemes/*.toml"))
    if path.stem in NAMES
}
WRONG: list[Any] = [
    *(0, 1, -5, 0.5, True, "", "x", "Local", "30%", "local", "result", "EUR 5", "a.b.c"),
    *([], {}, [1], ["a"], [{}], [["a"]], {"a": 1}, {"en": "a", "id": "b"}, date(2024, 1, 1)),
]


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path] if path else []
    if isinstance(value, dict):
        found += [place for key in value for place in places(value[key], (*path, key))]
    elif isinstance(value, list):
        found += [place for n in range(len(value)) for place in places(value[n], (*path, n))]
    return found


def at(data: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        data = data[key]
    return data


def text_of(data: dict[str, Any]) -> str:
    """As TOML; lists of tables become lists in one line."""
    return "\n".join(f'"{key}" = {toml(value)}' for key, value in data.items())


def some_facts(scheme: Scheme) -> dict[str, Any]:
    values = {"amount": 30_000_000, "count": 5, "share": Decimal("0.01"), "number": 2, "flag": True}
    facts = {
        one.id: values.get(one.kind, next(iter(one.choices), date(2026, 1, 1)))
        for one in scheme.inputs
    }
    return {**facts, scheme.date_basis: date(2026, 1, 1)}


@settings(max_examples=70, deadline=None)
@given(name=st.sampled_from(sorted(FILES)), data=st.data())
def test_whatever_is_broken_is_said_with_its_place(name: str, data: st.DataObject) -> None:
    whole = copy.deepcopy(FILES[name])
    path = data.draw(st.sampled_from(places(whole)))
    parent, key = at(whole, path[:-1]), path[-1]
    change = data.draw(st.sampled_from(["wrong", "gone", "moved"]))
    if change == "gone":
        del parent[key]
    elif change == "moved":
        parent[key] = copy.deepcopy(at(whole, data.draw(st.sampled_from(places(whole)))))
    else:
        parent[key] = data.draw(st.sampled_from(WRONG))
    problems = Problems()
    scheme = parse_scheme(text_of(whole), name, problems)
    if scheme is None:
        assert problems
        assert all(one.file == name and one.text("id") != one.code for one in problems)
        return
    for facts in (some_facts(scheme), {}):
        try:
            quote(scheme, facts)
        except FactProblem as problem:  # a narrower range than the facts of this test
            assert problem.errors
