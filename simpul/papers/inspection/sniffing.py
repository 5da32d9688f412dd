"""What the first bytes say a file is."""

from __future__ import annotations

import re

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "pdf"),
    (b"\xff\xd8\xff", "jpg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\x7fELF", "executable"),
    (b"\xfe\xed\xfa\xce", "executable"),
    (b"\xfe\xed\xfa\xcf", "executable"),
    (b"\xce\xfa\xed\xfe", "executable"),
    (b"\xcf\xfa\xed\xfe", "executable"),
    (b"\xca\xfe\xba\xbe", "executable"),
    (b"dex\n", "executable"),
    (b"L\x00\x00\x00\x01\x14\x02\x00", "executable"),  # Windows shortcut
    (b"#!", "script"),
    (b"<?php", "script"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old_office"),
    (b"{\\rtf", "old_office"),
    (b"Rar!\x1a\x07", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ\x00", "archive"),
    (b"\x28\xb5\x2f\xfd", "archive"),
)
_SVG = re.compile(rb"<(?:[a-z0-9_]+:)?svg[\s>/]", re.IGNORECASE)
_HTML = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|script|iframe|object|embed|meta|link|style)\b",
    re.IGNORECASE,
)
_KML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}\?>)?\s*(?:<!--(?:(?!-->).){0,500}-->\s*)?<kml[\s>]",
    re.IGNORECASE | re.DOTALL,
)
_SHELL = re.compile(rb"\A\s*(?:@echo off|powershell\b|set-executionpolicy\b)", re.IGNORECASE)


def sniff(data: bytes) -> str:
    """One of: pdf jpg png webp docx xlsx kml text, the refusal codes executable script html svg
    old_office heic archive, or unknown."""
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    if data[4:8] == b"ftyp":
        return "heic" if data[8:11] in {b"hei", b"hev", b"mif", b"msf"} else "unknown"
    if data.startswith(b"MZ") and b"\x00" in data[:64]:
        return "executable"
    if data.startswith(b"PK\x03\x04"):
        return _sniff_zip(data)
    return _sniff_text(data)


def _sniff_zip(data: bytes) -> str:
    # Only a first guess by the names that stand in the file; inspect_office opens it properly.
    if b"word/document.xml" in data:
        return "docx"
    if b"xl/workbook.xml" in data:
        return "xlsx"
    return "archive"


def _sniff_text(data: bytes) -> str:
    start = data[:4096]
    if _SHELL.match(start.removeprefix(b"\xef\xbb\xbf")):
        return "script"
    # UTF-16 hides markup behind zero bytes.
    flat = data[: 64 * 1024].replace(b"\x00", b"")
    if _SVG.search(flat):
        return "svg"
    if _KML.match(flat):
        return "kml"
    if _HTML.search(flat):
        return "html"
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "text"
    return "unknown" if b"\x00" in start else "text"
