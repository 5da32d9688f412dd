"""Figures of a whole programme or industry: no quote, but they must fit their rules."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from simpul.incentives.scheme.quote import quote
from simpul.incentives.scheme.spec import Scheme

_SHARE = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Effective:
    """What a programme paid in proportion to what was spent, against its rates.

    `rate`: paid / spent, to a hundredth of a per cent; `fits`: within `lowest` and `highest`.
    """

    rate: Decimal
    lowest: Decimal
    highest: Decimal
    fits: bool


def effective_rate(paid: Decimal, spent: Decimal, lowest: Decimal, highest: Decimal) -> Effective:
    """Paid money over spend, and whether a scheme with these rates can have paid it.

    ValueError when nothing was spent.
    """
    if spent <= 0:
        raise ValueError("nothing was spent")
    exact = paid / spent
    rate = exact.quantize(_SHARE, ROUND_HALF_UP)
    return Effective(rate, lowest, highest, lowest <= exact <= highest)


def rate_of(scheme: Scheme, facts: dict[str, object], spend: Decimal) -> Decimal:
    """What a scheme pays in proportion to this spend; ValueError when it pays nothing certain."""
    result = quote(scheme, facts).result
    if result is None:
        raise ValueError(f"{scheme.id} has no result for these facts")
    return result / spend


@dataclass(frozen=True, slots=True)
class Multiplier:
    """A published study: what a volume of an industry's revenue came with. One currency."""

    revenue: Decimal
    output: Decimal
    value_added: Decimal
    jobs: Decimal

    def scaled(self, extra: Decimal) -> Multiplier:
        """What the study's proportions make of other revenue; nothing is rounded.

        ValueError when the study has no revenue.
        """
        if self.revenue <= 0:
            raise ValueError("a study without revenue")
        factor = extra / self.revenue
        return Multiplier(
            extra, self.output * factor, self.value_added * factor, self.jobs * factor
        )
