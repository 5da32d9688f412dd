"""The planner's form and the plan JSON: one to the other, keeping what was typed, also the wrong.

Field names: "production-title", "days-0-date". A value that cannot be understood goes into the
JSON as typed, so that `parse_plan` names the error and the form shows the text again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from simpul.city.book import CityBook
from simpul.permits import wording
from simpul.permits.planning.plan_checks import elsewhere_areas
from simpul.permits.planning.plan_fields import Wrong, read_day
from simpul.permits.views.plan_fields_shown import ADD, ANY, LISTS, OBJECTS, ROW, WAYS, Asked
from simpul.web.formats import day_words
from simpul.web.geo import from_text

MOST_SHOWN = 1000
_ROW_NAME = re.compile(r"([a-z]+)-(\d{1,4})-([a-z_]+)")
_SITE = re.compile(r".*\(([^()]+)\)\s*")
_INTEGER = re.compile(r"[+-]?\d{1,12}")
_DECIMAL = re.compile(r"[+-]?\d{1,12}([.,]\d{1,6})?")
_LETTERS = {"spots": "s", "traffic": "t", "activities": "a"}
_NOT_TYPED = frozenset({"row", "id", "way"})

Data = dict[str, Any]


# --- form to plan ------------------------------------------------------------------------------
def to_plan(post: QueryDict, book: CityBook) -> Data:
    """The plan JSON of a submitted form, as typed."""
    data: Data = {}
    for part, asked in OBJECTS.items():
        if found := _object(post, part, asked, book):
            data[part] = found
    rows = _rows(post)
    for part, asked in LISTS.items():
        made = [_row(post, part, index, asked, book) for index in sorted(rows.get(part, ()))][
            :MOST_SHOWN
        ]
        said = post.get(f"{part}-any", "")
        if part in ANY and said == "no":
            data[part] = []
        elif made or (part in ANY and said == "yes"):
            data[part] = made or [{}]
    return data


def _rows(post: QueryDict) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for name in post:
        if match := _ROW_NAME.fullmatch(name):
            found.setdefault(match[1], set()).add(int(match[2]))
    return found


def _object(post: QueryDict, prefix: str, asked: Iterable[Asked], book: CityBook) -> Data:
    found: Data = {}
    for one in asked:
        value = _value(post, f"{prefix}-{one.key}", one, book)
        if value is not None:
            found[one.key] = value
    return found


def _row(post: QueryDict, part: str, index: int, asked: Iterable[Asked], book: CityBook) -> Data:
    prefix = f"{part}-{index}"
    found = _object(post, prefix, asked, book)
    if part == "spots":
        way = post.get(f"{prefix}-way", "site")
        for other, key in (("site", "site"), ("drawn", "geometry"), ("elsewhere", "elsewhere")):
            if way != other:
                found.pop(key, None)
        if way != "site":
            # A key without a value remembers which way was chosen; null is absent to the reader.
            found.setdefault("geometry" if way == "drawn" else "elsewhere", None)
    return found


def _value(post: QueryDict, name: str, asked: Asked, book: CityBook) -> Any:
    text = post.get(name, "").strip()
    if asked.kind == "days":
        return _days(post, name)
    if not text:
        return None
    if asked.kind == "tri":
        return {"yes": True, "no": False}.get(text)
    if asked.kind == "tick":
        return True
    if asked.kind == "number":
        return int(text) if _INTEGER.fullmatch(text) else text
    if asked.kind == "measure":
        return _measure(text)
    if asked.kind == "clock":
        return text.replace(".", ":")[:5] if re.fullmatch(r"\d\d[.:]\d\d(:\d\d)?", text) else text
    if asked.kind == "site":
        return _site(text, book)
    if asked.kind == "map":
        return from_text(text)
    return text


def _measure(text: str) -> Any:
    if not _DECIMAL.fullmatch(text):
        return text
    number = float(text.replace(",", "."))
    return int(number) if number.is_integer() else number


def _days(post: QueryDict, name: str) -> list[str] | None:
    said = [text for text in post.getlist(name) if text]
    said += [text for text in re.split(r"[\s,;]+", post.get(f"{name}-more", "")) if text]
    return sorted(set(said)) or None


def _site(text: str, book: CityBook) -> str:
    """The code of a site chosen from the list ("Taman Ismail Marzuki (L27)") or typed by name."""
    if text in book.sites:
        return text
    if (match := _SITE.fullmatch(text)) and match[1] in book.sites:
        return match[1]
    wanted = text.casefold()
    for code, site in book.sites.items():
        if wanted in {name.casefold() for name in site.names.values()}:
            return str(code)
    return text


# --- what a button changes ---------------------------------------------------------------------
def with_change(data: Data, change: str) -> tuple[Data, str]:
    """The plan after a button ("add:days", "remove:days:1", "copy:days:0",
    "answer:production.student=yes") and where the page should stand afterwards."""
    verb, _sep, rest = change.partition(":")
    part, _sep, index = rest.partition(":")
    if verb == "answer":
        return _answered(data, rest)
    if part not in LISTS:
        return data, ""
    rows = [*as_list(data.get(part))]
    number = int(index) if index.isdigit() else -1
    if verb == "add" and len(rows) < MOST_SHOWN:
        rows.append(_new_row(part, rows))
        place = f"{part}-{len(rows) - 1}"
    elif verb == "copy" and 0 <= number < len(rows):
        rows.insert(number + 1, {k: v for k, v in as_dict(rows[number]).items() if k != "id"})
        place = f"{part}-{number + 1}"
    elif verb == "remove" and 0 <= number < len(rows):
        del rows[number]
        place = f"{part}-group"
    else:
        return data, ""
    return {**data, part: rows}, place


def _new_row(part: str, rows: list[Any]) -> Data:
    """An empty row; places and measures get a name that stays theirs when others go."""
    if part not in _LETTERS:
        return {}
    taken = {as_dict(row).get("id") for row in rows}
    number = len(rows) + 1
    while f"{_LETTERS[part]}{number}" in taken:
        number += 1
    return {"id": f"{_LETTERS[part]}{number}"}


def _answered(data: Data, said: str) -> tuple[Data, str]:
    path, _sep, word = said.partition("=")
    match = re.fullmatch(r"([a-z]+)(?:\[(\d{1,4})\])?(?:\.([a-z_]+))?", path)
    value = {"yes": True, "no": False}.get(word)
    if match is None or value is None:
        return data, ""
    part, index, key = match[1], match[2], match[3]
    if index is None and key is None and part in ANY:
        return {**data, part: [{}] if value else []}, f"{part}-group"
    known = {one.key for one in (*OBJECTS.get(part, ()), *LISTS.get(part, ())) if one.kind == "tri"}
    if key not in known:
        return data, ""
    if index is None:
        return {**data, part: {**as_dict(data.get(part)), key: value}}, "answer"
    rows = [*as_list(data.get(part))]
    if int(index) >= len(rows):
        return data, ""
    rows[int(index)] = {**as_dict(rows[int(index)]), key: value}
    return {**data, part: rows}, "answer"


# --- plan to form ------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Shown:
    """One field as it stands on the page."""

    asked: Asked
    name: str
    value: Any
    errors: list[str]
    options: list[tuple[str, str, bool]] = field(default_factory=list)
    blank: str = ""

    @property
    def id(self) -> str:
        return f"id_{self.name}"

    @property
    def geojson(self) -> Any:
        """A drawing that the map can show; None for what was typed wrongly."""
        return self.value if isinstance(self.value, dict) and not self.errors else None

    @property
    def typed(self) -> str:
        """A drawing as text."""
        if isinstance(self.value, (dict, list)):
            return json.dumps(self.value, ensure_ascii=False)
        return str(self.value or "")


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One row of a list. `way`: how a place is said; `is`: the code CSS shows fields for."""

    part: str
    index: int
    title: str
    fields: list[Shown]
    way: str = ""
    ways: list[tuple[str, str, bool]] = field(default_factory=list)
    code: str = ""


@dataclass(frozen=True, slots=True)
class ShownList:
    """A list of rows, with the question before it where "none" is an answer."""

    part: str
    rows: list[ShownRow]
    add: str
    question: str
    said: str
    errors: list[str]


class Form:
    """Everything the form shows for a plan as typed, with errors at their fields."""

    def __init__(self, data: Mapping[str, Any], errors: Mapping[str, list[str]], book: CityBook):
        self.data, self.book = data, book
        self.errors = {field_name(path): texts for path, texts in errors.items()}
        self.spots = [
            (str(as_dict(row).get("id") or ""), spot_title(as_dict(row), number, book))
            for number, row in enumerate(as_list(data.get("spots")), 1)
        ]
        self.days = sorted(
            {
                day
                for row in as_list(data.get("days"))
                if isinstance(day := as_dict(row).get("date"), str) and is_day(day)
            }
        )

    def fields_of(self, part: str) -> list[Shown]:
        values = as_dict(self.data.get(part))
        return [self._shown(part, one, values) for one in OBJECTS[part]]

    def rows_of(self, part: str) -> ShownList:
        raw = self.data.get(part)
        rows = [self._row(part, i, as_dict(row)) for i, row in enumerate(as_list(raw))]
        said = "" if raw is None else "yes" if rows else "no"
        question = str(ANY.get(part, ""))
        return ShownList(part, rows, str(ADD[part]), question, said, self.errors.get(part, []))

    def _row(self, part: str, index: int, values: Data) -> ShownRow:
        prefix = f"{part}-{index}"
        title = str(ROW[part]) % {"n": index + 1}
        fields = [self._shown(prefix, one, values) for one in LISTS[part]]
        if part != "spots":
            return ShownRow(part, index, title, fields, code=str(values.get("code") or ""))
        way = way_of(values)
        ways = [(code, str(words), code == way) for code, words in WAYS.items()]
        return ShownRow(part, index, title, fields, way, ways)

    def _shown(self, prefix: str, asked: Asked, values: Data) -> Shown:
        name, value = f"{prefix}-{asked.key}", values.get(asked.key)
        errors = [
            text
            for key, texts in self.errors.items()
            if key == name or key.startswith(f"{name}-")
            for text in texts
        ]
        blank, options = self._blank(asked), self._options(asked, value)
        if asked.kind == "tri" and (usual := self._usual(asked, values)):
            options = [(code, text if code else usual, chosen) for code, text, chosen in options]
        return Shown(asked, name, self._text(asked, value), errors, options, blank)

    def _blank(self, asked: Asked) -> str:
        """What an empty choice means: the usual code, the only place, or not known."""
        if asked.usual and asked.choices is not None:
            return wording.name(asked.choices, asked.usual)
        if asked.kind == "spot" and len(self.spots) == 1:
            return self.spots[0][1]
        return _("Not known yet")

    def _usual(self, asked: Asked, values: Data) -> str:
        """What no answer means at a site of the catalogue; "" where the catalogue is silent."""
        site = self.book.sites.get(str(values.get("site")))
        usual = getattr(site, asked.key, None)
        if usual is None:
            return ""
        return _("As usual there: yes") if usual else _("As usual there: no")

    def _text(self, asked: Asked, value: Any) -> Any:
        if asked.kind == "site" and value in self.book.sites:
            return f"{wording.pick_active(self.book.sites[value].names)} ({value})"
        if asked.kind == "days":
            return " ".join(d for d in as_list(value) if d not in self.days)
        if value is None or isinstance(value, (bool, dict)):
            return value
        return f"{value:g}" if isinstance(value, float) else str(value)

    def _is_usual(self, asked: Asked, code: str) -> bool:
        return code == asked.usual or (asked.kind == "spot" and len(self.spots) == 1)

    def _options(self, asked: Asked, value: Any) -> list[tuple[str, str, bool]]:
        if asked.kind == "tri":
            said = {True: "yes", False: "no"}.get(value, "") if isinstance(value, bool) else ""
            words = (("yes", _("Yes")), ("no", _("No")), ("", _("Not known yet")))
            return [(code, text, code == said) for code, text in words]
        if asked.kind == "days":
            chosen = as_list(value)
            return [(day, day_words(day, "weekday"), day in chosen) for day in self.days]
        pairs: Iterable[tuple[str, str]] = ()
        if asked.kind == "choice" and asked.choices is not None:
            pairs = [(code, wording.name(asked.choices, code)) for code in asked.choices]
        elif asked.kind == "spot":
            pairs = self.spots
        elif asked.kind == "elsewhere":
            pairs = elsewhere_areas(self.book).items()
        options = [
            (code, text, code == value)
            for code, text in pairs
            if code == value or not self._is_usual(asked, code)
        ]
        if value and isinstance(value, str) and options and value not in dict(pairs):
            # A finer area, or an unknown code, which stays visible with its error.
            options.append((value, self._area(value) if asked.kind == "elsewhere" else value, True))
        return options

    def _area(self, code: str) -> str:
        row = self.book.jurisdictions.unit("POLDA", code)
        return f"{row.area_name} ({code})" if row else code


def way_of(values: Mapping[str, Any]) -> str:
    """How a place of the plan is said: site, drawn or elsewhere."""
    if "elsewhere" in values:
        return "elsewhere"
    return "drawn" if "geometry" in values else "site"


def ways_of(data: Mapping[str, Any]) -> list[str]:
    """`way_of` of every place of a plan as typed."""
    return [way_of(as_dict(row)) for row in as_list(data.get("spots"))]


def spot_title(row: Mapping[str, Any], number: int, book: CityBook) -> str:
    """What a place is called in lists: its name, its site's, or "Place 2"."""
    site = book.sites.get(str(row.get("site")))
    if row.get("name"):
        return str(row["name"])
    return wording.pick_active(site.names) if site else str(ROW["spots"]) % {"n": number}


def field_name(path: str) -> str:
    """The field of an error's path: "days[2].date" → "days-2-date"."""
    return re.sub(r"\[(\d+)\]", r"-\1", path).replace(".", "-")


def is_day(text: str) -> bool:
    """A date that `parse_plan` will take, so that it can be offered as a choice."""
    try:
        read_day(text)
    except Wrong:
        return False
    return True


def as_dict(value: Any) -> Data:
    """A mapping, or an empty one for anything else."""
    return dict(value) if isinstance(value, Mapping) else {}


def as_list(value: Any) -> list[Any]:
    """A list, or an empty one for anything else."""
    return list(value) if isinstance(value, list) else []
