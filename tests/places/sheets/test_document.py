"""docs/calendar-check.md: its example gives what it says, its columns and limits exist."""

from __future__ import annotations

import re
from pathlib import Path

from simpul.places.models import Booking
from simpul.places.sheets import bookings, clashes, features, placefile, plane, sources
from simpul.places.sheets.reading import ALL_ROLES

ROOT = Path(__file__).parents[3]
TEXT = (ROOT / "docs" / "calendar-check.md").read_text()
EXAMPLE = ROOT / "docs" / "examples" / "calendar"


def test_the_example_gives_what_the_document_says(check):
    places = EXAMPLE / "places.geojson"
    answer = check(EXAMPLE / "bookings.csv", "--places", places, "--within", "50")
    assert answer.status == 1
    assert f"```csv\n{answer.out}```" in TEXT
    assert answer.err.splitlines()[0] in TEXT


def test_every_role_and_kind_and_limit_is_named():
    named = set(re.findall(r"`(\w+)`", TEXT))
    assert {*ALL_ROLES, *Booking.Kind.values} <= named
    for number in (
        bookings.MOST_ROWS,
        bookings.MOST_LINKS,
        clashes.MOST_CLASHES,
        placefile.MOST_FEATURES,
    ):
        assert f"{number:,}" in TEXT
    for size in (
        sources.LARGEST_PLACES,
        sources.LARGEST_TABLE,
        sources.LARGEST_WORKBOOK,
        features.LARGEST_PART,
    ):
        assert f"{size // sources.MEGABYTE} MB" in TEXT
    assert f"{plane.FAR_KM} km" in TEXT
