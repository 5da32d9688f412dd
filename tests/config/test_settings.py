"""What can be set is documented; what is documented can be set."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

from simpul.config.database import connection_settings

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = (ROOT / "docs" / "settings.md").read_text()
NAMES_IN_ROWS = {
    name
    for line in DOCUMENT.splitlines()
    if line.startswith("| `")
    for name in re.findall(r"`([A-Z][A-Z0-9_]+)`", line.split("|")[1])
}


def names_in_program() -> set[str]:
    text = (ROOT / "simpul" / "config" / "settings.py").read_text()
    return set(re.findall(r'env\.\w+\(\s*"([A-Z0-9_]+)"', text))


def test_every_setting_is_documented():
    assert names_in_program() - NAMES_IN_ROWS == set()


def test_every_documented_setting_exists():
    assert NAMES_IN_ROWS - names_in_program() == set()


def test_the_program_knows_the_names_it_read():
    assert names_in_program() - settings.KNOWN_SETTINGS <= {"SIMPUL_TEST_DATABASE"}


def test_passwords_and_options_of_a_database_address_are_understood():
    found = connection_settings("postgresql://ani:p%40ss@db.contoh:5433/simpul?sslmode=require")
    assert (found["USER"], found["PASSWORD"]) == ("ani", "p@ss")
    assert (found["HOST"], found["PORT"], found["NAME"]) == ("db.contoh", "5433", "simpul")
    assert found["OPTIONS"] == {"sslmode": "require"}


@pytest.mark.parametrize("url", ["sqlite:///x.db", "mysql://a/b", "x"])
def test_other_databases_are_refused(url):
    with pytest.raises(ValueError, match="postgresql"):
        connection_settings(url)
