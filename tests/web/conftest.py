"""The pattern page, where a test asks for it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

TEMPLATES = Path(__file__).parent / "patterns" / "templates"


@pytest.fixture
def patterns(settings: Any) -> str:
    """Serve the pattern page beside the program; gives its address."""
    settings.ROOT_URLCONF = "tests.web.patterns.urls"
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [str(TEMPLATES)]}]
    return "/pola/"
