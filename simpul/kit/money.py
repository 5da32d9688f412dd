"""Money: an exact decimal amount and its ISO 4217 currency. Never a float, never a guess."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import total_ordering

MINOR_DIGITS = {"IDR": 0, "KRW": 0, "JPY": 0, "USD": 2, "HKD": 2, "SGD": 2, "EUR": 2, "MYR": 2}
"""Digits after the point in official amounts. IDR has a sen on paper only: no fee uses it."""

SYMBOLS = {"IDR": "Rp", "KRW": "₩", "JPY": "¥", "USD": "US$", "HKD": "HK$", "SGD": "S$", "EUR": "€"}

LARGEST = Decimal(10) ** 15
"""Above this an amount is a slip of the keyboard."""

_PLAIN = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,6})?")


class MoneyProblem(ValueError):
    """An amount that cannot be taken. `code`: not_a_number | fraction | too_large | currency."""

    def __init__(self, code: str, text: str) -> None:
        self.code = code
        self.text = text
        super().__init__(f"{code}: {text!r}")


@total_ordering
@dataclass(frozen=True, slots=True)
class Money:
    """An amount in one currency. Amounts of different currencies never mix (ValueError)."""

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        if self.currency not in MINOR_DIGITS:
            raise MoneyProblem("currency", self.currency)
        if not isinstance(self.amount, Decimal) or not self.amount.is_finite():
            raise MoneyProblem("not_a_number", str(self.amount))
        step = Decimal(1).scaleb(-MINOR_DIGITS[self.currency])
        if abs(self.amount) > LARGEST:
            raise MoneyProblem("too_large", str(self.amount))
        if self.amount != self.amount.quantize(step):
            raise MoneyProblem("fraction", str(self.amount))
        object.__setattr__(self, "amount", self.amount.quantize(step))

    @classmethod
    def parse(cls, text: str, currency: str) -> Money:
        """Money from plain digits ("2200000", "12.50"); MoneyProblem for anything else."""
        text = text.strip()
        if not _PLAIN.fullmatch(text):
            raise MoneyProblem("not_a_number", text)
        return cls(Decimal(text), currency)

    @classmethod
    def zero(cls, currency: str) -> Money:
        """Nothing, in this currency."""
        return cls(Decimal(0), currency)

    def _same(self, other: Money) -> None:
        if self.currency != other.currency:
            raise ValueError(f"{self.currency} and {other.currency} do not mix")

    def __add__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.amount + other.amount, self.currency)

    def __sub__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.amount - other.amount, self.currency)

    def __mul__(self, factor: int | Decimal) -> Money:
        """Times an exact number; MoneyProblem("fraction") when the result has no such coin."""
        if isinstance(factor, bool) or not isinstance(factor, int | Decimal):
            raise TypeError("money is multiplied by int or Decimal")
        return Money(self.amount * factor, self.currency)

    __rmul__ = __mul__

    def __neg__(self) -> Money:
        return Money(-self.amount, self.currency)

    def __lt__(self, other: Money) -> bool:
        self._same(other)
        return self.amount < other.amount

    def __bool__(self) -> bool:
        return self.amount != 0

    def format(self, language: str) -> str:
        """ "Rp 2.200.000" in Indonesian, "Rp 2,200,000" in English."""
        digits = f"{abs(self.amount):,.{MINOR_DIGITS[self.currency]}f}"
        if language.split("-", 1)[0] == "id":
            digits = digits.translate(str.maketrans(",.", ".,"))
        sign = "-" if self.amount < 0 else ""
        return f"{sign}{SYMBOLS.get(self.currency, self.currency)} {digits}"

    def __str__(self) -> str:
        return f"{self.currency} {self.amount}"


def total(amounts: Iterable[Money], currency: str) -> Money:
    """The sum, zero of `currency` for none; ValueError when another currency is among them."""
    result = Money.zero(currency)
    for amount in amounts:
        result += amount
    return result
