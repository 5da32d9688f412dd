"""Files of a city pack: TOML and CSV read with the line of every value, problems that name it.

Nothing here raises for a bad file: what is wrong is put into a `Problems` list with file, line,
field and a code, and reading goes on, so that one check shows everything there is to mend.
"""

from __future__ import annotations

import csv
import io
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as attribute
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

from simpul.kit.texts import Texts, pick
from simpul.kit.tomllines import toml_lines

STATUSES = ("confirmed", "reported", "assumed", "proposal")
"""How sure a row is. confirmed: the text of the rule or an official page. reported: one press or
trade source. assumed: nobody's word; starts no clock and no fee. proposal: the commission's own
policy draft."""

LARGEST_FILE = 32 * 1024 * 1024

_MESSAGES: dict[str, Texts] = {
    "no_file": {"id": "berkas tidak ada", "en": "the file does not exist"},
    "outside": {"id": "berkas di luar paket", "en": "the file lies outside the pack"},
    "too_large": {"id": "berkas terlalu besar", "en": "the file is too large"},
    "not_utf8": {
        "id": "berkas bukan UTF-8 (bita ke-{byte})",
        "en": "the file is not UTF-8 (byte {byte})",
    },
    "not_toml": {"id": "TOML tidak dapat dibaca: {why}", "en": "not readable as TOML: {why}"},
    "not_csv": {"id": "CSV tidak dapat dibaca: {why}", "en": "not readable as CSV: {why}"},
    "no_table": {"id": "tabel {name} tidak ada", "en": "the table {name} is missing"},
    "not_a_table": {"id": "{name} harus berupa tabel", "en": "{name} must be a table"},
    "no_column": {"id": "kolom {name} tidak ada", "en": "the column {name} is missing"},
    "unknown_column": {"id": "kolom {name} tidak dikenal", "en": "the column {name} is unknown"},
    "double_column": {"id": "kolom {name} ada dua kali", "en": "the column {name} is there twice"},
    "cell_count": {
        "id": "{found} sel, seharusnya {wanted}",
        "en": "{found} cells where the header has {wanted}",
    },
    "required": {"id": "harus diisi", "en": "must be filled in"},
    "not_text": {"id": "harus berupa teks", "en": "must be text"},
    "not_date": {
        "id": "{value} bukan tanggal TTTT-BB-HH",
        "en": "{value} is not a date YYYY-MM-DD",
    },
    "date_order": {
        "id": "berakhir sebelum mulai berlaku",
        "en": "ends before it begins",
    },
    "unknown_status": {
        "id": "status {value} tidak dikenal; pilihannya: {choices}",
        "en": "unknown status {value}; it is one of {choices}",
    },
    "unknown_code": {
        "id": "{kind} {value} tidak dikenal",
        "en": "unknown {kind} {value}",
    },
    "duplicate": {
        "id": "{value} sudah ada di baris {line}",
        "en": "{value} is already there on line {line}",
    },
    "not_number": {"id": "{value} bukan bilangan", "en": "{value} is not a number"},
    "bad_value": {"id": "{value} tidak dapat dipakai: {why}", "en": "{value} is no use: {why}"},
}


def register_messages(messages: Mapping[str, Texts]) -> None:
    """Sentences for the problem codes of a room; ValueError when a code is taken."""
    for code, texts in messages.items():
        if _MESSAGES.get(code, texts) != texts:
            raise ValueError(f"problem code {code!r} is taken")
        _MESSAGES[code] = texts


@dataclass(frozen=True, slots=True)
class PackProblem:
    """One thing to mend. `field`: column or key, with ":N" for the N-th character of the cell."""

    file: str
    line: int
    field: str
    code: str
    params: Mapping[str, object] = attribute(default_factory=dict)

    def sentence(self, language: str) -> str:
        """What is wrong, without the place."""
        text = pick(_MESSAGES.get(self.code, {"en": self.code}), language)
        values = {
            key: pick(value, language) if isinstance(value, Mapping) else value
            for key, value in self.params.items()
        }
        return text.format_map(_Forgiving(values))

    def text(self, language: str) -> str:
        """ "rules/levies.csv:12 [when:7]: …" in the reader's language."""
        where = f"{self.file}:{self.line}" if self.line else self.file
        return (
            f"{where} [{self.field}]: {self.sentence(language)}"
            if self.field
            else (f"{where}: {self.sentence(language)}")
        )


class _Forgiving(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


class Problems:
    """What was found wrong, in the order found. True when there is anything."""

    def __init__(self) -> None:
        self._found: list[PackProblem] = []

    def add(self, file: str, line: int, field: str, code: str, /, **params: object) -> None:
        """Put one problem on the list."""
        self._found.append(PackProblem(file, line, field, code, MappingProxyType(params)))

    def at(self, row: Row, field: str, code: str, /, **params: object) -> None:
        """A problem in a field of a row; `field` may end in ":N" for the N-th character."""
        self.add(row.file, row.line_of(field.split(":")[0]), field, code, **params)

    def extend(self, problems: Iterable[PackProblem]) -> None:
        """Take over problems found elsewhere."""
        self._found.extend(problems)

    def __iter__(self) -> Iterator[PackProblem]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)

    def __bool__(self) -> bool:
        return bool(self._found)

    def texts(self, language: str) -> list[str]:
        """Every problem as a sentence."""
        return [problem.text(language) for problem in self._found]

    def by_file(self, language: str) -> dict[str, list[str]]:
        """Sentences per file: the shape `InvalidInput` wants."""
        sorted_out: dict[str, list[str]] = {}
        for problem in self._found:
            sorted_out.setdefault(problem.file, []).append(problem.text(language))
        return sorted_out


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
        path = (self.path / name).resolve()
        if not path.is_relative_to(self.path):
            problems.add(name, 0, "", "outside")
        elif not path.is_file():
            problems.add(name, 0, "", "no_file")
        elif path.stat().st_size > LARGEST_FILE:
            problems.add(name, 0, "", "too_large")
        else:
            content = path.read_bytes()
            try:
                return content.decode("utf-8-sig")
            except UnicodeDecodeError as error:
                line = content[: error.start].count(b"\n") + 1
                problems.add(name, line, "", "not_utf8", byte=error.start)
        return None

    def toml(self, name: str, problems: Problems) -> Row | None:
        """A TOML file as one row with nested values and the line of every key."""
        text = self.read_text(name, problems)
        if text is None:
            return None
        try:
            values = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            match = re.search(r"at line (\d+)", str(error))
            problems.add(name, int(match[1]) if match else 0, "", "not_toml", why=str(error))
            return None
        return Row(values, name, 1, lines=toml_lines(text))

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
                _check_header(header, name, line, problems, columns, optional)
            elif len(cells) != len(header):
                problems.add(name, line, "", "cell_count", found=len(cells), wanted=len(header))
            else:
                values = {k: cell.strip() for k, cell in zip(header, cells, strict=True)}
                rows.append(Row(MappingProxyType(values), name, line))
    except csv.Error as error:
        problems.add(name, reader.line_num, "", "not_csv", why=str(error))
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
) -> None:
    for missing in [column for column in columns if column not in header]:
        problems.add(name, line, missing, "no_column", name=missing)
    for column in {column for column in header if header.count(column) > 1}:
        problems.add(name, line, column, "double_column", name=column)
    if optional is not None:
        for column in header:
            if column not in columns and column not in optional:
                problems.add(name, line, column, "unknown_column", name=column)


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
        prefix = place + "."
        lines = {
            k[len(prefix) :]: number for k, number in whole.lines.items() if k.startswith(prefix)
        }
        rows.append(Row(value, whole.file, line, code, lines))
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
