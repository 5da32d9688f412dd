"""What a quote answers: the result with every step, test, cut, refusal and missing fact."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from simpul.incentives.scheme.spec import FINAL
from simpul.kit.late import polars as pl
from simpul.kit.texts import Texts

Shown = Decimal | bool | str | date | None


@dataclass(frozen=True, slots=True)
class StepResult:
    """One step as it came out.

    `unit`: "money", "number", or the unit of a count; `before` and `cut`: of steps that cut, in the
    step's unit; `clause`: of the limit that bit, else the step's; `skipped`: its `when` did not
    hold; `parts`: what it defines besides itself.
    """

    id: str
    kind: str
    label: Texts
    value: Decimal | None
    unit: str
    before: Decimal | None
    cut: Decimal | None
    clause: str
    law: str
    sources: tuple[str, ...]
    why: Texts
    skipped: bool = False
    parts: Mapping[str, Shown] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TestResult:
    """A requirement: met, not met, or None (a fact is missing). `tested`: its `when` held."""

    id: str
    label: Texts
    clause: str
    on_fail: str
    holds: bool | None
    tested: bool
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why there is no result. `code`: test | not_in_force | no_case | no_tier | no_index | …;
    `of`: the test or step."""

    code: str
    of: str
    label: Texts
    clause: str
    why: Texts


@dataclass(frozen=True, slots=True)
class Part:
    """An instalment. `amount` None: not known yet; `months`: after the certificate; `due`: what it
    waits for (spec.DUES)."""

    id: str
    label: Texts
    amount: Decimal | None
    months: int | None
    due: str = FINAL


@dataclass(frozen=True, slots=True)
class Quote:
    """The answer of a scheme to facts.

    `result`: None when refused, when something is missing, or when there is no data.
    `discretionary`: read it as "up to". `missing`: inputs to ask; `assumed`: inputs whose default
    was taken; `to_decide`: tests somebody decides. `net`: after tax, None where not known.
    `values`: everything by name, for the next claim. `lines`: a report's, with `claim`, `cut_by`.
    """

    scheme_id: str
    family: str
    status: str
    currency: str
    unit: str
    discretionary: bool
    result: Decimal | None
    steps: tuple[StepResult, ...]
    tests: tuple[TestResult, ...]
    refused: tuple[Refusal, ...]
    missing: tuple[str, ...]
    assumed: tuple[str, ...]
    to_decide: tuple[str, ...]
    payments: tuple[Part, ...]
    net: Decimal | None
    no_data: bool
    values: Mapping[str, Shown]
    lines: pl.DataFrame | None = None

    def step(self, name: str) -> StepResult:
        """The step of that id; KeyError when there is none."""
        for one in self.steps:
            if one.id == name:
                return one
        raise KeyError(name)
