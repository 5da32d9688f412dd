"""Tiers and uplifts: marginal bands, whole-base jumps, ladders of points, proportions of days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from simpul.incentives.scheme.conditions import Condition, check_units, names_of
from simpul.incentives.scheme.fields import Fields
from simpul.incentives.scheme.steps.base import (
    ZERO,
    AmountStep,
    Body,
    Outcome,
    Run,
    Said,
    combine,
    unknown,
)
from simpul.incentives.scheme.terms import (
    ANY,
    SHARE,
    Constant,
    Known,
    Term,
    Units,
    names_in,
    number_unit,
    pure_unit,
    same_unit,
    unit_of,
)


@dataclass(frozen=True, slots=True)
class Band:
    """A marginal band: up to `to` (None: without end), with the most money it gives."""

    to: Term | None
    rate: Term
    cap: Term | None
    when: Condition | None
    clause: str


@dataclass(frozen=True, slots=True)
class Marginal(AmountStep):
    """Each part of `of` at the rate of its band."""

    of: Term
    bands: tuple[Band, ...]

    def names(self) -> list[str]:
        own = [[*names_in(b.to, b.rate, b.cap), *names_of(b.when)] for b in self.bands]
        return [*names_in(self.of), *(name for names in own for name in names)]

    def unit(self, units: Units) -> str:
        of = number_unit("of", unit_of(self.of, units))
        for band in self.bands:
            pure_unit("tiers.rate", unit_of(band.rate, units))
            check_units(band.when, units, "tiers.when")
            for term in (band.to, band.cap):
                if term is not None:
                    same_unit("tiers", of, unit_of(term, units))
        return of

    def run(self, run: Run) -> Outcome:
        of = run.number(self.of)
        start = ZERO
        found: list[Known] = []
        told: list[Said] = []
        for band in self.bands:
            to = of if band.to is None else run.number(band.to)
            part = combine(lambda n: max(min(n[0], n[1]) - n[2], Fraction(0)), of, to, start)
            money = self._money(band, part, run)
            found.append(money)
            if part.number and money.number is not None:
                rate = run.number(band.rate).number
                told.append(Said("band", {"part": part.number, "rate": rate, "is": money.number}))
            start = to
        return Outcome(combine(lambda n: sum(n, Fraction(0)), *found), why=tuple(told))

    def _money(self, band: Band, part: Known, run: Run) -> Known:
        if part.number == 0:
            return ZERO
        held = run.holds(band.when)
        if held.holds is not True:
            return ZERO if held.holds is False else unknown(held, part)
        money = combine(lambda n: n[0] * n[1], part, run.number(band.rate))
        return money if band.cap is None else combine(min, money, run.number(band.cap))


@dataclass(frozen=True, slots=True)
class Tier:
    """A whole-base tier: the rate of everything, or an amount, when `needs` hold."""

    needs: Condition | None
    rate: Term | None
    amount: Term | None
    cap: Term | None
    clause: str


@dataclass(frozen=True, slots=True)
class WholeBase(AmountStep):
    """The first tier whose needs hold, for all of `of`; without `of` its rate."""

    of: Term | None
    tiers: tuple[Tier, ...]
    refuses: bool

    def names(self) -> list[str]:
        own = [[*names_in(t.rate, t.amount, t.cap), *names_of(t.needs)] for t in self.tiers]
        return [*names_in(self.of), *(name for names in own for name in names)]

    def unit(self, units: Units) -> str:
        of = SHARE if self.of is None else number_unit("of", unit_of(self.of, units))
        for tier in self.tiers:
            check_units(tier.needs, units, "tiers.needs")
            if tier.rate is not None:
                pure_unit("tiers.rate", unit_of(tier.rate, units))
            for term in (tier.amount, tier.cap):
                if term is not None:
                    of = same_unit("tiers", ANY if self.of is None else of, unit_of(term, units))
        return of

    def run(self, run: Run) -> Outcome:
        for tier in self.tiers:
            held = run.holds(tier.needs)
            if held.holds is None:
                return Outcome(unknown(held))
            if held.holds:
                return self._give(tier, run)
        if self.refuses:
            return Outcome(Known(None), why=(Said("no_tier"),), refused=True)
        return Outcome(ZERO, why=(Said("no_tier"),))

    def _give(self, tier: Tier, run: Run) -> Outcome:
        if tier.rate is None:
            assert tier.amount is not None
            value = run.number(tier.amount)
            return Outcome(value, why=(Said("tier_amount"),), clause=tier.clause)
        rate = run.number(tier.rate)
        why = () if rate.number is None else (Said("tier_rate", {"rate": rate.number}),)
        if self.of is None:
            return Outcome(rate, why=why, clause=tier.clause)
        money = combine(lambda n: n[0] * n[1], run.number(self.of), rate)
        if tier.cap is None:
            return Outcome(money, why=why, clause=tier.clause)
        cap = run.number(tier.cap)
        if money.number is not None and cap.number is not None and cap.number < money.number:
            why = (*why, Said("cap_bites", {"limit": cap.number}))
        return Outcome(combine(min, money, cap), before=money, why=why, clause=tier.clause)


def read_tier(fields: Fields) -> Body | None:
    """tier, by its method."""
    method = fields.text("method", required=True, choices=("marginal", "whole_base"))
    if method == "marginal":
        return _read_marginal(fields)
    of = fields.term("of")
    refuses = fields.text("none", choices=("zero", "refuse")) == "refuse"
    tiers = [_read_tier(one) for one in fields.tables("tiers")]
    whole = tuple(one for one in tiers if one is not None)
    return WholeBase(of, whole, refuses) if method and whole else None


def _read_tier(fields: Fields) -> Tier | None:
    needs, form = fields.condition("needs"), fields.one_of("rate", "amount")
    rate = fields.share("rate") if form == "rate" else None
    amount = fields.term("amount") if form == "amount" else None
    cap, clause = fields.term("cap"), fields.text("clause")
    fields.done()
    return Tier(needs, rate, amount, cap, clause) if rate or amount else None


def _read_marginal(fields: Fields) -> Body | None:
    of = fields.term("of", required=True)
    bands: list[Band] = []
    tables = fields.tables("tiers")
    last = Fraction(0)
    for number, one in enumerate(tables):
        to, rate = one.term("to"), one.share("rate", required=True)
        cap, when, clause = one.term("cap"), one.condition("when"), one.text("clause")
        one.done()
        if to is None and number < len(tables) - 1:
            one.bad("to", "last_band")
        if isinstance(to, Constant) and isinstance(to.value, Fraction):
            if to.value <= last:
                one.bad("to", "not_in_order", value=str(to.value))
            last = to.value
        if rate is not None:
            bands.append(Band(to, rate, cap, when, clause))
    return Marginal(of, tuple(bands)) if of is not None and bands else None


@dataclass(frozen=True, slots=True)
class Rung:
    """A rung of a ladder of points."""

    at_least: Term
    rate: Term


@dataclass(frozen=True, slots=True)
class Uplift(AmountStep):
    """More, when `needs` hold: a rate or the rung reached, in the proportion part : whole."""

    of: Term | None
    rate: Term | None
    ladder: tuple[Rung, ...]
    points: Term | None
    part: Term | None
    whole: Term | None
    needs: Condition | None

    def names(self) -> list[str]:
        rungs = [name for rung in self.ladder for name in names_in(rung.at_least, rung.rate)]
        own = names_in(self.of, self.rate, self.points, self.part, self.whole)
        return [*own, *rungs, *names_of(self.needs)]

    def unit(self, units: Units) -> str:
        check_units(self.needs, units, "needs")
        if self.rate is not None:
            pure_unit("rate", unit_of(self.rate, units))
        for rung in self.ladder:
            pure_unit("ladder.rate", unit_of(rung.rate, units))
            assert self.points is not None
            same_unit("points", unit_of(self.points, units), unit_of(rung.at_least, units))
        if self.part is not None and self.whole is not None:
            same_unit("part", unit_of(self.part, units), unit_of(self.whole, units))
        return SHARE if self.of is None else number_unit("of", unit_of(self.of, units))

    def run(self, run: Run) -> Outcome:
        held = run.holds(self.needs)
        if held.holds is False:
            return Outcome(ZERO, why=(Said("needs_not_met"),))
        rate = self._rate(run)
        if rate.number == 0:
            return Outcome(ZERO, why=(Said("no_rung"),))
        proportion = self._proportion(run)
        of = Known(Fraction(1)) if self.of is None else run.number(self.of)
        if held.holds is None:
            return Outcome(unknown(held, rate, proportion, of))
        value = combine(lambda n: n[0] * n[1] * n[2], rate, proportion, of)
        why: tuple[Said, ...] = ()
        if rate.number is not None and proportion.number is not None:
            code = "uplift" if self.part is None else "uplift_part"
            why = (Said(code, {"rate": rate.number, "part": proportion.number}),)
        return Outcome(value, why=why)

    def _rate(self, run: Run) -> Known:
        if self.rate is not None:
            return run.number(self.rate)
        assert self.points is not None
        points = run.number(self.points)
        best = ZERO
        for rung in self.ladder:
            start = run.number(rung.at_least)
            if points.number is None or start.number is None:
                return unknown(points, start)
            if points.number >= start.number:
                best = run.number(rung.rate)
        return best

    def _proportion(self, run: Run) -> Known:
        if self.part is None or self.whole is None:
            return Known(Fraction(1))
        part, whole = run.number(self.part), run.number(self.whole)
        if part.number == 0 or whole.number == 0:
            return ZERO
        return combine(lambda n: n[0] / n[1], part, whole)


def read_uplift(fields: Fields) -> Body | None:
    """uplift."""
    of, form = fields.term("of"), fields.one_of("rate", "ladder")
    rate = fields.share("rate") if form == "rate" else None
    ladder = _ladder(fields.tables("ladder")) if form == "ladder" else ()
    points = fields.term("points", required=form == "ladder")
    part, whole = fields.term("part"), fields.term("whole")
    if (part is None) is not (whole is None):
        fields.bad("part", "one_of_these", names="part + whole")
        return None
    needs = fields.condition("needs")
    if rate is None and (not ladder or points is None):
        return None
    return Uplift(of, rate, ladder, points, part, whole, needs)


def _ladder(tables: Sequence[Fields]) -> tuple[Rung, ...]:
    rungs: list[Rung] = []
    last: Fraction | None = None
    for one in tables:
        start, rate = one.term("at_least", required=True), one.share("rate", required=True)
        one.done()
        if isinstance(start, Constant) and isinstance(start.value, Fraction):
            if last is not None and start.value <= last:
                one.bad("at_least", "not_in_order", value=str(start.value))
            last = start.value
        if start is not None and rate is not None:
            rungs.append(Rung(start, rate))
    return tuple(rungs)
