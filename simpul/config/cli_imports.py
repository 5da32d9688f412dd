"""The verbs that bring what a city knows: roads, buses, events, neighbourhoods, quiet places."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from gettext import gettext as _
from pathlib import Path
from typing import Any

from simpul.config.output import Output

Arguments = argparse.Namespace


def add_imports(verbs: Any, verb: Callable[..., argparse.ArgumentParser]) -> None:
    """Add `simpul roads`, `gtfs`, `events`, `neighbourhoods`, `quiet` and their `import`."""
    _brought(
        verbs, verb, "roads", _roads, _("streets of the city"), _("take roads from GeoJSON (.gz)")
    )
    buses = _brought(
        verbs, verb, "gtfs", _gtfs, _("bus lines"), _("put a GTFS feed (ZIP) in force")
    )
    buses.add_argument("--corridors", help=_("short names of the busway lines: 1-13 or 1,2,3"))
    events = _brought(
        verbs, verb, "events", _events, _("events and road works"), _("take iCalendar or GeoJSON")
    )
    events.add_argument(
        "--kind",
        choices=("event", "road_works"),
        default="event",
        help=_("where the file is silent"),
    )
    units = _brought(
        verbs,
        verb,
        "neighbourhoods",
        _neighbourhoods,
        _("neighbourhood units (RW)"),
        _("take GeoJSON"),
    )
    for option, about in (
        ("number", _("the property with the number of the RW")),
        ("kelurahan", _("the property with the name of its kelurahan")),
        ("kecamatan", _("the property with the name of its kecamatan")),
        ("code", _("the property with the official code of its kelurahan")),
    ):
        units.add_argument(f"--{option}", default="", help=about)
    _brought(verbs, verb, "quiet", _quiet, _("places that need quiet"), _("take GeoJSON"))


def _brought(
    verbs: Any,
    verb: Callable[..., argparse.ArgumentParser],
    name: str,
    call: object,
    about: str,
    what: str,
) -> argparse.ArgumentParser:
    kinds = verbs.add_parser(name, help=about).add_subparsers(dest="what", required=True)
    made = verb("import", call, what, kinds)
    made.add_argument("file", type=Path)
    made.add_argument(
        "--source", default="", help=_("where it comes from; without it the file name")
    )
    made.add_argument(
        "--all-or-nothing", action="store_true", help=_("load nothing if anything is refused")
    )
    return made


# Each verb imports its room when it is called.
def _roads(wanted: Arguments, output: Output) -> int:
    from simpul.places.commands_imports import roads_import

    return roads_import(
        wanted.file,
        output=output,
        language=wanted.language,
        source=wanted.source,
        all_or_nothing=wanted.all_or_nothing,
    )


def _gtfs(wanted: Arguments, output: Output) -> int:
    from simpul.places.commands_imports import gtfs_import

    return gtfs_import(
        wanted.file,
        output=output,
        language=wanted.language,
        source=wanted.source,
        corridors=wanted.corridors,
        all_or_nothing=wanted.all_or_nothing,
    )


def _events(wanted: Arguments, output: Output) -> int:
    from simpul.places.commands_imports import events_import

    return events_import(
        wanted.file,
        output=output,
        language=wanted.language,
        source=wanted.source,
        kind=wanted.kind,
        all_or_nothing=wanted.all_or_nothing,
    )


def _neighbourhoods(wanted: Arguments, output: Output) -> int:
    from simpul.places.commands_imports import neighbourhoods_import
    from simpul.places.neighbourhoods.reading import Columns

    return neighbourhoods_import(
        wanted.file,
        output=output,
        language=wanted.language,
        columns=Columns.named(
            number=wanted.number,
            kelurahan=wanted.kelurahan,
            kecamatan=wanted.kecamatan,
            code=wanted.code,
        ),
        source=wanted.source,
        all_or_nothing=wanted.all_or_nothing,
    )


def _quiet(wanted: Arguments, output: Output) -> int:
    from simpul.places.commands_imports import quiet_import

    return quiet_import(
        wanted.file,
        output=output,
        language=wanted.language,
        source=wanted.source,
        all_or_nothing=wanted.all_or_nothing,
    )
