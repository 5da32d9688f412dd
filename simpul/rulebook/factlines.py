"""How the facts of filming are written down: one block of lines each.

The lines of a block: name and type ("count" is a whole number); how a condition names the fact
(Indonesian | English); the question in Indonesian; in English. A bool goes on with how a condition
names its "no"; a set with how it reads when some of its members are wanted, and when they must be
absent.
"""

from __future__ import annotations

from simpul.kit.texts import Texts
from simpul.rulebook.choices import (
    ACTIVITIES,
    ASSET_CLASSES,
    DAY_TYPES,
    OWNERS,
    PRODUCTION_TYPES,
    ROAD_CLASSES,
    SETTINGS,
    TRAFFIC,
    ZONES,
)
from simpul.rulebook.facttypes import Fact, FactType

_CHOICES = {
    "production_type": PRODUCTION_TYPES,
    "asset_classes": ASSET_CLASSES,
    "asset_class": ASSET_CLASSES,
    "traffic": TRAFFIC,
    "road_classes": ROAD_CLASSES,
    "activities": ACTIVITIES,
    "owner": OWNERS,
    "zone": ZONES,
    "setting": SETTINGS,
    "day_type": DAY_TYPES,
}


_LINES = {"bool": 5, "set": 6}
"""Lines of a block where it is not four."""


def facts_of(scope: str, text: str) -> list[Fact]:
    """The facts of one scope out of their blocks."""
    lines = iter([line.strip() for line in text.strip().splitlines()])
    found = []
    for head in lines:
        name, kind = head.split()
        words = [next(lines) for _ in range(_LINES.get(kind, 4) - 1)]
        found.append(_fact(scope, name, kind, words))
    return found


def _fact(scope: str, name: str, kind: str, words: list[str]) -> Fact:
    label, in_indonesian, in_english, *rest = words
    phrases = [_pair(line) for line in rest]
    return Fact(
        name=name,
        type=FactType.NUMBER if kind == "count" else FactType(kind),
        scope=scope,
        label=_pair(label),
        question={"id": in_indonesian, "en": in_english},
        choices=_CHOICES.get(name, {}),
        whole=kind == "count",
        negative=phrases[0] if kind == "bool" else {},
        phrase=phrases[0] if kind == "set" else {},
        phrase_none=phrases[1] if kind == "set" else {},
    )


def _pair(line: str) -> Texts:
    indonesian, english = line.split(" | ")
    return {"id": indonesian, "en": english}
