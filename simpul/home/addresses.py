"""Addresses of the rooms below that are open in this installation."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse

NAMES = {
    "plan": "permits:planner",
    "check": "permits:check",
    "places": "places:catalogue",
    "standards": "rulebook:standards",
}


def find(name: str, *args: object) -> str:
    """The address of a page below; "" where its room is not open."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def addresses() -> dict[str, str]:
    """Name → address; a room without its page is left out."""
    return {key: href for key, name in NAMES.items() if (href := find(name))}
