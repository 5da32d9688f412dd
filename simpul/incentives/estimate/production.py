"""One production in plain words, and what of it each scheme takes. Pure.

A producer says once what the whole production is (`GENERAL`) and, for each country or province of
the chosen schemes, what is spent and done there. Whatever else a scheme asks is asked under its own
name. All amounts are in one currency, the producer's; a scheme takes them converted by the rates
shown. What a producer did not say stays unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from types import MappingProxyType

from simpul.incentives.estimate.answers import Fact, asked, read_one
from simpul.incentives.estimate.rates import Rates
from simpul.incentives.estimate.typed import Unreadable
from simpul.incentives.scheme.spec import Input, Scheme
from simpul.kit.texts import Texts

GENERAL: Mapping[str, Texts] = {
    "project_kind": {"id": "Jenis produksinya apa?", "en": "What kind of production is it?"},
    "runtime_minutes": {"id": "Berapa menit durasinya?", "en": "How many minutes does it run?"},
    "episodes": {"id": "Berapa episode?", "en": "How many episodes?"},
    "total_cost": {"id": "Berapa seluruh biaya produksi?", "en": "What does it cost altogether?"},
    "core_cost": {
        "id": "Berapa biaya praproduksi, syuting, dan pascaproduksi di semua negara?",
        "en": "What do preparation, shooting and post-production cost in all countries?",
    },
    "income": {"id": "Berapa pendapatannya?", "en": "What is its income?"},
    "profit": {"id": "Berapa labanya?", "en": "What is its profit?"},
    "first_shooting_day": {"id": "Hari syuting pertama?", "en": "First shooting day?"},
    "last_shooting_day": {"id": "Hari syuting terakhir?", "en": "Last shooting day?"},
    "application": {"id": "Kapan permohonan diajukan?", "en": "When will you apply?"},
    "shoot_days": {"id": "Berapa hari syuting seluruhnya?", "en": "How many shooting days in all?"},
    "crew_count": {"id": "Berapa orang kru?", "en": "How many people are in the crew?"},
    "countries_released": {
        "id": "Akan tayang di berapa negara?",
        "en": "In how many countries will it be released?",
    },
}
"""Said once, in this order and in these words; everything else is said of a place, in the words of
the scheme that asks."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A question of the comparison. `name` is the field: "all.total_cost", "KR.local_spend",
    "ie-s481-2024.games". `schemes`: ids of those that want it."""

    name: str
    input: Input
    schemes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Questions of one kind. `kind`: all | place | scheme; `key`: place code or scheme id."""

    kind: str
    key: str
    asks: tuple[Ask, ...]


@dataclass(frozen=True, slots=True)
class Taken:
    """What one scheme takes of the production. `converted`: input -> (said, taken), where an amount
    was converted. `unconverted`: inputs whose currency has no rate."""

    facts: Mapping[str, Fact]
    converted: Mapping[str, tuple[Decimal, Decimal]]
    unconverted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """The production as read. `wrong`: field -> why it was refused."""

    values: Mapping[str, Fact] = field(default_factory=lambda: MappingProxyType({}))
    wrong: Mapping[str, Unreadable] = field(default_factory=lambda: MappingProxyType({}))


def place_of(scheme: Scheme) -> str:
    """ "KR", or "KR.Busan" for a city's or province's own scheme."""
    return f"{scheme.country}.{scheme.area}" if scheme.area else scheme.country


def field_of(scheme: Scheme, one: Input) -> str:
    """Where the production holds what this input asks. A question filled by another scheme is
    still asked here: that other one may not be compared."""
    if not one.means or not _shared(scheme, one):
        return f"{scheme.id}.{one.id}"
    return f"all.{one.means}" if one.means in GENERAL else f"{place_of(scheme)}.{one.means}"


def _shared(scheme: Scheme, one: Input) -> bool:
    """Choices have codes of their own in each scheme; only what a production is, is common. Of two
    questions of a scheme with one meaning the first is the common one."""
    if one.kind == "choice" and one.means != "project_kind":
        return False
    return next(i for i in asked(scheme) if i.means == one.means).id == one.id


def groups(schemes: Sequence[Scheme]) -> tuple[Group, ...]:
    """Every question, each once: of the whole, of each place, then what single schemes ask."""
    found: dict[str, Ask] = {}
    homes: dict[str, tuple[str, str]] = {}
    for scheme in schemes:
        for one in asked(scheme):
            name = field_of(scheme, one)
            known = found.get(name)
            if known is None:
                found[name] = Ask(name, _in_common_words(name, one), (scheme.id,))
                homes[name] = _home(scheme, name)
            elif scheme.id not in known.schemes:
                found[name] = Ask(name, _both(known.input, one), (*known.schemes, scheme.id))
    homes_in_order = sorted(set(homes.values()), key=lambda home: _rank(home, schemes))
    return tuple(
        Group(kind, key, _ordered(kind, [a for n, a in found.items() if homes[n] == (kind, key)]))
        for kind, key in homes_in_order
    )


def _in_common_words(name: str, one: Input) -> Input:
    """A question of the whole production is nobody's own."""
    if not name.startswith("all."):
        return one
    return replace(one, label=GENERAL[one.means], help=MappingProxyType({}), required=True)


def _home(scheme: Scheme, name: str) -> tuple[str, str]:
    if name.startswith("all."):
        return "all", ""
    return (
        ("scheme", scheme.id) if name.startswith(f"{scheme.id}.") else ("place", place_of(scheme))
    )


def _rank(home: tuple[str, str], schemes: Sequence[Scheme]) -> tuple[int, int]:
    kind, key = home
    if kind == "all":
        return 0, 0
    keys = [place_of(s) if kind == "place" else s.id for s in schemes]
    return (1 if kind == "place" else 2), keys.index(key)


def _ordered(kind: str, asks: list[Ask]) -> tuple[Ask, ...]:
    if kind != "all":
        return tuple(asks)
    return tuple(sorted(asks, key=lambda ask: list(GENERAL).index(ask.input.means)))


def _both(one: Input, other: Input) -> Input:
    """One question for two schemes: the choices of both."""
    if one.kind != "choice" or one.choices == other.choices:
        return one
    return replace(one, choices=MappingProxyType({**other.choices, **one.choices}))


def read(
    groups_: Iterable[Group],
    raw: Mapping[str, object],
    currency: str,
    language: str,
    *,
    plain: bool = False,
) -> Said:
    """The production as typed; amounts in `currency`. A scheme's own limits are the quote's.

    `plain`: as a file says it (shares as "50%" or 0.5), not as a person types it.
    """
    values: dict[str, Fact] = {}
    wrong: dict[str, Unreadable] = {}
    for group in groups_:
        for ask in group.asks:
            value = raw.get(ask.name)
            if value is None or (isinstance(value, str) and not value.strip()):
                continue
            try:
                values[ask.name] = read_one(ask.input, value, currency, language, plain=plain)
            except Unreadable as refused:
                wrong[ask.name] = refused
    return Said(MappingProxyType(values), MappingProxyType(wrong))


def take(scheme: Scheme, said: Mapping[str, Fact], currency: str, rates: Rates) -> Taken:
    """The facts of one scheme. A choice it does not know, or an amount without a rate, is left out:
    the quote then asks."""
    facts: dict[str, Fact] = {}
    converted: dict[str, tuple[Decimal, Decimal]] = {}
    lost: list[str] = []
    for one in asked(scheme):
        value = said.get(field_of(scheme, one))
        if value is None or (one.kind == "choice" and value not in one.choices):
            continue
        if one.kind == "amount" and isinstance(value, Decimal) and currency != scheme.currency:
            changed = rates.convert(value, currency, scheme.currency)
            if changed is None:
                lost.append(one.id)
                continue
            converted[one.id] = (value, changed)
            value = changed
        facts[one.id] = value
    return Taken(MappingProxyType(facts), MappingProxyType(converted), tuple(lost))
