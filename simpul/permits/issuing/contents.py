"""The frozen content of a permit: plain JSON from which the paper and the check page are drawn.

Codes stay codes (their names come from `wording`); texts of the city pack keep every language
they have, as they stood. Nothing here reads the database or the clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from simpul.kit.texts import Texts
from simpul.permits.issuing.issuable import Decision

SCHEMA = 1
LABELS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

WATCHED = (
    "full_closure",
    "lane_closure",
    "uas_drone",
    "pyro_explosion",
    "pyro_small",
    "firearm_blank",
    "firearm_replica",
    "car_stunt",
)
"""What the street asks about first. The paper names those that are not part of this permit."""


@dataclass(frozen=True, slots=True)
class Place:
    """One place of use. `area`: ward, district, city; `approximate` when taken from the nearest
    known point instead of a boundary."""

    key: str
    name: str
    area: str = ""
    approximate: bool = False
    lat: float | None = None
    lon: float | None = None
    geometry: Mapping[str, Any] | None = None
    setting: str = ""
    site: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """One day at one place; hours on the city's clock. `ends` ≤ `starts` means the next morning."""

    date: date
    place: str
    kind: str
    starts: time
    ends: time
    people: int | None = None
    contingency: bool = False
    exclusive_use: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What one authority said, for the paper."""

    authority: str
    names: Texts
    kind: str
    verdict: str = ""
    on: date | None = None
    law: Texts = field(default_factory=dict)
    reason: str = ""
    carried_over: bool = False


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition with who set it and why it may. `applies_to`: parts or places; empty: all."""

    names: Texts
    texts: Texts
    law: Texts = field(default_factory=dict)
    applies_to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fee:
    """One official line as it was charged."""

    texts: Texts
    amount: Decimal
    quantity: Decimal
    unit_amount: Decimal
    currency: str
    law: Texts = field(default_factory=dict)
    day: date | None = None
    payee: Texts = field(default_factory=dict)
    waived: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to call."""

    name: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """Everything a permit says, before it is frozen."""

    number: str
    version: int
    code: str
    city: Mapping[str, Any]
    issued_at: datetime
    issued_by: str
    signed_as: str
    rules: Mapping[str, Any]
    production: Mapping[str, Any]
    confidential: bool
    demonstration: bool
    embargo_until: date | None
    contacts: Mapping[str, Contact]
    places: Sequence[Place]
    days: Sequence[Day]
    plan: Mapping[str, Any]
    decision: Decision
    answers: Sequence[Answer]
    conditions: Sequence[Condition]
    fees: Sequence[Fee]
    paid: Decimal
    help: Sequence[Mapping[str, Any]] = ()


def freeze(paper: Paper, *, sketch: str = "", before: Mapping[str, Any] | None = None) -> Any:
    """The permit's contents as JSON data. `before`: the contents of the version it replaces."""
    days = sorted(paper.days, key=lambda day: (day.date, day.starts, day.place))
    frozen: dict[str, Any] = {
        "schema": SCHEMA,
        "number": paper.number,
        "version": paper.version,
        "code": paper.code,
        "city": paper.city,
        "issued": {"at": paper.issued_at, "by": paper.issued_by, "as": paper.signed_as},
        "rules": paper.rules,
        "production": paper.production,
        "confidential": paper.confidential,
        "demonstration": paper.demonstration,
        "embargo_until": paper.embargo_until,
        "valid": {"from": days[0].date, "to": days[-1].date},
        "people": max((day.people or 0 for day in days), default=0),
        "contacts": {role: asdict(contact) for role, contact in paper.contacts.items()},
        "places": [
            {"label": label_of(index), **asdict(place)} for index, place in enumerate(paper.places)
        ],
        "map": sketch,
        "days": [_day(day) for day in days],
        "vehicles": list(paper.plan.get("vehicles") or ()),
        "parts": _parts(paper),
        "not_asked": not_asked(paper.plan),
        "answers": [asdict(answer) for answer in paper.answers],
        "conditions": [asdict(condition) for condition in paper.conditions],
        "fees": _fees(paper),
        "help": list(paper.help),
    }
    settled: dict[str, Any] = jsonable(frozen)
    settled["changes"] = changes(before, settled) if before else []
    return settled


def jsonable(value: Any) -> Any:
    """Dates as ISO text, amounts as plain text, tuples as lists: what JSON can hold exactly."""
    if isinstance(value, Mapping):
        return {str(key): jsonable(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [jsonable(item) for item in value]
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return value


def label_of(index: int) -> str:
    """A, B … Z, A1, B1 …: the letter of a place on the map and in the tables."""
    turn, letter = divmod(index, len(LABELS))
    return LABELS[letter] + (str(turn) if turn else "")


def not_asked(plan: Mapping[str, Any]) -> list[str]:
    """Codes of the watched list that the plan does not contain at all."""
    asked = {row.get("code") for row in plan.get("activities") or ()}
    asked |= {row.get("kind") for row in plan.get("traffic") or ()}
    return [code for code in WATCHED if code not in asked]


def _day(day: Day) -> dict[str, Any]:
    return {
        "date": day.date,
        "place": day.place,
        "kind": day.kind,
        "from": day.starts,
        "to": day.ends,
        "overnight": day.ends <= day.starts,
        "people": day.people,
        "contingency": day.contingency,
        "exclusive_use": day.exclusive_use,
    }


def _parts(paper: Paper) -> list[dict[str, Any]]:
    names = {answer.authority: answer.names for answer in paper.answers}
    stopped = {one.part: ("held", one.authorities) for one in paper.decision.held}
    stopped |= {one.part: ("forbidden", one.authorities) for one in paper.decision.forbidden}
    rows = [("traffic", row["kind"], row) for row in paper.plan.get("traffic") or ()]
    rows += [("activity", row["code"], row) for row in paper.plan.get("activities") or ()]
    return [_part(what, code, row, stopped, names, paper.answers) for what, code, row in rows]


def _part(
    what: str,
    code: str,
    row: Mapping[str, Any],
    stopped: Mapping[str, tuple[str, tuple[str, ...]]],
    names: Mapping[str, Texts],
    answers: Iterable[Answer],
) -> dict[str, Any]:
    standing, authorities = stopped.get(row["id"], ("allowed", ()))
    refusal = next(
        (a for a in answers if a.authority in authorities and a.verdict == "refuse"), None
    )
    detail = {key: row[key] for key in _DETAILS if row.get(key)}
    return {
        "id": row["id"],
        "what": what,
        "code": code,
        "place": row.get("spot"),
        "dates": row.get("dates") or [],
        "from": row.get("from"),
        "to": row.get("to"),
        "overnight": bool(row.get("overnight")),
        "detail": detail,
        "standing": standing,
        "authorities": [names.get(authority, {"id": authority}) for authority in authorities],
        "reason": refusal.reason if refusal and standing == "forbidden" else "",
        "law": refusal.law if refusal and standing == "forbidden" else {},
    }


_DETAILS = (
    "road",
    "road_class",
    "lanes",
    "length_m",
    "description",
    "operator",
    "operator_licence",
    "height_m",
    "calibre_in",
    "radius_m",
)


def _fees(paper: Paper) -> dict[str, Any]:
    assessed = sum((fee.amount for fee in paper.fees), Decimal(0))
    return {
        "currency": paper.fees[0].currency if paper.fees else "IDR",
        "lines": [asdict(fee) for fee in paper.fees],
        "assessed": assessed,
        "waived": sum((fee.waived for fee in paper.fees), Decimal(0)),
        "paid": paper.paid,
    }


_COMPARED = {
    "days": ("date", "place", "from"),
    "places": ("key",),
    "vehicles": ("class", "spot"),
    "parts": ("id",),
    "conditions": ("texts", "names"),
}
_LABELLING = frozenset({"label", "authorities"})


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What a reader of the old paper must know about the new one, row by row.

    Each entry: `what` (list name), `how` (added | removed | changed), `old`, `new`.
    """
    found: list[dict[str, Any]] = []
    for what, keys in _COMPARED.items():
        old, new = _by_key(before.get(what, []), keys), _by_key(after.get(what, []), keys)
        for key in [*old, *(key for key in new if key not in old)]:
            one, other = old.get(key), new.get(key)
            if one is None or other is None:
                how = "added" if one is None else "removed"
                found.append({"what": what, "how": how, "old": one, "new": other})
            elif _said(one) != _said(other):
                found.append({"what": what, "how": "changed", "old": one, "new": other})
    if before.get("contacts", {}).get("on_site") != after.get("contacts", {}).get("on_site"):
        found.append({"what": "contacts", "how": "changed", "old": None, "new": None})
    return found


def _by_key(rows: Iterable[Mapping[str, Any]], keys: Sequence[str]) -> dict[str, Mapping[str, Any]]:
    """Rows by what names them; the n-th row with the same name is its own row."""
    found: dict[str, Mapping[str, Any]] = {}
    for row in rows:
        name = repr([row.get(key) for key in keys])
        while name in found:
            name += "+"
        found[name] = row
    return found


def _said(row: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key not in _LABELLING}
