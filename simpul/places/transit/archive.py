"""The tables of a GTFS feed, read out of its ZIP without unpacking it anywhere. Pure.

Limits: `MOST_FILES` entries, `MOST_BYTES` unpacked in all, counted while reading and not as the
ZIP claims, `MOST_RATIO` of packing, `MOST_ROWS` rows of a table.
"""

from __future__ import annotations

import csv
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO

from simpul.kit.oserrors import require_plain_file, why_texts
from simpul.places.troubles import NOTED, Troubles, Unreadable

MOST_FILES, MOST_ROWS = 200, 5_000_000
MOST_BYTES = 1024 * 1024 * 1024
MOST_RATIO, RATIO_FROM = 200, 4 * 1024 * 1024
LONGEST_LINE = 100_000

TableRow = tuple[int, Mapping[str, str]]
"""The line in the file, from 1 (the header), and the cells by column."""


class Archive:
    """An opened feed. `Unreadable` for what is no ZIP or too much."""

    def __init__(self, path: Path, troubles: Troubles) -> None:
        self._troubles = troubles
        self._bytes = 0
        try:
            require_plain_file(path)
            self._zip = zipfile.ZipFile(path)
        except OSError as error:
            told = troubles.made("unreadable", why=why_texts(error), file=path.name)
            raise Unreadable(told) from error
        except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            raise Unreadable(troubles.made("not_zip", file=path.name)) from error
        self.tables: dict[str, zipfile.ZipInfo] = {}
        self._look(path.name)

    def __enter__(self) -> Archive:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._zip.close()

    def _look(self, name: str) -> None:
        entries = self._zip.infolist()
        if len(entries) > MOST_FILES:
            raise self._stop("too_many_files", name, count=len(entries), most=MOST_FILES)
        if sum(entry.file_size for entry in entries) > MOST_BYTES:
            raise self._stop("too_large", name, most=MOST_BYTES // 2**20)
        for entry in entries:
            ratio = entry.file_size // max(entry.compress_size, 1)
            if entry.file_size > RATIO_FROM and ratio > MOST_RATIO:
                raise self._stop("bomb", entry.filename, ratio=ratio)
            if entry.flag_bits & 1:
                raise self._stop("encrypted", entry.filename)
            if entry.filename in self.tables:
                raise self._stop("twice_in_zip", entry.filename)
            if not entry.is_dir():
                self.tables[entry.filename] = entry
        for found in self.tables:
            folder, _, base = found.rpartition("/")
            if folder and base == "routes.txt" and base not in self.tables:
                raise self._stop("in_folder", base, folder=folder[:60])

    def rows(self, name: str, needed: Sequence[str], *, must: bool = True) -> Iterator[TableRow]:
        """The rows of a table; what cannot be read is reported and left out.

        A missing table or column is `Unreadable` if the table `must` be there, else nothing.
        """
        entry = self.tables.get(name)
        if entry is None:
            if must:
                raise self._stop("no_file", name)
            self._troubles.add("no_file", done=NOTED, file=name)
            return
        try:
            with self._zip.open(entry) as stream:
                lines = _Lines(self, stream, name)
                try:
                    yield from self._read(name, lines, needed, must)
                except csv.Error as error:
                    raise self._stop("not_csv", name, line=lines.number, why=str(error)) from error
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
            raise self._stop("not_zip", name) from error

    def _read(
        self, name: str, lines: _Lines, needed: Sequence[str], must: bool
    ) -> Iterator[TableRow]:
        table = csv.reader(lines, strict=False)
        header = [cell.strip() for cell in next(table, [])]
        for column in needed:
            if column not in header:
                if must:
                    raise self._stop("no_column", name, line=1, column=column)
                self._troubles.add("no_column", file=name, line=1, column=column)
                return
        for column in {one for one in header if header.count(one) > 1}:
            raise self._stop("double_column", name, line=1, column=column)
        before = lines.number
        for cells in table:
            first, before = before + 1, lines.number
            if not any(cells) or lines.was_bad(first):
                continue
            if first > MOST_ROWS:
                raise self._stop("too_many_rows", name, line=first, most=MOST_ROWS)
            if len(cells) != len(header):
                found, wanted = len(cells), len(header)
                self._troubles.add("cell_count", file=name, line=first, found=found, wanted=wanted)
                continue
            yield first, dict(zip(header, (cell.strip() for cell in cells), strict=True))

    def count(self, size: int, name: str) -> None:
        """So many more bytes were unpacked."""
        self._bytes += size
        if self._bytes > MOST_BYTES:
            raise self._stop("too_large", name, most=MOST_BYTES // 2**20)

    def _stop(self, code: str, file: str, *, line: int = 0, **params: object) -> Unreadable:
        return Unreadable(self._troubles.made(code, file=file[-80:], line=line, **params))

    def bad_line(self, name: str, line: int, byte: int) -> None:
        """A line that is not UTF-8; its row is left out."""
        self._troubles.add("not_utf8", file=name, line=line, byte=byte)


class _Lines:
    """Lines of text out of a packed table, with their number and the bad ones."""

    def __init__(self, archive: Archive, stream: IO[bytes], name: str) -> None:
        self._archive, self._stream, self._name = archive, stream, name
        self.number = 0
        self._last_bad = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        raw = self._stream.readline(LONGEST_LINE)
        if not raw:
            raise StopIteration
        self._archive.count(len(raw), self._name)
        self.number += 1
        if self.number == 1:
            raw = raw.removeprefix(b"\xef\xbb\xbf")
        try:
            return raw.decode()
        except UnicodeDecodeError as error:
            self._archive.bad_line(self._name, self.number, error.start + 1)
            self._last_bad = self.number
            return raw.decode(errors="replace")

    def was_bad(self, first: int) -> bool:
        """Was a line from `first` to the one just read not UTF-8?"""
        return self._last_bad >= first
