"""A market day: larger markets, changes on the day, and stopping at any time."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from bench.market_instances import large_market
from simpul.market.timetable import solving, staging
from simpul.market.timetable.answer import Answer, Progress
from simpul.market.timetable.checking import check
from simpul.market.timetable.reading import read_market
from simpul.market.timetable.solving import solve


def day(**more: Any) -> dict[str, Any]:
    """Four projects, six buyers, every project meets every second buyer: twelve meetings."""
    return {
        "slots": [str(number) for number in range(8)],
        "tables": 3,
        "fairness": 2,
        "participants": [*"ABCD", *"uvwxyz"],
        "meetings": [
            {"id": f"{project}{buyer}", "between": [project, buyer]}
            for place, project in enumerate("ABCD")
            for buyer in "uvwxyz"[place % 2 :: 2]
        ],
        **more,
    }


def solved(data: dict[str, Any], **more: Any) -> Answer:
    market = read_market(json.dumps(data))
    answer = solve(market, **{"seconds": 20, **more})
    if answer.schedule is not None:
        assert check(market, answer.schedule).faults == ()
    return answer


def slots(answer: Answer) -> dict[str, str]:
    return {meeting: str(slot) for meeting, slot in (answer.schedule or {}).items()}


def test_a_day_is_timetabled_and_changes_move_as_little_as_they_must() -> None:
    early = day()
    for row in early["meetings"]:
        if "u" in row["between"]:
            row["slots"] = ["0", "1", "2"]  # whichever optimum is found, u can come later
    morning = solved(early)
    assert (morning.status, morning.cost) == ("optimal", 0)
    former = {"schedule": slots(morning)}
    assert solved(day(former=former)).moved == ()
    # A late guest: u misses the first of two meetings.
    taken = sorted(slots(morning)[one] for one in slots(morning) if one.endswith("u"))
    late = day(former={**former, "frozen_before": taken[0]})
    late["participants"][4] = {"id": "u", "unavailable": [taken[0]]}
    after = solved(late)
    assert after.status == "optimal"
    assert len(after.moved) == after.moved_bound >= 1
    for meeting, slot in slots(morning).items():
        if int(slot) < int(taken[0]):
            assert slots(after)[meeting] == slot


def test_a_guest_who_does_not_come_moves_nobody_and_a_new_request_finds_its_place() -> None:
    morning = solved(day())
    former = {"schedule": slots(morning), "frozen_before": "2"}
    without = day(former=former, fairness=8)
    without["meetings"] = [one for one in without["meetings"] if "z" not in one["between"]]
    assert solved(without).moved == ()
    more = day(former=former, fairness=8)
    more["meetings"].append({"id": "new", "between": ["A", "v"], "weight": 2})
    added = solved(more)
    assert (added.status, added.moved, added.worth) == ("optimal", (), 2)
    assert int(slots(added)["new"]) >= 2


def test_a_frozen_meeting_that_may_be_left_out_still_takes_place() -> None:
    data = {
        "slots": ["0", "1"],
        "tables": 1,
        "participants": ["a", "b", "c"],
        "meetings": [
            {"id": "cheap", "between": ["a", "b"], "weight": 1},
            {"id": "dear", "between": ["a", "c"], "weight": 50, "slots": ["0"]},
        ],
        "former": {"schedule": {"cheap": "0"}, "frozen_before": "1"},
    }
    answer = solved(data)
    assert (answer.status, slots(answer), answer.left_out) == ("optimal", {"cheap": "0"}, ("dear",))


def test_an_impossible_replan_names_what_conflicts_and_only_what_is_needed() -> None:
    data = {
        "slots": ["1", "2", "3"],
        "tables": 2,
        "participants": ["a", "b", "c", "d"],
        "meetings": [
            {"id": "told", "between": ["b", "d"], "fixed": "3"},
            {"id": "late", "between": ["a", "c"], "after": ["before"], "slots": ["2"]},
            {"id": "before", "between": ["b", "c"], "weight": 1, "slots": ["2", "3"]},
        ],
        "former": {"schedule": {"told": "3"}, "frozen_before": "2"},
    }
    answer = solved(data)
    assert answer.status == "impossible"
    assert answer.smallest
    assert {(one.kind, *one.about) for one in answer.conflict} == {
        ("meeting", "late"),
        ("slots", "late"),
        ("after", "late", "before"),
    }


def test_a_market_of_many_wishes_comes_near_its_bound_within_seconds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(staging, "LARGE", 1_000)
    data = large_market(projects=24, buyers=50, slots=18, tables=12, requests=300)
    for seconds in (2.5, 10, 40):  # the later ones only where the machine is busy
        answer = solved(data, seconds=seconds)
        if answer.worth >= 0.99 * answer.worth_bound:
            break
    assert answer.worth >= 0.99 * answer.worth_bound
    assert answer.left_out
    assert answer.status == "feasible"


@pytest.mark.parametrize("requests", [150, 1_500])
def test_solving_stops_when_it_is_told_to_and_keeps_the_best(requests: int) -> None:
    """Once while a model searches, once while a large market is placed."""
    data = large_market(projects=40, buyers=60, slots=36, tables=12, requests=requests)
    heard: list[Progress] = []

    def told(progress: Progress) -> bool:
        heard.append(progress)
        return progress.cost is not None

    begun = time.monotonic()
    answer = solved(data, seconds=300, told=told)
    assert time.monotonic() - begun < 60
    assert answer.status == "feasible"
    assert heard[-1].worth <= answer.worth <= answer.worth_bound


def test_stopping_a_proof_ends_its_process_and_keeps_what_was_found() -> None:
    data = large_market(projects=12, buyers=20, slots=18, tables=12, requests=70)
    data["fairness"] = 17
    data["participants"] = [one["id"] for one in data["participants"]]
    for row in data["meetings"]:
        del row["weight"]
    heard: list[Progress] = []

    def told(progress: Progress) -> bool:
        heard.append(progress)
        return progress.cost is not None

    answer = solved(data, seconds=300, told=told)
    assert answer.status in ("feasible", "optimal")
    assert answer.bound <= (answer.cost or 0)
    assert answer.seconds < 60


def test_when_time_runs_out_at_once_the_answer_says_so_and_lies_about_nothing() -> None:
    answer = solved(day(), seconds=0.001)
    assert answer.status in ("unknown", "feasible", "optimal")
    assert answer.seconds < 20


def test_the_search_goes_on_when_the_proving_process_dies(monkeypatch: pytest.MonkeyPatch) -> None:
    class Dying(solving.Proof):
        def __init__(self, *given: Any) -> None:
            super().__init__(*given)
            self._process.kill()

    monkeypatch.setattr(solving, "Proof", Dying)
    answer = solved(day())
    assert (answer.status, answer.cost) == ("optimal", 0)


PARENT = """
import os, signal, sys, time
from bench.market_instances import large_market
from simpul.market.timetable.proof import Proof
from simpul.market.timetable.reading import read_market
import json
import subprocess
import sys
data = large_market(projects=12, buyers=20, slots=18, tables=12, requests=70)
for row in data["meetings"]:
    del row["weight"]
proof = Proof(read_market(json.dumps(data)), lambda bound: None)
print(proof._process.pid, flush=True)
sys.stdin.read()
"""


def test_a_proof_ends_with_the_process_that_asked_for_it() -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=Path(__file__).resolve().parents[2],
    )
    assert parent.stdout is not None
    proving = int(parent.stdout.readline())
    assert _lives(proving)
    parent.kill()
    parent.communicate()
    end = time.monotonic() + 20
    while _lives(proving) and time.monotonic() < end:
        time.sleep(0.05)
    assert not _lives(proving)


def _lives(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
