"""What lies on a person's work desk: sections by role, each with what waits and where it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from simpul.kit.actors import Actor


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
    links: list[Link] = field(default_factory=list)


def desk_for(actor: Actor) -> list[Section]:
    """The sections of a person's desk, most urgent role first."""
    return []
