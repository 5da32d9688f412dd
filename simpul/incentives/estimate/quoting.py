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
    basis = scheme.date_basis
    if basis not in facts and scheme.input(basis) is None:
        named = next((one.id for one in scheme.inputs if one.means == basis), "")
        if named in facts:
            facts = {**facts, basis: facts[named]}
    return quote(scheme, facts, given=given)
