"""`simpul incentive quote … --printed`: a published figure is held against the rule."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from simpul.config import cli

HUNGARY = {"local_spend": 600, "other_spend": 400, "cultural_test": True}
SCHEME = Path(__file__).resolve().parents[2] / "cities" / "shared" / "schemes" / "hu-rebate.toml"


def run(tmp_path: Path, figures: object, *more: str) -> int:
    answers, printed = tmp_path / "answers.json", tmp_path / "printed.json"
    answers.write_text(json.dumps(HUNGARY))
    printed.write_text(json.dumps(figures))
    return cli.main(
        ["incentive", "quote", str(SCHEME), str(answers), "--printed", str(printed), *more]
    )


def test_a_wrong_figure_is_told_with_its_step_and_the_answer_is_no(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path, {"base": 780, "rebate": 204}, "--json", "--language", "en") == 1
    told = json.loads(capsys.readouterr().out)
    assert not told["ok"]
    base, rebate = told["printed_wrong"]
    assert base["step"] == "base" and "the rule gives HUF 750" in base["why"]
    assert "30%" in base["why"]
    assert rebate["step"] == "rebate" and "HUF 234" in rebate["why"]


def test_figures_that_follow_the_rule_are_accepted(tmp_path: Path) -> None:
    assert run(tmp_path, {"base": 750, "rebate": 225}) == 0


@pytest.mark.parametrize("figures", [{"bonus": 1}, {"base": "780"}, {"base": True}, [780]])
def test_figures_that_are_none_are_refused(tmp_path: Path, figures: object) -> None:
    assert run(tmp_path, figures) == 2
