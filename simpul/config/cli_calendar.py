"""`simpul calendar …`: its arguments, for a commission that starts with spreadsheets."""

from __future__ import annotations

import argparse
import math
import tomllib
from collections.abc import Callable
from gettext import gettext as _
from pathlib import Path
from typing import Any

from simpul.config.output import Output

Arguments = argparse.Namespace


def add_calendar(verbs: Any, verb: Callable[..., argparse.ArgumentParser]) -> None:
    """The verbs of the calendar. `verb(name, call, text, into)` makes one."""
    calendar = verbs.add_parser("calendar", help=_("bookings kept in spreadsheets"))
    into = calendar.add_subparsers(dest="what", required=True)
    check = verb("check", _check, _("which bookings clash? reads files, changes nothing"), into)
    # Pure: it works on a machine without a database.
    check.set_defaults(alone=True)
    _sheets(check)
    check.add_argument(
        "--within",
        type=_metres,
        metavar="METRES",
        help=_("also pairs whose different places lie no further apart"),
    )
    check.add_argument("--strict", action="store_true", help=_("check nothing when a row is wrong"))
    check.add_argument(
        "--output", type=Path, metavar="FILE", help=_("the pairs, instead of stdout")
    )
    check.add_argument(
        "--rejects", type=Path, metavar="FILE", help=_("the bad rows as CSV, instead of stderr")
    )
    load = verb("import", _import, _("load bookings into the calendar, without doubling"), into)
    _sheets(load)
    load.add_argument("--source", default="", help=_("whose bookings; else the name of the file"))
    load.add_argument("--kind", default="shoot", help=_("kind of use, where a row does not say"))
    load.add_argument("--shared", action="store_true", help=_("others may use the places too"))
    load.add_argument("--show-titles", action="store_true", help=_("everybody may read the titles"))
    load.add_argument(
        "--prune", action="store_true", help=_("cancel what the file no longer holds")
    )
    load.add_argument(
        "--all-or-nothing", action="store_true", help=_("load nothing if a row is bad")
    )
    load.add_argument(
        "--rejects", type=Path, metavar="FILE", help=_("the bad rows as CSV, instead of stderr")
    )


def _sheets(made: argparse.ArgumentParser) -> None:
    made.add_argument(
        "bookings", type=Path, help=_("CSV, .xlsx, .xls, .ods (docs/calendar-check.md)")
    )
    made.add_argument("--places", type=Path, metavar="FILE", help=_("GeoJSON, features with an id"))
    made.add_argument(
        "--links", type=Path, metavar="FILE", help=_("booking id, place id; many rows")
    )
    made.add_argument("--zone", help=_("IANA time zone of the local times; without it, the city's"))
    made.add_argument(
        *("--column", "-c"),
        dest="columns",
        action="append",
        type=_column,
        default=[],
        metavar="ROLE=NAME",
        help=_("the column for a role, where the usual names do not do"),
    )
    made.add_argument(
        "--time-format", default="", help=_("how times are written: %%d/%%m/%%Y %%H:%%M")
    )
    made.add_argument(
        "--sheet", default="", help=_("name of the sheet in a workbook; else the first")
    )
    made.add_argument("--encoding", default="utf-8", help=_("of the CSV files; else UTF-8"))


def _metres(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not 0 <= number <= MOST_METRES:
        told = _("metres, from 0 to %(most)d") % {"most": MOST_METRES}
        raise argparse.ArgumentTypeError(told)
    return number


MOST_METRES = 50_000
"""Wider than a city, nothing is near any more."""


def _column(text: str) -> tuple[str, str]:
    from simpul.places.sheets.reading import ALL_ROLES

    role, _sign, name = text.partition("=")
    if role not in ALL_ROLES or not name.strip():
        told = _("ROLE=NAME, ROLE one of %(roles)s") % {"roles": ", ".join(ALL_ROLES)}
        raise argparse.ArgumentTypeError(told)
    return role, name


def _read(wanted: Arguments) -> Any:
    from simpul.places.sheets.reading import Sheets

    return Sheets(
        bookings=wanted.bookings,
        zone=wanted.zone or _zone_of_the_city(wanted.language),
        places=wanted.places,
        links=wanted.links,
        columns=dict(wanted.columns),
        time_format=wanted.time_format,
        sheet=wanted.sheet,
        encoding=wanted.encoding,
    )


def _zone_of_the_city(language: str) -> str:
    """Of the pack in force; before one is, of the pack this node is set up with."""
    from simpul.config.cli import start_django

    start_django(language)
    from django.conf import settings
    from django.db import DatabaseError
    from django.utils.translation import gettext as _

    from simpul.city.queries import city_book
    from simpul.kit.outcomes import InvalidInput, WrongState

    try:
        return city_book().settings.time_zone
    except (WrongState, DatabaseError):
        try:
            city = tomllib.loads((settings.CITY_PACK / "city.toml").read_text(encoding="utf-8"))
            return str(city["city"]["time_zone"])
        except (OSError, ValueError, KeyError, TypeError):
            told = _("Name the time zone: --zone Asia/Jakarta.")
            raise InvalidInput({"--zone": [told]}) from None


def _check(wanted: Arguments, output: Output) -> int:
    from simpul.places.commands import Asked, calendar_check

    asked = Asked(wanted.within, wanted.strict, wanted.output, wanted.rejects)
    return calendar_check(_read(wanted), asked, language=wanted.language, output=output)


def _import(wanted: Arguments, output: Output) -> int:
    from simpul.places.actions.importing import Manner
    from simpul.places.commands_bookings import calendar_import

    manner = Manner(
        source=wanted.source or wanted.bookings.name.partition(".")[0][:60],
        kind=wanted.kind,
        exclusive=not wanted.shared,
        show_titles=wanted.show_titles,
        prune=wanted.prune,
        all_or_nothing=wanted.all_or_nothing,
    )
    return calendar_import(
        _read(wanted), manner, wanted.rejects, language=wanted.language, output=output
    )
