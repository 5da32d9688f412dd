"""The real city: every permit of New York, by street segment, against the reference pairs."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

SHARED = Path(__file__).parents[4] / "shared" / "data" / "nyc_film_permits"
ROOT = Path(__file__).parents[3]
_RUN = """
import sys
from simpul.config.cli import main
status = main(sys.argv[1:])
# Not `ru_maxrss`: a new program inherits that of the process that started it.
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM:"))
print(status, peak.split()[1], file=sys.stderr)
"""


@pytest.fixture(scope="module")
def reference() -> set[tuple[str, str]]:
    if not SHARED.exists():
        pytest.skip("the shared data folder has no nyc_film_permits")
    with (SHARED / "reference_conflict_pairs.csv").open() as stream:
        return {(row["a"], row["b"]) for row in csv.DictReader(stream)}


def test_all_permits_give_exactly_the_reference_pairs(reference, tmp_path):
    """In a process of its own, so that time and memory are those of the whole command."""
    pairs, rejects = tmp_path / "pairs.csv", tmp_path / "rejects.csv"
    command = [
        *("calendar", "check", SHARED / "permits_corrected.csv.gz", "--language", "en"),
        *("--places", SHARED / "segments.geojson.gz", "--zone", "America/New_York"),
        *("--links", SHARED / "parking_segments_link.csv.gz"),
        *("--output", pairs, "--rejects", rejects),
    ]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    started = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", _RUN, *map(str, command)],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    seconds = time.monotonic() - started
    status, kilobytes = map(int, done.stderr.splitlines()[-1].split())
    with pairs.open() as stream:
        rows = list(csv.DictReader(stream))
    found = {(row["a"], row["b"]) for row in rows}
    assert len(reference) == 1205
    assert found == reference
    assert len(rows) == len(found), "each pair once"
    assert {row["reason"] for row in rows} == {"same_place"}
    assert status == 1
    assert seconds < 60
    assert kilobytes < 1024 * 1024
    with rejects.open() as stream:
        bad = list(csv.DictReader(stream))
    # README of the data: 268 starts and 117 ends are empty; one permit lacks both.
    assert len(bad) == 268 + 117 - 1
    assert {row["code"] for row in bad} == {"no_time"}
