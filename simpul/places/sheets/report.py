"""The answer as tables other programs open: clashing pairs, and rows that are wrong."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, TextIO
from zoneinfo import ZoneInfo

from simpul.places.sheets.bookings import BETWEEN_PLACES
from simpul.places.sheets.clashes import SAME_PLACE, Clash
from simpul.places.sheets.problems import Problem

PAIR_COLUMNS = ("a", "b", "reason", "place_a", "place_b", "start", "end", "hours", "metres")
FAULT_COLUMNS = ("file", "line", "feature", "id", "code", "effect", "cause")


def pair_row(clash: Clash, zone: ZoneInfo) -> dict[str, str]:
    """One clash as texts: local times with offset, places joined by "|", no metres where the
    place is one and the same."""
    return {
        "a": clash.a.id,
        "b": clash.b.id,
        "reason": clash.reason,
        "place_a": BETWEEN_PLACES.join(clash.places_a),
        "place_b": BETWEEN_PLACES.join(clash.places_b),
        "start": _local(clash.start, zone),
        "end": _local(clash.end, zone),
        "hours": f"{clash.hours:.2f}",
        "metres": "" if clash.reason == SAME_PLACE else f"{clash.metres:.1f}",
    }


def fault_row(problem: Problem, language: str) -> dict[str, str]:
    """One problem as texts."""
    return {
        "file": problem.file,
        "line": str(problem.line or ""),
        "feature": str(problem.feature or ""),
        "id": problem.item,
        "code": problem.drawing.code if problem.drawing else problem.code,
        "effect": problem.effect,
        "cause": problem.cause(language),
    }


def write_rows(stream: TextIO, columns: Iterable[str], rows: Iterator[Mapping[str, Any]]) -> None:
    """A CSV table with its header, lines ending as RFC 4180 does not mind: with a line feed."""
    writer = csv.DictWriter(stream, list(columns), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)


def _local(moment: datetime, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).isoformat(timespec="seconds")
