"""The `simpul` command: exit statuses, languages, JSON."""

from __future__ import annotations

import argparse
import inspect
import io
import json
import os
import re
import subprocess
import sys

import pytest

from simpul.config import cli
from simpul.config.cli_words import OF_ARGPARSE, language_of
from simpul.config.output import Output
from simpul.kit.outcomes import InvalidInput, WrongState


@pytest.mark.parametrize("arguments", [[], ["fly"], ["plan"], ["pack", "burn", "x"]])
def test_a_wrong_command_is_bad_input(arguments, capsys, monkeypatch):
    monkeypatch.setenv("LC_ALL", "C")
    with pytest.raises(SystemExit) as stop:
        cli.main(arguments)
    assert stop.value.code == 2
    assert "penggunaan: simpul" in capsys.readouterr().err


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
    given = ["doctor", *([f"--language={wanted}"] if wanted else [])]
    assert language_of(given) == language
    assert language_of(["--language", wanted] if wanted else []) == language


HELP = {
    "id": ["penggunaan: simpul", "tampilkan bantuan ini", "Meja layanan komisi film."],
    "en": ["usage: simpul", "show this help message", "The desk of a film commission."],
}


@pytest.mark.parametrize("language", ["id", "en"])
def test_help_is_in_the_reader_s_language(monkeypatch, capsys, language):
    monkeypatch.setenv("LC_ALL", f"{language}_XX.UTF-8")
    with pytest.raises(SystemExit) as stop:
        cli.main(["--help"])
    assert stop.value.code == 0
    told = capsys.readouterr().out
    assert all(text in told for text in HELP[language])
    assert not any(text in told for other in HELP for text in HELP[other] if other != language)


@pytest.mark.parametrize(
    "line",
    ["plan", "pack check", "pack load", "areas import", "calendar check", "calendar import"]
    + [f"{one} import" for one in ("roads", "gtfs", "events", "neighbourhoods", "quiet")]
    + ["doctor", "backup", "restore", "administrator", "new-key", "run"],
)
def test_no_verb_explains_itself_in_two_languages(monkeypatch, capsys, line):
    helps = {}
    for language in ("id", "en"):
        with pytest.raises(SystemExit):
            cli.main([*line.split(), "--help", "--language", language])
        helps[language] = capsys.readouterr().out
    usual = {"--help", "--json", "--language"}
    for told in helps.values():
        assert all(option in told for option in usual)
    texts = {
        language: {" ".join(text.split()) for text in re.split(r"\n| {2,}", told)}
        for language, told in helps.items()
    }
    same = [text for text in texts["id"] & texts["en"] if text.count(" ") > 2]
    assert [text for text in same if "[" not in text and "-" not in text] == []


def test_what_argparse_says_itself_is_what_is_translated():
    source = inspect.getsource(argparse)
    assert [text for text in OF_ARGPARSE if repr(text)[1:-1] not in source] == []


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
    status = cli._explain(
        InvalidInput({"days[2].date": ["This date does not exist."]}), output, "en"
    )
    assert status == 2
    assert output.err.getvalue() == "days[2].date: This date does not exist.\n"
    assert json.loads(output.out.getvalue())["errors"] == {
        "days[2].date": ["This date does not exist."]
    }


def test_a_negative_answer_exits_with_1():
    output = Output(out=io.StringIO(), err=io.StringIO())
    assert cli._explain(WrongState("Somebody was first."), output, "en") == 1
    assert output.err.getvalue() == "Somebody was first.\n"


def test_a_fault_of_the_program_is_not_hidden():
    with pytest.raises(ZeroDivisionError):
        cli._explain(ZeroDivisionError(), Output(), "id")


@pytest.mark.parametrize(
    ("verb", "language", "word", "name", "value"),
    [
        ("doctor", "id", "pengaturan", "SIMPUL_DEMO", "perhaps"),
        ("run", "en", "setting", "SIMPUL_PORT", "eight"),
        ("doctor", "en", "setting", "DATABASE_URL", "mysql://ani:rahasia@db/x"),
        ("run", "id", "pengaturan", "DATABASE_URL", "postgresql://ani:rahasia@db:many/x"),
    ],
)
def test_a_setting_that_cannot_be_read_is_named(tmp_path, verb, language, word, name, value):
    """By its name, in the reader's language, without its value and without a traceback."""
    command = [sys.executable, "-W", "ignore", "-m", "simpul.config.cli", verb, "--json"]
    told = subprocess.run(
        [*command, "--language", language],
        env={"SIMPUL_VAR": str(tmp_path), "PATH": os.environ["PATH"], name: value},
        capture_output=True,
        text=True,
    )
    assert told.returncode == 2, told.stderr
    said = json.loads(told.stdout)["errors"][name][0]
    assert name in said
    assert word in said
    assert "Traceback" not in told.stderr
    assert "rahasia" not in told.stdout + told.stderr
