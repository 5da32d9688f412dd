"""In which languages a walk is walked."""

from __future__ import annotations

import os

import pytest

FURTHER = os.environ.get("SIMPUL_TEST_ALL", "") == "1"
"""Is there time to look further: every walk in both languages, axe at every way a page is made?"""

LANGUAGES = ("id", "en")


def in_one(language: str) -> pytest.MarkDecorator:
    """In one language; in both where there is time. Each page of the way of a permit is then seen
    in either language in one of the five shoots."""
    return pytest.mark.parametrize("locale", LANGUAGES if FURTHER else [language])
