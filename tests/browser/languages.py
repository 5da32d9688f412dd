"""In which languages a walk is walked."""

from __future__ import annotations

import pytest

from tests.conftest import FURTHER

LANGUAGES = ("id", "en")


def in_both(first: str) -> pytest.MarkDecorator:
    """In one language among the first tests of a run, in the other among the last (`again`).

    Among the first a plan is typed; see `conftest.walk`."""
    (other,) = set(LANGUAGES) - {first}
    return pytest.mark.parametrize("locale", [first, pytest.param(other, marks=pytest.mark.again)])


def in_one(language: str) -> pytest.MarkDecorator:
    """In one language; in both where there is time."""
    return pytest.mark.parametrize("locale", LANGUAGES if FURTHER else [language])
