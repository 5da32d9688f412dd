"""The features of a GeoJSON file one after another, so that a large file needs little memory."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from simpul.places.sheets.problems import shown
from simpul.places.sheets.sources import CHUNK, LARGEST_PLACES, MEGABYTE, refuse, text_chunks

LARGEST_PART = 16 * MEGABYTE
"""One feature, or one member beside them."""
_BLANK = re.compile(r"[ \t\r\n]*")
_KEPT = ("type", "crs", "id", "properties", "geometry")


@dataclass(slots=True)
class FeatureFile:
    """`members`: what stands in the file beside its features, whole once they are all read."""

    path: Path
    members: dict[str, Any] = field(default_factory=dict)
    most: int = LARGEST_PLACES

    def features(self) -> Iterator[tuple[int, Any]]:
        """(line, feature) for everything in `features`; Unusable where the JSON breaks."""
        text = _Text(self.path, self.most)
        if text.next_sign() != "{":
            raise self._refused(text)
        text.skip()
        while (sign := text.next_sign()) != "}":
            if sign == ",":
                text.skip()
                continue
            yield from self._member(text)
        text.skip()
        if not text.at_end():
            raise refuse(self.path, "more_text", text.line)
        if self.members.get("type") == "Feature":
            yield 1, self.members
        elif self.members.get("type") != "FeatureCollection":
            raise refuse(self.path, "not_collection")

    def _member(self, text: _Text) -> Iterator[tuple[int, Any]]:
        name = text.value()
        if not isinstance(name, str) or text.next_sign() != ":":
            raise text.broken("':'")
        text.skip()
        if name != "features":
            value = text.value()
            if name in _KEPT:
                self.members[name] = value
            return
        if text.next_sign() != "[":
            raise refuse(self.path, "not_collection", text.line)
        text.skip()
        while (sign := text.next_sign()) != "]":
            if sign == ",":
                text.skip()
                continue
            yield text.line, text.value()
        text.skip()

    def _refused(self, text: _Text) -> Exception:
        text.value()  # says where the text is no JSON
        return refuse(self.path, "not_collection")


class _Text:
    """A window over the text that is read on when a value does not end in it."""

    def __init__(self, path: Path, most: int) -> None:
        self._path = path
        self._chunks = text_chunks(path, most)
        self._window, self._at, self._ended = "", 0, False
        self._decoder = json.JSONDecoder()
        self.line = 1

    def next_sign(self) -> str:
        """The next sign that is not blank, not taken yet; Unusable at the end of the text."""
        while True:
            found = _BLANK.match(self._window, self._at)
            self._move(found.end() if found else self._at)
            if self._at < len(self._window):
                return self._window[self._at]
            if not self._more(1):
                raise self.broken("the text ends too early")

    def at_end(self) -> bool:
        """Does nothing but blanks follow?"""
        while True:
            found = _BLANK.match(self._window, self._at)
            self._move(found.end() if found else self._at)
            if self._at < len(self._window):
                return False
            if not self._more(1):
                return True

    def skip(self) -> None:
        """Take one sign."""
        self._move(self._at + 1)

    def value(self) -> Any:
        """Take a whole JSON value."""
        self.next_sign()
        while True:
            try:
                value, end = self._decoder.raw_decode(self._window, self._at)
            except (ValueError, RecursionError) as error:
                self._read_on(error)
                continue
            # A number at the edge of the window may go on behind it.
            if end == len(self._window) and not self._ended:
                self._more(CHUNK)
                continue
            self._move(end)
            return value

    def _read_on(self, error: Exception) -> None:
        left = len(self._window) - self._at
        hopeless = isinstance(error, RecursionError) or (
            isinstance(error, json.JSONDecodeError)
            and error.pos < len(self._window) - 20
            and not error.msg.startswith("Unterminated string")
        )
        if not hopeless and left > LARGEST_PART:
            raise refuse(
                self._path, "feature_too_large", self.line, most=LARGEST_PART // MEGABYTE
            ) from None
        if hopeless or not self._more(max(left, CHUNK)):
            raise self.broken(shown(error), getattr(error, "pos", None)) from None

    def _more(self, signs: int) -> bool:
        """Read at least so many signs more, if there are any; False at the end."""
        parts, got = [self._window[self._at :]], 0
        while got < signs and not self._ended:
            piece = next(self._chunks, None)
            if piece is None:
                self._ended = True
            else:
                parts.append(piece)
                got += len(piece)
        self._window, self._at = "".join(parts), 0
        return got > 0

    def _move(self, to: int) -> None:
        self.line += self._window.count("\n", self._at, to)
        self._at = to

    def broken(self, why: str, at: int | None = None) -> Exception:
        """Unusable with the line and column where the JSON breaks."""
        at = self._at if at is None else at
        line = self.line + self._window.count("\n", self._at, at)
        column = at - self._window.rfind("\n", 0, at)
        return refuse(self._path, "not_json", line, column=column, why=why)
