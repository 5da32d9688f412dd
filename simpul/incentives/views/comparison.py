"""A comparison in words: for the page, the paper, the spreadsheet and what is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from simpul.city.queries import city_book
from simpul.incentives import words
from simpul.incentives.estimate import charts, comparing
from simpul.incentives.estimate.asking import Query, sheet_of
from simpul.incentives.estimate.comparing import Column, Comparison, Kind
from simpul.incentives.estimate.production import field_of, place_of
from simpul.incentives.estimate.rates import Rate, Rates
from simpul.incentives.scheme.stacking import Filled
from simpul.incentives.views.catalogue import label
from simpul.incentives.views.results import result
from simpul.kit.outcomes import WrongState


@dataclass(frozen=True, slots=True)
class Answered:
    """A query and what it came to."""

    query: Query
    rates: Rates
    found: Comparison
    on: date


def answer(query: Query, rates: Rates, on: date) -> Answered:
    """Quote everything."""
    said = query.said.values
    found = comparing.compare(query.schemes, said, query.currency, rates)
    return Answered(query, rates, found, on)


def said_rows(query: Query) -> list[dict[str, str]]:
    """What was said of the production, with the page that asks it."""
    asks = query.asks
    return [
        {
            "key": _asked_of(query, name),
            "value": words.fact(asks[name].input, value, query.currency),
            "href": f"?{query.address(hal=str(sheet_of(query, name)))}",
        }
        for name, value in query.said.values.items()
    ]


def _asked_of(query: Query, name: str) -> str:
    question = words.text(query.asks[name].input.label)
    home = next(g for g in query.groups if any(ask.name == name for ask in g.asks))
    return question if home.kind == "all" else f"{group_title(query, home)}: {question}"


def group_title(query: Query, group: Any) -> str:
    """ "The whole production", a place, or the name of a scheme."""
    if group.kind == "all":
        return _("The whole production")
    if group.kind == "place":
        return words.place(group.key)
    scheme = next(one for one in query.schemes if one.id == group.key)
    return words.text(scheme.name)


def rate_rows(answered: Answered) -> list[dict[str, Any]]:
    """Every currency of the comparison to the city's, with date and source; what is lacking."""
    base = answered.rates.base
    rows = []
    for currency in answered.query.currencies:
        if currency == base:
            continue
        rate = answered.rates.find(currency)
        rows.append(
            {
                "currency": currency,
                "name": words.currency_name(currency),
                "base": base,
                "field": f"kurs.{currency}",
                "value": words.number(rate.one.normalize()) if rate else "",
                "typed": bool(rate and rate.typed),
                **_origin(rate, answered.on),
            }
        )
    return rows


def _origin(rate: Rate | None, on: date) -> dict[str, Any]:
    if rate is None:
        return {"origin": "", "address": "", "old": False}
    if rate.typed:
        return {"origin": _("Typed by you"), "address": "", "old": False}
    try:
        book = city_book()
    except WrongState:
        return {"origin": rate.source, "address": "", "old": False}
    laws = [words.text(row.title) for row in book.law_titles(rate.law)]
    source = book.sources.get(rate.source)
    return {
        "origin": "; ".join(laws) or rate.source,
        "address": source.address if source else "",
        "until": rate.valid_to,
        "from": rate.valid_from,
        "old": rate.age(on) > OLD,
    }


OLD = 31
"""Days after which a rate is called old."""


def kinds(answered: Answered) -> list[dict[str, Any]]:
    """The answers by instrument: unlike ones never stand in one chart or sum."""
    most = max(
        (column.shown for column in answered.found.columns if column.shown), default=Decimal(0)
    )
    return [_kind(answered, one, most) for one in answered.found.kinds]


def _kind(answered: Answered, kind: Kind, most: Decimal) -> dict[str, Any]:
    currency = answered.query.currency
    return {
        "instrument": kind.instrument,
        "title": words.INSTRUMENTS[kind.instrument],
        "hint": words.INSTRUMENT_HINTS[kind.instrument],
        "columns": [column_words(answered, column, most) for column in kind.columns],
        "total": words.money(kind.total, currency) if kind.total is not None else "",
        "several": len(kind.columns) > 1,
    }


def column_words(answered: Answered, column: Column, most: Decimal) -> dict[str, Any]:
    """One scheme's answer."""
    query, scheme = answered.query, column.scheme
    state = _state(column)
    lacking = state == comparing.OPEN and bool(column.taken.unconverted)
    amount = column.result
    made: dict[str, Any] = {
        **label(scheme),
        "state": state,
        "state_words": words.state_of("no_rate" if lacking else state),
        "amount": words.money(amount, scheme.currency) if amount is not None else "",
        "shown": words.money(column.shown, query.currency) if column.shown is not None else "",
        "net": _net(column, query.currency),
        "bar": charts.bar(column.shown, most, state) if column.shown is not None else "",
        "own": scheme.currency == query.currency,
        "result": None,
        "missing": [],
        "converted": [],
        "filled": [],
        "no_rate": bool(column.taken.unconverted),
        "wrong_day": comparing.not_its_day(scheme, column.taken.facts),
        "remove": f"?{query.without(scheme.id).address(hasil='1')}",
    }
    if column.quote is not None:
        made["result"] = result(scheme, column.quote, column.taken.facts)
        made["missing"] = [_missing(query, column, name) for name in column.quote.missing]
    made["converted"] = [
        _("%(label)s: %(said)s is %(taken)s")
        % {
            "label": _label(column, name),
            "said": words.money(said, query.currency),
            "taken": words.money(taken, scheme.currency),
        }
        for name, (said, taken) in column.taken.converted.items()
    ]
    made["filled"] = [_filled(answered, column, one) for one in column.filled]
    if column.cut:
        made["filled"].append(
            _("Cut by %(cut)s, because together with others it may not come to more: %(clause)s")
            % {"cut": words.money(column.cut, scheme.currency), "clause": column.clause}
        )
    return made


def _state(column: Column) -> str:
    if column.quote is not None and column.state == comparing.OPEN and not column.quote.missing:
        return "undefined"
    return column.state


def _net(column: Column, currency: str) -> str:
    if column.shown_net is None or column.shown_net == column.shown:
        return ""
    return words.money(column.shown_net, currency)


def _label(column: Column, name: str) -> str:
    one = column.scheme.input(name)
    return words.text(one.label) if one else words.basis(name)


def _missing(query: Query, column: Column, name: str) -> dict[str, str]:
    one = column.scheme.input(name)
    field = field_of(column.scheme, one) if one else f"all.{name}"
    href = f"?{query.address(hal=str(sheet_of(query, field)))}"
    return {"label": _label(column, name), "href": href}


def _filled(answered: Answered, column: Column, one: Filled) -> str:
    names = [words.text(s.name) for s in answered.query.schemes if s.family in one.by]
    amount = (
        _("not known") if one.amount is None else words.money(one.amount, column.scheme.currency)
    )
    return _("%(label)s: %(amount)s, from “%(scheme)s”") % {
        "label": _label(column, one.input),
        "amount": amount,
        "scheme": "”, “".join(names),
    }


def exclusions(answered: Answered) -> list[str]:
    """Pairs of which only one can be had."""
    names = {one.id: words.text(one.name) for one in answered.query.schemes}
    told = [
        _("Only one of these can be had: “%(one)s” or “%(other)s”.")
        % {"one": names[one], "other": names[other]}
        for one, other in answered.found.excluded
    ]
    if answered.found.apart:
        apart = "”, “".join(names[one] for one in answered.found.apart)
        told.append(
            _("Each reckoned on its own, as the law has no order for them together: “%(all)s”.")
            % {"all": apart}
        )
    return told


def places(query: Query) -> list[str]:
    """The places of the comparison, for its title."""
    return [words.place(code) for code in dict.fromkeys(place_of(one) for one in query.schemes)]


def kept(answered: Answered) -> Mapping[str, Any]:
    """What is kept beside the query: figures, rates and the schemes' digests, as plain text."""
    rates = {
        currency: {"one": str(rate.one), "typed": rate.typed, "source": rate.source}
        for currency in answered.query.currencies
        if (rate := answered.rates.find(currency)) is not None
    }
    return {
        "on": answered.on.isoformat(),
        "currency": answered.query.currency,
        "rates": rates,
        "columns": {
            column.scheme.id: {
                "digest": column.scheme.digest,
                "state": column.state,
                "result": None if column.result is None else str(column.result),
                "shown": None if column.shown is None else str(column.shown),
            }
            for column in answered.found.columns
        },
    }
