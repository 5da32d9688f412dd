"""Times and query counts of a piece of work."""

from __future__ import annotations

import gc
import statistics
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter, process_time

from django.db import connection, reset_queries
from django.test.utils import CaptureQueriesContext


@dataclass(frozen=True, slots=True)
class Measured:
    """Milliseconds; `cpu`: of this process alone, so that a busy machine shows. `aim`: what
    p95 should stay under, or None. `queries`: None where they are not counted."""

    name: str
    median: float
    p95: float
    cpu: float
    queries: int | None
    runs: int
    aim: float | None = None

    @property
    def met(self) -> bool:
        return self.aim is None or self.p95 <= self.aim


def measure(
    name: str,
    work: Callable[[], object],
    *,
    runs: int = 60,
    warm_up: int = 3,
    aim: float | None = None,
    count_queries: bool = True,
) -> Measured:
    """Run `work` often; the queries are counted in a run of its own."""
    for _ in range(warm_up):
        work()
    queries = None
    if count_queries:
        with CaptureQueriesContext(connection) as captured:
            work()
        queries = len(captured)
        reset_queries()
    times, own = [], []
    gc.collect()
    for _ in range(runs):
        begun, cpu = perf_counter(), process_time()
        work()
        own.append((process_time() - cpu) * 1000)
        times.append((perf_counter() - begun) * 1000)
    times.sort()
    p95 = times[min(len(times) - 1, -(-len(times) * 95 // 100) - 1)]
    middle = statistics.median(times)
    return Measured(name, middle, p95, statistics.median(own), queries, runs, aim)


def table(rows: list[Measured]) -> str:
    """The measurements for people."""
    lines = [f"{'':34}{'median':>10}{'p95':>10}{'own cpu':>10}{'queries':>9}{'aim (p95)':>11}"]
    for row in rows:
        queries = "" if row.queries is None else str(row.queries)
        aim = "" if row.aim is None else f"{row.aim:.0f} ms"
        verdict = "" if row.aim is None else "  ok" if row.met else "  MISSED"
        lines.append(
            f"{row.name:34}{row.median:7.1f} ms{row.p95:7.1f} ms{row.cpu:7.1f} ms"
            f"{queries:>9}{aim:>11}{verdict}"
        )
    return "\n".join(lines)
