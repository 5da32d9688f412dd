"""Exact rounding of fractions: modes and places as a scheme names them."""

from __future__ import annotations

from decimal import Context, Decimal
from fractions import Fraction

from simpul.kit.money import MINOR_DIGITS

MODES = ("half_up", "half_even", "down", "up")
"""half_up, up: away from nought; down: towards nought."""

SHOWN_PLACES = 12
"""Digits after the point of a value that has no end, as 1/3; only shown so, never computed so."""

_SCALE = 10**SHOWN_PLACES
_EXACT = Context(prec=200)


def rounded(value: Fraction, mode: str, place: Fraction) -> Fraction:
    """The multiple of `place` (1/100, 1, 1000 …) that the mode gives."""
    top = value.numerator * place.denominator
    bottom = value.denominator * place.numerator
    whole, rest = divmod(abs(top), bottom)
    if not rest:
        return value
    if mode == "up":
        whole += 1
    elif mode == "half_up":
        whole += 2 * rest >= bottom
    elif mode == "half_even":
        whole += 2 * rest > bottom or (2 * rest == bottom and whole % 2 == 1)
    return (-whole if top < 0 else whole) * place


def decimal(value: Fraction) -> Decimal:
    """The value as a Decimal: exact where it ends within `SHOWN_PLACES`, else rounded there."""
    if value.denominator == 1:
        return Decimal(value.numerator)
    scaled = rounded(value * _SCALE, "half_even", Fraction(1)).numerator
    return Decimal(scaled).scaleb(-SHOWN_PLACES, _EXACT).normalize(_EXACT)


def coin(currency: str) -> Fraction:
    """The smallest unit of a currency."""
    return Fraction(1, 10 ** MINOR_DIGITS.get(currency, 2))
