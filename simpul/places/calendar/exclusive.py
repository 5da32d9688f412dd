"""One ground, one production at a time: double booking, shared ground, events and road works."""

from __future__ import annotations

from collections.abc import Iterator

from simpul.kit.texts import Texts
from simpul.places.calendar.check import Check
from simpul.places.calendar.found import Clash, Grade, both
from simpul.places.calendar.uses import NOT_FILMING, Standing, Wanted
from simpul.places.calendar.wording import KINDS, STATES


def find(check: Check) -> Iterator[Clash]:
    """Uses that share ground at the same time, as a whole and its part or as shapes that overlap.

    With exclusive use on either side: hard when the other is confirmed, possible when it is an
    option or pencilled in. Without: information, or possible with an event, road works or a drone.
    """
    near = check.near
    for i, j in near.pairs(near.shares):
        mine, theirs = near.wanted[i], near.standing[j]
        rule, grade = _weigh(mine, theirs)
        yield check.between(
            i,
            j,
            rule=rule,
            grade=grade,
            ground=theirs.name or mine.name,
            distance_m=0.0,
            text=_text(rule, theirs),
        )


def find_own(check: Check) -> Iterator[Clash]:
    """What the askers hold themselves on the same ground at the same time: good to know, and in
    nobody's way. `check` compares with their own uses only."""
    near = check.near
    for i, j in near.pairs(near.shares):
        mine, theirs = near.wanted[i], near.standing[j]
        yield check.between(
            i,
            j,
            rule="own",
            grade=Grade.INFORMATION,
            ground=theirs.name or mine.name,
            distance_m=0.0,
            text=both(
                "Tempat ini pada waktu yang sama dipegang oleh permohonan Anda sendiri "
                "({kind}, {state}). Itu bukan halangan, tetapi dua izin tidak dapat "
                "masing-masing memakainya sendiri.",
                "Your own application holds this place at the same time ({kind}, {state}). That "
                "is in nobody's way, but two permits cannot each have it to themselves.",
                kind=KINDS[theirs.kind],
                state=STATES[theirs.state],
            ),
        )


def _weigh(mine: Wanted, theirs: Standing) -> tuple[str, Grade]:
    rule = theirs.kind if theirs.kind in NOT_FILMING else "exclusive"
    if mine.exclusive or theirs.exclusive or _must_be_alone({mine.kind, theirs.kind}):
        return rule, Grade.HARD if theirs.settled else Grade.POSSIBLE
    if rule != "exclusive":
        return rule, Grade.POSSIBLE
    # Whoever shares ground with a drone stands below it.
    overhead = "drone" in (mine.kind, theirs.kind)
    return "shared", Grade.POSSIBLE if overhead else Grade.INFORMATION


def _must_be_alone(kinds: set[str]) -> bool:
    """Nobody stands in a blast zone, and no two drones fly in one volume, whatever was said."""
    return "blast" in kinds or kinds == {"drone"}


def _text(rule: str, theirs: Standing) -> Texts:
    values = {"kind": KINDS[theirs.kind], "state": STATES[theirs.state]}
    if rule == "shared":
        return both(
            "Tempat ini pada waktu yang sama juga dipakai untuk {kind}; "
            "tidak ada yang memakainya sendiri.",
            "This place is used for something else at the same time ({kind}); "
            "neither has it alone.",
            **values,
        )
    if rule in NOT_FILMING:
        return both(
            "Di tempat ini pada waktu yang sama ada {kind}.",
            "At this place there is something else at the same time: {kind}.",
            **values,
        )
    return both(
        "Tempat ini pada waktu yang sama sudah dipegang untuk {kind} ({state}).",
        "This place is already held at the same time: {kind} ({state}).",
        **values,
    )
