"""Roads and bus lines of the demonstration, drawn by the makers of Simpul around its cases.

They only show how a closure tells its streets, lanes, lines and stops: the names say "peragaan" or
"Peraga", no timetable and no survey stands behind them. A city's own roads and its own bus feed
take their place.
"""

from __future__ import annotations

import tempfile
import zipfile
from pathlib import Path

from simpul.kit.actors import system_actor
from simpul.places.actions.gtfs import import_feed
from simpul.places.actions.roads import import_roads
from simpul.places.models import BusFeed, Street

SOURCE = "peragaan"
CORRIDORS = frozenset({"Peraga 1"})
_FOLDER = Path(__file__).parent
_ACTOR = system_actor("demo")


def load() -> int:
    """Bring them where the city has none of its own; how many roads and lines were added."""
    return _roads() + _buses()


def _roads() -> int:
    if Street.objects.exclude(source=SOURCE).filter(in_force=True).exists():
        Street.objects.filter(source=SOURCE, in_force=True).update(in_force=False)
        return 0
    if Street.objects.filter(in_force=True).exists():
        return 0
    return import_roads(actor=_ACTOR, file=_FOLDER / "roads.geojson", source=SOURCE).edition.new


def _buses() -> int:
    if BusFeed.objects.filter(in_force=True).exists():
        return 0
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"{SOURCE}.zip"
        with zipfile.ZipFile(file, "w") as packed:
            for table in sorted((_FOLDER / "buses").glob("*.txt")):
                packed.write(table, table.name)
        report = import_feed(actor=_ACTOR, file=file, source=SOURCE, corridors=CORRIDORS)
    return int(report.feed.counts["lines"])
