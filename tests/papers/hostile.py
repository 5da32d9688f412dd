"""Files as an attacker, or an old phone, would send them."""

import io
import struct
import zipfile
import zlib

from openpyxl import Workbook
from PIL import Image
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.writer import PageObject, PdfFileWriter


def pdf(*, action=None, root=None, object_streams=False, password=None) -> bytes:
    """A one-page PDF, with an action on opening or more in its root."""
    writer = PdfFileWriter(stream_xrefs=object_streams)
    content = generic.StreamObject(stream_data=b"BT ET")
    page = PageObject(contents=writer.add_object(content), media_box=generic.ArrayObject(_box()))
    writer.insert_page(page)
    stream = writer.prepare_object_stream() if object_streams else None
    if action is not None:
        value = _dictionary(action)
        writer.root["/OpenAction"] = writer.add_object(value, obj_stream=stream)
    for key, value in (root or {}).items():
        writer.root[pdf_name(key)] = writer.add_object(_dictionary(value), obj_stream=stream)
    if password is not None:
        writer.encrypt(owner_pass=password, user_pass=password)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def pdf_with_attachment() -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf()))
    inside = generic.StreamObject(stream_data=b"MZ")
    inside["/Type"] = pdf_name("/EmbeddedFile")
    spec = _dictionary({"/Type": "/Filespec", "/F": "x.exe"})
    spec["/EF"] = generic.DictionaryObject({pdf_name("/F"): writer.add_object(inside)})
    names = generic.ArrayObject([pdf_string("x.exe"), writer.add_object(spec)])
    tree = generic.DictionaryObject({pdf_name("/Names"): names})
    writer.root["/Names"] = generic.DictionaryObject({pdf_name("/EmbeddedFiles"): tree})
    writer.update_root()
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def pdf_that_once_ran_a_program() -> bytes:
    """The program is gone in the newest revision, but still in the file."""
    writer = IncrementalPdfFileWriter(
        io.BytesIO(pdf(action={"/S": "/SubmitForm", "/F": "https://contoh.id"}))
    )
    del writer.root["/OpenAction"]
    writer.update_root()
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def pdf_with_hidden_object_stream(inside: bytes, dictionary: bytes = b"") -> bytes:
    """An object stream that no cross-reference names; readers that repair would find it."""
    packed = zlib.compress(inside)
    extra = (
        b"\n900 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d %s>>\n"
        b"stream\n%s\nendstream\nendobj\n" % (len(packed), dictionary, packed)
    )
    whole = pdf()
    place = whole.rindex(b"\nxref") + 1
    start = whole.rindex(b"startxref")
    moved = int(whole[start:].split()[1]) + len(extra)
    return whole[:place] + extra + whole[place:start] + b"startxref\n%d\n%%%%EOF\n" % moved


def _box():
    return [generic.NumberObject(number) for number in (0, 0, 100, 100)]


def _dictionary(values) -> generic.DictionaryObject:
    made = generic.DictionaryObject()
    for key, value in values.items():
        if isinstance(value, dict):
            made[pdf_name(key)] = _dictionary(value)
        elif value.startswith("/"):
            made[pdf_name(key)] = pdf_name(value)
        else:
            made[pdf_name(key)] = pdf_string(value)
    return made


def png_header_only(width: int, height: int) -> bytes:
    """A picture that claims a size; its data would be made up while unpacking."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        checksum = struct.pack(">I", zlib.crc32(kind + body))
        return struct.pack(">I", len(body)) + kind + body + checksum

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 100)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def picture(kind="JPEG", size=(60, 30), mode="RGB", **options) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, 128 if mode == "L" else None).save(out, kind, **options)
    return out.getvalue()


def phone_photo() -> bytes:
    """With place, camera and "turn me": taken upright, stored lying."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "PhoneMaker"
    exif.get_ifd(0x8825)[2] = (6.0, 11.0, 30.0)
    return picture(size=(60, 30), exif=exif, comment=b"at home")


def sheet() -> bytes:
    book, out = Workbook(), io.BytesIO()
    book.active.append(["hari", "tempat"])
    book.save(out)
    return out.getvalue()


def office(kind="docx", extra=None, **replaced) -> bytes:
    """The smallest Word or Excel file, with more parts."""
    main = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}[kind]
    parts = {"[Content_Types].xml": b"<Types/>", main: b"<w/>", **(extra or {}), **replaced}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()
