"""`simpul incentive …`: its arguments."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from gettext import gettext as _
from pathlib import Path
from typing import Any

from simpul.config.output import Output

Arguments = argparse.Namespace


def add_incentives(verbs: Any, verb: Callable[..., argparse.ArgumentParser]) -> None:
    """The verbs of schemes. `verb(name, call, text, into)` makes one."""
    incentive = verbs.add_parser("incentive", help=_("incentive schemes"))
    into = incentive.add_subparsers(dest="what", required=True)
    listed = verb("list", _list, _("every scheme, and how sure it is"), into)
    listed.add_argument("--country", default="", help=_("two letters, such as KR"))
    check = verb("check", _check, _("is a scheme file without mistakes? changes nothing"), into)
    check.add_argument("files", type=Path, nargs="+", metavar="FILE")
    quote = verb("quote", _quote, _("what a scheme gives, step by step"), into)
    quote.add_argument("scheme", help=_("id of a scheme, or a scheme file (.toml)"))
    quote.add_argument("file", type=Path, help=_("the answers as JSON (docs/incentives.md)"))
    quote.add_argument(
        "--printed", type=Path, metavar="FIGURES", help=_("printed figures as JSON: step and value")
    )
    compare = verb("compare", _compare, _("several schemes for one production"), into)
    compare.add_argument("file", type=Path, help=_("the production as JSON (docs/incentives.md)"))
    compare.add_argument("schemes", nargs="+", metavar="SCHEME")


# Each verb imports its room when it is called: `simpul run` need not load it.
def _list(wanted: Arguments, output: Output) -> int:
    from simpul.incentives.commands import list_schemes

    return list_schemes(wanted.country, language=wanted.language, output=output)


def _check(wanted: Arguments, output: Output) -> int:
    from simpul.incentives.commands import check

    return check(wanted.files, language=wanted.language, output=output)


def _quote(wanted: Arguments, output: Output) -> int:
    from simpul.incentives.commands import quote

    return quote(
        wanted.scheme,
        wanted.file,
        printed=wanted.printed,
        language=wanted.language,
        output=output,
    )


def _compare(wanted: Arguments, output: Output) -> int:
    from simpul.incentives.commands import compare

    return compare(wanted.schemes, wanted.file, language=wanted.language, output=output)
