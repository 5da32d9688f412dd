"""The scheme of docs/schemes.md is a real one: it is read and quoted here as the guide says."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest

from simpul.incentives.scheme import spec
from simpul.incentives.scheme.fields import Fields
from simpul.incentives.scheme.quote import quote
from simpul.incentives.scheme.reading import read_scheme
from simpul.incentives.scheme.steps import READERS

GUIDE = (Path(__file__).resolve().parents[3] / "docs" / "schemes.md").read_text()
FILE = re.search(r"```toml\n(.*?)```", GUIDE, re.S)


@pytest.fixture(scope="module")
def scheme() -> spec.Scheme:
    assert FILE is not None
    return read_scheme(FILE[1], "xx-island-2026.toml")


def test_the_guides_example_comes_out_as_the_guide_says(scheme: spec.Scheme) -> None:
    answer = quote(scheme, {"local_spend": 1_600_000, "cast_spend": 600_000, "island_days": 25})
    values = {step.id: step.value for step in answer.steps}
    assert values["qualifying"] == 2_000_000
    assert answer.step("qualifying").cut == 200_000
    assert answer.step("qualifying").clause == "section 4"
    assert answer.values["qualifying.foreign_cast"] == 400_000
    assert values["basic"] == 550_000
    assert values["long_stay"] == 100_000
    assert answer.result == 650_000
    assert [part.amount for part in answer.payments] == [260_000, 390_000]
    assert answer.net == Decimal(650_000)


def test_the_guide_names_every_kind_of_step() -> None:
    assert set(READERS) <= set(re.findall(r"`([a-z_]+)`", GUIDE))


@pytest.mark.parametrize(
    "words",
    [spec.MEANINGS, spec.INSTRUMENTS, spec.DATE_BASES, spec.ON_FAIL, spec.INPUT_KINDS],
    ids=["means", "instrument", "date_basis", "on_fail", "kind"],
)
def test_the_guide_names_every_word_of_a_closed_list(words: tuple[str, ...]) -> None:
    assert set(words) <= set(re.findall(r"`([a-z_.]+)`", GUIDE))


def test_the_guide_names_every_key_the_reader_asks_for(
    scheme: spec.Scheme, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: set[str] = set()
    get = Fields.get

    def noted(self: Fields, key: str) -> object:
        asked.add(key)
        return get(self, key)

    monkeypatch.setattr(Fields, "get", noted)
    read_scheme(scheme.text, "xx-island-2026.toml")
    words = set(re.findall(r"[a-z_]+", GUIDE))
    assert {key for key in asked if key not in words} == set()
