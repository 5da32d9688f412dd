"""When all steps are done: the parts in which the money comes, and what tax leaves of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from simpul.incentives.scheme.conditions import truth
from simpul.incentives.scheme.rounding import coin, decimal, rounded
from simpul.incentives.scheme.spec import Instalment, Scheme
from simpul.incentives.scheme.terms import MONEY, Constant, Known, look_up
from simpul.incentives.scheme.trace import Part

NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Ending:
    """Instalments, what is left after tax, and inputs that these still need."""

    payments: tuple[Part, ...] = ()
    net: Decimal | None = None
    missing: frozenset[str] = NOTHING


def ended(
    scheme: Scheme, values: Mapping[str, Known], result: Fraction | None, unit: str
) -> Ending:
    """The end of a quote. Without a result the instalments have no amounts."""
    parts, missing = _instalments(scheme, values, result)
    net, more = _net(scheme, values, result, unit)
    return Ending(parts, net, missing | more)


def _instalments(
    scheme: Scheme, values: Mapping[str, Known], result: Fraction | None
) -> tuple[tuple[Part, ...], frozenset[str]]:
    parts: list[Part] = []
    paid: Fraction | None = Fraction(0)
    missing = NOTHING
    last = _absorbs(scheme)
    for one in scheme.payments:
        held = truth(one.when, values)
        if held.holds is False:
            continue
        due = None
        if result is not None and held.holds:
            rest = None if paid is None else result - paid
            due, needed = (rest, NOTHING) if one in last else _due(scheme, one, values, result)
            missing |= needed
        if result is not None and held.holds is None:
            missing |= held.missing
        paid = None if paid is None or due is None else paid + due
        amount = None if due is None else decimal(due)
        parts.append(Part(one.id, one.label, amount, one.months, one.due))
    return tuple(parts), missing


def _absorbs(scheme: Scheme) -> list[Instalment]:
    """The instalments that take what is left: those that say so, else the last of shares that come
    to the whole, so that rounding loses nothing."""
    said = [one for one in scheme.payments if one.remainder]
    shares = [one.share.value for one in scheme.payments if isinstance(one.share, Constant)]
    whole = sum(value for value in shares if isinstance(value, Fraction)) == 1
    if not said and whole and len(shares) == len(scheme.payments):
        return [scheme.payments[-1]]
    return said


def _due(
    scheme: Scheme, one: Instalment, values: Mapping[str, Known], result: Fraction
) -> tuple[Fraction | None, frozenset[str]]:
    if one.of:
        found = values[one.of]
        return found.number, found.missing
    term = one.share if one.share is not None else one.amount
    assert term is not None
    known = look_up(term, values)
    if known.number is None:
        return None, known.missing
    if one.share is None:
        return min(known.number, result), NOTHING
    mode = scheme.rounding.mode if scheme.rounding else "half_up"
    place = scheme.rounding.place if scheme.rounding else coin(scheme.currency)
    return rounded(result * known.number, mode, place), NOTHING


def _net(
    scheme: Scheme, values: Mapping[str, Known], result: Fraction | None, unit: str
) -> tuple[Decimal | None, frozenset[str]]:
    if result is None or unit != MONEY:
        return None, NOTHING
    if scheme.tax is None:
        return (decimal(result) if scheme.taxable is False else None), NOTHING
    if scheme.tax.net:
        found = values[scheme.tax.net]
        return (None if found.number is None else decimal(found.number)), found.missing
    assert scheme.tax.rate is not None
    rate = look_up(scheme.tax.rate, values)
    if rate.number is None:
        return None, rate.missing
    return decimal(rounded(result * (1 - rate.number), "half_up", coin(scheme.currency))), NOTHING
