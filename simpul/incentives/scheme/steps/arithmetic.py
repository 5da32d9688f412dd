"""Plain arithmetic: value, sum, difference, share, product, ratio, lowest, highest, choice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from simpul.incentives.scheme.fields import Fields
from simpul.incentives.scheme.rounding import MODES, rounded
from simpul.incentives.scheme.steps.base import (
    AmountStep,
    Body,
    Outcome,
    Reader,
    Run,
    Said,
    combine,
    unknown,
)
from simpul.incentives.scheme.terms import (
    ANY,
    MONEY,
    NUMBERS,
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


def units_of(field: str, terms: tuple[Term, ...], units: Units) -> str:
    """The unit that several terms share."""
    return number_unit(field, same_unit(field, *(unit_of(term, units) for term in terms)))


@dataclass(frozen=True, slots=True)
class Plain(AmountStep):
    """value, sum, lower_of, higher_of: one operation over terms of one unit."""

    kind: str
    of: tuple[Term, ...]

    def names(self) -> list[str]:
        return names_in(*self.of)

    def unit(self, units: Units) -> str:
        return units_of("of", self.of, units)

    def run(self, run: Run) -> Outcome:
        found = [run.number(term) for term in self.of]
        if self.kind in ("lower_of", "higher_of"):
            return _extreme(self.kind, self.of, found)
        return Outcome(combine(_total, *found))


def _total(numbers: list[Fraction]) -> Fraction:
    return sum(numbers, Fraction(0))


def _extreme(kind: str, terms: tuple[Term, ...], found: list[Known]) -> Outcome:
    value = combine(min if kind == "lower_of" else max, *found)
    if value.number is None:
        return Outcome(value)
    winner = terms[[one.number for one in found].index(value.number)]
    if isinstance(winner, Name):
        return Outcome(value, why=(Said(kind, {"name": winner}),))
    return Outcome(value, why=(Said(f"{kind}_constant", {"value": value.number}),))


@dataclass(frozen=True, slots=True)
class Difference(AmountStep):
    """`of` less the others; negative unless `not_below`."""

    of: Term
    minus: tuple[Term, ...]
    not_below: Term | None

    def names(self) -> list[str]:
        return names_in(self.of, *self.minus, self.not_below)

    def unit(self, units: Units) -> str:
        floor = () if self.not_below is None else (self.not_below,)
        return units_of("of", (self.of, *self.minus, *floor), units)

    def run(self, run: Run) -> Outcome:
        terms = [self.of, *self.minus] + ([] if self.not_below is None else [self.not_below])
        found = [run.number(term) for term in terms]

        def compute(numbers: list[Fraction]) -> Fraction:
            rest = numbers[0] - sum(numbers[1 : len(self.minus) + 1])
            return rest if self.not_below is None else max(rest, numbers[-1])

        return Outcome(combine(compute, *found), before=found[0])


@dataclass(frozen=True, slots=True)
class Times(AmountStep):
    """share, product: `of` times a share, a number or a count."""

    kind: str
    of: Term
    by: Term

    def names(self) -> list[str]:
        return names_in(self.of, self.by)

    def unit(self, units: Units) -> str:
        of = number_unit("of", unit_of(self.of, units))
        by = number_unit("times", unit_of(self.by, units))
        if self.kind == "share":
            pure_unit("rate", by)
            return of
        if of in NUMBERS or by in NUMBERS:
            return by if of in NUMBERS else of
        if of == f"{MONEY}/{by}" or (MONEY in (of, by) and of != by):
            return MONEY
        raise UnitClash("times", of, by)

    def run(self, run: Run) -> Outcome:
        of, by = run.number(self.of), run.number(self.by)
        why: tuple[Said, ...] = ()
        if of.number is not None and by.number is not None:
            code = "share_of" if self.kind == "share" else "times"
            why = (Said(code, {"rate": by.number, "of": of.number, "by": self.by}),)
        return Outcome(combine(lambda n: n[0] * n[1], of, by), why=why)


@dataclass(frozen=True, slots=True)
class Ratio(AmountStep):
    """`of` divided by `to`; nothing when `to` is 0. Money by days is "money/days"."""

    of: Term
    to: Term

    def names(self) -> list[str]:
        return names_in(self.of, self.to)

    def unit(self, units: Units) -> str:
        of = number_unit("of", unit_of(self.of, units))
        to = number_unit("to", unit_of(self.to, units))
        if to in NUMBERS:
            return of
        return PURE if of in (to, ANY) else f"{of}/{to}"

    def run(self, run: Run) -> Outcome:
        of, to = run.number(self.of), run.number(self.to)
        if to.number == 0:
            return Outcome(Known(None), why=(Said("divided_by_nothing"),))
        return Outcome(combine(lambda n: n[0] / n[1], of, to))


@dataclass(frozen=True, slots=True)
class Choice(AmountStep):
    """A value for each code of a choice."""

    by: str
    cases: Mapping[str, Term]
    otherwise: Term | None

    def names(self) -> list[str]:
        return [self.by, *names_in(*self._all)]

    @property
    def _all(self) -> tuple[Term, ...]:
        return (*self.cases.values(), *([] if self.otherwise is None else [self.otherwise]))

    def unit(self, units: Units) -> str:
        return units_of("cases", self._all, units)

    def run(self, run: Run) -> Outcome:
        code = run.facts[self.by]
        if code.value is None:
            return Outcome(unknown(code))
        term = self.cases.get(str(code.value), self.otherwise)
        if term is None:
            why = (Said("no_case", {"name": Name(self.by), "choice": str(code.value)}),)
            return Outcome(Known(None), why=why)
        said = Said("chosen_by", {"name": Name(self.by), "choice": str(code.value)})
        return Outcome(run.number(term), why=(said,))


@dataclass(frozen=True, slots=True)
class Round(AmountStep):
    """A number rounded at a place."""

    of: Term
    mode: str
    place: Fraction

    @property
    def passes(self) -> str:
        return self.of.name if isinstance(self.of, Name) else ""

    def names(self) -> list[str]:
        return names_in(self.of)

    def unit(self, units: Units) -> str:
        return number_unit("of", unit_of(self.of, units))

    def run(self, run: Run) -> Outcome:
        of = run.number(self.of)
        value = combine(lambda n: rounded(n[0], self.mode, self.place), of)
        said = Said(f"rounded_{self.mode}", {"place": self.place})
        return Outcome(value, before=of, why=(said,))


def read_plain(kind: str) -> Reader:
    """The reader of value, sum, lower_of and higher_of."""

    def read(fields: Fields) -> Body | None:
        of = fields.terms("is" if kind == "value" else "of")
        return Plain(kind, of) if of else None

    return read


def read_difference(fields: Fields) -> Body | None:
    of, minus = fields.term("of", required=True), fields.terms("minus")
    not_below = fields.term("not_below")
    return None if of is None or not minus else Difference(of, minus, not_below)


def read_share(fields: Fields) -> Body | None:
    of, rate = fields.term("of", required=True), fields.share("rate", required=True)
    return None if of is None or rate is None else Times("share", of, rate)


def read_product(fields: Fields) -> Body | None:
    of, times = fields.term("of", required=True), fields.term("times", required=True)
    return None if of is None or times is None else Times("product", of, times)


def read_ratio(fields: Fields) -> Body | None:
    of, to = fields.term("of", required=True), fields.term("to", required=True)
    return None if of is None or to is None else Ratio(of, to)


def read_choice(fields: Fields) -> Body | None:
    by, table = fields.name("by"), fields.table("cases")
    if not table:
        fields.bad("cases", "required")
    codes = fields.setting.choices.get(by)
    if by and codes is None:
        fields.bad("by", "unknown_name", value=by)
    cases: dict[str, Term] = {}
    for code, value in table.items():
        if codes is not None and code not in codes:
            fields.bad(f"cases.{code}", "not_a_choice", value=code, choices=", ".join(codes))
        term = fields.read_term(f"cases.{code}", value)
        if term is not None:
            cases[code] = term
    return Choice(by, cases, fields.term("otherwise")) if by and cases else None


def read_rounding(fields: Fields) -> Body | None:
    of = fields.term("of", required=True)
    mode = fields.text("mode", required=True, choices=MODES)
    place = read_place(fields)
    return None if of is None or not mode or place is None else Round(of, mode, place)


def read_place(fields: Fields) -> Fraction | None:
    """The place of a rounding: "0.01", "1", "1000"; None and a problem for anything else."""
    text = fields.text("place", required=True)
    try:
        place = Fraction(text) if text else None
    except (ValueError, ZeroDivisionError):
        place = Fraction(0)
    if place is not None and place <= 0:
        fields.bad("place", "not_number", value=text)
        return None
    return place
