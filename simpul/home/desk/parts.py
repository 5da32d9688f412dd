"""The pieces a desk is made of: plain data for the template."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Next:
    """The one thing to do now."""

    title: Any
    href: str
    label: Any
    text: Any = ""
    stands: Any = ""
    who: Any = ""
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Stat:
    """One figure, with the list behind it."""

    value: int
    label: Any
    href: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One case: where it stands, since when, until when."""

    title: Any
    href: str
    status: str
    text: Any = ""
    until: date | None = None
    late: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """One way to go, with what it is for."""

    title: Any
    href: str
    text: Any = ""
    icon: str = "arrow"


@dataclass(frozen=True, slots=True)
class Section:
    """One role's part of the desk."""

    key: str
    title: Any
    stats: list[Stat] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    rows_title: Any = ""
    empty: Any = ""
    all_href: str = ""
    all_label: Any = ""
    links: list[Link] = field(default_factory=list)
    next: Next | None = None


@dataclass(frozen=True, slots=True)
class Desk:
    """The whole page."""

    sections: list[Section]
    next: Next | None = None
