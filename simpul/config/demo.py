"""Demonstration people and cases. Each room brings its own; this file only says in which order.

Called at every start of a demonstration: a room adds what is missing and leaves the rest alone.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from django.conf import settings
from django.utils.translation import gettext as _

from simpul.config.output import GOOD, NEGATIVE, Output

ROOMS: list[str] = [
    "people",
    "city",
    "places",
    "productions",
    "permits",
    "incentives",
    "network",
    "market",
]
"""Rooms whose module `demo` has `load() -> int`: how many things it added."""


def load_demo(*, output: Output) -> int:
    """Let every room add its demonstration data; refuses outside demonstration mode."""
    if not settings.DEMO:
        output.complain(_("Demonstration data are only for SIMPUL_DEMO=1."))
        return NEGATIVE
    added = 0
    for room in ROOMS:
        load = _loader(room)
        if load is not None:
            added += load()
    if added:
        output.say(_("Demonstration data loaded: %(count)d") % {"count": added})
    return GOOD


def _loader(room: str) -> Callable[[], int] | None:
    name = f"simpul.{room}.demo"
    try:
        module = import_module(name)
    except ModuleNotFoundError as missing:
        if missing.name == name:
            return None
        raise
    return getattr(module, "load", None)
