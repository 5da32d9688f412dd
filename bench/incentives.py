"""`make bench-incentives`: how long a cost report takes, and how much memory.

    python -m bench.incentives [--sizes 10000,100000,500000] [--kinds csv,xlsx,xml] [--runs 3]
                               [--strict] [--json]

The same made-up ledger is, in turns and each time in a process of its own,

- added up by account with polars, exactly and with nothing checked (plain),
- read, checked, classified, flagged and sampled (report),
- and the lines that count are put through a scheme's steps to the sum of a certificate (certified).

The aim is five times the plain aggregation of the same file in the same run. The largest ledger is
read as a workbook and as SAF-T too, once each: what they take, beside nothing.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
AIM = 5.0
SCHEME = ROOT / "cities" / "jakarta" / "schemes" / "id-jakarta-rebate-scenario.toml"
WINDOW = (date(2026, 1, 1), date(2026, 12, 31))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", default="10000,100000,500000")
    parser.add_argument("--kinds", default="csv,xlsx,xml")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--strict", action="store_true", help="exit 1 when the aim is missed")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    wanted = parser.parse_args()
    if wanted.one:
        print(json.dumps(_one(wanted.one[0], Path(wanted.one[1]))))
        return 0
    sizes = [int(size) for size in wanted.sizes.split(",")]
    kinds = wanted.kinds.split(",")
    results = measure(sizes, wanted.runs) if "csv" in kinds else []
    others = [alone(max(sizes), kind) for kind in kinds if kind != "csv"]
    if wanted.json:
        print(json.dumps([*results, *others], indent=1))
    else:
        print(shown(results))
        print(shown_alone(others))
    missed = [row for row in results if row["ratio"] > AIM]
    return 1 if missed and wanted.strict else 0


def measure(sizes: list[int], runs: int) -> list[dict[str, Any]]:
    """One row for each size."""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            path = Path(folder) / f"{size}.csv"
            subprocess.run(
                _command("make", path), env=_env(size), check=True, stdout=subprocess.DEVNULL
            )
            sides: dict[str, list[dict[str, Any]]] = {"plain": [], "report": []}
            for run in range(runs):
                print(f"{size:,} lines, run {run + 1}", file=sys.stderr, flush=True)
                for side, rows in sides.items():
                    done = subprocess.run(
                        _command(side, path), env=_env(size), check=True, stdout=subprocess.PIPE
                    )
                    rows.append(json.loads(done.stdout))
            found.append(_row(size, path, sides))
            path.unlink()
    return found


def alone(size: int, kind: str) -> dict[str, Any]:
    """A ledger of another kind, read once."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{size}.{kind}"
        print(f"{size:,} lines as {kind}", file=sys.stderr, flush=True)
        subprocess.run(
            _command("make", path), env=_env(size), check=True, stdout=subprocess.DEVNULL
        )
        done = subprocess.run(
            _command("report", path), env=_env(size), check=True, stdout=subprocess.PIPE
        )
        return {
            "lines": size,
            "kind": kind,
            "megabytes": path.stat().st_size / 1e6,
            "report": json.loads(done.stdout),
        }


def _command(side: str, path: Path) -> list[str]:
    return [sys.executable, "-m", "bench.incentives", "--one", side, str(path)]


def _env(size: int) -> dict[str, str]:
    return {**os.environ, "BENCH_LINES": str(size)}


def _row(size: int, path: Path, sides: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    middle = {
        side: {key: statistics.median(row[key] for row in rows) for key in rows[0]}
        for side, rows in sides.items()
    }
    # Of each pair that ran one after the other: a busy machine disturbs both alike.
    pairs = zip(sides["plain"], sides["report"], strict=True)
    ratios = [report["cpu"] / plain["cpu"] for plain, report in pairs]
    walls = [
        report["seconds"] / plain["seconds"]
        for plain, report in zip(sides["plain"], sides["report"], strict=True)
    ]
    return {
        "lines": size,
        "megabytes": path.stat().st_size / 1e6,
        "plain": middle["plain"],
        "report": middle["report"],
        "ratio": statistics.median(walls),
        "ratio_cpu": statistics.median(ratios),
        "ratio_memory": middle["report"]["memory"] / middle["plain"]["memory"],
    }


# --- one measurement, in a process of its own ------------------------------------------------


def _one(side: str, path: Path) -> dict[str, Any]:
    if side == "make":
        return _make(path, int(os.environ["BENCH_LINES"]))
    work = {"plain": _plain, "report": _report}[side]
    return _measured(work(path))


def _make(path: Path, lines: int) -> dict[str, Any]:
    from simpul.incentives.report.reckoning import synthetic, synthetic_files

    if path.suffix == ".xml":  # an entry has two lines
        synthetic_files.write_saft(synthetic.make(lines // 2, faults=False).frame, path)
    elif path.suffix == ".xlsx":
        synthetic_files.write_workbook(synthetic.make(lines).frame, path)
    else:
        synthetic_files.write_csv(synthetic.make(lines).frame, path)
    return {}


def _measured(work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    begun, cpu = perf_counter(), process_time()
    more = work()
    found = {"seconds": perf_counter() - begun, "cpu": process_time() - cpu, **more}
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {**found, "memory": memory / (1024 if sys.platform != "darwin" else 1024**2)}


def _plain(path: Path) -> Callable[[], dict[str, Any]]:
    import polars as pl

    def work() -> dict[str, Any]:
        table = pl.read_csv(path, infer_schema=False)
        table.group_by("acct").agg(
            pl.len(), pl.col("amount_local").cast(pl.Decimal(38, 4)).sum()
        ).sort("acct")
        return {}

    return work


def _report(path: Path) -> Callable[[], dict[str, Any]]:
    from simpul.incentives.report.reckoning.bridge import Bridge, bridged
    from simpul.incentives.report.reckoning.frame import counted
    from simpul.incentives.report.reckoning.report import Setup, make_report
    from simpul.incentives.report.reckoning.sampling import Plan, draw
    from simpul.incentives.report.reckoning.tables import Accounts
    from simpul.incentives.scheme.quote import quote
    from simpul.incentives.scheme.reading import read_scheme
    from simpul.incentives.sections.cost_report import COST_REPORT, cost_report_tables
    from simpul.kit.packs import PackFolder, Problems

    tables = cost_report_tables(COST_REPORT.parse(PackFolder(SCHEME.parents[1]), Problems()))
    scheme = read_scheme(SCHEME, SCHEME.name)
    bridge = Bridge(
        [(one.id, Accounts(tuple(one.accounts))) for one in scheme.categories], {}, tables.places
    )
    setup = Setup("IDR", tables, window=WINDOW, places=("jakarta",))
    times: dict[str, float] = {}

    def tell(step: str, _lines: int, _part: int) -> None:
        times.setdefault(step, perf_counter())

    def work() -> dict[str, Any]:
        made = make_report(path, setup, tell)
        times["sample"] = perf_counter()
        lines = counted(made.lines)
        del made  # an audit and a certificate are other requests, which read what was kept
        draw(lines, Plan(Decimal(100_000_000), 100, "0123456789abcdef"))
        times["certify"] = perf_counter()
        answer = quote(
            scheme,
            {"shoot_days": 30, "eligible_from": WINDOW[0]},
            bridged(lines, bridge),
        )
        times["end"] = perf_counter()
        # SAF-T names no places, so that the scheme of a place gives nothing for it.
        if answer.result is None and path.suffix != ".xml":
            raise SystemExit(f"no certificate: {answer.refused} {answer.missing}")
        names = list(times)
        return {f"s_{one}": times[after] - times[one] for one, after in itertools.pairwise(names)}

    return work


# --- the table -------------------------------------------------------------------------------


def shown(results: list[dict[str, Any]]) -> str:
    """What was measured, for people."""
    lines = ["lines      file     plain            report and certificate    ratio  cpu    memory"]
    for row in results:
        plain, report = row["plain"], row["report"]
        lines.append(
            f"{row['lines']:>8,}  {row['megabytes']:5.1f} MB"
            f"  {plain['seconds']:6.2f} s {plain['memory']:5.0f} MB"
            f"  {report['seconds']:6.2f} s {report['memory']:5.0f} MB"
            f"         {row['ratio']:5.1f}  {row['ratio_cpu']:5.1f}  {row['ratio_memory']:5.1f}"
            f"  {'' if row['ratio'] <= AIM else f'(aim {AIM:g})'}"
        )
    for one, after in itertools.pairwise(results):
        growth = after["report"]["seconds"] / one["report"]["seconds"]
        lines.append(
            f"growth {one['lines']:,} → {after['lines']:,}: {growth:.1f}× the time"
            f" for {after['lines'] / one['lines']:g}× the lines"
        )
    if results:
        lines.append(f"of the largest: {_steps(results[-1]['report'])}")
    return "\n".join(lines)


def shown_alone(results: list[dict[str, Any]]) -> str:
    """The ledgers of other kinds."""
    return "\n".join(
        f"{row['lines']:>8,} as {row['kind']:4}  {row['megabytes']:5.1f} MB"
        f"  {row['report']['seconds']:6.2f} s ({row['report']['cpu']:.2f} s of processor)"
        f"  {row['report']['memory']:5.0f} MB: {_steps(row['report'])}"
        for row in results
    )


def _steps(report: dict[str, Any]) -> str:
    steps = {key[2:]: value for key, value in report.items() if key.startswith("s_")}
    return ", ".join(f"{name} {seconds:.2f} s" for name, seconds in steps.items())


if __name__ == "__main__":
    sys.exit(main())
