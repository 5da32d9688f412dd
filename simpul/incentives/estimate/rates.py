"""Exchange rates as dated rows with a source, and what the reader typed over them. Pure.

A rate says how many units of the house's currency (`base`) buy `units` of another. Nothing is ever
invented: a currency without a row and without a typed rate stays unconverted, and is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from types import MappingProxyType

WITHOUT_CENTS = frozenset({"IDR", "KRW", "JPY", "UZS", "KZT", "HUF", "VND"})
"""Currencies in which official amounts have no digits after the point."""

LARGEST_RATE = Decimal(10) ** 9


class RateProblem(ValueError):
    """A typed rate that cannot be used; `currency` names the field."""

    def __init__(self, currency: str, text: str) -> None:
        self.currency = currency
        self.text = text
        super().__init__(f"{currency}: {text!r}")


@dataclass(frozen=True, slots=True)
class Rate:
    """`amount` of the base currency for `units` of `currency`; in force on both days and between.

    `typed`: the reader's own, without source and dates.
    """

    currency: str
    units: Decimal
    amount: Decimal
    base: str
    valid_from: date | None = None
    valid_to: date | None = None
    source: str = ""
    law: tuple[str, ...] = ()
    status: str = ""
    typed: bool = False

    @property
    def one(self) -> Decimal:
        """What one unit costs in the base currency."""
        return self.amount / self.units

    def age(self, on: date) -> int:
        """Days since the rate was last in force; 0 within its period and for typed rates."""
        return max(0, (on - self.valid_to).days) if self.valid_to else 0


@dataclass(frozen=True, slots=True)
class Rates:
    """The rates of one comparison, by currency."""

    base: str
    rows: Mapping[str, Rate] = field(default_factory=lambda: MappingProxyType({}))

    def find(self, currency: str) -> Rate | None:
        """The rate of a currency to the base; 1 for the base itself; None where nobody knows."""
        if currency == self.base:
            return Rate(currency, Decimal(1), Decimal(1), self.base)
        return self.rows.get(currency)

    def convert(self, amount: Decimal, from_: str, to: str) -> Decimal | None:
        """The amount in another currency, in its smallest unit; None without a rate."""
        if from_ == to:
            return amount
        one, other = self.find(from_), self.find(to)
        if one is None or other is None:
            return None
        return rounded(amount * one.amount * other.units / (one.units * other.amount), to)

    def lacking(self, currencies: Iterable[str]) -> tuple[str, ...]:
        """The currencies nobody knows a rate for, in alphabetical order."""
        return tuple(sorted({one for one in currencies if self.find(one) is None}))


def rounded(amount: Decimal, currency: str) -> Decimal:
    """To the smallest unit of official amounts, halves away from zero."""
    step = Decimal(1) if currency in WITHOUT_CENTS else Decimal("0.01")
    return amount.quantize(step, rounding=ROUND_HALF_UP)


def in_force(rows: Iterable[Rate], on: date) -> dict[str, Rate]:
    """Of each currency the rate of the day; else the last one before it; never a later one."""
    found: dict[str, Rate] = {}
    for row in rows:
        if row.valid_from is None or row.valid_from > on:
            continue
        known = found.get(row.currency)
        if known is None or (known.valid_from or date.min) < row.valid_from:
            found[row.currency] = row
    return found


def with_typed(rates: Rates, typed: Mapping[str, str]) -> Rates:
    """The same with the reader's own rates (per one unit) on top; RateProblem for no number."""
    rows = dict(rates.rows)
    for currency, text in typed.items():
        if not text.strip():
            continue
        rows[currency] = Rate(
            currency, Decimal(1), _positive(currency, text), rates.base, typed=True
        )
    return Rates(rates.base, MappingProxyType(rows))


def _positive(currency: str, text: str) -> Decimal:
    """ "11.54", "11,54", "16.813,50", "16,813.50": the last sign is the point of the decimals,
    unless it stands alone before exactly three digits after one to three others."""
    plain = text.strip().replace("\N{NO-BREAK SPACE}", "").replace(" ", "")
    if "," in plain and "." in plain:
        thousands = "." if plain.rfind(",") > plain.rfind(".") else ","
        plain = plain.replace(thousands, "")
    plain = plain.replace(",", ".")
    try:
        value = Decimal(plain)
    except InvalidOperation:
        raise RateProblem(currency, text) from None
    if not value.is_finite() or not 0 < value <= LARGEST_RATE:
        raise RateProblem(currency, text)
    return value
