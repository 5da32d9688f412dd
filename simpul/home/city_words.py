"""Words that the city's pack brings to the front pages."""

from __future__ import annotations

from collections.abc import Mapping

from simpul.city.queries import city_book
from simpul.kit.outcomes import WrongState


def nothing_else_payable() -> Mapping[str, str] | None:
    """What the pack says about other payments; None while no pack is in force."""
    try:
        return city_book().settings.nothing_else
    except WrongState:
        return None
