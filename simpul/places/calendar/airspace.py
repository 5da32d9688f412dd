"""Where and how high a drone may fly."""

from __future__ import annotations

from collections.abc import Iterator

from simpul.places.calendar.check import Check
from simpul.places.calendar.found import Clash, Grade, Solution, both
from simpul.places.calendar.rows import AirspaceRow, in_force
from simpul.places.calendar.uses import Wanted
from simpul.places.calendar.wording import by_rule

WEIGHTS = {
    "check": Grade.INFORMATION,
    "permission": Grade.POSSIBLE,
    "forbidden": Grade.HARD,
}
"""A permission can be had, so its want is never hard."""


PERMISSION = Solution(
    kind="permission",
    text=both(
        "Minta persetujuan lebih dahulu, atau terbang di tempat lain.",
        "Ask for the permission first, or fly elsewhere.",
    ),
)


def find(check: Check) -> Iterator[Clash]:
    """Drones in an airspace that forbids them, or that needs a permission.

    A height nobody has said is information where only higher flights need a permission.
    """
    for i, use in enumerate(check.wanted):
        if use.kind != "drone":
            continue
        for row in in_force(check.rules.airspace, check.first_days[i]):
            most = _weight(row, use)
            if most is not None and row.covers(use):
                yield check.alone(
                    i,
                    rule="airspace",
                    row=row,
                    most=most,
                    periods=use.periods,
                    ground=use.name,
                    text=by_rule(row, *_height(row, use)),
                    solutions=(PERMISSION,) if row.effect == "permission" else (),
                )


def _weight(row: AirspaceRow, use: Wanted) -> Grade | None:
    most = WEIGHTS[row.effect]
    if row.above_m is None:
        return most
    if use.height_m is None:
        return Grade.INFORMATION
    return most if use.height_m > row.above_m else None


def _height(row: AirspaceRow, use: Wanted) -> tuple[str, str]:
    if row.above_m is None:
        return "", ""
    if use.height_m is None:
        text = both("Tinggi terbang belum disebutkan.", "The height of flight is not given yet.")
    else:
        text = both(
            "Direncanakan setinggi {height} m.",
            "Planned at a height of {height} m.",
            height=float(use.height_m),
        )
    return text["id"], text["en"]
