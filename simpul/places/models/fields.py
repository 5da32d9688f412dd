"""Columns for which Django has no field: PostgreSQL's native `box` and `int8multirange`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models

Extent = tuple[float, float, float, float]
"""West, south, east, north in metres on the city's plane."""


def box_text(extent: Extent) -> str:
    """The extent as PostgreSQL reads a `box`: two opposite corners."""
    west, south, east, north = extent
    return f"({east!r},{north!r}),({west!r},{south!r})"


def box_extent(text: str) -> Extent:
    """What PostgreSQL writes for a `box`: upper right corner, lower left corner."""
    east, north, west, south = (
        float(part) for part in text.replace("(", "").replace(")", "").split(",")
    )
    return west, south, east, north


def widened(extent: Extent, metres: float) -> Extent:
    """The extent with so many metres around it."""
    west, south, east, north = extent
    return west - metres, south - metres, east + metres, north + metres


class BoxField(models.Field):  # type: ignore[type-arg]
    """An extent. GiST of the core knows `box`, so `&&` needs no extension."""

    description = "extent in metres"

    def db_type(self, connection: Any) -> str:
        return "box"

    def get_placeholder(self, value: Any, compiler: Any, connection: Any) -> str:
        return "%s::box"

    def get_prep_value(self, value: Any) -> Any:
        return None if value is None else box_text(value)

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Extent | None:
        return None if value is None else box_extent(value)


@BoxField.register_lookup
class Meets(models.Lookup):
    """`extent__meets=box`: the two boxes share a point; the index answers."""

    lookup_name = "meets"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        left, values = self.process_lhs(compiler, connection)
        return f"{left} && %s::box", (*values, self.rhs)


class KeysField(models.Field):  # type: ignore[type-arg]
    """A set of row keys as `int8multirange`: `&&` of two says whether they share one."""

    description = "set of keys"

    def db_type(self, connection: Any) -> str:
        return "int8multirange"

    def get_placeholder(self, value: Any, compiler: Any, connection: Any) -> str:
        return "%s::int8multirange"

    def get_prep_value(self, value: Iterable[int] | None) -> Any:
        if value is None:
            return None
        return "{" + ",".join(f"[{key},{key + 1})" for key in sorted(set(value))) + "}"

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> frozenset[int]:
        return frozenset(key for part in value for key in range(part.lower, part.upper))


def meeting(field: str, boxes: Iterable[Extent]) -> models.Q:
    """The condition that a box of a row meets one of these; of none, nothing does."""
    found = models.Q(pk__in=())
    for box in boxes:
        found |= models.Q(**{f"{field}__meets": box})
    return found
