"""Papers with a code: which page checks which code. Rooms register theirs when they are ready.

Somebody with a code in hand does not know which room made the paper; the first field that is at
hand should find it.
"""

from __future__ import annotations

from collections.abc import Callable

_finders: list[Callable[[str], str]] = []


def register(finder: Callable[[str], str]) -> None:
    """Add a finder: it takes what was typed and gives the check page's address or nothing."""
    if finder not in _finders:
        _finders.append(finder)


def address_of(typed: str) -> str:
    """The page that checks this code or number; "" when no room knows it."""
    return next((found for finder in _finders if (found := finder(typed))), "")
