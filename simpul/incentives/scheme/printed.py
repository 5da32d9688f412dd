"""A figure that somebody printed beside a scheme's rule: where does it depart from the rule?

Published examples are not always right. A total alone lets an error through, so each printed figure
is held against its own step, and a departure says what would have to be true for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from simpul.incentives.scheme.checking import units_of
from simpul.incentives.scheme.quote import History, quote
from simpul.incentives.scheme.rounding import decimal, rounded
from simpul.incentives.scheme.spec import Scheme, Step
from simpul.incentives.scheme.steps.arithmetic import Times
from simpul.incentives.scheme.terms import Constant, Name
from simpul.incentives.scheme.trace import Quote
from simpul.incentives.scheme.words import LANGUAGES, percent_text, unit_text
from simpul.kit.texts import Texts, pick

_SHARES = Fraction(1, 10_000)
"""Rates that a printed figure would need are given in hundredths of a per cent."""

_SENTENCES: Mapping[str, Texts] = {
    "differs": {
        "id": "tercetak {printed}; menurut aturan {by_rule}",
        "en": "printed is {printed}; the rule gives {by_rule}",
    },
    "from_printed": {
        "id": "dari angka lain yang tercetak pun hasilnya {value}",
        "en": "even from the other printed figures it would be {value}",
    },
    "only_follows": {
        "id": "angka ini hanya mengikuti angka tercetak yang sudah keliru",
        "en": "it only follows from a printed figure that is already wrong",
    },
    "need": {
        "id": "untuk itu “{label}” harus {value}",
        "en": "for it, “{label}” would have to be {value}",
    },
    "rate": {
        "id": "tarif dalam “{label}” harus {value}",
        "en": "the rate in “{label}” would have to be {value}",
    },
    "equals": {
        "id": "angka itu milik “{label}”",
        "en": "the figure is that of “{label}”",
    },
}


@dataclass(frozen=True, slots=True)
class Departure:
    """A printed figure that is not what its step gives.

    `from_printed`: the step's value where the other printed figures are taken as given.
    `would_need`: the values that earlier steps would need for it, nearest first; `would_rate`: the
    rate that a step with a fixed rate would need; `is_value_of`: steps that do have this value.
    """

    step: str
    printed: Decimal
    by_rule: Decimal | None
    from_printed: Decimal | None
    would_need: Mapping[str, Decimal]
    would_rate: Mapping[str, Decimal]
    is_value_of: tuple[str, ...]
    why: Texts


def departures(
    scheme: Scheme,
    facts: Mapping[str, Any],
    printed: Mapping[str, Decimal],
    *,
    history: History = (),
) -> tuple[Departure, ...]:
    """The printed figures (step -> value) that the rule does not give, in the order of the steps.

    Empty when all of them follow the rule. KeyError for a name that is no step.
    """
    order = [step.id for step in scheme.steps]
    for name in printed:
        if name not in order:
            raise KeyError(name)
    by_rule = quote(scheme, facts, history=history)
    found: list[Departure] = []
    given: dict[str, Decimal] = {}
    for name in sorted(printed, key=order.index):
        if by_rule.step(name).value != printed[name]:
            asking = _Asking(scheme, facts, history, dict(given))
            found.append(_departure(asking, name, printed[name], by_rule))
        given[name] = printed[name]
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Asking:
    """A scheme and facts; `given`: the printed figures that come before the one in question."""

    scheme: Scheme
    facts: Mapping[str, Any]
    history: History
    given: Mapping[str, Decimal]

    def quote(self, more: Mapping[str, Decimal]) -> Quote:
        """What follows when these steps have these values."""
        return quote(self.scheme, self.facts, history=self.history, given={**self.given, **more})

    def value(self, name: str, more: Mapping[str, Decimal]) -> Decimal | None:
        """What a step then comes to."""
        return self.quote(more).step(name).value


def _departure(asking: _Asking, name: str, printed: Decimal, by_rule: Quote) -> Departure:
    here = asking.quote({})
    needs = dict(_needs(asking, here, name, printed))
    rates = dict(_rates(asking, here, name, printed, needs))
    same = tuple(one.id for one in by_rule.steps if one.value == printed and one.id != name)
    value = here.step(name).value
    found = Departure(name, printed, by_rule.step(name).value, value, needs, rates, same, {})
    return replace(found, why={language: _why(asking, found, language) for language in LANGUAGES})


def _step(scheme: Scheme, name: str) -> Step:
    return next(step for step in scheme.steps if step.id == name)


def _needs(
    asking: _Asking, here: Quote, name: str, wanted: Decimal
) -> Iterator[tuple[str, Decimal]]:
    """Steps this one reads and the value each alone would need, and what those would need."""
    steps = {step.id for step in asking.scheme.steps}
    for source in _step(asking.scheme, name).body.names():
        if source not in steps or source in asking.given:
            continue
        needed = _solved(asking, here, name, source, wanted)
        if needed is not None and needed != here.step(source).value:
            yield source, needed
            yield from _needs(asking, here, source, needed)


def _solved(
    asking: _Asking, here: Quote, name: str, source: str, wanted: Decimal
) -> Decimal | None:
    """The value of `source` for which `name` is as wanted: along a straight line, then tried."""
    start, now = here.step(source).value, here.step(name).value
    if start is None or now is None:
        return None
    far = start * 2 if start else Decimal(1)
    beyond = asking.value(name, {source: far})
    if beyond is None or beyond == now:
        return None
    slope = Fraction(beyond - now) / Fraction(far - start)
    needed = decimal(Fraction(start) + Fraction(wanted - now) / slope)
    return needed if asking.value(name, {source: needed}) == wanted else None


def _rates(
    asking: _Asking,
    here: Quote,
    name: str,
    printed: Decimal,
    needs: Mapping[str, Decimal],
) -> Iterator[tuple[str, Decimal]]:
    """Fixed rates that would have to be others: of the step itself and of those it rests on."""
    for one, wanted in {name: printed, **needs}.items():
        body = _step(asking.scheme, one).body
        if not isinstance(body, Times) or not isinstance(body.by, Constant):
            continue
        base = here.values.get(body.of.name) if isinstance(body.of, Name) else None
        if isinstance(base, Decimal) and base:
            yield one, decimal(rounded(Fraction(wanted) / Fraction(base), "half_up", _SHARES))


def _why(asking: _Asking, found: Departure, language: str) -> str:
    scheme = asking.scheme
    units = units_of(scheme)
    labels = {step.id: pick(step.label, language) for step in scheme.steps}

    def amount(value: Decimal, name: str) -> str:
        return unit_text(value, units.get(name, ""), scheme.currency, language)

    def said(code: str, **values: str) -> str:
        return pick(_SENTENCES[code], language).format_map(values)

    by_rule = "?" if found.by_rule is None else amount(found.by_rule, found.step)
    parts = [said("differs", printed=amount(found.printed, found.step), by_rule=by_rule)]
    if found.from_printed == found.printed:
        parts.append(said("only_follows"))
    elif found.from_printed is not None and found.from_printed != found.by_rule:
        parts.append(said("from_printed", value=amount(found.from_printed, found.step)))
    parts += [
        said("need", label=labels[name], value=amount(value, name))
        for name, value in found.would_need.items()
    ]
    parts += [
        said("rate", label=labels[name], value=percent_text(value, language))
        for name, value in found.would_rate.items()
    ]
    parts += [said("equals", label=labels[name]) for name in found.is_value_of]
    return "; ".join(parts)
