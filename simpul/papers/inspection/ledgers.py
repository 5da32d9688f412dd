"""Ledgers of a whole production: CSV, XLSX and audit files in XML, far larger than other papers.

What is looked for is the same as elsewhere; what a cell says (formulas, numbers, dates) is read by
the room that asked for the ledger, line by line, before anything of it is used.
"""

from __future__ import annotations

import codecs
import re

from simpul.papers.inspection.office import MEGABYTE, inspect_office
from simpul.papers.inspection.refusals import HostileFile

MAX_UNPACKED = 1536 * MEGABYTE
"""500,000 lines of 27 columns unpack to about 900 MB."""
_CONTROL = bytes(set(range(32)) - set(b"\t\n\r")) + b"\x7f"
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_AUDIT_FILE = re.compile(rb"<(?:[A-Za-z0-9_]{1,30}:)?AuditFile[\s>/]")


def inspect_ledger_text(data: bytes, _kind: str) -> bytes:
    """The same bytes, if they are text without hidden signs. UTF-16 is kept as it came."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding, plain = "utf-16", data.replace(b"\x00", b"")
    else:
        encoding, plain = "utf-8", data
    try:
        if not plain.isascii() or encoding == "utf-16":
            data.decode(encoding)
    except UnicodeDecodeError as error:
        raise HostileFile("encoding") from error
    if len(plain.translate(None, _CONTROL)) != len(plain):
        raise HostileFile("encoding" if b"\x00" in plain else "damaged")
    return data


def inspect_ledger_xml(data: bytes, kind: str) -> bytes:
    """The same bytes, if they are an audit file that declares no document type."""
    head = data[: 64 * 1024].replace(b"\x00", b"")
    if _DOCTYPE.search(data) or _DOCTYPE.search(head):
        raise HostileFile("bomb")
    if not _AUDIT_FILE.search(head):
        raise HostileFile("not_audit_file")
    return inspect_ledger_text(data, kind)


def inspect_ledger_book(data: bytes, kind: str) -> bytes:
    """The same bytes, if the workbook is sound and holds no programs."""
    return inspect_office(data, kind, most_unpacked=MAX_UNPACKED)
