"""One production under several schemes, in the order of the law. Pure.

Schemes that know of each other are quoted by `scheme.stacking`: one's money reduces the other's
base, and what is capped together is cut. Unlike instruments are never added: money back, help in
kind and financing that is repaid stand in groups of their own; what is only a proposal or a ceiling
never enters a sum.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from simpul.incentives.estimate.answers import Fact
from simpul.incentives.estimate.production import Taken, take
from simpul.incentives.estimate.quoting import quoted, with_day
from simpul.incentives.estimate.rates import Rates
from simpul.incentives.scheme.spec import Scheme
from simpul.incentives.scheme.stacking import Asked, Filled, Stacked, StackProblem, stack
from simpul.incentives.scheme.trace import Quote

PAID, CEILING, PROPOSAL = "paid", "ceiling", "proposal"
REFUSED, OPEN, NO_DATA = "refused", "open", "no_data"
"""What a column's figure is. open: something is still missing."""


@dataclass(frozen=True, slots=True)
class Column:
    """One scheme's answer. `result`: after what it and others may give together, which took `cut`
    by `clause`. `shown`, `shown_net`: in the reader's currency, None without a rate. `filled`: what
    other schemes of the comparison gave its inputs.
    """

    scheme: Scheme
    taken: Taken
    quote: Quote | None
    state: str
    result: Decimal | None
    shown: Decimal | None
    shown_net: Decimal | None
    filled: tuple[Filled, ...] = ()
    cut: Decimal = Decimal(0)
    clause: str = ""

    @property
    def counts(self) -> bool:
        """May it enter a sum of its kind? What is refused gives nothing, and that is known."""
        return self.state == REFUSED or (self.state == PAID and self.shown is not None)


@dataclass(frozen=True, slots=True)
class Kind:
    """The columns of one instrument. `total`: of what may be added, None where nothing may."""

    instrument: str
    columns: tuple[Column, ...]
    total: Decimal | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """All columns as chosen, and by instrument. `excluded`: pairs of ids of which only one can be
    had. `apart`: ids that were quoted each on its own, because together they have no order."""

    columns: tuple[Column, ...]
    kinds: tuple[Kind, ...]
    excluded: tuple[tuple[str, str], ...]
    apart: tuple[str, ...] = ()


def compare(
    schemes: Sequence[Scheme], said: Mapping[str, Fact], currency: str, rates: Rates
) -> Comparison:
    """Quote every scheme on what was said; see the module for the order and what is added."""
    taken = {one.id: take(one, said, currency, rates) for one in schemes}
    rows: dict[str, Stacked] = {}
    apart: list[str] = []
    for group in _groups(schemes):
        asked = [Asked(one, with_day(one, taken[one.id].facts)) for one in group]
        try:
            rows |= {row.quote.scheme_id: row for row in stack(asked).rows}
        except StackProblem:
            apart += [one.id for one in group]
            rows |= {one.id: _alone(one, taken[one.id]) for one in group}
    columns = tuple(
        _column(one, taken[one.id], rows.get(one.id), currency, rates) for one in schemes
    )
    excluded = _excluded(schemes)
    return Comparison(columns, _kinds(columns, excluded), excluded, tuple(apart))


def _groups(schemes: Sequence[Scheme]) -> list[list[Scheme]]:
    """Schemes that know of each other, together; a scheme of which nothing is known in none."""
    found: list[list[Scheme]] = []
    for one in schemes:
        if one.status == "unknown":
            continue
        near = [group for group in found if any(_knows(one, other) for other in group)]
        rest = [group for group in found if group not in near]
        found = [*rest, [*(other for group in near for other in group), one]]
    return found


def _knows(one: Scheme, other: Scheme) -> bool:
    return other.family in _names(one) or one.family in _names(other)


def _names(scheme: Scheme) -> set[str]:
    filling = {by.family for one in scheme.inputs for by in one.filled_by}
    return filling | set(scheme.combine.with_ if scheme.combine else ())


def _alone(scheme: Scheme, taken: Taken) -> Stacked:
    found = quoted(scheme, taken.facts)
    return Stacked(found, (), found.result, Decimal(0), "")


def _column(
    scheme: Scheme, taken: Taken, row: Stacked | None, currency: str, rates: Rates
) -> Column:
    if row is None:
        return Column(scheme, taken, None, NO_DATA, None, None, None)
    shown = _shown(row.result, scheme, currency, rates)
    # What tax leaves is known of the whole result only, not of one that was cut afterwards.
    net = None if row.cut else _shown(row.quote.net, scheme, currency, rates)
    state = _state(scheme, row.quote)
    return Column(
        scheme, taken, row.quote, state, row.result, shown, net, row.filled, row.cut, row.clause
    )


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
    return sum((column.shown or Decimal(0) for column in columns), Decimal(0))


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
