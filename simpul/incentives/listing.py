"""Schemes as a public list: one entry for each family, with the version of a day and the others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from simpul.incentives.scheme.spec import Scheme


@dataclass(frozen=True, slots=True)
class Family:
    """All versions of one scheme, newest first. `current`: in force on the day asked for; where
    none is, the newest that began before it; else the newest."""

    key: str
    current: Scheme
    in_force: bool
    versions: tuple[Scheme, ...]

    @property
    def others(self) -> tuple[Scheme, ...]:
        return tuple(one for one in self.versions if one.id != self.current.id)


def families(schemes: Iterable[Scheme], on: date) -> list[Family]:
    """Every family, its versions sorted by their beginning; a proposal is never in force."""
    grouped: dict[str, list[Scheme]] = {}
    for one in schemes:
        grouped.setdefault(one.family, []).append(one)
    return [_family(key, found, on) for key, found in grouped.items()]


def _family(key: str, found: list[Scheme], on: date) -> Family:
    newest = tuple(sorted(found, key=lambda s: (s.valid_from or date.min, s.id), reverse=True))
    holding = [one for one in newest if holds(one, on)]
    begun = [one for one in newest if one.valid_from is None or one.valid_from <= on]
    current = (holding or begun or list(newest))[0]
    return Family(key, current, bool(holding), newest)


def holds(scheme: Scheme, on: date) -> bool:
    """In force on the day, as far as anybody knows."""
    return scheme.status not in ("proposal", "unknown") and scheme.in_force(on)


def chosen(
    found: Iterable[Family], *, country: str = "", instrument: str = "", words: str = ""
) -> list[Family]:
    """The families that fit a filter; words are looked for in names, places and authorities."""
    wanted = words.casefold().split()
    return [
        one
        for one in found
        if (not country or one.current.country == country)
        and (not instrument or one.current.instrument == instrument)
        and all(word in _haystack(one.current) for word in wanted)
    ]


def _haystack(scheme: Scheme) -> str:
    texts = (*scheme.name.values(), scheme.authority, scheme.area, scheme.country, scheme.id)
    return " ".join(texts).casefold()


def replaced_by(schemes: Mapping[str, Scheme], scheme: Scheme) -> Scheme | None:
    """The next version of its family, if there is one that begins later."""
    later = [
        one
        for one in schemes.values()
        if one.family == scheme.family
        and (one.valid_from or date.min) > (scheme.valid_from or date.min)
    ]
    return min(later, key=lambda one: one.valid_from or date.min, default=None)
