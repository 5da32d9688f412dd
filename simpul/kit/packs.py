"""Files of a city pack: TOML and CSV read with the line of every value, problems that name it.

Nothing here raises for a bad file: what is wrong is put into a `Problems` list with file, line,
field and a code, and reading goes on, so that one check shows everything there is to mend.
"""

from __future__ import annotations

import csv
import io
import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as attribute
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

from simpul.kit.packproblems import PackProblem, Problems, register_messages
from simpul.kit.texts import Texts
from simpul.kit.tomllines import overlong, toml_lines

__all__ = [
    "LARGEST_FILE",
    "STATUSES",
    "PackFolder",
    "PackProblem",
    "Problems",
    "Row",
    "Section",
    "parse_toml",
    "read_csv",
    "read_date",
    "read_provenance",
    "register_messages",
    "rows_of",
]

STATUSES = ("confirmed", "reported", "assumed", "proposal")
"""How sure a row is. confirmed: the text of the rule or an official page. reported: one press or
trade source. assumed: nobody's word; starts no clock and no fee. proposal: the commission's own
policy draft."""

LARGEST_FILE = 8 * 1024 * 1024
"""Bytes. The largest file of a real pack, its sites, has about 30 kB."""

_HIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
"""Control characters, and those that reorder text on a page."""


@dataclass(frozen=True, slots=True)
class Row:
    """A CSV row, a TOML table or one item of a TOML array, with its place.

    `key`: the name of a TOML table (`[authorities.DISHUB]` has the key DISHUB), else "".
    """

    values: Mapping[str, Any]
    file: str
    line: int
    key: str = ""
    lines: Mapping[str, int] = attribute(default_factory=dict)

    def line_of(self, field: str) -> int:
        """The line on which a field stands ("names.id" for nested keys); else the row's."""
        return self.lines.get(field, self.line)

    def get(self, name: str, default: Any = None) -> Any:
        """A value as it stands in the file."""
        return self.values.get(name, default)

    def below(self, place: str, values: Mapping[str, Any]) -> Row:
        """A table inside this one, found at `place` ("step.3"), with the lines of its keys."""
        prefix = place + "."
        lines = {key[len(prefix) :]: n for key, n in self.lines.items() if key.startswith(prefix)}
        return Row(values, self.file, self.line_of(place), lines=lines)

    def text(self, name: str) -> str:
        """A value as trimmed text; "" when absent or not text."""
        value = self.values.get(name)
        return value.strip() if isinstance(value, str) else ""

    def list_of(self, name: str) -> list[str]:
        """A "|"-list of a CSV cell or an array of a TOML key."""
        value = self.values.get(name)
        if isinstance(value, str):
            return [part.strip() for part in value.split("|") if part.strip()]
        if isinstance(value, Sequence):
            return [str(part) for part in value]
        return []

    def texts(self, name: str) -> dict[str, str]:
        """Languages of a text: a TOML table `name.id`, or CSV columns `name_id`, `name_en`."""
        value = self.values.get(name)
        if isinstance(value, Mapping):
            return {str(k): str(v).strip() for k, v in value.items() if str(v).strip()}
        found = {}
        for column, cell in self.values.items():
            if column.startswith(f"{name}_") and isinstance(cell, str) and cell.strip():
                language = column[len(name) + 1 :].replace("_", "-")
                if re.fullmatch(r"[a-z]{2}(-[A-Za-z]{2,4})?", language):
                    found[language] = cell.strip()
        return found


class PackFolder:
    """The folder of a city pack. Only files inside it are read."""

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path).resolve()

    def exists(self, name: str) -> bool:
        """Is there such a file?"""
        return (self.path / name).is_file()

    def names(self, pattern: str) -> list[str]:
        """Files that match a pattern such as "rules/*.csv", sorted."""
        return sorted(p.relative_to(self.path).as_posix() for p in self.path.glob(pattern))

    def read_text(self, name: str, problems: Problems) -> str | None:
        """A file as text, without byte-order mark; None and a problem when it cannot be."""
        try:
            content = self._content(name, problems)
        except (OSError, RuntimeError):  # a circle of links is a RuntimeError
            problems.add(name, 0, "", "unreadable")
            return None
        if content is None:
            return None
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = content[: error.start].count(b"\n") + 1
            problems.add(name, line, "", "not_utf8", byte=error.start)
            return None
        if hidden := _HIDDEN.search(text):
            line = text.count("\n", 0, hidden.start()) + 1
            code = f"U+{ord(hidden[0]):04X}"
            problems.add(name, line, "", "control_character", value=code)
            return None
        return text

    def _content(self, name: str, problems: Problems) -> bytes | None:
        path = (self.path / name).resolve()
        if not path.is_relative_to(self.path):
            problems.add(name, 0, "", "outside")
        elif not path.is_file():
            problems.add(name, 0, "", "no_file")
        elif path.stat().st_size > LARGEST_FILE:
            problems.add(name, 0, "", "too_large")
        else:
            return path.read_bytes()
        return None

    def toml(self, name: str, problems: Problems) -> Row | None:
        """A TOML file as one row with nested values and the line of every key."""
        text = self.read_text(name, problems)
        if text is None:
            return None
        return parse_toml(text, name, problems)

    def toml_rows(self, name: str, key: str, problems: Problems) -> list[Row]:
        """The tables `[key.CODE]` or the items `[[key]]` of a TOML file, one row each."""
        whole = self.toml(name, problems)
        if whole is None:
            return []
        return rows_of(whole, key, problems)

    def csv(
        self,
        name: str,
        problems: Problems,
        *,
        columns: Sequence[str] = (),
        optional: Sequence[str] | None = None,
    ) -> list[Row]:
        """The rows of a CSV file with a header line; cells trimmed.

        `columns` must be there; `optional`, when given, are the only others allowed.
        """
        text = self.read_text(name, problems)
        if text is None:
            return []
        return read_csv(text, name, problems, columns=columns, optional=optional)


def parse_toml(text: str, name: str, problems: Problems) -> Row | None:
    """A TOML text as one row; None and a problem when it cannot be read."""
    if (found := overlong(text)) is not None:
        problems.add(name, found[0], "", found[1])
        return None
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        match = re.search(r"at line (\d+), column (\d+)", str(error))
        why = {"id": f"kolom {match[2]}" if match else "akhir berkas", "en": str(error)}
        problems.add(name, int(match[1]) if match else 0, "", "not_toml", why=why)
        return None
    except RecursionError:
        why = {"id": "terlalu dalam bersarang", "en": "nested too deeply"}
        problems.add(name, 0, "", "not_toml", why=why)
        return None
    return Row(values, name, 1, lines=toml_lines(text))


def read_csv(
    text: str,
    name: str,
    problems: Problems,
    *,
    columns: Sequence[str] = (),
    optional: Sequence[str] | None = None,
) -> list[Row]:
    """The rows of a CSV text; see `PackFolder.csv`."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[Row] = []
    header: list[str] = []
    start = 1
    try:
        for cells in reader:
            line, start = start, reader.line_num + 1
            if not any(cell.strip() for cell in cells):
                continue
            if not header:
                header = [cell.strip() for cell in cells]
                if not _check_header(header, name, line, problems, columns, optional):
                    return []  # every row would only repeat it
            elif len(cells) != len(header):
                problems.add(name, line, "", "cell_count", found=len(cells), wanted=len(header))
            else:
                values = {k: cell.strip() for k, cell in zip(header, cells, strict=True)}
                rows.append(Row(MappingProxyType(values), name, line))
    except csv.Error as error:
        why = {"id": "tanda kutip atau koma tidak pada tempatnya", "en": str(error)}
        problems.add(name, reader.line_num, "", "not_csv", why=why)
    if not header:
        problems.add(name, 1, "", "no_column", name=", ".join(columns))
    return rows


def _check_header(
    header: list[str],
    name: str,
    line: int,
    problems: Problems,
    columns: Sequence[str],
    optional: Sequence[str] | None,
) -> bool:
    """Report what is wrong with the header; False when the rows cannot be read by it."""
    for sign, words in _SEPARATORS.items():
        if len(header) == 1 and sign in header[0]:
            problems.add(name, line, "", "not_commas", found=words)
            return False
    lacking = [column for column in columns if column not in header]
    for missing in lacking:
        problems.add(name, line, missing, "no_column", name=missing)
    for column in {column for column in header if header.count(column) > 1}:
        problems.add(name, line, column, "double_column", name=column)
    if optional is not None:
        for column in header:
            if column not in columns and column not in optional:
                problems.add(name, line, column, "unknown_column", name=column)
    return not lacking


_SEPARATORS: dict[str, Texts] = {
    "\t": {"id": "tab", "en": "tabs"},
    ";": {"id": "titik koma", "en": "semicolons"},
}


def rows_of(whole: Row, key: str, problems: Problems) -> list[Row]:
    """The sub-tables `key.CODE` or the array items of `key` of a TOML row, one row each."""
    part: Any = whole.values
    for step in key.split("."):
        part = part.get(step) if isinstance(part, Mapping) else None
    if part is None:
        problems.add(whole.file, 1, key, "no_table", name=key)
        return []
    named: list[tuple[str, str, Any]]
    if isinstance(part, Mapping):
        named = [(str(code), f"{key}.{code}", value) for code, value in part.items()]
    elif isinstance(part, list):
        named = [("", f"{key}.{index}", value) for index, value in enumerate(part)]
    else:
        named = [("", key, None)]
    rows = []
    for code, place, value in named:
        line = whole.line_of(place)
        if not isinstance(value, Mapping):
            problems.add(whole.file, line, place, "not_a_table", name=place)
            continue
        rows.append(replace(whole.below(place, value), key=code))
    return rows


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a pack: its name in the version's contents and the reader of its files.

    `parse` returns plain JSON data; what is wrong goes into the problems. `title`: for people.
    """

    name: str
    parse: Callable[[PackFolder, Problems], Any]
    title: Texts = attribute(default_factory=dict)


def read_date(row: Row, name: str, problems: Problems, *, required: bool = True) -> str | None:
    """A date of a row as ISO text; None when empty (a problem if `required`) or wrong."""
    value = row.get(name)
    if isinstance(value, date):
        return value.isoformat()[:10]
    if value in (None, ""):
        if required:
            problems.at(row, name, "required")
        return None
    try:
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", str(value)):
            raise ValueError
        return date.fromisoformat(str(value)).isoformat()
    except ValueError:
        problems.at(row, name, "not_date", value=str(value))
        return None


def read_provenance(row: Row, problems: Problems) -> dict[str, Any]:
    """Where a row comes from: {"source", "law": [codes], "status", "valid_from", "valid_to"}.

    All five must be there. `valid_from` is the first day in force, `valid_to` the last one, empty
    for rows without an end; `law` may be empty where nobody has named one yet.
    """
    status = row.text("status")
    if not status:
        problems.at(row, "status", "required")
    elif status not in STATUSES:
        problems.at(row, "status", "unknown_status", value=status, choices=", ".join(STATUSES))
    if not row.text("source"):
        problems.at(row, "source", "required")
    for name in ("law", "valid_to"):
        if name not in row.values:
            problems.at(row, name, "no_column", name=name)
    law = row.list_of("law")
    valid_from = read_date(row, "valid_from", problems)
    valid_to = read_date(row, "valid_to", problems, required=False)
    if valid_from and valid_to and valid_to < valid_from:
        problems.at(row, "valid_to", "date_order")
    return {
        "source": row.text("source"),
        "law": law,
        "status": status,
        "valid_from": valid_from,
        "valid_to": valid_to,
    }
