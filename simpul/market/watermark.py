"""A PDF as a copy that names its reader on every page. Pure: bytes in, bytes out.

The name lies on the pages as a drawing under and over what they show, and the file is written anew,
so that no earlier revision without it is left inside. Who has the tools can still take it off: it
says whose copy this was, it does not lock the copy.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

from simpul.kit.late import pyhanko

MOST_PAGES = 400
SHEET = (595.276, 841.89)
"""The size of the sheet the mark is drawn on (A4), in points."""
_MALFORMED = (ValueError, KeyError, TypeError, IndexError, AttributeError)
"""What a damaged paper may end in, beside pyHanko's own error."""


class CannotMark(Exception):
    """The paper cannot be copied so; nobody gets it without the mark."""


def marked(document: bytes, sheet: bytes) -> bytes:
    """Every page of `document` with the drawing of `sheet` (one page, no ground) across it."""
    reading, writing = pyhanko.pdf_utils.reader, pyhanko.pdf_utils.writer
    try:
        theirs = reading.PdfFileReader(BytesIO(document), strict=False)
        writer: Any = writing.copy_into_new_writer(theirs)
        count = _pages(writer)
        if not 0 < count <= MOST_PAGES:
            raise CannotMark(f"{count} pages")
        mark = writer.import_page_as_xobject(reading.PdfFileReader(BytesIO(sheet)))
        # What a page leaves of its own coordinates must not turn or hide the mark.
        before = writer.add_object(_stream(b"q\n"))
        for place in range(count):
            _mark_page(writer, place, mark, before)
        out = BytesIO()
        writer.write(out)
    except (pyhanko.pdf_utils.misc.PdfError, *_MALFORMED) as error:
        raise CannotMark(str(error)) from error
    return out.getvalue()


def _pages(writer: Any) -> int:
    return int(writer.root["/Pages"]["/Count"])


def _mark_page(
    writer: Any,
    place: int,
    mark: pyhanko.pdf_utils.generic.IndirectObject,
    before: pyhanko.pdf_utils.generic.IndirectObject,
) -> None:
    page, _resources = writer.find_page_for_modification(place)
    left, low, right, high = _box(page.get_object())
    wide, tall = (right - left) / SHEET[0], (high - low) / SHEET[1]
    drawn = f"Q q {wide:.6f} 0 0 {tall:.6f} {left:.3f} {low:.3f} cm /SimpulMark Do Q\n"
    after = writer.add_object(_stream(drawn.encode()))
    resources = _dictionary("/XObject", _dictionary("/SimpulMark", mark))
    writer.add_stream_to_page(place, before, prepend=True)
    writer.add_stream_to_page(place, after, resources=resources)


def _stream(data: bytes) -> pyhanko.pdf_utils.generic.StreamObject:
    return pyhanko.pdf_utils.generic.StreamObject(stream_data=data)


def _dictionary(key: str, value: Any) -> Any:
    generic: Any = pyhanko.pdf_utils.generic
    return generic.DictionaryObject({generic.pdf_name(key): value})


def _box(page: pyhanko.pdf_utils.generic.DictionaryObject) -> tuple[float, float, float, float]:
    """What of the page is shown: the crop box, else the sheet; both may be told further up."""
    for name in ("/CropBox", "/MediaBox"):
        at: pyhanko.pdf_utils.generic.DictionaryObject | None = page
        while at is not None:
            if name in at:
                left, low, right, high = (float(one) for one in at[name])
                return min(left, right), min(low, high), max(left, right), max(low, high)
            at = at["/Parent"] if "/Parent" in at else None  # noqa: SIM401 (get gives a reference)
    return 0.0, 0.0, *SHEET
