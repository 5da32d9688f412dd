"""Static files get names with digests; a module's imports follow."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles.finders import find
from django.core.management import call_command
from django.templatetags.static import static

WEB = Path(__file__).resolve().parents[2] / "simpul" / "web" / "static" / "web"


@pytest.mark.slow
def test_collected_files_carry_digests_and_modules_find_each_other(
    settings: Any, tmp_path: Path
) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "simpul.web.storage.Storage"},
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    entry = next((tmp_path / "web" / "js").glob("simpul.*.js")).read_text()
    imported = re.findall(r'from "\./([^"]+)"', entry)
    assert len(imported) == 6
    for name in imported:
        assert re.fullmatch(r"\w+\.[0-9a-f]{12}\.js", name)
        assert (tmp_path / "web" / "js" / name).exists()


def test_before_collecting_a_file_keeps_its_plain_name() -> None:
    assert static("web/css/never-collected.css").endswith("web/css/never-collected.css")


@pytest.mark.parametrize(
    "name",
    [
        "vendor/leaflet/leaflet.js",
        "vendor/terra-draw/terra-draw.umd.js",
        "vendor/terra-draw-leaflet-adapter/terra-draw-leaflet-adapter.umd.js",
        "vendor/@fontsource-variable/plus-jakarta-sans/plus-jakarta-sans-latin-wght-normal.woff2",
    ],
)
def test_what_pages_load_from_packages_is_there(name: str) -> None:
    assert find(name)


def test_every_icon_that_is_asked_for_is_drawn() -> None:
    drawn = set(re.findall(r'<symbol id="([\w-]+)"', (WEB / "icons.svg").read_text()))
    rooms = WEB.parents[2]
    asked: set[str] = set()
    for template in rooms.rglob("templates/**/*.html"):
        asked |= set(re.findall(r'{% icon "([\w-]+)"', template.read_text()))
    assert asked <= drawn, asked - drawn
