"""The proving process (`proving.py`) and what it has said."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from simpul.market.timetable.answer import Wish
from simpul.market.timetable.problem import Market, Plan
from simpul.market.timetable.writing import market_data

LESS = 5
"""By so much less urgent: about a third of what another process gets."""


class Proof:
    """A proof that is under way. `raised(bound)` is called whenever the bound rises.

    With `at_most` it only seeks a timetable with so many gaps, or proves that there is none;
    `attempt` 0, 1: each goes about it in another way.
    """

    def __init__(
        self,
        market: Market,
        raised: Callable[[int], None],
        at_most: int | None = None,
        attempt: int = 0,
    ) -> None:
        self.bound = 0
        self.optimum: int | None = None
        self.plan: Plan | None = None
        self.conflict: tuple[Wish, ...] = ()
        self.smallest = False
        self.impossible = False
        self._raised = raised
        self._market = market
        self._process = subprocess.Popen(
            [
                *(sys.executable, "-m", "simpul.market.timetable.proving"),
                *(() if at_most is None else (str(at_most), str(attempt))),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,  # Ctrl-C is for the caller, who keeps the best and ends this
        )
        self._reader = threading.Thread(target=self._read, args=(market,), daemon=True)
        self._reader.start()

    @property
    def answered(self) -> bool:
        return self.plan is not None or bool(self.conflict)

    @property
    def running(self) -> bool:
        """Still at it; False too when the process ended without an answer."""
        return self._reader.is_alive()

    def give_way(self) -> None:
        """From now on the others come first."""
        with suppress(ProcessLookupError):
            os.setpriority(os.PRIO_PROCESS, self._process.pid, LESS)

    def wait(self, seconds: float) -> None:
        self._reader.join(seconds)

    def stop(self) -> None:
        self._process.kill()
        self._process.wait()
        self._reader.join()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with suppress(BrokenPipeError):
                    stream.close()

    def _read(self, market: Market) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            self._process.stdin.write(json.dumps(market_data(market)) + "\n")
            self._process.stdin.flush()  # left open: the proof ends with it
        except BrokenPipeError:
            return
        for line in self._process.stdout:
            try:
                self._hear(json.loads(line))
            except ValueError:
                return  # stopped in the middle of a line

    def _hear(self, said: Mapping[str, Any]) -> None:
        if "bound" in said:
            self.bound = said["bound"]
            self._raised(self.bound)
        if "plan" in said:
            self.optimum = said.get("optimum")
            ways, place_of = self._market.ways, self._market.place_of
            self.plan = {m: ways[place_of[m]][number] for m, number in said["plan"].items()}
        if "impossible" in said:
            self.impossible = True
        if "conflict" in said:
            self.smallest = said["smallest"]
            self.conflict = tuple(
                Wish(one["kind"], tuple(one["about"])) for one in said["conflict"]
            )
