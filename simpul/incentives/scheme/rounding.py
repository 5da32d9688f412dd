"""Exact rounding of fractions: modes and places as a scheme names them."""

from __future__ import annotations

from decimal import Context, Decimal
from fractions import Fraction

MODES = ("half_up", "half_even", "down", "up")
"""half_up, up: away from nought; down: towards nought."""

SHOWN_PLACES = 12
"""Digits after the point of a value that has no end, as 1/3; only shown so, never computed so."""


def rounded(value: Fraction, mode: str, place: Fraction) -> Fraction:
    """The multiple of `place` (1/100, 1, 1000 …) that the mode gives."""
    whole, rest = divmod(abs(value) / place, 1)
    if mode == "up":
        whole += rest > 0
    elif mode == "half_up":
        whole += rest >= Fraction(1, 2)
    elif mode == "half_even":
        whole += rest > Fraction(1, 2) or (rest == Fraction(1, 2) and whole % 2 == 1)
    return (-whole if value < 0 else whole) * place


_EXACT = Context(prec=200)


def decimal(value: Fraction) -> Decimal:
    """The value as a Decimal: exact where it ends within `SHOWN_PLACES`, else rounded there."""
    digits = rounded(value, "half_even", Fraction(1, 10**SHOWN_PLACES))
    scaled = int(digits * 10**SHOWN_PLACES)
    found = Decimal(scaled).scaleb(-SHOWN_PLACES, _EXACT)
    plain = found.normalize(_EXACT)
    exponent = plain.as_tuple().exponent
    return plain.quantize(Decimal(1), context=_EXACT) if int(exponent) > 0 else plain
