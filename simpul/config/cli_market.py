"""`simpul market …`: its arguments."""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable
from gettext import gettext as _
from pathlib import Path
from typing import Any

from simpul.config.output import Output

Arguments = argparse.Namespace
MOST_SECONDS = 86_400


def add_market(verbs: Any, verb: Callable[..., argparse.ArgumentParser]) -> None:
    """The verbs of the market. `verb(name, call, text, into)` makes one."""
    market = verbs.add_parser("market", help=_("meetings of a market"))
    into = market.add_subparsers(dest="what", required=True)
    made = verb("timetable", _timetable, _("the best timetable of meetings, with its proof"), into)
    made.add_argument("file", type=Path, help=_("the market as JSON (docs/market-timetable.md)"))
    made.add_argument(
        "--seconds",
        type=_seconds,
        default=60.0,
        help=_("how long to search; Ctrl-C keeps the best"),
    )
    made.add_argument(
        "--output", type=Path, metavar="FILE", help=_("the answer as JSON, into a file")
    )
    check = verb("check", _check, _("does a timetable obey every rule? from anywhere"), into)
    check.add_argument("file", type=Path, help=_("the market as JSON (docs/market-timetable.md)"))
    check.add_argument("schedule", type=Path, help=_("the timetable as JSON: meeting and slot"))
    for one in (made, check):
        # Pure: it works on a machine without a database.
        one.set_defaults(alone=True)


def _seconds(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not 0 < number <= MOST_SECONDS:
        told = _("seconds, up to %(most)d") % {"most": MOST_SECONDS}
        raise argparse.ArgumentTypeError(told)
    return number


# Each verb imports its room when it is called: `simpul run` need not load it.
def _timetable(wanted: Arguments, output: Output) -> int:
    from simpul.market.commands import timetable

    return timetable(
        wanted.file,
        seconds=wanted.seconds,
        to=wanted.output,
        language=wanted.language,
        output=output,
    )


def _check(wanted: Arguments, output: Output) -> int:
    from simpul.market.commands import check_schedule

    return check_schedule(wanted.file, wanted.schedule, language=wanted.language, output=output)
