"""Tables, notes and map files: UTF-8, without programs."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any
from xml.etree import ElementTree

from simpul.papers.inspection.refusals import HostileFile

MAX_BYTES = 5 * 1024 * 1024
"""A list of 50,000 rows has about 4 MB."""
MAX_DEPTH = 100
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_FORMULA = re.compile(r"\s*[=@+\-][^\n]*[|(!]|\s*=")
"""A cell that a spreadsheet program would run. Plain "-5" and "+62 21 …" are none."""
_PHONE = re.compile(r"\s*\+\d[\d\s().-]*")
_DOCTYPE = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_GEOJSON = {
    "FeatureCollection",
    "Feature",
    "GeometryCollection",
    "Point",
    "MultiPoint",
    "LineString",
    "MultiLineString",
    "Polygon",
    "MultiPolygon",
}


def inspect_text(data: bytes, kind: str) -> bytes:
    """The same bytes without byte order mark, if they are sound text of this kind."""
    if len(data) > MAX_BYTES:
        raise HostileFile("too_large", limit=MAX_BYTES)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise HostileFile("encoding") from error
    if not text.strip():
        raise HostileFile("empty")
    if _CONTROL.search(text):
        raise HostileFile("encoding" if "\x00" in text else "damaged")
    if kind == "csv":
        _inspect_csv(text)
    elif kind == "geojson":
        _inspect_geojson(text)
    elif kind == "kml":
        _inspect_kml(text)
    return text.encode()


def _inspect_csv(text: str) -> None:
    separator = max(",;\t", key=text[:2000].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for row in reader:
            if any(_FORMULA.match(cell) and not _PHONE.fullmatch(cell) for cell in row):
                raise HostileFile("formula", line=reader.line_num)
    except csv.Error as error:
        raise HostileFile("damaged") from error


def _inspect_geojson(text: str) -> None:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise HostileFile("not_geojson") from error
    if not isinstance(value, dict) or value.get("type") not in _GEOJSON:
        raise HostileFile("not_geojson")


def _inspect_kml(text: str) -> None:
    if _DOCTYPE.search(text):
        raise HostileFile("bomb")
    parser: Any = ElementTree.XMLPullParser(["start", "end"])  # no document type, so no entities
    depth = 0
    try:
        for start in range(0, len(text), 64 * 1024):
            parser.feed(text[start : start + 64 * 1024])
            for event, element in parser.read_events():
                if event == "end":
                    depth -= 1
                    element.clear()
                    continue
                if depth == 0 and element.tag.rpartition("}")[2] != "kml":
                    raise HostileFile("not_kml")
                depth += 1
                if depth > MAX_DEPTH:
                    raise HostileFile("bomb")
        parser.close()
    except ElementTree.ParseError as error:
        raise HostileFile("not_kml") from error
