"""The words of the command line in the reader's language, before Django is there."""

from __future__ import annotations

import gettext
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

LANGUAGES = ("id", "en")
CATALOGUES = Path(__file__).parent / "locale"


def gettext_noop(text: str) -> str:
    """Marks a text for translation; Django's own of this name needs settings."""
    return text


OF_ARGPARSE = (
    gettext_noop("usage: "),
    gettext_noop("positional arguments"),
    gettext_noop("options"),
    gettext_noop("show this help message and exit"),
    gettext_noop("%(prog)s: error: %(message)s\n"),
    gettext_noop("the following arguments are required: %s"),
    gettext_noop("unrecognized arguments: %s"),
    gettext_noop("argument %(argument_name)s: %(message)s"),
    gettext_noop("expected one argument"),
    gettext_noop("invalid choice: %(value)r (choose from %(choices)s)"),
    gettext_noop("invalid %(type)s value: %(value)r"),
)
"""What Python's argparse says itself; it looks the texts up where `speaking` points."""


def language_of(arguments: Sequence[str]) -> str:
    """The reader's language: --language, else the terminal's, else Indonesian."""
    whole = (one.replace("--language=", "--language\0", 1).split("\0") for one in arguments)
    words = [word for parts in whole for word in parts]
    # The last one counts, as it does for argparse.
    told = [after for before, after in pairwise(words) if before == "--language"][::-1]
    terminal = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    for text in (*told, *terminal):
        if text and text[:2].lower() in LANGUAGES:
            return text[:2].lower()
    return "id"


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Inside, `gettext.gettext` and argparse answer in this language."""
    before, domain = os.environ.get("LANGUAGE"), gettext.textdomain()
    gettext.bindtextdomain("django", str(CATALOGUES))
    gettext.textdomain("django")
    os.environ["LANGUAGE"] = language
    try:
        yield
    finally:
        gettext.textdomain(domain)
        if before is None:
            del os.environ["LANGUAGE"]
        else:
            os.environ["LANGUAGE"] = before
