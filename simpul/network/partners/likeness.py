"""Which partners, and which people, may be the same. It only asks; nobody is merged by it."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from urllib.parse import urlsplit

_APART = re.compile(r"[\W_]+")
_EMPTY_WORDS = frozenset({"the", "of", "for", "and", "pt", "tbk", "ltd", "inc", "co", "dan"})
MOST_IN_GROUP = 50
"""A word that so many share says nothing."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is compared: `names` in all spellings, `marks` that belong to one only (an e-mail
    address, a site on the web)."""

    key: int
    names: tuple[str, ...]
    marks: tuple[str, ...] = ()
    place: str = ""


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two that may be one. `reason`: same_mark | same_name | near_name."""

    first: int
    second: int
    reason: str


def words_of(name: str) -> tuple[str, ...]:
    """A name as words to compare: small letters, no accents, no full stops, in one order."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(one for one in plain if not unicodedata.combining(one))
    words = [word for word in _APART.split(letters) if word]
    return tuple(sorted(words))


def host_of(link: str) -> str:
    """The site an address belongs to; empty for what is no address."""
    try:
        host = urlsplit(link if "//" in link else f"//{link}").hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")


def likenesses(found: Iterable[Known], *, near: bool = False) -> list[Likeness]:
    """Pairs that share a mark or a name; with `near` also names of mostly the same words."""
    known = {one.key: one for one in found}
    pairs: dict[tuple[int, int], str] = {}
    for reason, groups in (
        ("same_mark", _by_marks(known.values())),
        ("same_name", _by_names(known.values())),
        ("near_name", _by_words(known.values()) if near else iter(())),
    ):
        for group in groups:
            for first, second in combinations(sorted(group), 2):
                alike = reason != "near_name" or _near(known[first], known[second])
                if alike:
                    pairs.setdefault((first, second), reason)
    return [Likeness(first, second, why) for (first, second), why in sorted(pairs.items())]


def _by_marks(found: Iterable[Known]) -> Iterator[set[int]]:
    groups: dict[str, set[int]] = defaultdict(set)
    for one in found:
        for mark in one.marks:
            if mark:
                groups[mark.casefold()].add(one.key)
    return (group for group in groups.values() if 1 < len(group) <= MOST_IN_GROUP)


def _by_names(found: Iterable[Known]) -> Iterator[set[int]]:
    groups: dict[tuple[str, ...], set[int]] = defaultdict(set)
    for one in found:
        for name in one.names:
            if words := words_of(name):
                groups[words].add(one.key)
    return (group for group in groups.values() if 1 < len(group) <= MOST_IN_GROUP)


def _by_words(found: Iterable[Known]) -> Iterator[set[int]]:
    groups: dict[tuple[str, str], set[int]] = defaultdict(set)
    for one in found:
        for name in one.names:
            for word in set(words_of(name)) - _EMPTY_WORDS:
                groups[one.place, word].add(one.key)
    return (group for group in groups.values() if 1 < len(group) <= MOST_IN_GROUP)


def _near(first: Known, second: Known) -> bool:
    """Some spelling of each shares at least three of four words with the other's."""
    for one in first.names:
        for other in second.names:
            mine = set(words_of(one)) - _EMPTY_WORDS
            theirs = set(words_of(other)) - _EMPTY_WORDS
            if len(mine & theirs) >= 2 and 4 * len(mine & theirs) >= 3 * len(mine | theirs):
                return True
    return False
