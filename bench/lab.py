"""The policy lab over 10,000 cases: two versions of the longest scheme, time and peak memory.

    python -m bench.lab [--cases 10000] [--strict] [--json]

The aim is a minute, with day by day, resampled budget and whatever else stands in the report.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path
from time import perf_counter, process_time

from simpul.incentives.lab.reckoning.cases import Fund
from simpul.incentives.lab.reckoning.rules import rules_of
from simpul.incentives.lab.reckoning.synthetic import Range, year
from simpul.incentives.lab.reckoning.trial import run
from simpul.incentives.scheme.reading import read_scheme

ROOT = Path(__file__).resolve().parents[1]
SCHEME = ROOT / "cities" / "jakarta" / "schemes" / "id-jakarta-rebate-scenario.toml"
AIM = 60.0
FIRST = date(2027, 1, 1)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--strict", action="store_true", help="exit 1 when the aim is missed")
    parser.add_argument("--json", action="store_true")
    wanted = parser.parse_args()
    found = measure(wanted.cases)
    if wanted.json:
        print(json.dumps(found, indent=1))
    else:
        print(
            f"policy lab, {found['cases']} cases under two versions: {found['seconds']:.1f} s "
            f"({found['processor_seconds']:.1f} s of processor), {found['megabytes']:.0f} MB; "
            f"aim {AIM:.0f} s"
        )
    return 1 if wanted.strict and found["seconds"] > AIM else 0


def measure(count: int) -> dict[str, float]:
    """A synthetic year, both versions over it, the whole report."""
    text = SCHEME.read_text()
    before = read_scheme(text, SCHEME.name)
    # The draft: a quarter where the scenario gives a fifth.
    after = read_scheme(text.replace('"20%"', '"25%"'), SCHEME.name)
    draws = {
        one.id: Range(Decimal(100_000_000), Decimal(800_000_000), Decimal(9_000_000_000))
        for one in before.inputs
        if one.kind == "amount"
    } | {
        one.id: Range(Decimal(1), Decimal(12), Decimal(60))
        for one in before.inputs
        if one.kind == "count"
    }
    cases = year(draws, count=count, first=FIRST, seed=1)
    fund = Fund(Decimal(10) ** 12, FIRST, date(2027, 12, 31))
    began, worked = perf_counter(), process_time()
    report = run(cases, rules_of(before), rules_of(after), fund=fund, seed=1)
    assert report["synthetic"]["cases"] == count
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {
        "cases": count,
        "seconds": perf_counter() - began,
        "processor_seconds": process_time() - worked,
        "megabytes": peak / (1024 if sys.platform != "darwin" else 1024 * 1024),
    }


if __name__ == "__main__":
    sys.exit(main())
