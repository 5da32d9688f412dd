"""One production under several schemes, in the order of the law. Pure.

Where one scheme's money reduces another's base (`filled_by`), it is quoted first and handed over.
Unlike instruments are never added: money back, help in kind and financing that is repaid stand in
groups of their own; what is only a proposal or a ceiling never enters a sum.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from simpul.incentives.estimate.answers import Fact
from simpul.incentives.estimate.production import Taken, take
from simpul.incentives.estimate.rates import Rates
from simpul.incentives.scheme.spec import Scheme
from simpul.incentives.scheme.trace import Quote

Quoting = Callable[[Scheme, Mapping[str, Fact]], Quote]

PAID, CEILING, PROPOSAL, REFUSED, OPEN, NO_DATA = (
    "paid", "ceiling", "proposal", "refused", "open", "no_data",
)  # fmt: skip
"""What a column's figure is. open: something is still missing."""


@dataclass(frozen=True, slots=True)
class Column:
    """One scheme's answer. `shown`, `shown_net`: in the reader's currency, None without a rate.

    `filled`: input -> (scheme id, amount) that another scheme of the comparison gave it.
    """

    scheme: Scheme
    taken: Taken
    quote: Quote | None
    state: str
    shown: Decimal | None
    shown_net: Decimal | None
    filled: Mapping[str, tuple[str, Decimal]]

    @property
    def counts(self) -> bool:
        """May it enter a sum of its kind?"""
        return self.state in (PAID, REFUSED) and self.shown is not None


@dataclass(frozen=True, slots=True)
class Kind:
    """The columns of one instrument. `total`: of what may be added, None where nothing may."""

    instrument: str
    columns: tuple[Column, ...]
    total: Decimal | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """All columns as chosen, and by instrument. `excluded`: pairs of ids of which only one can be
    had."""

    columns: tuple[Column, ...]
    kinds: tuple[Kind, ...]
    excluded: tuple[tuple[str, str], ...]


def compare(
    schemes: Sequence[Scheme],
    said: Mapping[str, Fact],
    currency: str,
    rates: Rates,
    quoting: Quoting,
) -> Comparison:
    """Quote every scheme on what was said; see the module for the order and what is added."""
    done: dict[str, Column] = {}
    for scheme in _in_order(schemes):
        done[scheme.id] = _column(scheme, said, currency, rates, quoting, done)
    columns = tuple(done[scheme.id] for scheme in schemes)
    excluded = _excluded(schemes)
    return Comparison(columns, _kinds(columns, excluded), excluded)


def _in_order(schemes: Sequence[Scheme]) -> list[Scheme]:
    """Those that fill others first; a circle is broken where it was chosen."""
    ordered: list[Scheme] = []
    waiting = list(schemes)
    while waiting:
        families = {one.family for one in waiting}
        ready = [
            one
            for one in waiting
            if not any(filling in families - {one.family} for filling in _fillers(one))
        ]
        following = ready[0] if ready else waiting[0]
        ordered.append(following)
        waiting.remove(following)
    return ordered


def _fillers(scheme: Scheme) -> set[str]:
    return {filling.family for one in scheme.inputs for filling in one.filled_by}


def _column(
    scheme: Scheme,
    said: Mapping[str, Fact],
    currency: str,
    rates: Rates,
    quoting: Quoting,
    done: Mapping[str, Column],
) -> Column:
    taken = take(scheme, said, currency, rates)
    filled = _filled(scheme, done, rates)
    facts = {**taken.facts, **{name: amount for name, (_by, amount) in filled.items()}}
    if scheme.status == "unknown":
        return Column(scheme, taken, None, NO_DATA, None, None, MappingProxyType(filled))
    found = quoting(scheme, facts)
    shown = _shown(found.result, scheme, currency, rates)
    net = _shown(found.net, scheme, currency, rates)
    return Column(scheme, taken, found, _state(scheme, found), shown, net, MappingProxyType(filled))


def _filled(
    scheme: Scheme, done: Mapping[str, Column], rates: Rates
) -> dict[str, tuple[str, Decimal]]:
    """What schemes quoted before give to this one's inputs, in its currency; several are added."""
    found: dict[str, tuple[str, Decimal]] = {}
    for one in scheme.inputs:
        for filling in one.filled_by:
            for column in done.values():
                if column.scheme.family != filling.family or column.quote is None:
                    continue
                amount = value_of(column.quote, filling.value)
                changed = amount and rates.convert(amount, column.scheme.currency, scheme.currency)
                if changed is not None:
                    before = found.get(one.id, ("", Decimal(0)))[1]
                    found[one.id] = (column.scheme.id, before + changed)
    return found


def value_of(found: Quote, name: str) -> Decimal | None:
    """A step of a quote by its name; "" or "result" is the result."""
    if name in ("", "result"):
        return found.result
    value = next((step.value for step in found.steps if step.id == name), None)
    return value if isinstance(value, Decimal) else None


def _shown(amount: Decimal | None, scheme: Scheme, currency: str, rates: Rates) -> Decimal | None:
    return None if amount is None else rates.convert(amount, scheme.currency, currency)


def _state(scheme: Scheme, found: Quote) -> str:
    if found.result is None:
        return REFUSED if found.refused else OPEN
    if scheme.status == "proposal":
        return PROPOSAL
    return CEILING if scheme.discretionary else PAID


def _excluded(schemes: Sequence[Scheme]) -> tuple[tuple[str, str], ...]:
    pairs = []
    for at, one in enumerate(schemes):
        for other in schemes[at + 1 :]:
            forbidden = _never_with(one, other) or _never_with(other, one)
            if forbidden or one.family == other.family:
                pairs.append((one.id, other.id))
    return tuple(pairs)


def _never_with(one: Scheme, other: Scheme) -> bool:
    return one.combine is not None and other.family in one.combine.not_with


def _kinds(columns: Sequence[Column], excluded: Sequence[tuple[str, str]]) -> tuple[Kind, ...]:
    instruments = dict.fromkeys(column.scheme.instrument for column in columns)
    found = []
    for instrument in instruments:
        own = tuple(column for column in columns if column.scheme.instrument == instrument)
        found.append(Kind(instrument, own, _total(own, excluded)))
    return tuple(found)


def _total(columns: Sequence[Column], excluded: Sequence[tuple[str, str]]) -> Decimal | None:
    """Only of two or more that really add up: none open, none excluding another."""
    ids = {column.scheme.id for column in columns}
    if len(columns) < 2 or not all(column.counts for column in columns):
        return None
    if any(one in ids and other in ids for one, other in excluded):
        return None
    if any(_limits(column.scheme, columns) for column in columns):
        return None
    return sum((column.shown or Decimal(0) for column in columns), Decimal(0))


def _limits(scheme: Scheme, columns: Sequence[Column]) -> bool:
    """Does it say how much it and another of these may give together?"""
    together = scheme.combine.with_ if scheme.combine and scheme.combine.at_most else ()
    return any(column.scheme.family in together for column in columns)


def not_its_day(scheme: Scheme, facts: Mapping[str, Fact]) -> date | None:
    """The production's day outside the version's time; None when it fits or is not known."""
    day = next(
        (
            facts[one.id]
            for one in scheme.inputs
            if one.means == scheme.date_basis and one.id in facts
        ),
        facts.get(scheme.date_basis),
    )
    if not isinstance(day, date) or scheme.in_force(day):
        return None
    return day
