"""Ledgers as they come: CSV, XLSX or SAF-T, into one table of text with the line of every row."""

from __future__ import annotations

from pathlib import Path

from simpul.incentives.report.reckoning.faults import refuse
from simpul.incentives.report.reckoning.reading.raw import (
    MEGABYTE,
    MOST_LINES,
    Layout,
    Raw,
    Told,
    nobody,
)
from simpul.incentives.report.reckoning.reading.saft import read_saft
from simpul.incentives.report.reckoning.reading.texts import read_text
from simpul.incentives.report.reckoning.reading.workbooks import read_workbook

__all__ = ["LARGEST", "MOST_LINES", "Layout", "Raw", "read_ledger"]

LARGEST = 256 * MEGABYTE
"""Bytes of a ledger; 500,000 lines with every column take about 100 MB as CSV."""


def read_ledger(path: Path, layout: Layout | None = None, tell: Told = nobody) -> Raw:
    """The table in a file, by what is inside it.

    `tell`: told how far it is while a workbook or SAF-T is read, which takes a minute or more.
    Raises Refused with line and cause, Asked where only the owner knows. The size is looked at
    before a byte is read.
    """
    layout = layout or Layout()
    size = path.stat().st_size
    if size > LARGEST:
        raise refuse(0, "", "too_large", more=str(LARGEST // MEGABYTE))
    with path.open("rb") as stream:
        head = stream.read(4096)
    if not head.strip():
        raise refuse(0, "", "empty")
    if head.startswith(b"PK\x03\x04"):
        return read_workbook(path, layout, tell)
    if _is_xml(head):
        return read_saft(path, tell)
    if head.startswith((b"\xd0\xcf\x11\xe0", b"%PDF", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf")):
        raise refuse(0, "", "not_a_table")
    return read_text(path.read_bytes(), layout)


def _is_xml(head: bytes) -> bool:
    flat = head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe").lstrip()
    return flat.startswith(b"<")
