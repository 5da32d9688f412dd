"""Stacking with other money, claims in parts, indexes, and elections."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from simpul.incentives.scheme.fields import Fields, named
from simpul.incentives.scheme.steps.arithmetic import units_of
from simpul.incentives.scheme.steps.base import (
    AmountStep,
    Body,
    Outcome,
    Run,
    Said,
    combine,
    unknown,
)
from simpul.incentives.scheme.terms import (
    DATE,
    MONEY,
    PURE,
    Known,
    Name,
    Term,
    UnitClash,
    Units,
    names_in,
    number_unit,
    pure_unit,
    same_unit,
    unit_of,
)


@dataclass(frozen=True, slots=True)
class Stacking(AmountStep):
    """reduce_base: `of` less other money; limit_total: this and the others within a limit."""

    method: str
    of: Term
    other: tuple[Term, ...]
    share: Term | None
    base: Term | None
    at_most: Term | None

    @property
    def passes(self) -> str:
        return named(self.of)

    def names(self) -> list[str]:
        return names_in(self.of, *self.other, self.share, self.base, self.at_most)

    def unit(self, units: Units) -> str:
        if self.share is not None:
            pure_unit("share", unit_of(self.share, units))
        limits = [term for term in (self.base, self.at_most) if term is not None]
        return units_of("other", (self.of, *self.other, *limits), units)

    def run(self, run: Run) -> Outcome:
        of = run.number(self.of)
        other = combine(lambda n: sum(n, Fraction(0)), *(run.number(one) for one in self.other))
        if self.method == "reduce_base":
            share = Known(Fraction(1)) if self.share is None else run.number(self.share)
            value = combine(lambda n: max(n[0] - n[1] * n[2], Fraction(0)), of, other, share)
        else:
            limit = self._limit(run)
            value = combine(lambda n: min(n[0], max(n[2] - n[1], Fraction(0))), of, other, limit)
        why = () if other.number is None else (Said(self.method, {"other": other.number}),)
        return Outcome(value, before=of, why=why)

    def _limit(self, run: Run) -> Known:
        if self.at_most is not None:
            return run.number(self.at_most)
        assert self.share is not None and self.base is not None
        return combine(lambda n: n[0] * n[1], run.number(self.share), run.number(self.base))


def read_stacking(fields: Fields) -> Body | None:
    """stacking, by its method."""
    method = fields.text("method", required=True, choices=("reduce_base", "limit_total"))
    of, other = fields.term("of", required=True), fields.terms("other")
    share, base, at_most = fields.share("share"), fields.term("base"), fields.term("at_most")
    if method == "limit_total":
        form = fields.one_of("share", "at_most")
        if form == "share" and base is None:
            fields.bad("base", "required")
        if not form or (at_most is None and (share is None or base is None)):
            return None
    if of is None or not other or not method:
        return None
    return Stacking(method, of, other, share, base, at_most)


@dataclass(frozen=True, slots=True)
class Cumulative(AmountStep):
    """What this claim adds to the earlier ones, or the value that stays what it was."""

    method: str
    of: Term
    value: str

    @property
    def passes(self) -> str:
        return named(self.of)

    def names(self) -> list[str]:
        return names_in(self.of)

    def unit(self, units: Units) -> str:
        return number_unit("of", unit_of(self.of, units))

    def run(self, run: Run) -> Outcome:
        of = run.number(self.of)
        if not run.history:
            return Outcome(of, before=of, why=(Said("first_claim"),))
        if self.method == "lock":
            first = _past(run.history[0].values.get(run.own, run.history[0].values.get(self.value)))
            if first.number is None:
                return Outcome(first, why=(Said("history_lacks", {"name": Name(self.value)}),))
            locked = Said("locked", {"period": run.history[0].period})
            return Outcome(first, before=of, why=(locked,))
        earlier = self._earlier(run)
        if earlier.number is None:
            return Outcome(earlier, why=(Said("history_lacks", {"name": Name(self.value)}),))
        said = Said("less_earlier", {"earlier": earlier.number})
        return Outcome(combine(lambda n: n[0] - n[1], of, earlier), before=of, why=(said,))

    def _earlier(self, run: Run) -> Known:
        if self.method == "less_last":
            return _past(run.history[-1].values.get(self.value))
        if self.value:
            found = [_past(claim.values.get(self.value)) for claim in run.history]
        else:
            found = [_past(claim.result) for claim in run.history]
        return combine(lambda n: sum(n, Fraction(0)), *found)


def _past(value: object) -> Known:
    if isinstance(value, bool) or not isinstance(value, Decimal | int | Fraction):
        return Known(None)
    return Known(Fraction(value))


def read_cumulative(fields: Fields) -> Body | None:
    """cumulative, by its method."""
    method = fields.text("method", required=True, choices=("less_last", "less_all", "lock"))
    of, value = fields.term("of", required=True), fields.name("value", required=False)
    if method == "less_last" and not value:
        value = named(of)
    if method == "lock":
        value = value or named(of)
    return Cumulative(method, of, value) if of is not None and method else None


@dataclass(frozen=True, slots=True)
class Indexation(AmountStep):
    """`of` times the value of an index on a day. `index_unit`: MONEY or PURE."""

    of: Term
    index: str
    on: str

    def names(self) -> list[str]:
        return [*names_in(self.of), f"index:{self.index}", *([self.on] if self.on else [])]

    def unit(self, units: Units) -> str:
        if self.on and units.get(self.on, DATE) != DATE:
            raise UnitClash("on", units[self.on], DATE)
        of = number_unit("of", unit_of(self.of, units))
        index = units.get(f"index:{self.index}", PURE)
        if index == MONEY and of == MONEY:
            raise UnitClash("of", of, index)
        return MONEY if MONEY in (of, index) else of

    def run(self, run: Run) -> Outcome:
        day = run.facts[self.on or run.date_basis]
        of = run.number(self.of)
        if not isinstance(day.value, date):
            return Outcome(unknown(day, of))
        value = run.indexes[self.index].on(day.value)
        if value is None:
            why = (Said("no_index", {"index": self.index, "day": day.value}),)
            return Outcome(Known(None), why=why)
        said = Said("indexed", {"value": value, "day": day.value})
        return Outcome(combine(lambda n: n[0] * n[1], of, Known(value)), why=(said,))


def read_indexation(fields: Fields) -> Body | None:
    """indexation."""
    of, index = fields.term("of", required=True), fields.name("index")
    on = fields.name("on", required=False)
    return Indexation(of, index, on) if of is not None and index else None


@dataclass(frozen=True, slots=True)
class Election(AmountStep):
    """All options are computed; the chosen one counts, until then the highest."""

    options: Mapping[str, Term]
    by: str

    def names(self) -> list[str]:
        return [*names_in(*self.options.values()), *([self.by] if self.by else [])]

    def unit(self, units: Units) -> str:
        return number_unit(
            "options", same_unit("options", *(unit_of(t, units) for t in self.options.values()))
        )

    def run(self, run: Run) -> Outcome:
        found = {code: run.number(term) for code, term in self.options.items()}
        chosen = run.facts[self.by].value if self.by else None
        if isinstance(chosen, str) and chosen in found:
            said = Said("elected", {"name": self.options[chosen]})
            return Outcome(found[chosen], parts=found, why=(said,))
        doubts = [one for one in found.values() if one.number is None]
        if doubts:
            return Outcome(unknown(*doubts), parts=found)
        best = max(found, key=lambda code: found[code].number or Fraction(0))
        said = Said("best_so_far", {"name": self.options[best]})
        return Outcome(found[best], parts=found, why=(said,))

    def defines(self) -> list[str]:
        return list(self.options)


def read_election(fields: Fields) -> Body | None:
    """election."""
    table, by = fields.table("options"), fields.name("by", required=False)
    options: dict[str, Term] = {}
    for code, value in table.items():
        term = fields.read_term(f"options.{code}", value)
        if term is not None:
            options[code] = term
    if len(options) < 2:
        fields.bad("options", "required")
        return None
    codes = fields.setting.choices.get(by)
    if by and (codes is None or set(codes) != set(options)):
        fields.bad("by", "unknown_code", kind="choice", value=by)
    return Election(options, by)
