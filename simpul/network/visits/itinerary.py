"""Entries of an itinerary as plain data, and what a calendar that came in would change. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: two moments with a zone, what, where. `line`: where it begins in the file."""

    uid: str
    title: str
    starts_at: datetime
    ends_at: datetime
    time_zone: str
    place: str = ""
    note: str = ""
    sequence: int = 0
    cancelled: bool = False
    line: int = 0

    @property
    def content(self) -> tuple[object, ...]:
        """What people see of it."""
        return (self.title, self.starts_at, self.ends_at, self.place, self.note, self.cancelled)


@dataclass(frozen=True, slots=True)
class Step:
    """What becomes of an entry: `verb` is add | change | cancel | same."""

    verb: str
    entry: Entry


def steps(found: Iterable[Entry], known: Mapping[str, Entry]) -> list[Step]:
    """What a calendar would change, entry by entry, in order of time.

    An older SEQUENCE (RFC 5545, 3.8.7.4) changes nothing. Many programs do not count it up, so an
    equal one with other content changes too.
    """
    return [
        Step(_verb(one, known.get(one.uid)), one)
        for one in sorted(found, key=lambda entry: (entry.starts_at, entry.uid))
    ]


def _verb(entry: Entry, known: Entry | None) -> str:
    if known is None:
        return "same" if entry.cancelled else "add"
    if entry.sequence < known.sequence or entry.content == known.content:
        return "same"
    return "cancel" if entry.cancelled and not known.cancelled else "change"


def to_plain(entry: Entry) -> dict[str, Any]:
    """JSON."""
    said = asdict(entry)
    return {**said, "starts_at": entry.starts_at.isoformat(), "ends_at": entry.ends_at.isoformat()}


def entry_from(said: Mapping[str, Any]) -> Entry:
    """The entry that `to_plain` wrote."""
    moments = {key: datetime.fromisoformat(said[key]) for key in ("starts_at", "ends_at")}
    return Entry(**{**said, **moments})
