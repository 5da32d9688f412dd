"""Worked examples: which test stands for which, and the shipped schemes they run through."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from simpul.incentives.scheme.quote import quote
from simpul.incentives.scheme.reading import read_scheme
from simpul.incentives.scheme.spec import Scheme
from simpul.incentives.scheme.trace import Quote

CITIES = Path(__file__).resolve().parents[2] / "cities"
FOLDERS = (CITIES / "jakarta" / "schemes", CITIES / "shared" / "schemes")

STANDS_FOR: dict[str, str] = {}
"""Example -> the test that asserts it."""

F = TypeVar("F", bound=Callable[..., Any])
Facts = Mapping[str, Any]


def example(*ids: str) -> Callable[[F], F]:
    """This test asserts these examples, and no other test does."""

    def marked(test: F) -> F:
        for one in ids:
            if one in STANDS_FOR:
                raise ValueError(f"{one} is asserted by {STANDS_FOR[one]} already")
            STANDS_FOR[one] = test.__name__
        return test

    return marked


@cache
def scheme(name: str) -> Scheme:
    """A shipped scheme."""
    path = next(folder / f"{name}.toml" for folder in FOLDERS if (folder / f"{name}.toml").exists())
    return read_scheme(path)


@cache
def shipped() -> tuple[Scheme, ...]:
    """Every scheme file that is shipped."""
    return tuple(read_scheme(path) for folder in FOLDERS for path in sorted(folder.glob("*.toml")))


def chosen(family: str, on: date) -> Scheme | None:
    """The version of a family that is in force on a day."""
    found = [one for one in shipped() if one.family == family and one.in_force(on)]
    assert len(found) < 2, [one.id for one in found]
    return found[0] if found else None


def asked(name: str, facts: Facts, **more: Any) -> Quote:
    """The quote of a shipped scheme."""
    return quote(scheme(name), facts, **more)


def steps(answer: Quote, *names: str) -> list[Decimal | None]:
    """The values of these steps, in this order."""
    return [answer.step(name).value for name in names]


def numbers(*values: int | str) -> list[Decimal]:
    """Expected values, as written by hand."""
    return [Decimal(value) for value in values]


def earlier(answer: Quote) -> Sequence[Mapping[str, Any]]:
    """A quote as the history of the next claim."""
    return [answer.values]
