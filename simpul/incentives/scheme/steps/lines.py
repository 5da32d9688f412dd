"""Steps that look at each cost: window, place, payee, exclusion, apportionment, related parties,
limits for one person. Written once over columns, for five lines and for half a million."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import ClassVar

from simpul.incentives.scheme.frame import (
    CLAIM,
    CUT_BY,
    SAID,
    exact,
    exact_type,
    months_from,
)
from simpul.incentives.scheme.steps.base import Outcome, Run, Said, unknown
from simpul.incentives.scheme.terms import (
    DATE,
    MONEY,
    Known,
    Term,
    Units,
    names_in,
    number_unit,
    pure_unit,
    same_unit,
    unit_of,
)
from simpul.kit.late import polars as pl

NOBODY = Known(Fraction(0))


@dataclass(frozen=True, slots=True)
class LineTest:
    """A column of a line beside values."""

    column: str
    operator: str
    values: tuple[str, ...] | bool | Fraction

    def expression(self) -> pl.Expr:
        """True, false, or null where the line does not say."""
        column = pl.col(self.column)
        if isinstance(self.values, bool):
            return column == self.values
        if isinstance(self.values, Fraction):
            limit = exact(self.values)
            return {
                "at_least": column >= limit,
                "more_than": column > limit,
                "at_most": column <= limit,
                "less_than": column < limit,
            }[self.operator]
        if self.operator == "within":
            return within(column, self.values)
        if self.operator == "like":
            return pl.any_horizontal(*(column.str.contains(_pattern(v)) for v in self.values))
        found = column.is_in(list(self.values))
        return ~found if self.operator == "none_of" else found


def within(column: pl.Expr, codes: Sequence[str]) -> pl.Expr:
    """Is a place one of these, or inside one? "ID-JK" holds "ID-JK" and "ID-JK-3171"."""
    inside = [column.str.starts_with(f"{code}-") for code in codes]
    return pl.any_horizontal(column.is_in(list(codes)), *inside)


_SPECIAL = set("\\.+()[]{}^$|")


def _pattern(like: str) -> str:
    escaped = "".join(f"\\{sign}" if sign in _SPECIAL else sign for sign in like)
    return "^" + escaped.replace("*", ".*").replace("?", ".") + "$"


@dataclass(frozen=True, slots=True)
class Scope:
    """Which lines a step is about: categories (none: all) and tests, all of which must hold."""

    categories: tuple[str, ...]
    tests: tuple[LineTest, ...]

    def mask(self) -> pl.Expr:
        """True for the lines it is about; what a line does not say does not make it one."""
        parts = [test.expression().fill_null(False) for test in self.tests]
        if self.categories:
            parts.append(pl.col("category").is_in(list(self.categories)).fill_null(False))
        return pl.all_horizontal(*parts) if parts else pl.lit(True)


@dataclass(frozen=True, slots=True)
class LineStep:
    """What all line steps share."""

    on_lines: ClassVar[bool] = True
    scope: Scope

    @property
    def passes(self) -> str:
        return ""

    def defines(self) -> list[str]:
        return []

    def names(self) -> list[str]:
        return []

    def unit(self, units: Units) -> str:
        return MONEY

    def run(self, run: Run) -> Outcome:
        raise TypeError("a line step is applied to lines")

    def terms(self) -> list[Term]:
        """The terms that must be known before it can be applied."""
        return []

    def acts_on(self, said: Collection[str]) -> bool:
        """Could it change lines of which only these columns are said?"""
        wanted = {test.column for test in self.scope.tests} | set(self.looks_at())
        return wanted <= {*said, "category", "amount"}

    def looks_at(self) -> tuple[str, ...]:
        """The columns it looks at: lines of an estimate that do not say them are left."""
        return ()

    def claim(self, run: Run) -> pl.Expr:
        """What then counts of a line in scope."""
        raise NotImplementedError

    def apply(
        self, frame: pl.DataFrame, run: Run
    ) -> tuple[pl.DataFrame, frozenset[str], tuple[Said, ...]]:
        """The lines afterwards, the inputs that are missing, and what is said about it. Nothing
        changes where a term is not known."""
        doubts = [run.number(term) for term in self.terms()]
        doubts = [one for one in doubts if one.value is None]
        if doubts:
            return frame, unknown(*doubts).missing, ()
        mask, columns = self.scope.mask(), self.looks_at()
        why: tuple[Said, ...] = ()
        if columns and not frame[SAID].all():
            gap = pl.any_horizontal(*(pl.col(column).is_null() for column in columns))
            unsaid = mask & ~pl.col(SAID) & gap & (pl.col(CLAIM) != 0)
            count = frame.select(unsaid.sum()).item()
            why = (Said("not_said", {"lines": count}),) if count else ()
            mask = mask & (pl.col(SAID) | ~gap)
        return self.changed(frame, mask, run), frozenset(), why

    def changed(self, frame: pl.DataFrame, mask: pl.Expr, run: Run) -> pl.DataFrame:
        """The lines with their new claim, and who cut them first."""
        return settled(frame, pl.when(mask).then(self.claim(run)).otherwise(pl.col(CLAIM)), run)


def settled(frame: pl.DataFrame, claim: pl.Expr, run: Run) -> pl.DataFrame:
    """A new claim for every line; a line that lost by it for the first time names the step."""
    new = frame.select(claim.cast(exact_type()).alias(CLAIM)).to_series()
    if new.equals(frame[CLAIM]):
        return frame
    first = pl.lit(new != frame[CLAIM]) & pl.col(CUT_BY).is_null()
    by = pl.when(first).then(pl.lit(run.own)).otherwise(pl.col(CUT_BY))
    return frame.with_columns(by.alias(CUT_BY), new)


def _kept(test: pl.Expr) -> pl.Expr:
    return pl.when(test.fill_null(False)).then(pl.col(CLAIM)).otherwise(exact(Fraction(0)))


@dataclass(frozen=True, slots=True)
class Window(LineStep):
    """Costs of a period [start, before), the ends moved by months."""

    date_column: str
    start: Term | None
    before: Term | None
    months_before: int
    months_after: int

    def names(self) -> list[str]:
        return names_in(self.start, self.before)

    def unit(self, units: Units) -> str:
        for term in self.terms():
            same_unit("from", DATE, unit_of(term, units))
        return MONEY

    def terms(self) -> list[Term]:
        return [term for term in (self.start, self.before) if term is not None]

    def looks_at(self) -> tuple[str, ...]:
        return (self.date_column,)

    def claim(self, run: Run) -> pl.Expr:
        column, inside = pl.col(self.date_column), pl.lit(True)
        if self.start is not None and isinstance(day := run.number(self.start).value, date):
            inside = inside & (column >= months_from(day, -self.months_before))
        if self.before is not None and isinstance(day := run.number(self.before).value, date):
            inside = inside & (column < months_from(day, self.months_after))
        return _kept(inside)


@dataclass(frozen=True, slots=True)
class Keep(LineStep):
    """place, payee: only lines whose columns are among these."""

    keeps: tuple[LineTest, ...]

    def looks_at(self) -> tuple[str, ...]:
        return tuple(test.column for test in self.keeps)

    def claim(self, run: Run) -> pl.Expr:
        return _kept(pl.all_horizontal(*(test.expression() for test in self.keeps)))


@dataclass(frozen=True, slots=True)
class Part(LineStep):
    """exclusion, apportionment: a share of each line counts, or does not (`excludes`)."""

    share: Term | None
    part: Term | None
    whole: Term | None
    excludes: bool

    def names(self) -> list[str]:
        return names_in(*self.terms())

    def unit(self, units: Units) -> str:
        if self.share is not None:
            pure_unit("share", unit_of(self.share, units))
        if self.part is not None and self.whole is not None:
            same_unit("part", unit_of(self.part, units), unit_of(self.whole, units))
        return MONEY

    def terms(self) -> list[Term]:
        return [term for term in (self.share, self.part, self.whole) if term is not None]

    def claim(self, run: Run) -> pl.Expr:
        numbers = [run.number(term).number or Fraction(0) for term in self.terms()]
        if self.part is None:
            share = numbers[0] if numbers else Fraction(1)
            share = 1 - share if self.excludes else share
        else:
            share = numbers[-2] / numbers[-1] if numbers[-1] else Fraction(0)
        top, bottom = exact(Fraction(share.numerator)), exact(Fraction(share.denominator))
        return pl.col(CLAIM) * top / bottom


@dataclass(frozen=True, slots=True)
class RelatedParty(LineStep):
    """Related parties up to what an unrelated one would have been paid."""

    keeps_unproven: bool

    def looks_at(self) -> tuple[str, ...]:
        return ("related_party",)

    def claim(self, run: Run) -> pl.Expr:
        claim, proven = pl.col(CLAIM), pl.col("arms_length")
        unproven = claim if self.keeps_unproven else exact(Fraction(0))
        lesser = (  # of a credit, too, no more than that is taken back
            pl.when(claim < 0)
            .then(pl.max_horizontal(claim, proven))
            .otherwise(pl.min_horizontal(claim, proven))
        )
        related = pl.when(proven.is_null()).then(unproven).otherwise(lesser)
        return pl.when(pl.col("related_party").fill_null(False)).then(related).otherwise(claim)


@dataclass(frozen=True, slots=True)
class PerPerson(LineStep):
    """Up to so much for each person; or nothing for who is paid `from_amount` or more."""

    limit: Term
    per: tuple[str, ...]
    drops: bool

    def names(self) -> list[str]:
        return names_in(self.limit)

    def unit(self, units: Units) -> str:
        return same_unit("limit", MONEY, number_unit("limit", unit_of(self.limit, units)))

    def terms(self) -> list[Term]:
        return [self.limit]

    def looks_at(self) -> tuple[str, ...]:
        return self.per

    def changed(self, frame: pl.DataFrame, mask: pl.Expr, run: Run) -> pl.DataFrame:
        """Lines of a person over the limit count in an order of their content, until it is full:
        which of them is cut must not depend on the order in which they were written."""
        limit = exact(run.number(self.limit).number or Fraction(0))
        keys, nothing = list(self.per), exact(Fraction(0))
        order = list(dict.fromkeys((*keys, "category", "date", "account", "doc_no")))
        marked = (
            frame.with_columns(mask.alias("_in"), pl.col(CLAIM).alias("_part"))
            .with_row_index("_place")
            .select("_place", *order, "_part", "_in")
            .filter("_in")
        )
        paid = marked.group_by(keys).agg(pl.col("_part").sum())
        full = paid.filter(pl.col("_part") >= limit if self.drops else pl.col("_part") > limit)
        # Most people are below it: only the lines of the others are gone through.
        over = marked.join(full, on=keys, how="semi", nulls_equal=True)
        if not over.height:
            return frame
        if self.drops:
            left = nothing
        else:
            upto = pl.col("_part").cum_sum().over(keys)
            left = pl.min_horizontal(upto, limit) - pl.min_horizontal(upto - pl.col("_part"), limit)
        cut = over.sort([*order, "_part"], nulls_last=True).with_columns(left.alias("_left"))
        new = frame[CLAIM].clone().scatter(cut["_place"], cut["_left"])
        return settled(frame, pl.lit(new), run)
