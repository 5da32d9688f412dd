"""A frozen trial carried out: from what went in, and nothing else, to the report."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from simpul.city.book import CityBook, book_of
from simpul.city.pack import row_builders
from simpul.incentives.estimate.answers import from_file
from simpul.incentives.lab.reckoning.cases import SYNTHETIC, Case, Fund, Outcome, digest, plain
from simpul.incentives.lab.reckoning.rules import rules_of
from simpul.incentives.lab.reckoning.trial import run
from simpul.incentives.scheme.reading import read_scheme
from simpul.incentives.scheme.spec import Scheme
from simpul.permits.planning.facts import PlanFacts
from simpul.permits.planning.plan import parse_plan
from simpul.permits.planning.quote import quote as quote_levies

Progress = Callable[[int], None]


def carry_out(frozen: Mapping[str, Any], progress: Progress | None = None) -> dict[str, Any]:
    """The report of a frozen trial: the same input gives the same report."""
    carry = _levies if frozen["kind"] == "levies" else _scheme
    return carry(frozen, progress)


def frozen_side(scheme: Scheme, *, draft: bool) -> dict[str, Any]:
    """A version as it goes into the trial: its whole text, so that nothing outside decides."""
    return {
        "id": scheme.id,
        "name": dict(scheme.name),
        "digest": scheme.digest,
        "text": scheme.text,
        "currency": scheme.currency,
        "draft": draft,
    }


LEVY_PARTS = (
    "settings",
    "sources",
    "laws",
    "areas",
    "authorities",
    "jurisdictions",
    "calendar",
    "sites",
)
"""What of a city's pack decides a levy, beside the table of levies itself."""


def frozen_levies(contents: Mapping[str, Any]) -> dict[str, Any]:
    """The levies of a pack version as they go into a trial: their whole text, with its digest, so
    that the trial can be carried out again wherever that version is gone."""
    kept = {part: contents[part] for part in LEVY_PARTS}
    kept["tables"] = {"levies": contents["tables"]["levies"]}
    return {"contents": kept, "sha256": digest(kept)}


def frozen_cases(cases: Sequence[Case]) -> list[list[Any]]:
    """Cases as JSON keeps them."""
    return [[one.key, one.on.isoformat(), one.origin, plain(dict(one.facts))] for one in cases]


def _scheme(frozen: Mapping[str, Any], progress: Progress | None) -> dict[str, Any]:
    before, after = _version(frozen["before"]), _version(frozen["after"])
    known_as = before if frozen["known_as"] == "before" else after
    cases = [
        Case(key, date.fromisoformat(on), from_file(known_as, facts).facts, origin)
        for key, on, origin, facts in frozen["cases"]
    ]
    return run(
        cases,
        rules_of(before, known_as=known_as),
        rules_of(after, known_as=known_as),
        fund=_fund(frozen),
        seed=int(frozen["seed"]),
        progress=progress,
    )


def _version(side: Mapping[str, Any]) -> Scheme:
    scheme = read_scheme(str(side["text"]), f"{side['id']}.toml")
    _require_digest(scheme.digest, side["digest"])
    return scheme


def _require_digest(found: str, written: str) -> None:
    if found != written:
        raise ValueError("the frozen rules are not those whose digest stands beside them")


def _fund(frozen: Mapping[str, Any]) -> Fund:
    fund = frozen["fund"]
    amount = None if fund["amount"] is None else Decimal(fund["amount"])
    return Fund(amount, date.fromisoformat(fund["opens"]), date.fromisoformat(fund["closes"]))


# --- levies ------------------------------------------------------------------------------------
def _levies(frozen: Mapping[str, Any], progress: Progress | None) -> dict[str, Any]:
    before, after = _book(frozen["before"]), _book(frozen["after"])
    # A plan travels as text: facts of a case are plain values.
    cases = [
        Case(key, date.fromisoformat(on), {"plan": json.dumps(plan)}, origin)
        for key, on, origin, plan in frozen["cases"]
    ]
    return run(
        cases,
        _levied(before),
        _levied(after),
        fund=_fund(frozen),
        seed=int(frozen["seed"]),
        progress=progress,
    )


def _book(side: Mapping[str, Any]) -> CityBook:
    _require_digest(digest(side["contents"]), side["sha256"])
    return book_of(side["contents"], row_builders())


def _levied(book: CityBook) -> Callable[[Sequence[Case]], Iterator[Outcome]]:
    def rules(cases: Sequence[Case]) -> Iterator[Outcome]:
        return (_levy(book, json.loads(str(case.facts["plan"]))) for case in cases)

    return rules


def _levy(book: CityBook, data: Any) -> Outcome:
    """What a plan pays. A plan today's rules cannot read is not known; what the law leaves open is
    a mark beside the sum, never a number in it."""
    parsed = parse_plan(data, book)
    if not parsed.ok:
        return Outcome(None, missing=("plan",))
    found = quote_levies(PlanFacts(parsed.plan, book))
    marks = {"open": str(len(found.open))}
    marks |= {f"rule:{line.rule_id}": "yes" for line in found.lines}
    return Outcome(found.total.amount, marks=marks)


def synthetic_plans(
    plans: Sequence[tuple[str, date, dict[str, Any]]], *, count: int, seed: int
) -> list[tuple[str, date, str, dict[str, Any]]]:
    """A year drawn from past plans, with replacement."""
    from random import Random

    if not plans:
        return []
    rng = Random(seed)  # noqa: S311 (a trial, no secret)
    drawn = rng.choices(plans, k=count)
    return [(f"S{n}", on, SYNTHETIC, plan) for n, (_k, on, plan) in enumerate(drawn, start=1)]
