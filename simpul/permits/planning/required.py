"""Who must agree, in which order, with what: the clearances a plan needs, and who must be told.

Four rule tables answer: `police_scale` (which police office), `clearances` (the whole plan),
`site_clearances` (each place; `@manager` is the place's manager), `notices` (who must be told).
Rows that ask the same authority for the same kind of answer become one request. A row of kind
"forbidden" is no request but a bar; of kind "none" it explains why nothing is needed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from simpul.kit.texts import Texts, pick
from simpul.permits.planning.clocks import Clock, Step, chain_order
from simpul.permits.planning.concerns import (
    concerned_dates,
    concerned_parts,
    concerned_spots,
    judged_inputs,
    spots_of,
)
from simpul.permits.planning.facts import PlanFacts
from simpul.permits.planning.ground_facts import Facts
from simpul.rulebook.evaluate import evaluate

if TYPE_CHECKING:
    from simpul.rulebook.evaluate import Result
    from simpul.rulebook.tables import RuleRow

_KIND_ORDER = ("ministry", "national", "police", "safety", "site", "transport")
LEVELS = {"national": 0, "province": 1, "city": 2, "district": 3, "neighbourhood": 4}
_MANAGER = "@manager"


@dataclass(frozen=True, slots=True)
class Fired:
    """A rule row that applied: to the whole plan (`spot` empty) or to one place, on known facts."""

    row: RuleRow
    spot: str = ""
    used: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RequiredClearance:
    """One answer to ask for.

    `key`: authority and kind. `severable`: activity and traffic codes this answer is about (empty:
    the whole shoot); `parts`: the plan's rows of those codes. `spots`, `dates`: what it concerns.
    `file_before`, `process`: from verified rows only. `after`: keys of clearances that come first.
    `inputs`: all that this authority judges, as plain data; equal inputs need no new answer.
    """

    key: str
    authority: str
    kind: str
    fired: tuple[Fired, ...]
    unit: Texts
    documents: tuple[str, ...]
    file_before: Clock | None
    process: Clock | None
    after: tuple[str, ...]
    severable: tuple[str, ...]
    parts: tuple[str, ...]
    spots: tuple[str, ...]
    dates: tuple[date, ...]
    deemed_grant: bool
    verified: bool
    inputs: Mapping[str, Any]

    @property
    def rows(self) -> tuple[RuleRow, ...]:
        """The rule rows, each once."""
        return tuple({fired.row.id: fired.row for fired in self.fired}.values())

    @property
    def law(self) -> tuple[str, ...]:
        """Codes of the laws of all rows, each once."""
        return tuple(dict.fromkeys(code for row in self.rows for code in row.law))


@dataclass(frozen=True, slots=True)
class PossibleClearance:
    """A clearance that would be needed if the missing facts turned out that way."""

    authority: str
    kind: str
    row: RuleRow
    spot: str
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """Somebody who must be told, and why. `spots`: the places concerned; no answer is awaited.

    `unit`: the offices of these places, empty if the pack names none; `documents`: what they get.
    """

    authority: str
    fired: tuple[Fired, ...]
    spots: tuple[str, ...]
    unit: Texts
    documents: tuple[str, ...]

    @property
    def rows(self) -> tuple[RuleRow, ...]:
        return tuple({fired.row.id: fired.row for fired in self.fired}.values())


@dataclass(frozen=True, slots=True)
class Unknown:
    """A fact some table needs and the plan does not settle; `spot` empty for the whole plan."""

    fact: str
    scope: str
    spot: str
    tables: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Requirements:
    """What a plan needs, in the order to go about it."""

    clearances: tuple[RequiredClearance, ...]
    possible: tuple[PossibleClearance, ...]
    notices: tuple[Notice, ...]
    forbidden: tuple[Fired, ...]
    not_needed: tuple[RuleRow, ...]
    unknown: tuple[Unknown, ...]


def listed(value: Any) -> tuple[str, ...]:
    """A list outcome of a rule row, whether parsed or still written with bars."""
    if not value:
        return ()
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split("|") if part.strip())
    return tuple(str(part) for part in value)


class _Collector:
    """Runs the tables and gathers what fired, what might, and what is missing."""

    def __init__(self, facts: PlanFacts, on: date) -> None:
        self.facts, self.on = facts, on
        self.fired: dict[tuple[str, str], list[Fired]] = {}
        self.possible: dict[tuple[str, str, str, str], PossibleClearance] = {}
        self.told: dict[str, list[Fired]] = {}
        self.forbidden: list[Fired] = []
        self.not_needed: dict[str, RuleRow] = {}
        self.unknown: dict[tuple[str, str], set[str]] = {}

    def ask(self, table: str, values: Facts, spot: str = "") -> Result:
        result = evaluate(self.facts.book.tables[table], values, self.on)
        for fact in result.missing:
            self.unknown.setdefault((fact, spot), set()).add(table)
        return result

    def clearances(self, table: str, values: Facts, spot: str = "") -> None:
        result = self.ask(table, values, spot)
        for row in result.fired:
            authority, kind = self._authority(row, values), str(row.outcomes["kind"])
            fired = Fired(row, spot, _used(row, values))
            if kind == "forbidden":
                self.forbidden.append(fired)
            elif kind == "none" or not authority:
                self.not_needed[row.id] = row
            else:
                self.fired.setdefault((authority, kind), []).append(fired)
        for maybe in result.possible:
            authority, kind = self._authority(maybe.row, values), str(maybe.row.outcomes["kind"])
            if authority and kind not in ("forbidden", "none"):
                missing = tuple(sorted(maybe.missing))
                self.possible.setdefault(
                    (authority, kind, spot, maybe.row.id),
                    PossibleClearance(authority, kind, maybe.row, spot, missing),
                )

    def _authority(self, row: RuleRow, values: Facts) -> str:
        code = str(row.outcomes.get("authority") or "")
        return str(values.get("manager") or "") if code == _MANAGER else code

    def notices(self, table: str, values: Facts, spot: str = "") -> None:
        for row in self.ask(table, values, spot).fired:
            self.told.setdefault(str(row.outcomes["authority"]), []).append(
                Fired(row, spot, _used(row, values))
            )


def _used(row: RuleRow, values: Facts) -> dict[str, Any]:
    return {name: plain(values.get(name)) for name in row.condition.facts if name in values}


def plain(value: Any) -> Any:
    """A fact as JSON data, the same for equal facts."""
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return value
    return int(value) if value == int(value) else str(value)


def required(facts: PlanFacts, on: date) -> Requirements:
    """What the plan needs under the rules in force on `on`."""
    collector = _Collector(facts, on)
    collector.clearances("police_scale", facts.application)
    collector.clearances("clearances", facts.application)
    for key, spot in facts.spots.items():
        if not spot.spot.elsewhere:  # another city's ground is not this city's to clear
            collector.clearances("site_clearances", spot.values, key)
    notices = facts.book.tables["notices"]
    if notices.scope == "spot":
        for key, spot in facts.spots.items():
            collector.notices("notices", spot.values, key)
    else:
        collector.notices("notices", facts.application)
    made = [
        _clearance(facts, authority, kind, fired)
        for (authority, kind), fired in collector.fired.items()
    ]
    return Requirements(
        clearances=_in_order(facts, made),
        possible=tuple(
            maybe
            for maybe in collector.possible.values()
            if (maybe.authority, maybe.kind) not in collector.fired
        ),
        notices=tuple(
            _notice(facts, authority, fired) for authority, fired in collector.told.items()
        ),
        forbidden=tuple(collector.forbidden),
        not_needed=tuple(collector.not_needed.values()),
        unknown=_unknown(collector),
    )


def _notice(facts: PlanFacts, authority: str, fired: Sequence[Fired]) -> Notice:
    # Another city's offices are told by that city.
    spots = tuple(s for s in spots_of(facts, fired) if not facts.spots[s].spot.elsewhere)
    unit = _unit(facts, authority, spots)
    return Notice(authority, tuple(fired), spots, unit, _documents(fired))


def _documents(fired: Iterable[Fired]) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(d for one in fired for d in listed(one.row.outcomes.get("documents")))
    )


def _unknown(collector: _Collector) -> tuple[Unknown, ...]:
    return tuple(
        Unknown(fact, "spot" if spot else "application", spot, tuple(sorted(tables)))
        for (fact, spot), tables in collector.unknown.items()
    )


def _in_order(facts: PlanFacts, made: Sequence[RequiredClearance]) -> tuple[RequiredClearance, ...]:
    """Chain order: what comes after waits; otherwise national offices before the city's, within a
    level ministries, police, safety, the place, traffic, others; what only informs comes last."""

    def rank(clearance: RequiredClearance) -> tuple[bool, int, int]:
        authority = facts.book.authorities.get(clearance.authority)
        level = LEVELS.get(authority.level, 2) if authority else 2
        kind = authority.kind if authority else ""
        place = _KIND_ORDER.index(kind) if kind in _KIND_ORDER else len(_KIND_ORDER)
        return clearance.kind == "information", level, place

    by_key = {clearance.key: clearance for clearance in made}
    steps = [Step(clearance.key, _before(clearance, made)) for clearance in sorted(made, key=rank)]
    ordered = []
    for step in chain_order(steps):
        clearance = by_key[step.key]
        ordered.append(replace(clearance, after=step.after))
    return tuple(ordered)


def _before(clearance: RequiredClearance, made: Iterable[RequiredClearance]) -> tuple[str, ...]:
    return tuple(
        other.key
        for other in made
        if other.authority in clearance.after and other.key != clearance.key
    )


def _clearance(
    facts: PlanFacts, authority: str, kind: str, fired: Sequence[Fired]
) -> RequiredClearance:
    rows = [one.row for one in fired]
    sure = [row for row in rows if facts.sure(row)]
    about = [listed(row.outcomes.get("severable")) for row in rows]
    severable = () if not all(about) else tuple(dict.fromkeys(c for codes in about for c in codes))
    parts = concerned_parts(facts, severable)
    spots = concerned_spots(facts, fired, parts)
    documents = _documents(fired)
    known = facts.book.authorities.get(authority)
    return RequiredClearance(
        key=f"{authority}:{kind}",
        authority=authority,
        kind=kind,
        fired=tuple(fired),
        unit=_unit(facts, authority, spots),
        documents=documents,
        file_before=strictest(sure, "file_before", "unit"),
        process=strictest(sure, "process", "process_unit"),
        after=tuple(dict.fromkeys(a for row in rows for a in listed(row.outcomes.get("after")))),
        severable=severable,
        parts=parts,
        spots=spots,
        dates=concerned_dates(facts, spots, parts),
        deemed_grant=bool(
            known
            and known.deemed_grant_allowed
            and not known.never_deemed
            and sure
            and all(_yes(row.outcomes.get("deemed_grant")) for row in sure)
        ),
        verified=bool(sure),
        inputs=judged_inputs(facts, authority, fired, spots, parts, documents),
    )


def _yes(value: Any) -> bool:
    return value is True or value == "yes"


def strictest(rows: Iterable[RuleRow], days: str, unit: str) -> Clock | None:
    """The longest clock among the rows; 30 calendar days weigh about as 21 working days."""
    clocks = [
        Clock(int(str(row.outcomes[days])), "cd" if row.outcomes.get(unit) == "cd" else "wd")
        for row in rows
        if row.may_start_clock and row.outcomes.get(days) is not None
    ]
    return max(clocks, key=lambda c: c.days * (7 if c.unit == "wd" else 5), default=None)


def units_of(facts: PlanFacts, authority: str, spots: Iterable[str]) -> tuple[Texts, ...]:
    """The offices of the authority that answer for these places, each once."""
    found: dict[str, Texts] = {}
    for key in spots:
        located = facts.spots[key].located
        for code in located.kelurahan or located.kecamatan or located.cities:
            row = facts.book.jurisdictions.unit(authority, code)
            if row is not None:
                chain = facts.book.areas.chain(code)
                unit = row.unit_in({area.level: area.name for area in chain})
                found.setdefault(str(sorted(unit.items())), unit)
    return tuple(found[name] for name in sorted(found))


def _unit(facts: PlanFacts, authority: str, spots: Iterable[str]) -> Texts:
    """The offices as one text; empty if the pack names none."""
    units = units_of(facts, authority, spots)
    languages = dict.fromkeys(language for unit in units for language in unit)
    return {language: "; ".join(pick(unit, language) for unit in units) for language in languages}
