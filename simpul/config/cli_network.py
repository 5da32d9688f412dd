"""`simpul node …`: its arguments."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from gettext import gettext as _
from typing import Any

from simpul.config.output import Output

Arguments = argparse.Namespace


def add_network(verbs: Any, verb: Callable[..., argparse.ArgumentParser]) -> None:
    """The verbs of nodes. `verb(name, call, text, into)` makes one."""
    node = verbs.add_parser("node", help=_("exchange with partners' nodes"))
    into = node.add_subparsers(dest="what", required=True)
    verb("card", _card, _("the card and fingerprint of this node, for partners"), into)
    verb("new-key", _new_key, _("sign requests to partners with a new key"), into)


# Each verb imports its room when it is called: `simpul run` need not load it.
def _card(wanted: Arguments, output: Output) -> int:
    from simpul.network.commands import card

    return card(output=output)


def _new_key(wanted: Arguments, output: Output) -> int:
    from simpul.network.commands import new_key

    return new_key(output=output)
