"""A CSV or XLSX file as a table of cells; what is neither, or is packed to do harm, is refused."""

from __future__ import annotations

import csv
import io
import zipfile
from typing import Any

from django.utils.translation import gettext as _

from simpul.permits.planning.plan import MOST_DAYS

MOST_BYTES = 2 * 1024 * 1024
MOST_UNPACKED = 30 * 1024 * 1024
MOST_ROWS = MOST_DAYS * 4
_MOST_PARTS = 500


class BadSheet(Exception):
    """The file cannot be read as a sheet of days; `str()` says why."""


def table_of(content: bytes) -> list[list[Any]]:
    """All cells of the first sheet, row by row; a little more than MOST_ROWS of them at most."""
    if not content:
        raise BadSheet(_("The file is empty."))
    if len(content) > MOST_BYTES:
        raise BadSheet(_("A sheet of days is at most 2 MB."))
    return _from_xlsx(content) if content.startswith(b"PK") else _from_csv(content)


def _from_csv(content: bytes) -> list[list[Any]]:
    text = _decoded(content)
    if "\0" in text:
        raise BadSheet(_("This is not a CSV or XLSX file."))
    first = text.lstrip().split("\n", 1)[0]
    delimiter = max(";,\t", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise BadSheet(_("The file cannot be read as CSV: a quote is not closed.")) from error
    return [list(row) for row in rows[: MOST_ROWS + 50]]


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadSheet(_("The letters of this file cannot be read; save it as CSV UTF-8 or XLSX."))


def _from_xlsx(content: bytes) -> list[list[Any]]:
    from python_calamine import CalamineError, CalamineWorkbook

    _refuse_bombs(content)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheet = book.get_sheet_by_index(0)
        return [list(row) for row in sheet.to_python(skip_empty_area=False)[: MOST_ROWS + 50]]
    except (CalamineError, IndexError, ValueError, OSError, zipfile.BadZipFile) as error:
        raise BadSheet(_("This is not a CSV or XLSX file.")) from error


def _refuse_bombs(content: bytes) -> None:
    """Unpack by small pieces and stop early: sizes written inside an archive may lie."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > _MOST_PARTS:
                raise BadSheet(_("This file is packed too strangely to be a sheet of days."))
            total = 0
            for part in parts:
                with archive.open(part) as stream:
                    while piece := stream.read(1 << 16):
                        total += len(piece)
                        if total > MOST_UNPACKED:
                            raise BadSheet(
                                _("This file is packed too strangely to be a sheet of days.")
                            )
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError) as error:
        raise BadSheet(_("This is not a CSV or XLSX file.")) from error
