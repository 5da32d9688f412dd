"""Texts that carry their languages, as they stand in a city pack: {"id": "...", "en": "..."}."""

from __future__ import annotations

from collections.abc import Mapping

Texts = Mapping[str, str]

FALLBACK = ("id", "en")
"""Asked when the reader's language is missing: the language of the law first, then English."""


def pick(texts: Texts | str | None, language: str) -> str:
    """The text in `language`; else in its base language, Indonesian, English, any; else ""."""
    if not texts:
        return ""
    if isinstance(texts, str):
        return texts
    for wanted in (language, language.split("-", 1)[0], *FALLBACK):
        if found := texts.get(wanted):
            return found
    return next((text for text in texts.values() if text), "")


def storable(text: str) -> bool:
    """Can a database keep this text? NUL and half of a pair cannot be, but JSON may hold both."""
    try:
        return b"\0" not in text.encode()
    except UnicodeEncodeError:
        return False


def join_words(words: list[str], language: str, *, last: str = "and") -> str:
    """ "a, b and c" in the reader's language; `last` is "and" or "or"."""
    link = {"and": {"id": "dan"}, "or": {"id": "atau"}}[last].get(language.split("-", 1)[0], last)
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {link} {words[-1]}"
