"""In which languages a walk is walked."""

from __future__ import annotations

import pytest

from tests.conftest import FURTHER

LANGUAGES = ("id", "en")
in_both = pytest.mark.parametrize("locale", LANGUAGES)


def in_one(language: str) -> pytest.MarkDecorator:
    """In one language; in both where there is time."""
    return pytest.mark.parametrize("locale", LANGUAGES if FURTHER else [language])
