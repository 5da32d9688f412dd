"""GeoJSON files read feature by feature, so that a file of any size takes little memory. Pure.

Limits: `MOST_BYTES` of text in all (after unpacking a .gz), `LARGEST_FEATURE` characters for one
feature. A file whose `crs` member names anything but WGS 84 in degrees is refused: coordinates are
never guessed to be in another system.
"""

from __future__ import annotations

import codecs
import gzip
import json
import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from simpul.kit.oserrors import require_plain_file, why_texts
from simpul.kit.texts import Texts, storable
from simpul.places.troubles import Troubles, Unreadable

MOST_BYTES = 1024 * 1024 * 1024
LARGEST_FEATURE = 16 * 1024 * 1024
_CHUNK = 1024 * 1024
_BLANK = re.compile(r"\s*")

WGS84 = ("CRS84", "EPSG::4326", "EPSG:4326", "4326", "EPSG::4979")

MESSAGES: Mapping[str, Texts] = {
    "unreadable": {
        "id": "berkas tidak dapat dibuka: {why}",
        "en": "the file cannot be opened: {why}",
    },
    "too_large": {
        "id": "berkas lebih dari {most} MB; bagi menjadi beberapa berkas",
        "en": "the file has more than {most} MB; split it",
    },
    "feature_too_large": {
        "id": "fitur ini lebih dari {most} MB teks, atau JSON-nya rusak",
        "en": "this feature has more than {most} MB of text, or its JSON is broken",
    },
    "not_utf8": {"id": "berkas bukan UTF-8", "en": "the file is not UTF-8"},
    "not_json": {"id": "bukan JSON: {why}", "en": "not JSON: {why}"},
    "cut_short": {
        "id": "berkas terputus di tengah jalan",
        "en": "the file ends in the middle",
    },
    "not_a_collection": {
        "id": "bukan kumpulan fitur GeoJSON (FeatureCollection)",
        "en": "not a GeoJSON FeatureCollection",
    },
    "other_crs": {
        "id": "koordinat dalam sistem {crs}; ubah dahulu ke WGS 84 (bujur, lintang dalam derajat)",
        "en": "coordinates are in {crs}; convert to WGS 84 first (longitude, latitude in degrees)",
    },
    "more_text": {
        "id": "setelah akhir JSON masih ada teks lain; satu berkas memuat satu FeatureCollection",
        "en": "there is more text after the end of the JSON; a file holds one FeatureCollection",
    },
    "not_storable": {
        "id": "teksnya memuat tanda yang tidak dapat disimpan (NUL atau huruf separuh)",
        "en": "its text holds a sign that cannot be kept (NUL or half of a letter)",
    },
    "metres": {
        "id": "koordinat tampaknya dalam meter ({x}, {y}), bukan derajat WGS 84",
        "en": "the coordinates look like metres ({x}, {y}), not degrees of WGS 84",
    },
    "not_a_feature": {"id": "bukan fitur GeoJSON", "en": "not a GeoJSON feature"},
}


@dataclass(frozen=True, slots=True)
class Feature:
    """One feature. `number` from 1; `line` of the file on which it begins."""

    number: int
    line: int
    id: str
    properties: Mapping[str, Any]
    geometry: Any


def read_features(
    path: Path, troubles: Troubles, *, refused: Callable[[Feature], None] | None = None
) -> Iterator[Feature]:
    """The features of a GeoJSON file (.gz too), in order; `Unreadable` where reading must end.

    Features in another coordinate system and members that are no features are reported; `refused`
    is given those of which at least the properties can be read.
    """
    reader = _Reader(path, troubles, refused)
    try:
        require_plain_file(path)
        with path.open("rb") as raw:
            stream: Any = gzip.GzipFile(fileobj=raw) if path.suffix == ".gz" else raw
            yield from reader.features(stream)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise Unreadable(troubles.made("cut_short")) from error
    except OSError as error:
        raise Unreadable(troubles.made("unreadable", why=why_texts(error))) from error


def metres_like(geometry: object) -> tuple[float, float] | None:
    """The first position of a geometry when it cannot be degrees but could be a plane's metres."""
    value = geometry.get("coordinates") if isinstance(geometry, Mapping) else None
    for _depth in range(5):
        if not isinstance(value, list) or not value:
            return None
        if isinstance(value[0], int | float):
            break
        value = value[0]
    if not isinstance(value, list) or len(value) < 2:
        return None
    x, y = value[0], value[1]
    if not isinstance(x, int | float) or not isinstance(y, int | float):
        return None
    return (x, y) if 1000 < max(abs(x), abs(y)) < 2e7 else None


class _Reader:
    """Text in a moving window; values are decoded as soon as they are whole."""

    def __init__(
        self, path: Path, troubles: Troubles, refused: Callable[[Feature], None] | None
    ) -> None:
        self._troubles, self._refused = troubles, refused
        self._decoder = json.JSONDecoder()
        self._text = codecs.getincrementaldecoder("utf-8-sig")()
        self._buffer, self._at, self._bytes = "", 0, 0
        self._line, self._counted = 1, 0
        self._ended = self._escaped = False
        self._stream: BinaryIO | None = None

    def features(self, stream: BinaryIO) -> Iterator[Feature]:
        self._stream = stream
        if self._peek() != "{":
            raise self._stop("not_a_collection" if self._buffer.strip() else "cut_short")
        self._at += 1
        found = False
        while (sign := self._peek()) != "}":
            if sign == ",":
                self._at += 1
                continue
            key = self._value()
            if not isinstance(key, str) or self._peek() != ":":
                raise self._stop("not_json", why=repr(sign))
            self._at += 1
            if key == "features" and self._peek() == "[":
                found = True
                yield from self._array()
            else:
                self._member(key, self._value())
        self._at += 1
        if self._more_text():
            raise self._stop("more_text")
        if not found:
            raise self._stop("not_a_collection")

    def _member(self, key: str, value: object) -> None:
        if key == "crs" and (named := other_crs(value)):
            raise self._stop("other_crs", crs=named)

    def _array(self) -> Iterator[Feature]:
        self._at += 1
        number = 0
        while (sign := self._peek()) != "]":
            if sign == ",":
                self._at += 1
                continue
            number += 1
            line = self._line_now()
            value = self._value(number)
            made = self._feature(value, number, line, escaped=self._escaped)
            if made is not None:
                yield made
        self._at += 1

    def _feature(self, value: object, number: int, line: int, *, escaped: bool) -> Feature | None:
        place: dict[str, Any] = {"feature": number, "line": line}
        if escaped and not _storable(value):
            self._troubles.add("not_storable", **place)
            return None
        if not isinstance(value, Mapping) or value.get("type") != "Feature":
            self._troubles.add("not_a_feature", **place)
            return None
        geometry, properties = value.get("geometry"), value.get("properties")
        known = value.get("id")
        name = str(known) if isinstance(known, str | int) else ""
        kept = properties if isinstance(properties, Mapping) else {}
        feature = Feature(number, line, name, kept, geometry)
        for holder in (value, geometry):
            named = other_crs(holder.get("crs")) if isinstance(holder, Mapping) else ""
            if named:
                self._troubles.add("other_crs", name=name, crs=named, **place)
                self._refuse(feature)
                return None
        if (far := metres_like(geometry)) is not None:
            self._troubles.add("metres", name=name, x=far[0], y=far[1], **place)
            self._refuse(feature)
            return None
        return feature

    def _refuse(self, feature: Feature) -> None:
        if self._refused is not None:
            self._refused(feature)

    def _value(self, number: int = 0) -> Any:
        """The next JSON value; the window grows until it is whole."""
        self._peek()
        while True:
            try:
                value, end = self._decoder.raw_decode(self._buffer, self._at)
                if end < len(self._buffer) or self._ended:
                    self._escaped = self._buffer.find("\\u", self._at, end) >= 0
                    self._at = end
                    return value
            except RecursionError as error:
                raise self._stop("not_json", number, why="nesting") from error
            except json.JSONDecodeError as error:
                if self._ended:
                    whole = self._buffer[error.pos :].strip()
                    code = "not_json" if whole else "cut_short"
                    raise self._stop(code, number, why=error.msg) from error
            except ValueError as error:
                # Python converts no whole number of more than some thousand digits.
                raise self._stop("not_json", number, why="9…9") from error
            if len(self._buffer) - self._at > LARGEST_FEATURE:
                most = LARGEST_FEATURE // 2**20
                raise self._stop("feature_too_large", number, most=most)
            self._more()

    def _peek(self) -> str:
        """The next sign that is no blank."""
        while True:
            blank = _BLANK.match(self._buffer, self._at)
            self._at = blank.end() if blank else self._at
            if self._at < len(self._buffer):
                return self._buffer[self._at]
            if self._ended:
                raise self._stop("cut_short")
            self._more()

    def _more_text(self) -> bool:
        """Does anything but blanks follow?"""
        while not self._buffer[self._at :].strip():
            if self._ended:
                return False
            self._at = len(self._buffer)
            self._more()
        return True

    def _line_now(self) -> int:
        """The line of the place reached, from 1."""
        self._line += self._buffer.count("\n", self._counted, self._at)
        self._counted = self._at
        return self._line

    def _more(self) -> None:
        assert self._stream is not None
        waiting = len(self._buffer) - self._at
        data = self._stream.read(max(_CHUNK, waiting))
        self._bytes += len(data)
        if self._bytes > MOST_BYTES:
            raise self._stop("too_large", most=MOST_BYTES // 2**20)
        self._ended = not data
        self._line_now()
        self._buffer, self._at, self._counted = self._buffer[self._at :], 0, 0
        try:
            self._buffer += self._text.decode(data, final=self._ended)
        except UnicodeDecodeError as error:
            raise self._stop("not_utf8") from error

    def _stop(self, code: str, number: int = 0, **params: Any) -> Unreadable:
        line = self._line_now()
        return Unreadable(self._troubles.made(code, line=line, feature=number, **params))


def _storable(value: object) -> bool:
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Mapping):
            waiting += [*one.keys(), *one.values()]
        elif isinstance(one, list):
            waiting += one
        elif isinstance(one, str) and not storable(one):
            return False
    return True


def other_crs(member: object) -> str:
    """The name of a `crs` member (GeoJSON of 2008) unless it is WGS 84 in degrees; else ""."""
    if member is None:
        return ""
    properties = member.get("properties") if isinstance(member, Mapping) else None
    name = properties.get("name") if isinstance(properties, Mapping) else None
    text = str(name) if name else "?"
    return "" if text.upper().endswith(WGS84) else text[:60]
