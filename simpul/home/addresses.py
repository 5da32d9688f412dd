"""Addresses of the rooms below."""

from __future__ import annotations

from django.urls import reverse

NAMES = {
    "plan": "permits:planner",
    "check": "permits:check",
    "places": "places:catalogue",
    "standards": "rulebook:standards",
    "nearby": "home:nearby",
    "incentives": "incentives:schemes",
    "markets": "market:markets",
}


def find(name: str, *args: object) -> str:
    """The address of a page below. Raises NoReverseMatch for a page that does not exist."""
    return reverse(name, args=args)


def addresses() -> dict[str, str]:
    """Name → address."""
    return {key: find(name) for key, name in NAMES.items()}
