"""Addresses of the rooms below that are open in this installation."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse

NAMES = {
    "plan": "permits:planner",
    "check": "permits:check",
    "places": "places:catalogue",
    "standards": "rulebook:standards",
    "apply": "permits:apply_start",
    "applications": "permits:applications",
    "cases": "permits:desk_cases",
    "inbox": "permits:desk_inbox",
}


def addresses() -> dict[str, str]:
    """Name → address; a room without its page is left out."""
    found = {}
    for key, name in NAMES.items():
        try:
            found[key] = reverse(name)
        except NoReverseMatch:
            continue
    return found
