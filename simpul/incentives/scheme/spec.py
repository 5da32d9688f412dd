"""What a scheme file says, read and typed. docs/schemes.md explains every key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from simpul.incentives.scheme.conditions import Condition
from simpul.incentives.scheme.terms import Term
from simpul.kit.texts import Texts

if TYPE_CHECKING:
    from simpul.incentives.scheme.steps.base import Body

INSTRUMENTS = (
    "rebate",
    "grant",
    "tax_relief",
    "in_kind",
    "recoupable_financing",
    "discretionary_ceiling",
)
STATUSES = ("confirmed", "reported", "assumed", "proposal", "unknown")
GRADES = ("A", "B", "C", "D")
DATES = ("day", "year", "inferred")
DATE_BASES = (
    "first_shooting_day",
    "application",
    "spend",
    "permit",
    "certificate",
    "activity_start",
    "show",
)
INPUT_KINDS = ("amount", "count", "share", "number", "flag", "choice", "date")
ON_FAIL = ("refuse", "reduce", "ask")
FROM_PERMITS = ("permits.shoot_days", "permits.local_hires", "permits.trainee_days")

MEANINGS = (
    *("total_cost", "core_cost", "local_spend", "local_core", "other_spend", "other_core"),
    *("local_labour", "other_labour", "local_cast", "local_crew", "foreign_cast", "foreign_crew"),
    *("local_post", "local_vfx", "local_goods", "local_lodging", "local_contract"),
    *("public_money", "income", "profit", "ticket_value"),
    *("shoot_days", "local_shoot_days", "regional_days", "distant_days"),
    *("crew_count", "local_crew_share", "local_cast_count", "runtime_minutes", "episodes"),
    *("countries_released", "points", "project_kind", "origin", "coproduction"),
    *("coproduction_share", "local_content", "key_crew", "tourism", "first_time", "animation"),
    *("vfx_share", "last_shooting_day", *DATE_BASES),
)
"""One word for what different schemes ask in different words: one set of answers serves all."""


UNITS: Mapping[str, Texts] = {
    "days": {"id": "hari", "en": "days", "singular": "day"},
    "hours": {"id": "jam", "en": "hours", "singular": "hour"},
    "minutes": {"id": "menit", "en": "minutes", "singular": "minute"},
    "persons": {"id": "orang", "en": "people", "singular": "person"},
    "points": {"id": "poin", "en": "points", "singular": "point"},
    "episodes": {"id": "episode", "en": "episodes", "singular": "episode"},
    "countries": {"id": "negara", "en": "countries", "singular": "country"},
    "titles": {"id": "judul", "en": "titles", "singular": "title"},
}
"""What is counted. A closed list, so that "day" and "days" are not two units."""


@dataclass(frozen=True, slots=True)
class Source:
    """A paper or page that was read. `date`: as printed there ("2025", "2025-06"), may be ""."""

    id: str
    title: str
    publisher: str
    date: str
    url: str
    note: Texts


@dataclass(frozen=True, slots=True)
class Reading:
    """What one source says of a value; `label`: in words, where a figure alone does not say it."""

    source: str
    value: str
    label: Texts


@dataclass(frozen=True, slots=True)
class Dispute:
    """Sources that disagree on a value: `taken` is what the file goes by, and why."""

    of: str
    says: tuple[Reading, ...]
    taken: str
    why: Texts


@dataclass(frozen=True, slots=True)
class Origin:
    """Where one parameter is written: ids of sources; how well it is known ("": as the file)."""

    sources: tuple[str, ...] = ()
    grade: str = ""


@dataclass(frozen=True, slots=True)
class Filling:
    """An input that another scheme's quote fills: its result, or the step `value`."""

    family: str
    value: str


@dataclass(frozen=True, slots=True)
class FromFact:
    """A line's value that is another input's fact."""

    fact: str


@dataclass(frozen=True, slots=True)
class Input:
    """A fact that is asked. `default`: taken, and shown as taken, where nothing was said."""

    id: str
    kind: str
    label: Texts
    help: Texts
    required: bool
    default: object
    unit: str
    choices: Mapping[str, Texts]
    category: str
    line: Mapping[str, object]
    least: object
    most: object
    means: str
    from_: str
    filled_by: tuple[Filling, ...]
    qualifying: bool
    origin: Origin


@dataclass(frozen=True, slots=True)
class Category:
    """A kind of cost that counts. `share`: how much of each; `accounts`: patterns of a chart."""

    id: str
    label: Texts
    share: Term | None
    part_of: str
    accounts: tuple[str, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class Test:
    """A requirement. `when`: only tested then; `on_fail`: one of `ON_FAIL`."""

    id: str
    needs: Condition
    when: Condition | None
    on_fail: str
    clause: str
    label: Texts
    line: int
    origin: Origin


@dataclass(frozen=True, slots=True)
class Step:
    """One step from costs to money. `body`: what its kind says, and how it is computed."""

    id: str
    kind: str
    body: Body
    when: Condition | None
    clause: str
    law: str
    origin: Origin
    label: Texts
    note: Texts
    line: int


@dataclass(frozen=True, slots=True)
class Rounding:
    """`place`: 1, 1/100, 1000 …; `at`: steps, none for the result."""

    mode: str
    place: Fraction
    at: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tax:
    """What is left after tax: by a rate, or as a step says (`net`)."""

    rate: Term | None
    net: str
    label: Texts
    clause: str


FINAL = "final"
DUES = ("provisional", "photography", "wrap", FINAL)
"""What a part of the money waits for, in the order in which it happens: the provisional
certificate, the beginning and the end of principal photography, the final certificate."""


@dataclass(frozen=True, slots=True)
class Instalment:
    """A part of the money and when it comes. `months`: after the certificate, None: not said.

    `due`: what must have happened first, one of DUES; the final certificate where nothing is said.
    """

    id: str
    label: Texts
    share: Term | None
    amount: Term | None
    of: str
    remainder: bool
    months: int | None
    when: Condition | None
    due: str = FINAL


@dataclass(frozen=True, slots=True)
class Fund:
    """The money of the scheme, in its currency; `amount` None: not known."""

    amount: Term | None
    period: str
    opens: date | None
    closes: date | None
    queue: str
    note: Texts
    origin: Origin


@dataclass(frozen=True, slots=True)
class Combine:
    """What it may stand beside: `not_with` never; `with_` together at most `at_most`."""

    not_with: tuple[str, ...]
    with_: tuple[str, ...]
    at_most: Term | None
    clause: str


@dataclass(frozen=True, slots=True)
class Cliff:
    """Where one unit more or less changes much, or more spend means less money."""

    of: str
    at: Term | None
    label: Texts


@dataclass(frozen=True, slots=True)
class IndexValue:
    """What an index was on a day and until `before` (None: until the next value, or open)."""

    start: date
    before: date | None
    value: Term


@dataclass(frozen=True, slots=True)
class Index:
    """A published number that amounts are tied to. `unit`: "" for a plain number."""

    id: str
    label: Texts
    unit: str
    values: tuple[IndexValue, ...]
    origin: Origin


@dataclass(frozen=True, slots=True, eq=False)
class Scheme:
    """One version of a scheme. Valid [valid_from, valid_to); None: not known, or open."""

    id: str
    family: str
    country: str
    area: str
    name: Texts
    note: Texts
    authority: str
    instrument: str
    discretionary: bool
    currency: str
    decreed: date | None
    valid_from: date | None
    valid_to: date | None
    dates: str
    date_basis: str
    grade: str
    status: str
    taxable: bool | None
    result: str
    sources: tuple[Source, ...]
    inputs: tuple[Input, ...]
    categories: tuple[Category, ...]
    tests: tuple[Test, ...]
    steps: tuple[Step, ...]
    rounding: Rounding | None
    tax: Tax | None
    payments: tuple[Instalment, ...]
    fund: Fund | None
    combine: Combine | None
    cliffs: tuple[Cliff, ...]
    indexes: tuple[Index, ...]
    disputes: tuple[Dispute, ...]
    text: str
    digest: str

    def input(self, name: str) -> Input | None:
        """The input of that id, if there is one."""
        return next((one for one in self.inputs if one.id == name), None)

    def in_force(self, on: date) -> bool:
        """Does it hold on that day? A beginning that is not known does not hold back."""
        begun = self.valid_from is None or self.valid_from <= on
        return begun and (self.valid_to is None or on < self.valid_to)
