"""A quote for answers as they are given: the day that chooses the version is filled in. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from simpul.incentives.estimate.answers import Fact
from simpul.incentives.scheme.quote import quote
from simpul.incentives.scheme.spec import Scheme
from simpul.incentives.scheme.trace import Quote


def quoted(
    scheme: Scheme, facts: Mapping[str, Fact], *, given: Mapping[str, Decimal | int] | None = None
) -> Quote:
    """`scheme.quote.quote`, with the scheme's day taken from the input that means it."""
    return quote(scheme, with_day(scheme, facts), given=given)


def with_day(scheme: Scheme, facts: Mapping[str, Fact]) -> Mapping[str, Fact]:
    """The facts and the day that chooses the version, where an input of another name says it."""
    basis = scheme.date_basis
    if basis in facts or scheme.input(basis) is not None:
        return facts
    named = next((one.id for one in scheme.inputs if one.means == basis), "")
    return {**facts, basis: facts[named]} if named in facts else facts
