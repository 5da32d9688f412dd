"""What can be seen to be wrong before anything is computed: names, order, circles, units."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from simpul.incentives.scheme.conditions import check_units, names_of
from simpul.incentives.scheme.spec import Category, FromFact, Input, Origin, Scheme, Step, Test
from simpul.incentives.scheme.terms import (
    CHOICE,
    DATE,
    FLAG,
    MONEY,
    PURE,
    SHARE,
    Term,
    UnitClash,
    names_in,
    pure_unit,
    same_unit,
    unit_of,
)
from simpul.kit.packs import Problems, Row

INPUT_UNITS = {
    "amount": MONEY,
    "share": SHARE,
    "number": PURE,
    "flag": FLAG,
    "choice": CHOICE,
    "date": DATE,
}


COLUMN_KINDS: Mapping[str, tuple[str, ...]] = {
    "related_party": ("flag",),
    **dict.fromkeys(("date", "service_from", "service_to"), ("date",)),
    "arms_length": ("amount",),
    "share": ("share", "number"),
}
"""Kinds of input that a line's column can take; texts take a choice."""


def units_of(scheme: Scheme) -> dict[str, str]:
    """The unit of every name of a sound scheme; UnitClash where units do not go together."""
    units = first_units(scheme)
    for step in scheme.steps:
        _add(units, step)
    return units


def first_units(scheme: Scheme) -> dict[str, str]:
    """The units of what is there before the first step."""
    units = {scheme.date_basis: DATE}
    for one in scheme.inputs:
        if not one.category:
            units[one.id] = INPUT_UNITS.get(one.kind, one.unit)
    units |= {category.id: MONEY for category in scheme.categories}
    units |= {test.id: FLAG for test in scheme.tests}
    units |= {f"index:{index.id}": index.unit for index in scheme.indexes}
    return units


def _add(units: dict[str, str], step: Step) -> None:
    check_units(step.when, units, "when")
    unit = step.body.unit(units)
    units[step.id] = unit
    for part in step.body.defines():
        units[f"{step.id}.{part}"] = unit


def check(scheme: Scheme, whole: Row, problems: Problems) -> None:
    """Put everything wrong on the list. Each check needs the ones before it to have passed."""
    _Names(scheme, whole, problems).check()
    if not problems:
        _Units(scheme, whole, problems).check()


@dataclass(frozen=True, slots=True)
class _At:
    """Where a name is defined: the number of the step before which it is there, and its line."""

    step: int
    line: int


class _Names:
    def __init__(self, scheme: Scheme, whole: Row, problems: Problems) -> None:
        self.scheme, self.whole, self.problems = scheme, whole, problems
        self.at: dict[str, _At] = {scheme.date_basis: _At(-1, 0)}
        self.tests = {test.id: test for test in scheme.tests}
        self.needs = {step.id: self._reads(step) for step in scheme.steps}
        self.costs = {one.id: one for one in scheme.inputs if one.category}

    def bad(self, place: str, code: str, /, **params: object) -> None:
        field = place.rsplit(".", 1)[-1] if "." in place else place
        self.problems.add(
            self.whole.file, self.whole.line_of(place), _field(place, field), code, **params
        )

    def check(self) -> None:
        self._define()
        for number, test in enumerate(self.scheme.tests):
            for name in _of_test(test):
                self._known(name, f"test.{number}.of")
        for number, step in enumerate(self.scheme.steps):
            self._step(number, step)
        self._lines_first()
        self._inputs()
        self._ends()
        self._used()
        self._sources()

    def _define(self) -> None:
        taken: dict[str, int] = {}
        for place, name, defined in self._named():
            line = self.whole.line_of(f"{place}.id")
            if name in taken:
                self.bad(f"{place}.id", "name_taken", value=name, line=taken[name])
            if name:
                taken.setdefault(name, line)
                self.at[name] = _At(defined, line)
        for number, step in enumerate(self.scheme.steps):
            for part in step.body.defines():
                self.at[f"{step.id}.{part}"] = _At(number, step.line)
        for index in self.scheme.indexes:
            self.at[f"index:{index.id}"] = _At(-1, 0)

    def _named(self) -> Iterator[tuple[str, str, int]]:
        scheme = self.scheme
        for number, one in enumerate(scheme.inputs):
            if not one.category:
                yield f"input.{number}", one.id, -1
        for number, category in enumerate(scheme.categories):
            yield f"category.{number}", category.id, -1
        for number, test in enumerate(scheme.tests):
            yield f"test.{number}", test.id, -1
        for number, step in enumerate(scheme.steps):
            yield f"step.{number}", step.id, number

    def _reads(self, step: Step) -> list[str]:
        return [*step.body.names(), *names_of(step.when)]

    def _through_tests(self, names: list[str], seen: frozenset[str] = frozenset()) -> set[str]:
        """The names, and for tests what they look at."""
        found = set(names)
        for name in names:
            if name in self.tests and name not in seen:
                found |= self._through_tests(_of_test(self.tests[name]), seen | {name})
        return found

    def _known(self, name: str, place: str) -> bool:
        if name in self.at:
            return True
        plain = name.removeprefix("index:")
        if plain in self.costs:
            self.bad(place, "category_not_input", value=plain, category=self.costs[plain].category)
        else:
            self.bad(place, "unknown_name", value=plain)
        return False

    def _step(self, number: int, step: Step) -> None:
        names = [
            name for name in self.needs[step.id] if self._known(name, self._where(number, name))
        ]
        for name in sorted(self._through_tests(names)):
            base = name.split(".")[0]
            if base == step.id:
                where = self._where(number, name)
                self.bad(where, "refers_to_itself", value=step.id)
            elif name in self.at and self.at[name].step >= number:
                where, line = self._where(number, name), self.at[name].line
                if step.id in self._behind(base):
                    self.bad(where, "circular", value=step.id, other=base)
                else:
                    self.bad(where, "used_before", value=name, line=line)

    def _where(self, number: int, name: str) -> str:
        """The key of a step in which a name stands."""
        values = self.whole.values["step"][number]
        path = _path_of(values, name.removeprefix("index:"))
        return f"step.{number}.{path or 'kind'}"

    def _behind(self, name: str) -> set[str]:
        """Everything a step waits for, near or far."""
        found: set[str] = set()
        waiting = [name]
        while waiting:
            for one in self._through_tests(self.needs.get(waiting.pop(), [])):
                base = one.split(".")[0]
                if base not in found:
                    found.add(base)
                    waiting.append(base)
        return found

    def _lines_first(self) -> None:
        categories = {category.id for category in self.scheme.categories}
        summed: int | None = None
        for number, step in enumerate(self.scheme.steps):
            if step.body.on_lines:
                if summed is not None:
                    self.bad(f"step.{number}.kind", "line_step_late", line=summed)
                for name in getattr(step.body, "scope").categories:  # noqa: B009
                    if name not in categories:
                        self.bad(f"step.{number}.of", "unknown_name", value=name)
                if categories & self._through_tests(self.needs[step.id]):
                    self.bad(f"step.{number}.kind", "line_step_late", line=step.line)
            elif summed is None and categories & self._through_tests(self.needs[step.id]):
                summed = step.line

    def _inputs(self) -> None:
        scheme = self.scheme
        categories = {category.id: category for category in scheme.categories}
        kinds = {one.id: one.kind for one in scheme.inputs}
        for number, one in enumerate(scheme.inputs):
            if one.category and one.category not in categories:
                self.bad(f"input.{number}.category", "unknown_name", value=one.category)
            for column, value in one.line.items():
                if isinstance(value, FromFact):
                    self._from_fact(f"input.{number}.line.{column}", column, value.fact, kinds)
        self._double_inputs(scheme.inputs)
        for number, category in enumerate(scheme.categories):
            self._parents(number, category, categories)

    def _from_fact(self, place: str, column: str, fact: str, kinds: Mapping[str, str]) -> None:
        """A line's value that is a fact must be of the column's kind."""
        if fact not in kinds:
            self.bad(place, "unknown_name", value=fact)
        elif kinds[fact] not in COLUMN_KINDS.get(column, ("choice",)):
            self.bad(place, "units_mixed", one=kinds[fact], other=column)

    def _double_inputs(self, inputs: tuple[Input, ...]) -> None:
        seen: dict[str, int] = {}
        for number, one in enumerate(inputs):
            line = self.whole.line_of(f"input.{number}.id")
            if one.id in seen:
                self.bad(f"input.{number}.id", "name_taken", value=one.id, line=seen[one.id])
            seen.setdefault(one.id, line)

    def _parents(self, number: int, own: Category, categories: Mapping[str, Category]) -> None:
        seen, parent = {own.id}, own.part_of
        while parent:
            if parent not in categories:
                self.bad(f"category.{number}.part_of", "unknown_name", value=parent)
                return
            if parent in seen:
                self.bad(f"category.{number}.part_of", "circular", value=own.id, other=parent)
                return
            seen.add(parent)
            parent = categories[parent].part_of

    def _ends(self) -> None:
        scheme = self.scheme
        steps = {step.id for step in scheme.steps}
        if scheme.steps and scheme.result not in steps:
            self.bad("scheme.result", "unknown_name", value=scheme.result)
        for name in scheme.rounding.at if scheme.rounding else ():
            if name not in steps:
                self.bad("rounding.at", "unknown_name", value=name)
        for place, terms, names in _last_terms(scheme):
            for name in [*names_in(*terms), *names]:
                self._known(name, place)

    def _used(self) -> None:
        read = {name for names in self.needs.values() for name in names}
        for test in self.scheme.tests:
            read |= set(_of_test(test))
        for one in self.scheme.payments:
            read |= set(names_of(one.when))
        for number, test in enumerate(self.scheme.tests):
            if test.on_fail == "reduce" and test.id not in read:
                self.bad(f"test.{number}.on_fail", "test_without_effect", value=test.id)

    def _sources(self) -> None:
        """Every source that is named is there."""
        scheme = self.scheme
        ids = {one.id for one in scheme.sources if one.id}
        origins: dict[str, list[Origin]] = {
            "input": [one.origin for one in scheme.inputs],
            "category": [one.origin for one in scheme.categories],
            "test": [one.origin for one in scheme.tests],
            "step": [one.origin for one in scheme.steps],
            "index": [one.origin for one in scheme.indexes],
        }
        named = [
            (f"{key}.{number}.source", one.sources)
            for key, found in origins.items()
            for number, one in enumerate(found)
        ]
        if scheme.fund is not None:
            named.append(("fund.source", scheme.fund.origin.sources))
        for number, dispute in enumerate(scheme.disputes):
            said = tuple(one.source for one in dispute.says)
            named.append((f"dispute.{number}.says", said))
            self._known(dispute.of, f"dispute.{number}.of")
        for place, sources in named:
            for source in sources:
                if source not in ids:
                    self.bad(place, "unknown_name", value=source)


def _field(place: str, field: str) -> str:
    parts = place.split(".")
    return ".".join(parts[2:]) if len(parts) > 2 and parts[1].isdigit() else field


def _path_of(values: object, name: str) -> str:
    """Where a name stands in a table: "limits.0.base"; "" when it does not."""
    found: list[tuple[str, object]] = []
    if isinstance(values, Mapping):
        found = [(key, value) for key, value in values.items() if key not in ("id", "kind")]
    elif isinstance(values, list):
        found = [(str(number), value) for number, value in enumerate(values)]
    for key, value in found:
        if value == name or key == name:
            return key
        if inner := _path_of(value, name):
            return f"{key}.{inner}"
    return ""


def _of_test(test: Test) -> list[str]:
    return [*names_of(test.needs), *names_of(test.when)]


def _last_terms(scheme: Scheme) -> Iterator[tuple[str, tuple[Term | None, ...], list[str]]]:
    """Names that are read when all steps are done."""
    for number, one in enumerate(scheme.payments):
        names = [*names_of(one.when), *([one.of] if one.of else [])]
        yield f"payment.{number}.id", (one.share, one.amount), names
    for number, cliff in enumerate(scheme.cliffs):
        yield f"cliff.{number}.of", (cliff.at,), [cliff.of] if cliff.of else []
    for number, category in enumerate(scheme.categories):
        yield f"category.{number}.share", (category.share,), []
    if scheme.tax is not None:
        yield "tax.rate", (scheme.tax.rate,), [scheme.tax.net] if scheme.tax.net else []
    if scheme.fund is not None:
        yield "fund.amount", (scheme.fund.amount,), []
    if scheme.combine is not None:
        yield "combine.at_most", (scheme.combine.at_most,), []


class _Units:
    def __init__(self, scheme: Scheme, whole: Row, problems: Problems) -> None:
        self.scheme, self.whole, self.problems = scheme, whole, problems

    def check(self) -> None:
        units = first_units(self.scheme)
        for number, step in enumerate(self.scheme.steps):
            try:
                _add(units, step)
            except UnitClash as clash:
                self.bad(f"step.{number}", clash)
                return
        for number, test in enumerate(self.scheme.tests):
            try:
                check_units(test.needs, units, "of")
                check_units(test.when, units, "when")
            except UnitClash as clash:
                self.bad(f"test.{number}", clash)
        result = units.get(self.scheme.result, MONEY)
        if result in (FLAG, CHOICE, DATE):
            self.problems.at(self.whole, "scheme.result", "result_unit", unit=result)
        for number, one in enumerate(self.scheme.payments):
            try:
                if one.share is not None:
                    pure_unit("share", unit_of(one.share, units))
                if one.amount is not None:
                    same_unit("amount", result, unit_of(one.amount, units))
            except UnitClash as clash:
                self.bad(f"payment.{number}", clash)

    def bad(self, place: str, clash: UnitClash) -> None:
        line = self.whole.line_of(f"{place}.{clash.field.split('.')[0]}")
        self.problems.add(
            self.whole.file,
            line,
            clash.field,
            "units_mixed",
            one=_unit_words(clash.one),
            other=_unit_words(clash.other),
        )


def _unit_words(unit: str) -> object:
    return _UNIT_WORDS.get(unit, unit)


_UNIT_WORDS = {
    MONEY: {"id": "uang", "en": "money"},
    PURE: {"id": "bilangan", "en": "a number"},
    SHARE: {"id": "bagian", "en": "a share"},
    FLAG: {"id": "ya/tidak", "en": "yes/no"},
    CHOICE: {"id": "pilihan", "en": "a choice"},
    DATE: {"id": "tanggal", "en": "a date"},
}
