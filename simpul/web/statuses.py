"""How a state looks: its words and its tone, registered by the room that owns the state.

Tones: `quiet` (nothing to do), `wait` (somebody else acts), `next` (you act), `good`, `bad`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

TONES = {"quiet", "wait", "next", "good", "bad"}
ICONS = {"quiet": "dot", "wait": "clock", "next": "arrow", "good": "check", "bad": "cross"}


@dataclass(frozen=True, slots=True)
class Look:
    label: Any
    tone: str

    @property
    def icon(self) -> str:
        return ICONS[self.tone]


_looks: dict[str, Look] = {}


def register(looks: Mapping[str, tuple[Any, str]]) -> None:
    """Add states: `register({"application.submitted": (_("Sent"), "wait")})`.

    Raises ValueError for an unknown tone or for a state somebody else has registered otherwise.
    """
    for code, (label, tone) in looks.items():
        if tone not in TONES:
            raise ValueError(f"{code}: unknown tone {tone!r}")
        new = Look(label, tone)
        if code in _looks and (_looks[code].tone, str(_looks[code].label)) != (tone, str(label)):
            raise ValueError(f"{code} is registered twice with different looks")
        _looks[code] = new


def look(code: str) -> Look:
    """The look of a state; an unregistered one shows its own code, quietly."""
    known = _looks.get(code) or _looks.get(code.rpartition(".")[2])
    return known or Look(code.rpartition(".")[2].replace("_", " "), "quiet")


register(
    {
        "todo": (_("Not started"), "quiet"),
        "next": (_("Next step"), "next"),
        "doing": (_("In progress"), "wait"),
        "done": (_("Done"), "good"),
        "blocked": (_("Cannot start yet"), "quiet"),
        "problem": (_("There is a problem"), "bad"),
        "optional": (_("Optional"), "quiet"),
        "valid": (_("Valid"), "good"),
        "expired": (_("Expired"), "bad"),
        "ended": (_("Ended"), "quiet"),
    }
)
