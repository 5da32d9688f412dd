"""Schemes of the city pack by their ids: all that this room knows of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simpul.city.queries import city_book
from simpul.kit.outcomes import WrongState


def _schemes() -> Mapping[str, Any]:
    try:
        found: Mapping[str, Any] = city_book().part("schemes")
    except WrongState:  # no pack is published yet
        return {}
    return found


def scheme_exists(scheme_id: str) -> bool:
    """Does the pack in force name this scheme?"""
    return scheme_id in _schemes()


def scheme_names() -> dict[str, Mapping[str, str]]:
    """Id → name by language, of all schemes of the pack in force."""
    return {key: one.name for key, one in _schemes().items()}
