"""The comparison as an address: schemes chosen, currency, answers, typed rates. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from urllib.parse import urlencode

from simpul.incentives.estimate.answers import as_text
from simpul.incentives.estimate.production import Ask, Group, Said, groups, read
from simpul.incentives.estimate.rates import RateProblem, Rates, with_typed
from simpul.incentives.estimate.typed import Unreadable
from simpul.incentives.scheme.spec import Scheme

MOST_SCHEMES = 8
"""More do not fit side by side."""

MOST_ASKED = 6
"""Questions on one page."""

RATE = "kurs."
CHOSEN, CURRENCY = "s", "mata_uang"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of questions. `part` of `parts` of a group."""

    number: int
    group: Group
    asks: tuple[Ask, ...]
    part: int
    parts: int


@dataclass(frozen=True, slots=True)
class Query:
    """A comparison asked for. `raw`: fields as typed; `lists`: the address as it came."""

    schemes: tuple[Scheme, ...]
    currency: str
    groups: tuple[Group, ...]
    said: Said
    typed_rates: Mapping[str, str]
    raw: Mapping[str, str]

    @property
    def asks(self) -> dict[str, Ask]:
        return {ask.name: ask for group in self.groups for ask in group.asks}

    @property
    def currencies(self) -> tuple[str, ...]:
        """The reader's first, then those of the schemes."""
        found = dict.fromkeys((self.currency, *(one.currency for one in self.schemes)))
        return tuple(found)

    def rates(self, sourced: Rates) -> tuple[Rates, Mapping[str, Unreadable]]:
        """The sourced rates with the reader's on top, and what is wrong with those."""
        rates, wrong = sourced, dict[str, Unreadable]()
        for currency, text in self.typed_rates.items():
            try:
                rates = with_typed(rates, {currency: text})
            except RateProblem as problem:
                wrong[RATE + currency] = Unreadable("number", problem.text)
        return rates, wrong

    def address(self, **more: str) -> str:
        """The query that asks this again, in one plain writing."""
        pairs = [(CHOSEN, one.id) for one in self.schemes]
        if self.currency:
            pairs.append((CURRENCY, self.currency))
        asks = self.asks
        pairs += [(n, as_text(asks[n].input, v)) for n, v in self.said.values.items()]
        pairs += [(RATE + c, text) for c, text in self.typed_rates.items()]
        pairs += [(name, value) for name, value in more.items() if value]
        return urlencode(pairs)

    def without(self, scheme_id: str) -> Query:
        """The same without one scheme."""
        return replace(self, schemes=tuple(s for s in self.schemes if s.id != scheme_id))


def read_query(
    lists: Mapping[str, Sequence[str]],
    known: Mapping[str, Scheme],
    *,
    language: str,
    own_currency: str,
) -> Query:
    """A comparison from an address. Unknown and unreadable schemes are left out, the first eight
    are taken."""
    ids = dict.fromkeys(lists.get(CHOSEN, ()))
    schemes = tuple(known[one] for one in ids if one in known)[:MOST_SCHEMES]
    raw = {name: values[-1] for name, values in lists.items() if values}
    currencies = {own_currency, "USD", "EUR", *(one.currency for one in known.values())}
    currency = raw.get(CURRENCY, "")
    currency = currency if currency in currencies else own_currency
    asked = groups(schemes)
    said = read(asked, raw, currency, language)
    typed = {
        name.removeprefix(RATE): text
        for name, text in raw.items()
        if name.startswith(RATE) and text.strip() and name.removeprefix(RATE) in currencies
    }
    return Query(schemes, currency, asked, said, MappingProxyType(typed), MappingProxyType(raw))


def sheets(query: Query) -> tuple[Sheet, ...]:
    """The questions on pages, group by group."""
    made: list[Sheet] = []
    for group in query.groups:
        parts = [group.asks[at : at + MOST_ASKED] for at in range(0, len(group.asks), MOST_ASKED)]
        for part, asks in enumerate(parts, start=1):
            made.append(Sheet(len(made) + 1, group, asks, part, len(parts)))
    return tuple(made)


def sheet_of(query: Query, name: str) -> int:
    """The page that asks a field; 1 for what is nowhere asked."""
    for sheet in sheets(query):
        if any(ask.name == name for ask in sheet.asks):
            return sheet.number
    return 1
