"""Word and Excel files (ECMA-376): zip archives of XML, without macros and other files inside."""

from __future__ import annotations

import re
import zipfile
import zlib
from io import BytesIO

from simpul.papers.inspection.refusals import HostileFile

MEGABYTE = 1024 * 1024
MAX_PARTS = 3000
MAX_UNPACKED = 200 * MEGABYTE
MAX_RATIO = 200
"""Unpacked to packed, for the whole file; real sheets stay below 50."""
_MAIN = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
_MACROS = re.compile(r"(^|/)(vbaProject\.bin|vbaData\.xml|macrosheets/|activeX/)", re.IGNORECASE)
_OBJECTS = re.compile(r"(^|/)(oleObject[^/]*|embeddings/.*\.(bin|exe|dll|js|vbs|html?))$", re.I)
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_REMOTE = re.compile(
    rb"relationships/(?:attachedTemplate|oleObject|externalLinkPath|frame|subDocument)\"[^>]*"
    rb"TargetMode\s*=\s*[\"']External|TargetMode\s*=\s*[\"']External[\"'][^>]*"
    rb"relationships/(?:attachedTemplate|oleObject|externalLinkPath|frame|subDocument)\"",
    re.IGNORECASE,
)


def inspect_office(data: bytes, kind: str, *, most_unpacked: int = MAX_UNPACKED) -> bytes:
    """The same bytes, if the archive is sound and holds no programs."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _inspect(archive, kind, len(data), most_unpacked)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
        raise HostileFile("damaged") from error
    except RuntimeError as error:  # zipfile says so of encrypted parts
        raise HostileFile("damaged") from error
    return data


def _inspect(archive: zipfile.ZipFile, kind: str, packed: int, most: int) -> None:
    parts = archive.infolist()
    names = [part.filename for part in parts]
    if len(parts) > MAX_PARTS or sum(part.compress_size for part in parts) > packed:
        raise HostileFile("bomb")
    if sum(part.file_size for part in parts) > min(most, MAX_RATIO * packed + 1_000_000):
        raise HostileFile("bomb")
    if len(set(names)) != len(names) or any(_leaves_the_archive(name) for name in names):
        raise HostileFile("damaged")
    if "[Content_Types].xml" not in names or _MAIN[kind] not in names:
        raise HostileFile("damaged")
    if any(_MACROS.search(name) for name in names):
        raise HostileFile("macros")
    if any(_OBJECTS.search(name) for name in names):
        raise HostileFile("embedded_object")
    budget = most
    for part in parts:
        budget -= _inspect_part(archive, part, budget)


def _inspect_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, budget: int) -> int:
    """Unpack one part in pieces, never more than the budget; how much it was."""
    seen, tail = 0, b""
    is_xml = part.filename.endswith((".xml", ".rels"))
    with archive.open(part) as stream:
        while piece := stream.read(256 * 1024):
            seen += len(piece)
            if seen > budget:
                raise HostileFile("bomb")
            window = tail + piece
            if is_xml:
                _inspect_xml(part.filename, window)
            tail = window[-1024:]
    return seen


def _inspect_xml(name: str, window: bytes) -> None:
    flat = window.replace(b"\x00", b"")
    if _DOCTYPE.search(flat):
        raise HostileFile("bomb")
    if name == "[Content_Types].xml" and b"macroEnabled" in flat:
        raise HostileFile("macros")
    if name.endswith(".rels") and _REMOTE.search(flat):
        raise HostileFile("embedded_object")


def _leaves_the_archive(name: str) -> bool:
    return name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name) or ":" in name
