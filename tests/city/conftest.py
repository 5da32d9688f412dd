"""The pack of Jakarta as a pure book, and a folder that a test may break."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from simpul.city.book import CityBook, book_of
from simpul.city.pack import PackReading, read_pack, row_builders
from tests.packs import copied

PACK = Path(__file__).parents[2] / "cities" / "jakarta"
SHARED = Path(__file__).parents[3] / "shared" / "data" / "jakarta"


@pytest.fixture(scope="session")
def reading() -> PackReading:
    return read_pack(PACK)


@pytest.fixture(scope="session")
def book(reading: PackReading) -> CityBook:
    assert not reading.problems, reading.problems.texts("en")
    return book_of(reading.contents, row_builders())


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A copy of the pack."""
    return copied(tmp_path)


@pytest.fixture
def broken(pack: Path) -> Callable[..., list[str]]:
    """Replace text in a file of the copy and say what the checker finds."""

    def check(file: str, old: str, new: str) -> list[str]:
        text = (pack / file).read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {file}"
        (pack / file).write_text(text.replace(old, new, 1), encoding="utf-8")
        return read_pack(pack).problems.texts("en")

    return check


@pytest.fixture(scope="session")
def boundaries() -> Callable[[str], Path]:
    """A file of boundaries of the shared data; skipped, and said so, without it."""

    def path(level: str) -> Path:
        found = SHARED / f"jakarta_{level}.geojson"
        if not found.exists():
            pytest.skip(f"the shared data folder has no {found.name}")
        return found

    return path
