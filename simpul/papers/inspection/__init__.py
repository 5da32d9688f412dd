"""Is this file harmless and what it says it is? Whatever is not clearly so is refused.

Every kind of file that may come in has one inspector, which returns the bytes to keep. None of them
trusts the name, the browser's type, or a length that the file claims for itself.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.conf import settings

from simpul.papers.inspection.images import inspect_image
from simpul.papers.inspection.ledgers import (
    inspect_ledger_book,
    inspect_ledger_text,
    inspect_ledger_xml,
)
from simpul.papers.inspection.names import clean_name, extension_of
from simpul.papers.inspection.office import inspect_office
from simpul.papers.inspection.pdfs import inspect_pdf
from simpul.papers.inspection.refusals import HostileFile
from simpul.papers.inspection.sniffing import sniff
from simpul.papers.inspection.texts import inspect_text

__all__ = [
    "ACCEPTED",
    "LEDGERS",
    "HostileFile",
    "Inspected",
    "clean_name",
    "inspect",
    "inspect_ledger",
]


@dataclass(frozen=True, slots=True)
class Inspected:
    """A file that may be kept: its bytes (images: without metadata), true type and clean name."""

    content: bytes
    mime: str
    extension: str
    name: str


@dataclass(frozen=True, slots=True)
class _Kind:
    mime: str
    inspect: Callable[[bytes, str], bytes]


_OFFICE = "application/vnd.openxmlformats-officedocument."
_KINDS: dict[str, _Kind] = {
    "pdf": _Kind("application/pdf", inspect_pdf),
    "jpg": _Kind("image/jpeg", inspect_image),
    "png": _Kind("image/png", inspect_image),
    "webp": _Kind("image/webp", inspect_image),
    "docx": _Kind(_OFFICE + "wordprocessingml.document", inspect_office),
    "xlsx": _Kind(_OFFICE + "spreadsheetml.sheet", inspect_office),
    "csv": _Kind("text/csv", inspect_text),
    "txt": _Kind("text/plain", inspect_text),
    "geojson": _Kind("application/geo+json", inspect_text),
    "kml": _Kind("application/vnd.google-earth.kml+xml", inspect_text),
}
_LEDGERS: dict[str, _Kind] = {
    "csv": _Kind("text/csv", inspect_ledger_text),
    "txt": _Kind("text/plain", inspect_ledger_text),
    "xlsx": _Kind(_OFFICE + "spreadsheetml.sheet", inspect_ledger_book),
    "xml": _Kind("application/xml", inspect_ledger_xml),
}
_SAME = {"jpeg": "jpg", "json": "geojson", "text": "txt"}
_REFUSED = frozenset({"executable", "script", "html", "svg", "old_office", "heic", "archive"})
_TEXTS = frozenset({"csv", "txt", "geojson", "kml"})
ACCEPTED = tuple(_KINDS)
"""Extensions that may come in, for forms: accept=".pdf,.jpg,…"."""


def inspect(data: bytes, name: str, *, accept: Collection[str] | None = None) -> Inspected:
    """The file as it may be kept. Raises HostileFile with a code and a sentence otherwise."""
    if not data:
        raise HostileFile("empty")
    if len(data) > settings.UPLOAD_MAX_BYTES:
        raise HostileFile("too_large", limit=settings.UPLOAD_MAX_BYTES)
    allowed = tuple(kind for kind in ACCEPTED if accept is None or kind in accept)
    true_kind = sniff(data)
    claimed = extension_of(name)
    claimed = _SAME.get(claimed, claimed)
    if true_kind in _REFUSED:
        raise HostileFile(true_kind, allowed=allowed)
    if claimed not in allowed:
        raise HostileFile("not_accepted", extension=claimed, allowed=allowed)
    if not (true_kind == claimed or (true_kind == "text" and claimed in _TEXTS)):
        raise HostileFile("mismatch", extension=claimed, found=true_kind, allowed=allowed)
    kind = _KINDS[claimed]
    content = kind.inspect(data, claimed)
    return Inspected(content, kind.mime, claimed, clean_name(name, claimed))


LEDGERS = tuple(_LEDGERS)
"""Extensions of the ledgers that may come in."""


def inspect_ledger(data: bytes, name: str) -> Inspected:
    """A whole production's ledger, as it may be kept. Raises HostileFile otherwise."""
    if not data:
        raise HostileFile("empty")
    if len(data) > settings.LEDGER_MAX_BYTES:
        raise HostileFile("too_large", limit=settings.LEDGER_MAX_BYTES)
    true_kind = sniff(data)
    claimed = _SAME.get(extension_of(name), extension_of(name))
    if claimed not in LEDGERS:
        raise HostileFile("not_accepted", extension=claimed, allowed=LEDGERS)
    if true_kind != ("xlsx" if claimed == "xlsx" else "text"):
        code = true_kind if true_kind in _REFUSED else "mismatch"
        raise HostileFile(code, extension=claimed, found=true_kind, allowed=LEDGERS)
    kind = _LEDGERS[claimed]
    content = kind.inspect(data, claimed)
    return Inspected(content, kind.mime, claimed, clean_name(name, claimed))
