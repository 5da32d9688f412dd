"""The proof, in a process of its own: `python -m simpul.market.timetable.proving`.

With a number, and that of an attempt, it answers whether at most so many gaps are possible:
{"plan": ...} or {"bound": ...}.

Reads a market (one line of JSON) from standard input and writes JSON objects, one a line:
{"bound": n} whenever fewer gaps were shown impossible, then {"optimum": n, "plan": {meeting: number
of its way}}; or {"impossible": true}, {"conflict": [...], "smallest": false}: wishes none of which
can be left out of the conflict, and later, when no smaller conflict exists anywhere, the smallest.
A process can be stopped at any time, ends when its input is closed, and has a processor of its own.
"""

from __future__ import annotations

import fcntl
import json
import os
import select
import stat
import sys
from typing import Any

from pysat.card import CardEnc, EncType
from pysat.examples.optux import OptUx
from pysat.examples.rc2 import RC2
from pysat.formula import WCNF
from pysat.solvers import Solver

from simpul.market.timetable.answer import Wish
from simpul.market.timetable.clauses import Clauses
from simpul.market.timetable.problem import Market
from simpul.market.timetable.reading import read_market

SOLVER = "cd15"
SEEKERS: tuple[tuple[str, dict[str, int]], ...] = (
    ("cd15", {"stabilizeonly": 1, "walk": 1}),
    ("ks4", {}),
)
"""CaDiCaL as it is when an answer is expected; and Kissat: luck differs, so that both may try."""


def tell(**said: Any) -> None:
    sys.stdout.write(json.dumps(said) + "\n")
    sys.stdout.flush()


class _Telling(RC2):
    """RC2 that tells the bound after each core; every core proves one gap more."""

    def process_core(self) -> None:
        super().process_core()
        tell(bound=self.cost)


def prove(market: Market) -> None:
    """Tell the least number of gaps, or why no timetable exists."""
    clauses = Clauses(market)
    formula = WCNF()
    for clause in clauses.hard:
        formula.append(clause)
    for names in clauses.back.values():
        for name in names:
            formula.append([-name], weight=1)
    with Solver(name=SOLVER, bootstrap_with=clauses.hard) as solver:
        if not all(clauses.hard) or not solver.solve():
            tell(impossible=True)
            explain(market)
            return
    with _Telling(formula, solver=SOLVER, adapt=True, exhaust=True) as solver:
        model = solver.compute()
        cost = solver.cost
    tell(optimum=cost, plan=clauses.plan(model))


def seek(market: Market, at_most: int, attempt: int = 0) -> None:
    """Tell a timetable with at most so many gaps, or that more are needed.

    The proof itself ends with the same question, but may only assume what it asks. Written down for
    good the answer is often found much sooner.
    """
    clauses = Clauses(market)
    gaps = [name for names in clauses.back.values() for name in names]
    hard = [*clauses.hard, *([-name] for name in gaps if not at_most)]
    if 0 < at_most < len(gaps):
        code = EncType.seqcounter
        made = CardEnc.atmost(gaps, at_most, vpool=clauses.pool, encoding=code)
        hard.extend(made.clauses)
    name, settings = SEEKERS[attempt]
    with Solver(name=name) as solver:
        if settings:
            solver.configure(settings)
        solver.append_formula(hard)
        if all(hard) and solver.solve():
            tell(plan=clauses.plan(solver.get_model()))
        else:
            tell(bound=at_most + 1)


def explain(market: Market) -> None:
    """The wishes that cannot all be granted, none of which can be left out of the conflict."""
    clauses = Clauses(market, explained=True)
    wishes = {switch: wish for wish, switch in clauses.switches.items()}
    found = _irreducible(clauses.hard, list(wishes))
    tell(conflict=[_words(wishes[one]) for one in sorted(found)], smallest=len(found) <= 1)
    if len(found) > 1:
        smallest = _smallest(clauses.hard, list(wishes))
        tell(conflict=[_words(wishes[one]) for one in sorted(smallest)], smallest=True)


def _irreducible(hard: list[list[int]], switches: list[int]) -> list[int]:
    """Switches that cannot all be on; without any one of them the rest can."""
    with Solver(name=SOLVER, bootstrap_with=hard) as solver:
        if solver.solve(assumptions=switches):
            raise AssertionError("a market with a timetable has no conflict")
        core = list(solver.get_core() or [])
        needed: list[int] = []
        while core:
            tried = core.pop()
            if solver.solve(assumptions=[*needed, *core]):
                needed.append(tried)
            else:
                still = set(solver.get_core() or [])
                core = [one for one in core if one in still]
                needed = [one for one in needed if one in still]
        return needed


def _smallest(hard: list[list[int]], switches: list[int]) -> list[int]:
    """A conflict with the fewest wishes; may take very long."""
    formula = WCNF()
    for clause in hard:
        formula.append(clause)
    for switch in switches:
        formula.append([switch], weight=1)
    with OptUx(formula, solver="g4") as search:
        found = search.compute()
    return [switches[place - 1] for place in found]


def _words(wish: Wish) -> dict[str, Any]:
    return {"kind": wish.kind, "about": list(wish.about)}


def main() -> int:
    market = read_market(sys.stdin.buffer.readline())
    _end_with_parent()
    if len(sys.argv) > 1:
        seek(market, *map(int, sys.argv[1:]))
    else:
        prove(market)
    return 0


def _end_with_parent() -> None:
    """From now on the closing of the input ends this process, be the caller killed or done.

    A solver deep in a proof hears nothing: the kernel does it, by a signal nobody catches. Nothing
    is written to the input after the market, so that it can become readable by its end only.
    """
    if not stat.S_ISFIFO(os.fstat(0).st_mode):
        return
    fcntl.fcntl(0, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(0, fcntl.F_SETFL, fcntl.fcntl(0, fcntl.F_GETFL) | os.O_ASYNC)
    if select.select([0], [], [], 0)[0]:
        sys.exit(1)


if __name__ == "__main__":
    sys.exit(main())
