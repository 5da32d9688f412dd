"""Small made-up markets, and a judge of timetables that shares nothing with the program.

A market here is the JSON document itself. `granted` says which wishes hold, so that a conflict can
be tried with one wish less.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import Any

from hypothesis import strategies as st

Schedule = dict[str, int]
Granted = Callable[..., bool]


def everything(*_wish: str) -> bool:
    return True


def fits(data: dict[str, Any], where: Schedule, granted: Granted = everything) -> bool:
    """Does a timetable obey every rule of the market?"""
    slots = [slot["id"] for slot in data["slots"]]
    former = data.get("former", {})
    told = {m: slots.index(s) for m, s in former.get("schedule", {}).items()}
    begun = slots.index(former["frozen_before"]) if "frozen_before" in former else 0
    away = {p["id"]: {slots.index(s) for s in p["unavailable"]} for p in data["participants"]}
    for row in data["meetings"]:
        name, slot = row["id"], where.get(row["id"])
        stands = told.get(name, len(slots)) < begun
        if slot is None:
            if ("weight" not in row or stands) and granted("meeting", name):
                return False
            continue
        if stands:
            if slot != told[name] and granted("frozen", name):
                return False
            continue
        if slot < begun or not _wished(row, slot, data, where, granted):
            return False
        if any(slot in away[p] and granted("unavailable", p) for p in row["between"]):
            return False
    for slot in range(len(slots)):
        here = [row for row in data["meetings"] if where.get(row["id"]) == slot]
        seated = [p for row in here for p in row["between"]]
        if len(here) > data["tables"] or len(seated) != len(set(seated)):
            return False
    if "fairness" in data and granted("fairness"):
        counts = idle(data, where).values()
        return max(counts) - min(counts) <= data["fairness"]
    return True


def _wished(
    row: dict[str, Any], slot: int, data: dict[str, Any], where: Schedule, granted: Granted
) -> bool:
    name, here = row["id"], data["slots"][slot]
    if "fixed" in row and row["fixed"] != here["id"] and granted("fixed", name):
        return False
    if "half" in row and row["half"] != here["half"] and granted("half", name):
        return False
    if "slots" in row and here["id"] not in row["slots"] and granted("slots", name):
        return False
    return all(
        where.get(other, slot) < slot or not granted("after", name, other)
        for other in row.get("after", [])
    )


def idle(data: dict[str, Any], where: Schedule) -> dict[str, int]:
    """Idle gaps of each participant, counted from a row of busy and idle slots."""
    counts = {}
    for person in data["participants"]:
        taken = {where.get(m["id"]) for m in data["meetings"] if person["id"] in m["between"]}
        row = "".join("x" if s in taken else " " for s in range(len(data["slots"]))).strip()
        counts[person["id"]] = len(row.split()) - 1 if row else 0
    return counts


def worth(data: dict[str, Any], where: Schedule) -> int:
    return sum(row.get("weight", 0) for row in data["meetings"] if row["id"] in where)


def moved(data: dict[str, Any], where: Schedule) -> int:
    """Meetings that still exist and are not where people were told."""
    slots = [slot["id"] for slot in data["slots"]]
    told = data.get("former", {}).get("schedule", {})
    return sum(
        row["id"] in told and where.get(row["id"]) != slots.index(told[row["id"]])
        for row in data["meetings"]
    )


def all_timetables(data: dict[str, Any], granted: Granted = everything) -> Iterator[Schedule]:
    """Every timetable that obeys the rules: all are tried."""
    names = [row["id"] for row in data["meetings"]]
    for places in itertools.product([*range(len(data["slots"])), None], repeat=len(names)):
        where = {n: slot for n, slot in zip(names, places, strict=True) if slot is not None}
        if fits(data, where, granted):
            yield where


def best(data: dict[str, Any]) -> tuple[int, int, int] | None:
    """(worth, moved, gaps) of the best timetable of all, None if there is none."""
    ranks = [
        (-worth(data, one), moved(data, one), sum(idle(data, one).values()))
        for one in all_timetables(data)
    ]
    if not ranks:
        return None
    first = min(ranks)
    return -first[0], first[1], first[2]


@st.composite
def small_markets(draw: st.DrawFn, optional: bool = False, former: bool = False) -> dict[str, Any]:
    """Markets small enough to try every timetable."""
    slots = [str(number) for number in range(draw(st.integers(2, 4)))]
    people = "abcd"[: draw(st.integers(2, 4))]
    names = [f"m{number}" for number in range(draw(st.integers(1, 4)))]
    some = st.lists(st.sampled_from(slots), unique=True, max_size=len(slots) - 1)
    data: dict[str, Any] = {
        "slots": [
            {"id": one, "half": "morning" if place < len(slots) / 2 else "afternoon"}
            for place, one in enumerate(slots)
        ],
        "tables": draw(st.integers(1, 2)),
        "participants": [
            {"id": one, "unavailable": draw(some) if draw(st.integers(0, 2)) == 0 else []}
            for one in people
        ],
        "meetings": [
            draw(_meetings(names, place, people, slots, optional)) for place in range(len(names))
        ],
    }
    if draw(st.booleans()):
        data["fairness"] = draw(st.integers(0, 1))
    if former:
        told = {one: draw(st.sampled_from(slots)) for one in names if draw(st.integers(0, 3))}
        data["former"] = {"schedule": told}
        if draw(st.booleans()):
            data["former"]["frozen_before"] = draw(st.sampled_from(slots))
    return data


@st.composite
def _meetings(
    draw: st.DrawFn, names: list[str], place: int, people: str, slots: list[str], optional: bool
) -> dict[str, Any]:
    row: dict[str, Any] = {
        "id": names[place],
        "between": draw(st.lists(st.sampled_from(people), unique=True, min_size=2, max_size=3)),
    }
    kind = draw(st.integers(0, 5))
    if kind == 0:
        row["half"] = draw(st.sampled_from(["morning", "afternoon"]))
    elif kind == 1:
        row["slots"] = draw(st.lists(st.sampled_from(slots), unique=True, min_size=1))
    elif kind == 2:
        row["fixed"] = draw(st.sampled_from(slots))
    if place and draw(st.integers(0, 2)) == 0:
        row["after"] = [draw(st.sampled_from(names[:place]))]
    if optional and draw(st.integers(0, 3)):
        row["weight"] = draw(st.integers(1, 4))
    return row
