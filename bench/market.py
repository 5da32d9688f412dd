"""`make bench-market`: meeting timetables beside the best published, and a large market.

    python -m bench.market [--seconds 60] [--only REGEX] [--seeds 1,2] [--no-days] [--json|--strict]

Every row of the reference table is solved with the given time on two processors: our cost, our
proven bound, our status, how many wishes conflict where no timetable exists, our seconds on the
clock and of the processors, the published optimum and the published time of MaxSAT on the authors'
machine. Then a made-up market of 120 projects, 250 buyers, 36 slots, 60 tables and 2,500 weighted
requests: how far its worth is from its proven bound. Then a market of 30 projects, 142 companies
and 706 meetings, as Busan's was in 2024, and what four changes on the day move. Each answer is
checked once more.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import sys
import time
from typing import Any

from bench.market_day import changed_day, project_market
from bench.market_instances import FOLDER, Published, instance, large_market, published
from simpul.market.timetable.checking import check
from simpul.market.timetable.reading import read_market
from simpul.market.timetable.solving import solve
from simpul.market.timetable.writing import answer_data

AIM = 1.0
"""Per cent between the worth of the large market and its bound."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--only", default="", help="names of instances, a regular expression")
    parser.add_argument("--seeds", default="1", help="large markets; empty: none")
    parser.add_argument("--no-days", dest="days", action="store_false", help="no changes on a day")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--strict", action="store_true", help="exit 1 when an aim is missed")
    wanted = parser.parse_args()
    rows = _instances(wanted.only, wanted.seconds, wanted.json)
    large = [
        _large(int(seed), wanted.seconds, wanted.json) for seed in wanted.seeds.split(",") if seed
    ]
    days = _days(wanted.seconds, wanted.json) if wanted.days else []
    if wanted.json:
        print(json.dumps({"instances": rows, "large": large, "days": days}, indent=1))
    else:
        print(f"{sum(row['as_published'] for row in rows)} of {len(rows)} as published, proven")
    missed = [*(not row["as_published"] for row in rows), *(one["gap"] > AIM for one in large)]
    return 1 if any(missed) and wanted.strict else 0


def _instances(only: str, seconds: float, silent: bool) -> list[dict[str, Any]]:
    if not (FOLDER / "reference_optima.csv").exists():
        print("The published instances are not here: see bench/market_instances.py.")
        return []
    _say(silent, f"{'instance':<34}{'cost':>5}{'bound':>6} {'status':<11}{'wishes':>7}"
                 f"{'seconds':>8}{'processor':>10}{'published':>11}{'seconds':>8}")  # fmt: skip
    found = []
    for one in published():
        if re.search(only, one.name):
            found.append(_row(one, seconds))
            _say(silent, _line(one, found[-1]))
    return found


def _row(one: Published, seconds: float) -> dict[str, Any]:
    market = read_market(json.dumps(instance(one)))
    worked = _worked()
    answer = solve(market, seconds=seconds)
    worked = _worked() - worked
    faults = check(market, answer.schedule).faults if answer.schedule is not None else ()
    proven = answer.status in ("optimal", "impossible") and not faults
    if one.impossible:
        same = answer.status == "impossible" and bool(answer.conflict)
    else:
        same = one.optimum is None or answer.cost == one.optimum
    return {
        "instance": one.name,
        "cost": answer.cost,
        "bound": answer.bound,
        "status": answer.status,
        "seconds": round(answer.seconds, 2),
        "processor_seconds": round(worked, 1),
        "published": "impossible" if one.impossible else one.optimum,
        "published_seconds": one.seconds,
        "conflict": [[wish.kind, *wish.about] for wish in answer.conflict],
        "smallest": answer.smallest,
        "as_published": proven and same,
    }


def _worked() -> float:
    """Processor seconds of this process and of those it has ended."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + ended.ru_utime + ended.ru_stime


def _line(one: Published, row: dict[str, Any]) -> str:
    said = "impossible" if one.impossible else "(none)" if one.optimum is None else one.optimum
    cost = "" if row["cost"] is None else row["cost"]
    bound = "" if row["status"] == "impossible" else row["bound"]
    wishes = len(row["conflict"]) or ""
    wrong = "" if row["as_published"] else "  !"
    return (
        f"{one.name:<34}{cost:>5}{bound:>6} {row['status']:<11}{wishes:>7}{row['seconds']:>8.2f}"
        f"{row['processor_seconds']:>10.1f}"
        f"{said:>11}{one.seconds:>8.1f}{wrong}"
    )


def _large(seed: int, seconds: float, silent: bool) -> dict[str, Any]:
    market = read_market(json.dumps(large_market(seed=seed)))
    answer = solve(market, seconds=seconds)
    gap = 100.0 * (1 - answer.worth / answer.worth_bound) if answer.worth_bound else 0.0
    faults = check(market, answer.schedule or {}).faults
    _say(silent, f"large market {seed}: worth {answer.worth} of at most {answer.worth_bound} "
                 f"(gap {gap:.2f} %), {len(answer.schedule or {})} meetings, {answer.cost} idle "
                 f"gaps, {answer.seconds:.1f} s, {len(faults)} faults")  # fmt: skip
    return {
        "seed": seed,
        "worth": answer.worth,
        "worth_bound": answer.worth_bound,
        "gap": round(gap, 3),
        "cost": answer.cost,
        "seconds": round(answer.seconds, 1),
        "faults": len(faults),
    }


def _days(seconds: float, silent: bool) -> list[dict[str, Any]]:
    """The timetable of a market day, then what each change moves."""
    data = project_market()
    rows = [_day("the timetable", data, seconds, silent)]
    for name, changed in changed_day(data, rows[0]["answer"]).items():
        rows.append(_day(name, changed, seconds, silent))
    return [{key: value for key, value in row.items() if key != "answer"} for row in rows]


def _day(name: str, data: dict[str, Any], seconds: float, silent: bool) -> dict[str, Any]:
    market = read_market(json.dumps(data))
    answer = solve(market, seconds=seconds)
    told = (answer.schedule or {}, answer.venue_of, answer.people_of)
    faults = check(market, *told).faults
    _say(silent, f"30 projects, 142 companies, 706 meetings; {name}: {answer.status}, "
                 f"{len(answer.moved)} moved (at least {answer.moved_bound}), "
                 f"{answer.cost} idle gaps (at least {answer.bound}), {answer.seconds:.1f} s, "
                 f"{len(faults)} faults")  # fmt: skip
    return {
        "name": name,
        "status": answer.status,
        "moved": len(answer.moved),
        "moved_bound": answer.moved_bound,
        "cost": answer.cost,
        "bound": answer.bound,
        "seconds": round(answer.seconds, 1),
        "faults": len(faults),
        "answer": answer_data(market, answer),
    }


def _say(silent: bool, text: str) -> None:
    if not silent:
        print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
