"""Caps: what they are given, cut to the lowest limit; and the cap that includes itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from simpul.incentives.scheme.conditions import Condition, check_units, names_of
from simpul.incentives.scheme.fields import Fields, named
from simpul.incentives.scheme.steps.arithmetic import units_of
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
    Constant,
    Known,
    Name,
    Term,
    Units,
    names_in,
    pure_unit,
    same_unit,
    unit_of,
)


@dataclass(frozen=True, slots=True)
class Limit:
    """`at_most` alone, or `factor` (a share or a number of times) of `base`."""

    at_most: Term | None
    factor: Term | None
    base: Term | None
    when: Condition | None
    clause: str

    def names(self) -> list[str]:
        return [*names_in(self.at_most, self.factor, self.base), *names_of(self.when)]

    def unit(self, units: Units) -> str:
        check_units(self.when, units, "limits.when")
        if self.at_most is not None:
            return unit_of(self.at_most, units)
        assert self.factor is not None and self.base is not None
        pure_unit("limits.share", unit_of(self.factor, units))
        return unit_of(self.base, units)

    def value(self, run: Run) -> Known:
        if self.at_most is not None:
            return run.number(self.at_most)
        assert self.factor is not None and self.base is not None
        return combine(lambda n: n[0] * n[1], run.number(self.factor), run.number(self.base))


@dataclass(frozen=True, slots=True)
class Cap(AmountStep):
    """`of`, added up, and no more than the lowest of the limits that hold."""

    of: tuple[Term, ...]
    limits: tuple[Limit, ...]

    @property
    def passes(self) -> str:
        return named(self.of[0]) if len(self.of) == 1 else ""

    def names(self) -> list[str]:
        return [*names_in(*self.of), *(name for limit in self.limits for name in limit.names())]

    def unit(self, units: Units) -> str:
        of = units_of("of", self.of, units)
        return same_unit("limits", of, *(limit.unit(units) for limit in self.limits))

    def run(self, run: Run) -> Outcome:
        before = combine(lambda n: sum(n, Fraction(0)), *(run.number(term) for term in self.of))
        lowest, limit, doubts = before, None, []
        for one in self.limits:
            held = run.holds(one.when)
            if held.holds is None:
                doubts.append(unknown(held))
            elif held.holds:
                value = one.value(run)
                if value.number is None:
                    doubts.append(value)
                elif lowest.number is None or value.number < lowest.number:
                    lowest, limit = value, one
        if before.number is None or doubts:
            return Outcome(unknown(before, *doubts), before=before)
        if limit is None:
            return Outcome(before, before=before, why=(Said("cap_idle"),))
        assert lowest.number is not None
        said = Said("cap_bites", {"limit": lowest.number})
        return Outcome(lowest, before=before, why=(said,), clause=limit.clause)


LIMIT_FORMS = ("at_most", "share", "times")


def read_cap(fields: Fields) -> Body | None:
    """base_cap, overall_cap, project_cap, uplift_cap."""
    of = fields.terms("of")
    if fields.has("limits"):
        for key in LIMIT_FORMS:
            if fields.has(key):
                fields.bad(key, "not_this_and_that", one=key, other="limits")
        limits = [_limit(one) for one in fields.tables("limits")]
        if not limits:
            fields.bad("limits", "required")
    else:
        limits = [_limit(fields, own=True)]
    whole = tuple(one for one in limits if one is not None)
    return Cap(of, whole) if of and whole and len(whole) == len(limits) else None


def _limit(fields: Fields, *, own: bool = False) -> Limit | None:
    form = fields.one_of(*LIMIT_FORMS)
    at_most = fields.term("at_most") if form == "at_most" else None
    factor = fields.share("share") if form == "share" else fields.term("times")
    base = fields.term("base", required=form in ("share", "times"))
    if form == "at_most" and base is not None:
        fields.bad("base", "not_this_and_that", one="base", other="at_most")
    when = None if own else fields.condition("when")
    clause = "" if own else fields.text("clause")
    if not own:
        fields.done()
    if not form or (at_most is None and (factor is None or base is None)):
        return None
    return Limit(at_most, None if form == "at_most" else factor, base, when, clause)


@dataclass(frozen=True, slots=True)
class Capped:
    """A class of costs in a self-including cap: at most `share` of the base, and `amount`."""

    of: Name
    share: Term
    amount: Term | None


RESULT, BEFORE = "result", "before"


@dataclass(frozen=True, slots=True)
class SubCap(AmountStep):
    """`rest` whole, each class up to its share of the base: the result itself, all, or a name."""

    rest: tuple[Term, ...]
    classes: tuple[Capped, ...]
    base: Term | str

    def names(self) -> list[str]:
        base = [] if isinstance(self.base, str) else names_in(self.base)
        own = [names_in(one.of, one.share, one.amount) for one in self.classes]
        return [*names_in(*self.rest), *base, *(name for names in own for name in names)]

    def defines(self) -> list[str]:
        return [one.of.name for one in self.classes]

    def unit(self, units: Units) -> str:
        for one in self.classes:
            pure_unit("classes.at_most", unit_of(one.share, units))
        amounts = [one.amount for one in self.classes if one.amount is not None]
        base = () if isinstance(self.base, str) else (self.base,)
        terms = (*self.rest, *(one.of for one in self.classes), *amounts, *base)
        return units_of("classes", terms, units)

    def run(self, run: Run) -> Outcome:
        rest = combine(lambda n: sum(n, Fraction(0)), *(run.number(one) for one in self.rest))
        costs = [self._cost(one, run) for one in self.classes]
        raw = [run.number(one.of) for one in self.classes]
        shares = [run.number(one.share) for one in self.classes]
        base = ZERO if isinstance(self.base, str) else run.number(self.base)
        doubts = [one for one in (rest, base, *costs, *raw, *shares) if one.number is None]
        if doubts:
            return Outcome(unknown(*doubts))
        numbers = [one.number or Fraction(0) for one in costs]
        parts = [one.number or Fraction(0) for one in shares]
        if self.base == RESULT and sum(parts) >= 1:
            return Outcome(Known(None), why=(Said("no_solution"),))
        whole = rest.number or Fraction(0)
        first = sum((one.number or Fraction(0) for one in raw), whole)
        allowed = self._allowed(whole, numbers, parts, first, base.number or Fraction(0))
        names = self.defines()
        return Outcome(
            Known(whole + sum(allowed)),
            before=Known(first),
            parts=dict(zip(names, map(Known, allowed), strict=True)),
            why=_told(names, [one.number or Fraction(0) for one in raw], allowed),
        )

    def _cost(self, one: Capped, run: Run) -> Known:
        if one.amount is None:
            return run.number(one.of)
        return combine(min, run.number(one.of), run.number(one.amount))

    def _allowed(
        self,
        rest: Fraction,
        costs: Sequence[Fraction],
        shares: Sequence[Fraction],
        first: Fraction,
        base: Fraction,
    ) -> list[Fraction]:
        if self.base == RESULT:
            return self_including(rest, costs, shares)
        of = first if self.base == BEFORE else base
        return [min(cost, share * of) for cost, share in zip(costs, shares, strict=True)]


def _told(
    names: Sequence[str], costs: Sequence[Fraction], allowed: Sequence[Fraction]
) -> tuple[Said, ...]:
    cut = [
        Said("class_cut", {"class": name, "before": cost, "after": left})
        for name, cost, left in zip(names, costs, allowed, strict=True)
        if left < cost
    ]
    return tuple(cut) or (Said("cap_idle"),)


def self_including(
    rest: Fraction, costs: Sequence[Fraction], shares: Sequence[Fraction]
) -> list[Fraction]:
    """What is left of each cost when none may be more than its share of the whole that is left.

    The whole T is the rest and what is left: T = rest + sum(min(cost, share x T)). In closed form:
    if the classes B are cut, T = (rest + costs of the others) / (1 - shares of B). A class is cut
    when cost / share > T, so the classes are cut in the order of cost / share, the largest first,
    until the next one fits. Shares together below 1 (checked before), so T is the only solution.
    """
    order = sorted(
        (i for i, cost in enumerate(costs) if cost > 0),
        key=lambda i: (shares[i] > 0, -costs[i] / shares[i] if shares[i] else 0),
    )
    whole = rest + sum(costs)
    kept, cut = whole, Fraction(0)
    for i in order:
        if costs[i] <= shares[i] * whole:
            break
        kept -= costs[i]
        cut += shares[i]
        whole = kept / (1 - cut)
    whole = max(whole, Fraction(0))
    return [min(cost, share * whole) for cost, share in zip(costs, shares, strict=True)]


def read_sub_cap(fields: Fields) -> Body | None:
    """category_sub_cap, with the refusal of what has no solution."""
    rest = fields.terms("rest", required=False)
    base_text = fields.text("base", required=True)
    base = base_text if base_text in (RESULT, BEFORE) else fields.term("base")
    classes = []
    for one in fields.tables("classes"):
        of = one.name("of")
        share = one.share("at_most", required=True)
        amount = one.term("amount")
        one.done()
        if of and share is not None:
            classes.append(Capped(Name(of), share, amount))
    if not classes or base is None:
        return None
    if base == RESULT and not _solvable(fields, rest, classes):
        return None
    return SubCap(rest, tuple(classes), base)


def _solvable(fields: Fields, rest: tuple[Term, ...], classes: Sequence[Capped]) -> bool:
    if not rest:
        why = {
            "id": "semua biaya dibatasi oleh jumlahnya sendiri, jadi tidak ada yang tersisa",
            "en": "all costs are capped by their own sum, so nothing is left",
        }
        fields.bad("rest", "cap_without_solution", why=why)
        return False
    fixed = [one.share.value for one in classes if isinstance(one.share, Constant)]
    total = sum((value for value in fixed if isinstance(value, Fraction)), Fraction(0))
    if total >= 1:
        why = {
            "id": "bagian-bagiannya mencapai 100% atau lebih",
            "en": "the shares come to 100% or more",
        }
        fields.bad("classes", "cap_without_solution", why=why)
        return False
    return True
