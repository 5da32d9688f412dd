"""In which languages a walk is walked."""

from __future__ import annotations

import pytest

from tests.conftest import FURTHER

LANGUAGES = ("id", "en")


def in_one(language: str) -> pytest.MarkDecorator:
    """In one language; in both where there is time. Each page of the way of a permit is then seen
    in either language in one of the five shoots."""
    return pytest.mark.parametrize("locale", LANGUAGES if FURTHER else [language])
