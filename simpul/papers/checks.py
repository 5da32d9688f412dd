"""What `simpul doctor` asks this room."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SelfCheck:
    """One thing that works, or does not, and how to mend it."""

    name: str
    ok: bool
    detail: str
    remedy: str = ""
