"""The `simpul` command: exit statuses, languages, JSON."""

from __future__ import annotations

import io
import json

import pytest

from simpul.config import cli
from simpul.config.output import Output
from simpul.kit.outcomes import InvalidInput, WrongState


@pytest.mark.parametrize("arguments", [[], ["fly"], ["plan"], ["pack", "burn", "x"]])
def test_a_wrong_command_is_bad_input(arguments, capsys):
    with pytest.raises(SystemExit) as stop:
        cli.main(arguments)
    assert stop.value.code == 2
    assert "usage: simpul" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("wanted", "terminal", "language"),
    [
        ("en", "id_ID.UTF-8", "en"),
        (None, "en_GB.UTF-8", "en"),
        (None, "id_ID.UTF-8", "id"),
        (None, "C", "id"),
        (None, "ko_KR.UTF-8", "id"),
    ],
)
def test_the_reader_is_answered_in_their_language(monkeypatch, wanted, terminal, language):
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", terminal)
    assert cli._language(wanted) == language


def test_every_verb_takes_json_and_language():
    for line in (
        ["doctor"],
        ["backup", "x"],
        ["restore", "x"],
        ["plan", "x"],
        ["pack", "check", "x"],
        ["pack", "load", "x"],
        ["areas", "import", "x"],
        ["administrator", "siti@contoh.id"],
        ["calendar", "check", "x"],
        ["calendar", "import", "x"],
    ):
        wanted = cli.parser().parse_args([*line, "--json", "--language", "en"])
        assert wanted.json
        assert wanted.language == "en"


def test_bad_input_names_the_place_and_exits_with_2():
    output = Output(as_json=True, out=io.StringIO(), err=io.StringIO())
    status = cli._explain(InvalidInput({"days[2].date": ["This date does not exist."]}), output)
    assert status == 2
    assert output.err.getvalue() == "days[2].date: This date does not exist.\n"
    assert json.loads(output.out.getvalue())["errors"] == {
        "days[2].date": ["This date does not exist."]
    }


def test_a_negative_answer_exits_with_1():
    output = Output(out=io.StringIO(), err=io.StringIO())
    assert cli._explain(WrongState("Somebody was first."), output) == 1
    assert output.err.getvalue() == "Somebody was first.\n"


def test_a_fault_of_the_program_is_not_hidden():
    with pytest.raises(ZeroDivisionError):
        cli._explain(ZeroDivisionError(), Output())
