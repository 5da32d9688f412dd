"""Names of authorities' desks, brought by whoever knows them (this room lies below the city)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from simpul.kit.texts import Texts, pick

_sources: list[Callable[[], Mapping[str, Texts]]] = []


def register(source: Callable[[], Mapping[str, Texts]]) -> None:
    """Take a function that gives authority code → names; called anew for each question."""
    if source not in _sources:
        _sources.append(source)


def names() -> dict[str, Texts]:
    """All desks that somebody can work at; empty while no city is loaded."""
    return {code: texts for source in _sources for code, texts in source().items()}


def name(code: str, language: str) -> str:
    """The desk's name in a language; its code where nobody knows it."""
    return pick(names().get(code, {}), language) or code
