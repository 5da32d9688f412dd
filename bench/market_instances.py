"""Meeting timetables for measuring: the published instances, and a large market made up.

The instances (Bofill, Coll, Garcia, Giráldez-Cru, Pesant, Suy, Villaret, JAIR 74, 2022) are not
part of Simpul. They are looked for in the folder that SIMPUL_MEETING_INSTANCES names, else in
../shared/data/b2b beside the project.
"""

from __future__ import annotations

import csv
import os
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

BESIDE = Path(__file__).resolve().parents[2] / "shared" / "data" / "b2b"
FOLDER = Path(os.environ.get("SIMPUL_MEETING_INSTANCES") or BESIDE)
SESSIONS = {1: "morning", 2: "afternoon", 3: "any"}


@dataclass(frozen=True)
class Published:
    """One row of the reference table; `optimum` is None where none was published."""

    instance: str
    variant: str
    fairness: int
    optimum: int | None
    impossible: bool
    seconds: float

    @property
    def name(self) -> str:
        return f"{self.instance} {self.variant} d={self.fairness}"


def published() -> Iterator[Published]:
    """The reference table, row by row."""
    with (FOLDER / "reference_optima.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            said = row["optimum"]
            yield Published(
                row["instance"],
                row["variant"],
                int(row["fairness_d"]),
                int(said) if said.isdigit() else None,
                said == "unsat",
                float(row["maxsat_time_s"]),
            )


def instance(one: Published) -> dict[str, Any]:
    """An instance as our market document."""
    path = FOLDER / "instances" / f"{one.instance}.{one.variant}.dzn"
    return market_of(path.read_text(encoding="utf-8"), one.fairness)


def market_of(text: str, fairness: int) -> dict[str, Any]:
    """MiniZinc data: requested=[|a, b, session|…|], sets of forbidden slots, precedences."""
    fields = dict(re.findall(r"(\w+)\s*=\s*(.*?);", text, re.DOTALL))
    mornings, total = int(fields["nMorningSlots"]), int(fields["nTotalSlots"])
    away = _sets(fields.get("forbidden", ""))
    fixed = _numbers(fields.get("fixed", ""))
    before = _sets(fields.get("precedences", ""))
    rows = [_numbers(row) for row in fields["requested"].split("|") if _numbers(row)]
    meetings = []
    for number, (first, second, session) in enumerate(rows):
        meeting: dict[str, Any] = {
            "id": f"m{number + 1}",
            "between": [f"p{first}", f"p{second}"],
            "half": SESSIONS[session],
        }
        if fixed and fixed[number]:
            meeting["fixed"] = str(fixed[number])
        if before and before[number]:
            meeting["after"] = [f"m{other}" for other in before[number]]
        meetings.append(meeting)
    return {
        "slots": [
            {"id": str(slot + 1), "half": "morning" if slot < mornings else "afternoon"}
            for slot in range(total)
        ],
        "tables": int(fields["nTables"]),
        "fairness": fairness,
        "participants": [
            {
                "id": f"p{number + 1}",
                "unavailable": [str(slot) for slot in sorted(away[number]) if slot] if away else [],
            }
            for number in range(int(fields["nBusiness"]))
        ],
        "meetings": meetings,
    }


def _numbers(text: str) -> list[int]:
    return [int(one) for one in re.findall(r"\d+", text)]


def _sets(text: str) -> list[set[int]]:
    return [set(_numbers(one)) for one in re.findall(r"\{(.*?)\}", text, re.DOTALL)]


def large_market(
    projects: int = 120,
    buyers: int = 250,
    slots: int = 36,
    tables: int = 60,
    requests: int = 2_500,
    seed: int = 1,
) -> dict[str, Any]:
    """Two days; some projects are wished by many; buyers are away for up to half of the time."""
    chance = random.Random(seed)
    names = [f"s{number}" for number in range(slots)]
    day = slots // 2

    def away(*counts: int) -> list[str]:
        return chance.sample(names, min(chance.choice(counts), slots // 2))

    people = [
        {"id": f"p{number}", "unavailable": away(0, 0, 0, 2, 4)} for number in range(projects)
    ]
    people += [
        {"id": f"b{number}", "unavailable": away(0, 0, 4, 8, 18)} for number in range(buyers)
    ]
    wished = [1 / (1 + number) ** 0.5 for number in range(projects)]
    pairs: set[tuple[int, int]] = set()
    while len(pairs) < requests:
        pairs.add((chance.choices(range(projects), wished)[0], chance.randrange(buyers)))
    return {
        "slots": [
            {"id": name, "half": "morning" if number % day < day // 2 else "afternoon"}
            for number, name in enumerate(names)
        ],
        "tables": tables,
        "fairness": 4,
        "participants": people,
        "meetings": [
            {
                "id": f"m{number}",
                "between": [f"p{project}", f"b{buyer}"],
                "weight": chance.choice([1, 2, 3, 5]),
            }
            for number, (project, buyer) in enumerate(sorted(pairs))
        ],
    }
