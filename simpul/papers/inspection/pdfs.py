"""PDF without programs, attachments and passwords.

Two looks at each file, because a reader that repairs a file may see objects that another does not:
the raw bytes with every object stream unpacked, whatever the cross-reference table says, and a walk
over all objects that the table names, in every revision.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from io import BytesIO

from simpul.kit.late import pyhanko
from simpul.papers.inspection.refusals import HostileFile

MAX_OBJECTS = 300_000
MAX_UNPACKED = 64 * 1024 * 1024
"""Object streams of one file, unpacked; those of a 1,000-page file take about 10 MB."""
_ACTIVE_NAMES = {"/JavaScript", "/JS", "/Launch", "/RichMedia", "/XFA", "/ImportData", "/Movie"}
_ACTIVE_ACTIONS = {
    "/JavaScript",
    "/Launch",
    "/ImportData",
    "/SubmitForm",
    "/GoToE",
    "/Rendition",
    "/RichMediaExecute",
    "/Movie",
}
_MALFORMED = (ValueError, KeyError, TypeError, IndexError, AttributeError)
"""What reading a damaged file may end in, beside pyHanko's own error."""
_ATTACHMENTS = {"/EmbeddedFiles", "/EmbeddedFile", "/EF"}
_STREAM = re.compile(rb"stream\r?\n")
_HEX = re.compile(rb"#([0-9A-Fa-f]{2})")
_RAW_ACTIVE = re.compile(rb"/(JavaScript|Launch|RichMedia|XFA|ImportData|GoToE)(?![A-Za-z0-9])")
_ADDRESS = re.compile(rb"/URI\s*\((?:\\.|[^()\\\r\n])*\)")
"""A link may lead to a page called Launch."""
_OTHER_FILTER = re.compile(rb"/(ASCIIHexDecode|ASCII85Decode|LZWDecode|RunLengthDecode|Crypt)")
_RAW_ATTACHED = re.compile(rb"/(EmbeddedFiles?)(?![A-Za-z0-9])")


def inspect_pdf(data: bytes, _kind: str) -> bytes:
    """The same bytes, if no object in them runs, opens or carries anything."""
    _look_at_bytes(data)
    try:
        _look_at_objects(pyhanko.pdf_utils.reader.PdfFileReader(BytesIO(data), strict=False))
    except HostileFile:
        raise
    except (pyhanko.pdf_utils.misc.PdfError, *_MALFORMED) as error:
        raise HostileFile("damaged") from error
    except (OSError, NotImplementedError, RecursionError, zlib.error) as error:
        raise HostileFile("damaged") from error
    return data


# --- first look: bytes -------------------------------------------------------------------


def _look_at_bytes(data: bytes) -> None:
    end = data[-2048:]
    if b"startxref" not in end or b"%%EOF" not in end:
        raise HostileFile("damaged")
    budget = MAX_UNPACKED
    for outside, packed in _pieces(data):
        shown = _spelled_out(outside)
        _refuse_names(shown)
        head = shown[shown.rfind(b" obj") :]
        if b"/ObjStm" in head:
            unpacked = _unpack(packed, head, budget)
            budget -= len(unpacked)
            _refuse_names(_spelled_out(unpacked))


def _pieces(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """(bytes before a stream, the stream) all along the file; the last stream is empty."""
    position = 0
    while match := _STREAM.search(data, position):
        end = data.find(b"endstream", match.end())
        end = len(data) if end < 0 else end
        yield data[position : match.start()], data[match.end() : end]
        position = end + len(b"endstream")
    yield data[position:], b""


def _spelled_out(raw: bytes) -> bytes:
    """PDF names may hide letters: /J#61vaScript."""
    return _HEX.sub(lambda found: bytes([int(found[1], 16)]), raw)


def _unpack(packed: bytes, head: bytes, budget: int) -> bytes:
    if _OTHER_FILTER.search(head):  # nobody packs objects so, except to hide them
        raise HostileFile("damaged")
    if b"/Filter" not in head:
        return packed
    try:
        unpacked = zlib.decompressobj().decompress(packed, budget + 1)
    except zlib.error as error:
        raise HostileFile("damaged") from error
    if len(unpacked) > budget:
        raise HostileFile("bomb")
    return unpacked


def _refuse_names(whole: bytes) -> None:
    shown = _ADDRESS.sub(b"", whole)
    if found := _RAW_ACTIVE.search(shown):
        raise HostileFile("pdf_active", what=found[1].decode())
    if _RAW_ATTACHED.search(shown):
        raise HostileFile("pdf_attachment")


# --- second look: objects ----------------------------------------------------------------


def _look_at_objects(reader: pyhanko.pdf_utils.reader.PdfFileReader) -> None:
    if reader.encrypted:
        raise HostileFile("pdf_encrypted")
    catalogue = reader.root
    dictionary = pyhanko.pdf_utils.generic.DictionaryObject
    if not isinstance(catalogue, dictionary) or "/Pages" not in catalogue:
        raise HostileFile("damaged")
    for revision in range(reader.total_revisions):
        resolver = reader.get_historical_resolver(revision)
        references = list(resolver.explicit_refs_in_revision())  # type: ignore[no-untyped-call]
        if len(references) > MAX_OBJECTS:
            raise HostileFile("bomb")
        for reference in references:
            _look_at(resolver.get_object(reference))


def _look_at(start: pyhanko.pdf_utils.generic.PdfObject) -> None:
    """One object and all that is written inside it; what it points at has its own turn."""
    generic = pyhanko.pdf_utils.generic
    waiting: list[object] = [start]
    while waiting:
        value = waiting.pop()
        if isinstance(value, generic.DictionaryObject):
            _look_at_dictionary(value)
            waiting.extend(value.raw_get(key) for key in value)
        elif isinstance(value, generic.ArrayObject):
            waiting.extend(list.__iter__(value))


def _look_at_dictionary(value: pyhanko.pdf_utils.generic.DictionaryObject) -> None:
    keys = {str(key) for key in value}
    if found := keys & _ACTIVE_NAMES:
        raise HostileFile("pdf_active", what=min(found).lstrip("/"))
    if keys & _ATTACHMENTS:
        raise HostileFile("pdf_attachment")
    action = str(value.raw_get("/S")) if "/S" in value else ""
    kind = str(value.raw_get("/Type")) if "/Type" in value else ""
    subtype = str(value.raw_get("/Subtype")) if "/Subtype" in value else ""
    if action in _ACTIVE_ACTIONS:
        raise HostileFile("pdf_active", what=action.lstrip("/"))
    if kind == "/EmbeddedFile" or subtype == "/FileAttachment":
        raise HostileFile("pdf_attachment")
    if subtype in {"/RichMedia", "/Movie", "/Screen", "/3D"}:
        raise HostileFile("pdf_active", what=subtype.lstrip("/"))
