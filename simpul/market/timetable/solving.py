"""The best timetable of a market, with its proof, or as good as time allows.

Where all must take place and nothing is to be kept, a proof by clauses runs beside the search in a
process of its own, and the two meet when what is found costs what is proven. Else `staging.py`.
"""

from __future__ import annotations

import threading
import time
from dataclasses import replace

from simpul.market.timetable.answer import Answer, Rank, Told
from simpul.market.timetable.model import Model
from simpul.market.timetable.placing import place
from simpul.market.timetable.problem import Market, Plan
from simpul.market.timetable.proof import Proof
from simpul.market.timetable.running import TICK, Run
from simpul.market.timetable.staging import staged

PLACING, MOST_PLACING = 0.05, 10.0
"""The part of the time in which a first timetable is looked for, and at most so many seconds."""
STUCK = 20.0
"""When nothing was proven for so long, the proof gives way to a second attempt to reach the bound:
how long one takes is a matter of luck, so that two are sooner done."""
SMALLER_CONFLICT_SECONDS = 10.0
"""How long, within the given time, a smaller conflict is looked for when one is known."""


def solve(
    market: Market, *, seconds: float = 60.0, workers: int = 2, told: Told | None = None
) -> Answer:
    """Solve for at most `seconds` on `workers` processors; `told` may stop it at any time."""
    begun = time.monotonic()
    run = Run(market, seconds, workers, told)
    whole = all(meeting.weight is None for meeting in market.meetings)
    answer = staged(run) if not whole or market.former.schedule else _proven(run)
    return replace(answer, seconds=time.monotonic() - begun)


def _proven(run: Run) -> Answer:
    """Search and proof side by side."""
    proof = Proof(run.market, run.raised)
    search = threading.Thread(target=_search, args=(run, proof), daemon=True)
    search.start()
    try:
        while not run.done and not proof.answered and (proof.running or search.is_alive()):
            time.sleep(0.02)
        end = run.passed + SMALLER_CONFLICT_SECONDS
        while proof.conflict and not proof.smallest and run.left and run.passed < end:
            run.tell()
            proof.wait(0.1)
    finally:
        proof.stop()
        kept, run.stopped = run.stopped, True
        search.join()
        run.stopped = kept
    if proof.impossible:
        return Answer("impossible", conflict=proof.conflict, smallest=proof.smallest)
    if proof.plan is not None:
        run.offer(proof.plan)
        run.raised(proof.optimum or 0)
    return run.answer()


def _search(run: Run, proof: Proof) -> None:
    """One processor looks for good timetables; the proof has the other."""

    def better(plan: Plan | None, rank: Rank | None) -> bool:
        if plan is not None and (run.rank is None or (rank and rank < run.rank)):
            run.offer(plan, rank)
        run.tell()
        return run.done

    if run.workers > 1:
        place(run.market, seconds=min(run.left * PLACING, MOST_PLACING), better=better)
        while not run.done and proof.running and not proof.impossible and _seek(run, proof):
            pass
    while not run.done and proof.running:
        run.tell()
        time.sleep(TICK)
    if not run.done and not proof.answered:
        model = Model(run.market)
        model.model.minimize(sum(model.back))
        found = run.search(model, run.left, hint=run.best)
        if found.proven and found.value is not None:
            run.raised(found.value)


def _seek(run: Run, proof: Proof) -> bool:
    """A timetable with no more gaps than are proven to be needed; until more are proven.

    False: the process ended without an answer.
    """
    aim, begun = run.bound, run.passed
    seeking = [Proof(run.market, run.raised, at_most=aim)]
    try:
        while not run.done and run.bound == aim and proof.running:
            if not any(one.running for one in seeking) or any(one.plan for one in seeking):
                break
            if len(seeking) == 1 and run.passed - begun > STUCK:
                proof.give_way()
                seeking.append(Proof(run.market, run.raised, at_most=aim, attempt=1))
            run.tell()
            seeking[0].wait(TICK)
    finally:
        for one in seeking:
            one.stop()
    for one in seeking:
        if one.plan is not None:
            run.offer(one.plan)
            return True
    return run.bound > aim
