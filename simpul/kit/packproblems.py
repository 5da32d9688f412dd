"""What can be wrong in a city pack: each problem names file, line, field and has a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as attribute
from types import MappingProxyType
from typing import Protocol

from simpul.kit.texts import Texts, pick

MOST_SHOWN = 200
"""Characters of a wrong value that are repeated to the reader."""

_MESSAGES: dict[str, Texts] = {
    "no_file": {"id": "berkas tidak ada", "en": "the file does not exist"},
    "outside": {"id": "berkas di luar paket", "en": "the file lies outside the pack"},
    "too_large": {"id": "berkas terlalu besar", "en": "the file is too large"},
    "unreadable": {"id": "berkas tidak dapat dibuka", "en": "the file cannot be opened"},
    "control_character": {
        "id": "ada karakter tersembunyi {value} yang tidak boleh dipakai",
        "en": "the hidden character {value} may not be used",
    },
    "not_commas": {
        "id": "kolom dipisahkan {found}, seharusnya koma",
        "en": "the columns are separated by {found}, not by commas",
    },
    "unknown_key": {"id": "kunci {name} tidak dikenal", "en": "the key {name} is unknown"},
    "not_utf8": {
        "id": "berkas bukan UTF-8 (bita ke-{byte})",
        "en": "the file is not UTF-8 (byte {byte})",
    },
    "not_toml": {"id": "TOML tidak dapat dibaca: {why}", "en": "not readable as TOML: {why}"},
    "long_line": {
        "id": "baris ini terlalu panjang (lebih dari 10.000 karakter)",
        "en": "this line is too long (more than 10,000 characters)",
    },
    "long_key": {
        "id": "kunci ini memiliki terlalu banyak bagian (lebih dari 16)",
        "en": "this key has too many parts (more than 16)",
    },
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
    "not_a_choice": {
        "id": "{value} tidak dikenal; pilihannya: {choices}",
        "en": "{value} is unknown; it is one of {choices}",
    },
    "not_yes_no": {"id": "{value} harus yes atau no", "en": "{value} must be yes or no"},
    "not_number": {"id": "{value} bukan bilangan", "en": "{value} is not a number"},
    "bad_value": {"id": "{value} tidak dapat dipakai: {why}", "en": "{value} is no use: {why}"},
}


_KINDS: dict[str, Texts] = {
    "area": {"id": "wilayah", "en": "area"},
    "authority": {"id": "instansi", "en": "authority"},
    "authorities": {"id": "instansi", "en": "authority"},
    "country": {"id": "negara", "en": "country"},
    "documents": {"id": "dokumen", "en": "document"},
    "outcomes": {"id": "hasil", "en": "outcome"},
    "holiday": {"id": "libur nasional", "en": "public holiday"},
    "joint_leave": {"id": "cuti bersama", "en": "joint leave"},
}
"""Words for the parameter `kind` of a problem."""


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
        kind = values.get("kind")
        if isinstance(kind, str) and kind in _KINDS:
            values["kind"] = pick(_KINDS[kind], language)
        return text.format_map(_Forgiving({key: _short(value) for key, value in values.items()}))

    def text(self, language: str) -> str:
        """ "rules/levies.csv:12 [when:7]: …" in the reader's language."""
        where = f"{self.file}:{self.line}" if self.line else self.file
        return (
            f"{where} [{self.field}]: {self.sentence(language)}"
            if self.field
            else (f"{where}: {self.sentence(language)}")
        )


def _short(value: object) -> object:
    """A value as it may stand in a sentence: printable, and not the whole of a broken file."""
    if not isinstance(value, str):
        return value
    clean = "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in value)
    return clean if len(clean) <= MOST_SHOWN else f"{clean[:MOST_SHOWN]}…"


class _Forgiving(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


class Problems:
    """What was found wrong, in the order found. True when there is anything."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, int, str, str, str], PackProblem] = {}

    def add(self, file: str, line: int, field: str, code: str, /, **params: object) -> None:
        """Put one problem on the list, once."""
        self.extend([PackProblem(file, line, field, code, MappingProxyType(params))])

    def at(self, row: Placed, field: str, code: str, /, **params: object) -> None:
        """A problem in a field of a row; `field` may end in ":N" for the N-th character."""
        self.add(row.file, row.line_of(field.split(":")[0]), field, code, **params)

    def extend(self, problems: Iterable[PackProblem]) -> None:
        """Take over problems found elsewhere."""
        for one in problems:
            said = str(dict(one.params))
            self._found.setdefault((one.file, one.line, one.field, one.code, said), one)

    def __iter__(self) -> Iterator[PackProblem]:
        return iter(self._found.values())

    def __len__(self) -> int:
        return len(self._found)

    def __bool__(self) -> bool:
        return bool(self._found)

    def texts(self, language: str) -> list[str]:
        """Every problem as a sentence."""
        return [problem.text(language) for problem in self]

    def by_file(self, language: str) -> dict[str, list[str]]:
        """Sentences per file: the shape `InvalidInput` wants."""
        sorted_out: dict[str, list[str]] = {}
        for problem in self:
            sorted_out.setdefault(problem.file, []).append(problem.text(language))
        return sorted_out
