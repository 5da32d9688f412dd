"""Opening what people send: plain or gzip, bounded, in a known encoding, and really text."""

from __future__ import annotations

import codecs
import gzip
import io
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from simpul.kit.oserrors import require_plain_file, why_texts
from simpul.kit.texts import Texts
from simpul.places.sheets.problems import REFUSED, Problem, Unusable

MEGABYTE = 1024 * 1024
LARGEST_TABLE = 256 * MEGABYTE
LARGEST_WORKBOOK = 48 * MEGABYTE
LARGEST_PLACES = 512 * MEGABYTE
LONGEST_LINE = 4 * MEGABYTE
CHUNK = MEGABYTE

TEXT, GZIP, WORKBOOK = "text", "gzip", "workbook"
_BEGINNINGS: dict[bytes, tuple[str, Texts]] = {
    b"PK\x03\x04": (WORKBOOK, {"id": "berkas ZIP", "en": "a ZIP file"}),
    b"\xd0\xcf\x11\xe0": (WORKBOOK, {"id": "dokumen Office lama", "en": "an old Office document"}),
    b"\x1f\x8b": (GZIP, {"id": "berkas gzip", "en": "a gzip file"}),
    b"%PDF": ("", {"id": "dokumen PDF", "en": "a PDF document"}),
    b"\x89PNG": ("", {"id": "gambar PNG", "en": "a PNG picture"}),
    b"\xff\xd8\xff": ("", {"id": "foto JPEG", "en": "a JPEG photo"}),
    b"GIF8": ("", {"id": "gambar GIF", "en": "a GIF picture"}),
    b"\x7fELF": ("", {"id": "sebuah program", "en": "a program"}),
    b"MZ": ("", {"id": "sebuah program", "en": "a program"}),
    b"SQLite format 3": ("", {"id": "basis data SQLite", "en": "an SQLite database"}),
}


def refuse(path: Path, code: str, line: int = 0, **params: object) -> Unusable:
    """The whole file cannot be taken."""
    return Unusable(Problem(path.name, line, code, params, effect=REFUSED))


def kind_of(path: Path) -> str:
    """TEXT, GZIP or WORKBOOK by what is inside, whatever the name says; Unusable for others."""
    try:
        require_plain_file(path)
        with path.open("rb") as stream:
            head = stream.read(16)
    except OSError as error:
        raise refuse(path, "unreadable", why=why_texts(error)) from None
    if not head:
        raise refuse(path, "empty_file")
    for beginning, (kind, name) in _BEGINNINGS.items():
        if head.startswith(beginning):
            if not kind:
                raise refuse(path, "not_a_table", kind=name)
            return kind
    return TEXT


class _Bounded(io.RawIOBase):
    """A stream that ends with Unusable where it grows too large (also when it was small packed)."""

    def __init__(self, path: Path, inner: BinaryIO, most: int) -> None:
        self._path, self._inner, self._most, self._seen = path, inner, most, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        try:
            data = self._inner.read(len(buffer))
        except (gzip.BadGzipFile, EOFError, zlib.error):
            raise refuse(self._path, "broken_gzip") from None
        except OSError as error:
            raise refuse(self._path, "unreadable", why=why_texts(error)) from None
        self._seen += len(data)
        if self._seen > self._most:
            raise refuse(self._path, "too_large", most=self._most // MEGABYTE)
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._inner.close()
        super().close()


def opened(path: Path, most: int) -> io.BufferedReader:
    """The unpacked bytes of a file, at most `most` of them."""
    packed = kind_of(path) == GZIP
    inner = gzip.open(path, "rb") if packed else path.open("rb")  # noqa: SIM115
    return io.BufferedReader(_Bounded(path, inner, most), CHUNK)  # type: ignore[arg-type]


def text_lines(path: Path, encoding: str = "utf-8", most: int = LARGEST_TABLE) -> Iterator[str]:
    """The lines of a text file with their ends; Unusable names the line that is not text."""
    with opened(path, most) as stream:
        begin = stream.peek(4)[:4]
        if not begin:
            raise refuse(path, "empty_file")
        if begin.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            yield from _wide_lines(path, stream)
            return
        if begin.startswith(codecs.BOM_UTF8):
            stream.read(3)
            encoding = "utf-8"
        try:
            "a".encode(encoding)  # some of Python's are no encoding of text
        except (LookupError, ValueError):
            raise refuse(path, "unknown_encoding", encoding=encoding[:60]) from None
        number = 0
        while line := stream.readline(LONGEST_LINE):
            number += 1
            yield _decoded(path, number, line, encoding)


def _decoded(path: Path, number: int, line: bytes, encoding: str) -> str:
    if b"\0" in line:
        raise refuse(path, "nul", number)
    if len(line) >= LONGEST_LINE:
        raise refuse(path, "line_too_long", number, most=LONGEST_LINE // MEGABYTE)
    try:
        return line.decode(encoding)
    except UnicodeError:
        raise refuse(path, "wrong_encoding", number, encoding=encoding.upper()) from None


def _wide_lines(path: Path, stream: io.BufferedReader) -> Iterator[str]:
    """Excel's "Unicode text" is UTF-16."""
    number = 0
    try:
        with io.TextIOWrapper(stream, encoding="utf-16", newline="") as text:
            while line := text.readline(LONGEST_LINE):
                number += 1
                if "\0" in line:
                    raise refuse(path, "nul", number)
                if len(line) >= LONGEST_LINE:
                    raise refuse(path, "line_too_long", number, most=LONGEST_LINE // MEGABYTE)
                yield line
    except UnicodeError:
        raise refuse(path, "wrong_encoding", number + 1, encoding="UTF-16") from None


def text_chunks(path: Path, most: int) -> Iterator[str]:
    """A UTF-8 text in pieces; Unusable names the line that is not UTF-8."""
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    line = 1
    with opened(path, most) as stream:
        while True:
            data = stream.read(CHUNK)
            try:
                text = decoder.decode(data, final=not data)
            except UnicodeDecodeError as error:
                line += error.object[: error.start].count(b"\n")
                raise refuse(path, "not_utf8", line) from None
            if "\0" in text:
                raise refuse(path, "nul", line + text[: text.index("\0")].count("\n"))
            line += text.count("\n")
            if text:
                yield text
            if not data:
                return
