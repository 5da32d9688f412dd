"""What can be wrong in a city pack: each problem names file, line, field and has a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as attribute
from types import MappingProxyType
from typing import Protocol

from simpul.kit.texts import Texts, pick

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


class Placed(Protocol):
    """A row that knows its file and the line of each of its fields."""

    @property
    def file(self) -> str: ...
    def line_of(self, field: str) -> int: ...


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

    def at(self, row: Placed, field: str, code: str, /, **params: object) -> None:
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
