"""Small sheets written by a test, and the command run on them as a person would."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from simpul.config import cli

SQUARE = [[106.80, -6.20], [106.81, -6.20], [106.81, -6.19], [106.80, -6.19], [106.80, -6.20]]


@dataclass
class Answer:
    """What the command said."""

    status: int
    out: str
    err: str

    @property
    def pairs(self) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(self.out)))

    @property
    def clashing(self) -> set[tuple[str, str]]:
        return {(row["a"], row["b"]) for row in self.pairs}


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str | bytes | dict[str, Any]], Path]:
    """`write("b.csv", text)`: a file of the test; a dict becomes JSON."""

    def make(name: str, content: str | bytes | dict[str, Any]) -> Path:
        path = tmp_path / name
        if isinstance(content, dict):
            content = json.dumps(content)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return make


@pytest.fixture
def check(capsys: pytest.CaptureFixture[str]) -> Callable[..., Answer]:
    """`check(bookings, "--within", "50")`: `simpul calendar check`, in English, Jakarta time."""

    def run(bookings: Path, *more: object, zone: str = "Asia/Jakarta") -> Answer:
        line = ["calendar", "check", str(bookings), "--zone", zone, "--language", "en"]
        status = cli.main([*line, *(str(one) for one in more)])
        captured = capsys.readouterr()
        return Answer(status, captured.out, captured.err)

    return run


def collection(*features: dict[str, Any], **members: Any) -> dict[str, Any]:
    return {"type": "FeatureCollection", **members, "features": list(features)}


def feature(name: object, kind: str, coordinates: Any, **more: Any) -> dict[str, Any]:
    drawn = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "id": name, "properties": {}, "geometry": drawn, **more}
