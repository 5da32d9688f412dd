"""`simpul market …` as people use it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from simpul.config.cli import main

DAY: dict[str, Any] = {
    "slots": ["9", "10"],
    "tables": 2,
    "participants": ["ani", "budi", "cici"],
    "meetings": [
        {"id": "1", "between": ["ani", "budi"]},
        {"id": "2", "between": ["ani", "cici"], "fixed": "9"},
    ],
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "market.json"
    path.write_text(json.dumps(DAY), encoding="utf-8")
    return path


def test_a_timetable_is_made_checked_and_found_good(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    to = tmp_path / "answer.json"
    call = ["market", "timetable", str(file), "--output", str(to), "--json", "--language", "en"]
    assert main(call) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["status"], said["schedule"]) == ("optimal", {"1": "10", "2": "9"})
    assert json.loads(to.read_text(encoding="utf-8"))["schedule"] == said["schedule"]
    assert main(["market", "check", str(file), str(to), "--language", "id"]) == 0
    assert "Jadwal ini sah" in capsys.readouterr().out


def test_faults_are_named_in_the_readers_language(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = tmp_path / "wrong.json"
    wrong.write_text('{"1": "9", "2": "9"}', encoding="utf-8")
    assert main(["market", "check", str(file), str(wrong), "--language", "id"]) == 1
    assert "ani di dua tempat pada waktu 9" in capsys.readouterr().err
    assert main(["market", "check", str(file), str(wrong), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["faults"][0]["code"] == "two_places"


def test_an_impossible_market_names_its_conflict(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = json.loads(json.dumps(DAY))
    data["meetings"][0]["fixed"] = "9"
    file.write_text(json.dumps(data), encoding="utf-8")
    assert main(["market", "timetable", str(file), "--language", "en"]) == 1
    said = capsys.readouterr().out
    assert "meeting 1 has a fixed slot" in said
    assert "There is no smaller conflict." in said


@pytest.mark.parametrize("text", ["{", '{"slots": ["9", "9"]}'])
def test_what_cannot_be_read_is_told_and_ends_with_two(
    file: Path, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text(text, encoding="utf-8")
    assert main(["market", "timetable", str(file), "--language", "id"]) == 2
    assert capsys.readouterr().err
    assert main(["market", "check", str(file), str(file)]) == 2
    assert main(["market", "timetable", str(file.parent / "none.json")]) == 2


@pytest.mark.parametrize("seconds", ["0", "-1", "nan", "x", "inf"])
def test_seconds_that_are_none_are_refused(file: Path, seconds: str) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["market", "timetable", str(file), f"--seconds={seconds}"])
    assert ended.value.code == 2


def test_who_only_reads_and_checks_does_not_load_the_solvers() -> None:
    """They are large: web and worker together stay below a gigabyte."""
    code = (
        "import sys, simpul.market.commands, simpul.market.apps, simpul.config.cli; "
        "sys.exit(any(name in sys.modules for name in ('ortools', 'pysat', 'pandas', 'numpy')))"
    )
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
