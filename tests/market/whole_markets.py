"""Small markets with everything: venues, walks, breaks, sessions, companies; and their judge.

The judge shares nothing with the program: it knows when each slot starts and ends, puts what
everybody does on the clock, and looks for what overlaps or is too far away to be reached.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

from tests.market.markets import Granted, everything

Held = dict[str, tuple[str, str, tuple[str, ...]]]
"""Meeting -> slot, venue, who goes."""
DAYS = (datetime(2027, 3, 2, 9), datetime(2027, 3, 3, 9))


def fits(data: dict[str, Any], held: Held, granted: Granted = everything) -> bool:
    """Does a timetable obey every rule of the market?"""
    order = [slot["id"] for slot in data["slots"]]
    told = data.get("former", {}).get("schedule", {})
    begun = order[: order.index(data["former"]["frozen_before"])] if told else []
    for row in data["meetings"]:
        name = row["id"]
        stands = told.get(name) in begun
        if name not in held:
            if ("weight" not in row or stands) and granted("meeting", name):
                return False
        elif stands:
            if not as_told(data, name, held) and granted("frozen", name):
                return False
        elif held[name][0] in begun or not _wished(data, row, held, granted):
            return False
    if not _seated(data, held) or not _reached(data, held, granted, set(told) if begun else set()):
        return False
    if "fairness" in data and granted("fairness"):
        counts = idle(data, held).values()
        return max(counts) - min(counts) <= data["fairness"]
    return True


def as_told(data: dict[str, Any], name: str, held: Held) -> bool:
    former = data["former"]
    slot, venue, people = held[name]
    told = (former["schedule"][name], former["venue_of"].get(name, venue))
    return told == (slot, venue) and former["people_of"].get(name, list(people)) == list(people)


def _wished(data: dict[str, Any], row: dict[str, Any], held: Held, granted: Granted) -> bool:
    name = row["id"]
    slot, venue, people = held[name]
    order = [one["id"] for one in data["slots"]]
    away = {one["id"]: one["unavailable"] for one in data["participants"]}
    broken = [
        ("slots", name) if slot not in row.get("slots", order) else None,
        ("venues", name) if venue not in row.get("venues", [venue]) else None,
        *(("unavailable", p) if slot in away[p] else None for p in people),
    ]
    if any(wish and granted(*wish) for wish in broken):
        return False
    return all(
        (o in held and order.index(held[o][0]) < order.index(slot)) or not granted("after", name, o)
        for o in row.get("after", [])
    )


def _seated(data: dict[str, Any], held: Held) -> bool:
    """A table for each, with seats for all of them."""
    rows = {row["id"]: row for row in data["meetings"]}
    for venue in data["venues"]:
        for slot in data["slots"]:
            here = [name for name, one in held.items() if one[:2] == (slot["id"], venue["id"])]
            tables = venue.get("tables_at", {}).get(slot["id"], venue["tables"])
            needs = [max(len(rows[one]["between"]), rows[one].get("seats", 0)) for one in here]
            if len(here) > tables or any(one > venue.get("seats", 99) for one in needs):
                return False
    return True


def _reached(data: dict[str, Any], held: Held, granted: Granted, told: set[str]) -> bool:
    """Everybody is at one place at a time, and had the time to walk there."""
    clock = {
        slot["id"]: (datetime.fromisoformat(slot["starts"]), datetime.fromisoformat(slot["ends"]))
        for slot in data["slots"]
    }
    order = [slot["id"] for slot in data["slots"]]
    begun = order[: order.index(data["former"]["frozen_before"])] if told else []
    for person in (one["id"] for one in data["participants"]):
        own = [one for one in held.items() if person in one[1][2]]
        for (_, first), (_, second) in itertools.combinations(own, 2):
            if _apart(data, (*clock[first[0]], first[1]), (*clock[second[0]], second[1])):
                continue
            return False
        for session in data["sessions"]:
            if person not in members(data, session["participants"]):
                continue
            for slot, (name, one) in itertools.product(session["slots"], own):
                if name in told and data["former"]["schedule"][name] in begun:
                    continue
                here = session.get("venue") or one[1]
                apart = _apart(data, (*clock[slot], here), (*clock[one[0]], one[1]))
                if not apart and granted("session", session["id"], person):
                    return False
    return True


def _apart(data: dict[str, Any], one: Any, other: Any) -> bool:
    (_, ends, here), (starts, _, there) = sorted((one, other))
    walk = next(
        (row["minutes"] for row in data["walks"] if set(row["between"]) == {here, there}), 0
    )
    return bool(starts >= ends + timedelta(minutes=walk))


def members(data: dict[str, Any], names: list[str]) -> set[str]:
    companies = {one["id"]: one["people"] for one in data["companies"]}
    return {person for name in names for person in companies.get(name, [name])}


def idle(data: dict[str, Any], held: Held) -> dict[str, int]:
    """Idle gaps of each participant: a row of letters for each day, without their sessions."""
    counts = {}
    for person in (one["id"] for one in data["participants"]):
        taken = {slot for slot, _, people in held.values() if person in people}
        away = {
            slot
            for session in data["sessions"]
            if person in members(data, session["participants"])
            for slot in session["slots"]
        }
        counts[person] = 0
        for _, day in itertools.groupby(data["slots"], lambda slot: slot["starts"][:10]):
            row = "".join("x" if s["id"] in taken else " " for s in day if s["id"] not in away)
            counts[person] += max(len(row.split()) - 1, 0)
    return counts


def worth(data: dict[str, Any], held: Held) -> int:
    return sum(row.get("weight", 0) for row in data["meetings"] if row["id"] in held)


def moved(data: dict[str, Any], held: Held) -> int:
    told = data.get("former", {}).get("schedule", {})
    return sum(
        row["id"] in told and not (row["id"] in held and as_told(data, row["id"], held))
        for row in data["meetings"]
    )


def ways(data: dict[str, Any], row: dict[str, Any]) -> list[tuple[str, str, tuple[str, ...]]]:
    sides = [sorted(members(data, [side])) for side in row["between"]]
    return [
        (slot["id"], venue["id"], people)
        for slot in data["slots"]
        for venue in data["venues"]
        for people in itertools.product(*sides)
    ]


def all_timetables(data: dict[str, Any], granted: Granted = everything) -> Iterator[Held]:
    """Every timetable that obeys the rules: all are tried."""
    names = [row["id"] for row in data["meetings"]]
    choices = [[*_possible_ways(data, row, granted), None] for row in data["meetings"]]
    for some in itertools.product(*choices):
        held = {name: one for name, one in zip(names, some, strict=True) if one is not None}
        if fits(data, held, granted):
            yield held


def _possible_ways(
    data: dict[str, Any], row: dict[str, Any], granted: Granted
) -> list[tuple[str, str, tuple[str, ...]]]:
    """Those that break no rule by themselves, which saves most of the trying."""
    single = {**row, "weight": 1}
    single.pop("after", None)
    alone = {**data, "meetings": [single]}
    alone.pop("fairness", None)
    return [one for one in ways(data, row) if fits(alone, {row["id"]: one}, granted)]


def best(data: dict[str, Any]) -> tuple[int, int, int] | None:
    """(worth, moved, gaps) of the best timetable of all, None if there is none."""
    ranks = [
        (-worth(data, one), moved(data, one), sum(idle(data, one).values()))
        for one in all_timetables(data)
    ]
    first = min(ranks, default=None)
    return None if first is None else (-first[0], *first[1:])


def _slots(breaks: list[int], second_day: int) -> list[dict[str, str]]:
    """Slots of twenty minutes, so many minutes apart; from one on they are on the next day."""
    found = []
    time = DAYS[0]
    for place, pause in enumerate(breaks):
        if place == second_day:
            time = DAYS[1]
        ends = time + timedelta(minutes=20)
        found.append({"id": str(place), "starts": time.isoformat(), "ends": ends.isoformat()})
        time = ends + timedelta(minutes=pause)
    return found


@st.composite
def whole_markets(draw: st.DrawFn, optional: bool = False, former: bool = False) -> dict[str, Any]:
    """A company of two, two guests, two venues with a walk between them, sessions, breaks."""
    breaks = draw(st.lists(st.sampled_from([0, 15]), min_size=3, max_size=4))
    slots = _slots(breaks, draw(st.integers(2, 8)))
    names = [slot["id"] for slot in slots]
    some = st.lists(st.sampled_from(names), unique=True, max_size=2)
    people = ["a", "b", "x", "y"]
    data: dict[str, Any] = {
        "slots": slots,
        "venues": [
            {"id": "hall", "tables": draw(st.integers(0, 2)), "tables_at": {names[0]: 1}},
            {"id": "roof", "tables": 1, "seats": draw(st.integers(2, 3))},
        ],
        "walks": [{"between": ["roof", "hall"], "minutes": draw(st.sampled_from([10, 20, 40]))}],
        "participants": [
            {"id": one, "unavailable": draw(some) if draw(st.integers(0, 3)) == 0 else []}
            for one in people
        ],
        "companies": [{"id": "studio", "people": ["x", "y"]}],
        "sessions": draw(st.lists(_sessions(names), max_size=1)),
        "meetings": [draw(_rows(number, names, optional)) for number in range(len("abc"))],
    }
    for person in data["participants"]:
        session = next(iter(data["sessions"]), {"slots": [], "participants": []})
        own = session["slots"] if person["id"] in members(data, session["participants"]) else []
        assume({*own, *person["unavailable"]} != set(names))
    if draw(st.booleans()):
        data["fairness"] = draw(st.integers(0, 1))
    if former:
        data["former"] = _former(draw, data)
    return data


@st.composite
def _sessions(draw: st.DrawFn, names: list[str]) -> dict[str, Any]:
    who = st.lists(st.sampled_from(["a", "b", "studio", "x"]), unique=True, min_size=1, max_size=2)
    where = st.sampled_from([None, "hall", "roof"])
    slots = st.lists(st.sampled_from(names), unique=True, min_size=1, max_size=2)
    return {"id": "panel", "slots": draw(slots), "venue": draw(where), "participants": draw(who)}


@st.composite
def _rows(draw: st.DrawFn, number: int, names: list[str], optional: bool) -> dict[str, Any]:
    guest = draw(st.sampled_from(["a", "b"]))
    row: dict[str, Any] = {
        "id": f"m{number}",
        "between": [guest, draw(st.sampled_from(["studio", "studio", "x", "y"]))],
    }
    kind = draw(st.integers(0, 5))
    if kind == 0:
        row["slots"] = draw(st.lists(st.sampled_from(names), unique=True, min_size=1))
    elif kind == 1:
        row["venues"] = [draw(st.sampled_from(["hall", "roof"]))]
    elif kind == 2:
        row["seats"] = 3
    if number and draw(st.integers(0, 3)) == 0:
        row["after"] = [f"m{draw(st.integers(0, number - 1))}"]
    if optional and draw(st.integers(0, 2)):
        row["weight"] = draw(st.integers(1, 4))
    return row


def _former(draw: st.DrawFn, data: dict[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = {"schedule": {}, "venue_of": {}, "people_of": {}}
    for row in data["meetings"]:
        slot, venue, people = draw(st.sampled_from(ways(data, row)))
        told["schedule"][row["id"]] = slot
        if draw(st.booleans()):
            told["venue_of"][row["id"]] = venue
            told["people_of"][row["id"]] = list(people)
    told["frozen_before"] = data["slots"][draw(st.integers(0, 1))]["id"]
    return told
