"""What every page needs: the navigation, the theme, the languages and what the map may use."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from simpul.web.formats import language

THEME_COOKIE = "simpul_theme"
NAVIGATION = (
    ("permits:planner", _("Plan a shoot")),
    ("places:catalogue", _("Places")),
    ("rulebook:standards", _("Service standards")),
    ("incentives:schemes", _("Incentives")),
    ("permits:check", _("Check a permit")),
    ("home:nearby", _("Filming nearby")),
)


def shell(request: HttpRequest) -> dict[str, Any]:
    """The frame's context; the actor stays lazy, so a page that needs none asks no question."""
    theme = request.COOKIES.get(THEME_COOKIE, "")
    return {
        "actor": getattr(request, "actor", None),
        "LANGUAGE_CODE": language(),
        "theme": theme if theme in {"light", "dark"} else "",
        "navigation": list(navigation(request.path)),
        "languages": settings.LANGUAGES,
        "demo": settings.DEMO,
        "map_settings": map_settings(),
        "bounded_path": request.get_full_path(),
    }


def map_settings() -> dict[str, str]:
    """Tiles, and where the city's outlines and names come from; empty where there are none."""
    return {
        "tiles": settings.MAP_TILES_URL,
        "base_url": _address("city:outline"),
        "names_url": _address("city:place_names"),
    }


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def navigation(path: str) -> Any:
    """The rooms that are open, with the one we are in marked."""
    for name, label in NAVIGATION:
        if href := _address(name):
            yield {"href": href, "label": label, "current": path.startswith(href)}
