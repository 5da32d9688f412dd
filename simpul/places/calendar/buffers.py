"""Blast zones and drone volumes: what must be kept free around a use."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from simpul.kit.texts import Texts
from simpul.places.calendar.check import Check
from simpul.places.calendar.found import Clash, Grade, both
from simpul.places.calendar.uses import Standing, Use, Wanted
from simpul.places.calendar.wording import KINDS

KEPT_FREE = ("blast", "drone")


def reach(use: Use) -> float:
    """How far round its ground a use reaches, in metres."""
    return use.radius_m if use.kind in KEPT_FREE else 0.0


def find(check: Check) -> Iterator[Clash]:
    """Somebody else in a blast zone or a drone volume, on either side, at the same time.

    A blast zone, and two drones in one volume: hard when the other is confirmed, else possible.
    People under a drone: possible. Where the grounds themselves are shared it is said once.
    """
    near = check.near
    zoned = near.rows(*KEPT_FREE) | near.columns(*KEPT_FREE)[None, :]
    where = near.meets & zoned & ~near.shares
    if not where.any():
        return
    mine = np.array([reach(one) for one in near.wanted])
    theirs = np.array([reach(one) for one in near.standing])
    most = float(mine.max() + theirs.max())
    for (i, j), metres in sorted(near.distances(where, most).items()):
        # Two rims that touch leave nobody inside.
        if metres < mine[i] + theirs[j]:
            one, other = near.wanted[i], near.standing[j]
            yield check.between(
                i,
                j,
                rule="blast_zone" if "blast" in (one.kind, other.kind) else "drone_volume",
                grade=_weigh(one, other),
                ground=other.name or one.name,
                distance_m=metres,
                text=_text(one, other, metres),
            )


def _weigh(one: Wanted, other: Standing) -> Grade:
    kinds = {one.kind, other.kind}
    if "blast" in kinds or kinds == {"drone"}:
        return Grade.HARD if other.settled else Grade.POSSIBLE
    return Grade.POSSIBLE


def _text(one: Wanted, other: Standing, metres: float) -> Texts:
    return both(
        "{mine} dengan jarak aman {reach} m bertemu {theirs} (jarak aman {their_reach} m), "
        "{metres} m dari sini.",
        "{mine} with {reach} m kept free meets {theirs} ({their_reach} m kept free), "
        "{metres} m from here.",
        mine=_upper(KINDS[one.kind]),
        reach=reach(one),
        theirs=KINDS[other.kind],
        their_reach=reach(other),
        metres=round(metres),
    )


def _upper(texts: Texts) -> Texts:
    return {language: text[:1].upper() + text[1:] for language, text in texts.items()}
