"""The Jakarta book straight from the pack's files, without a database."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.utils import translation

from simpul.city.book import CityBook, book_of
from simpul.city.pack import read_pack, row_builders
from simpul.permits.demo.flows import FOLDER
from simpul.permits.planning.plan import Plan, parse_plan


@pytest.fixture(scope="session")
def book() -> CityBook:
    reading = read_pack(settings.CITY_PACK)
    assert not reading.problems, reading.problems.texts("en")
    return book_of(reading.contents, row_builders())


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture(scope="session")
def flow_data() -> Callable[[str], dict[str, Any]]:
    """The JSON of one of the five flows by its letter."""

    def load(letter: str) -> dict[str, Any]:
        (path,) = FOLDER.glob(f"{letter}_*.json")
        data: dict[str, Any] = json.loads(path.read_text())
        return data

    return load


@pytest.fixture
def flow(book: CityBook, flow_data: Callable[[str], dict[str, Any]]) -> Callable[[str], Plan]:
    """One of the five flows as a plan."""

    def load(letter: str) -> Plan:
        parsed = parse_plan(flow_data(letter), book)
        assert parsed.errors == {}
        return parsed.plan

    return load
