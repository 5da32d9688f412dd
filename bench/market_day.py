"""A market day of the size of Busan's project market, and what happens on it."""

from __future__ import annotations

import random
from collections import Counter
from typing import Any

NOON = "d2-06"


def project_market(
    projects: int = 30,
    companies: int = 142,
    meetings: int = 706,
    tables: int = 22,
    seed: int = 1,
) -> dict[str, Any]:
    """Three days of twelve slots: the size of Busan's project market in 2024, made up otherwise.

    All meetings are agreed and must take place. Every project has its people at a table of its own;
    every fifth company sends two, and either may go.
    """
    chance = random.Random(seed)
    slots = [f"d{day}-{number:02}" for day in (1, 2, 3) for number in range(12)]
    people: list[dict[str, Any]] = [{"id": f"p{number}"} for number in range(projects)]
    teams = []
    for number in range(companies):
        names = [f"c{number}a", f"c{number}b"] if number % 5 == 0 else [f"c{number}a"]
        for name in names:
            away = chance.choice([[], [], [], slots[:12], slots[24:], slots[6:12]])
            people.append({"id": name, "unavailable": away})
        teams.append({"id": f"c{number}", "people": names})
    wished = [1 / (4 + number) ** 0.5 for number in range(companies)]
    pairs: set[tuple[int, int]] = set()
    counts = [0] * projects
    while len(pairs) < meetings:
        pair = (chance.randrange(projects), chance.choices(range(companies), wished)[0])
        if pair not in pairs and counts[pair[0]] < 30:
            pairs.add(pair)
            counts[pair[0]] += 1
    return {
        "slots": [
            {"id": slot, "day": slot[:2], "half": "morning" if slot[-2:] < "06" else "afternoon"}
            for slot in slots
        ],
        "tables": tables,
        "participants": people,
        "companies": teams,
        "meetings": [
            {"id": f"m{number}", "between": [f"p{project}", f"c{company}"]}
            for number, (project, company) in enumerate(sorted(pairs))
        ],
    }


def changed_day(data: dict[str, Any], told: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What may happen at noon of the second day; `told`: the answer that people have."""
    rest = [slot["id"] for slot in data["slots"] if slot["id"] >= NOON]
    ahead = {name for name, slot in told["schedule"].items() if slot in rest}
    sides = Counter(
        side for row in data["meetings"] if row["id"] in ahead for side in row["between"]
    )
    company = max((one for one in sorted(sides) if one.startswith("c")), key=lambda c: sides[c])
    team = next(one["people"] for one in data["companies"] if one["id"] == company)
    changes: dict[str, dict[str, Any]] = {
        "a company comes three slots late": {
            "participants": [
                {**one, "unavailable": sorted({*one["unavailable"], *rest[:3]})}
                if one["id"] in team
                else one
                for one in data["participants"]
            ]
        },
        "a company does not come": {
            "meetings": [
                one
                for one in data["meetings"]
                if company not in one["between"] or one["id"] not in ahead
            ]
        },
        "a new guest with six wishes": {
            "participants": [*data["participants"], {"id": "guest"}],
            "meetings": [
                *data["meetings"],
                *(
                    {"id": f"new{number}", "between": [f"p{number}", "guest"], "weight": 1}
                    for number in range(6)
                ),
            ],
        },
        "two tables fewer": {
            "slots": [
                {**one, "tables": data["tables"] - 2} if one["id"] in rest else one
                for one in data["slots"]
            ]
        },
    }
    former = {
        "schedule": told["schedule"],
        "people_of": told["people_of"],
        "frozen_before": NOON,
    }
    return {name: {**data, **change, "former": former} for name, change in changes.items()}
