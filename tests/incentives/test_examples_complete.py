"""Every worked example has its test, once; what is published but wrong is refused."""

from __future__ import annotations

import importlib
import json
from pathlib import Path

import pytest

from .examples import STANDS_FOR

HERE = Path(__file__).parent
EXAMPLES = Path(__file__).resolve().parents[3] / "shared" / "data" / "incentive_examples.json"

PUBLISHED = """
UK-01 UK-03 UK-04 UK-05 UK-07 UK-09 UK-12 UK-13 UK-14 UK-15 UK-16 UK-17 UK-18 UK-20 UK-21 UK-22
UK-23 UK-25 UK-26 UK-27 UK-28 UK-29 IE-01 HU-01 HU-02 CA-01 CA-03 CA-04 CA-07 FR-01 US-01 US-05
TH-03 EI-01
"""
OUR_INPUTS = """
UK-08 IE-04 CA-05 CA-08 CA-09 ES-02 NZ-01 NZ-02 NZ-03 NZ-04 US-02 US-03 US-04 KR-01 KR-02 ID-01
TH-01 IN-02 KZ-01
"""
PUBLISHED_BUT_WRONG = "IE-03 HU-03"
ALL = {*PUBLISHED.split(), *OUR_INPUTS.split(), *PUBLISHED_BUT_WRONG.split()}


def covered() -> dict[str, str]:
    """Example -> test, of all example modules. Marking one twice is an error when they load."""
    for path in sorted(HERE.glob("test_examples_*.py")):
        importlib.import_module(f"{__package__}.{path.stem}")
    return STANDS_FOR


def test_every_example_has_a_test_and_no_test_stands_for_another() -> None:
    assert len(ALL) == 55
    assert covered().keys() == ALL


def test_what_is_published_but_wrong_is_refused_by_name() -> None:
    for one in PUBLISHED_BUT_WRONG.split():
        assert "refused" in covered()[one]


@pytest.mark.skipif(not EXAMPLES.exists(), reason="the examples are not in ../shared/data")
def test_the_list_is_that_of_the_examples() -> None:
    rows = json.loads(EXAMPLES.read_text())
    by_status: dict[str, set[str]] = {}
    for row in rows:
        by_status.setdefault(row["status"], set()).add(row["id"])
    assert by_status["P"] | by_status["PD"] == set(PUBLISHED.split())
    assert by_status["D"] == set(OUR_INPUTS.split())
    assert by_status["X"] == set(PUBLISHED_BUT_WRONG.split())
