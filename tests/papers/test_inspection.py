"""What is harmless comes in; everything else is refused with a reason and a way out."""

import io
import struct
import time
import zipfile

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from simpul.papers import signing
from simpul.papers.inspection import ACCEPTED, HostileFile, inspect
from simpul.papers.inspection.names import MAX_STEM, clean_name
from simpul.papers.inspection.refusals import _sentences
from tests.papers import hostile

KML = b'<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document/></kml>'
HARMLESS = {
    "surat.pdf": hostile.pdf(),
    "packed.pdf": hostile.pdf(action={"/S": "/GoTo"}, object_streams=True),
    "link.pdf": hostile.pdf(action={"/S": "/URI", "/URI": "https://contoh.id/Launch"}),
    "foto.jpg": hostile.picture(),
    "FOTO.JPEG": hostile.picture(mode="L"),
    "cmyk.jpg": hostile.picture(mode="CMYK"),
    "denah.png": hostile.picture("PNG", mode="RGBA"),
    "palet.png": hostile.picture("PNG", mode="P"),
    "foto.webp": hostile.picture("WEBP"),
    "jadwal.xlsx": hostile.sheet(),
    "surat.docx": hostile.office(),
    "hari.csv": "hari;tempat\r\n2026-12-10;Menteng\r\n".encode("utf-8-sig"),
    "nomor.csv": b"telepon,selisih\n+62 21 555 (12),-5\n@akun,a=b\n",
    "catatan.txt": "Größe é 上海 — MZ".encode(),
    "mz.txt": b"MZ Studio",
    "area.geojson": b'{"type": "FeatureCollection", "features": []}',
    "area.json": b'{"type": "Polygon", "coordinates": []}',
    "area.kml": KML.replace(b"<Document/>", b"<description><![CDATA[<b>x</b>]]></description>"),
}


def code_of(data: bytes, name: str, **options) -> str:
    with pytest.raises(HostileFile) as refusal:
        inspect(data, name, **options)
    for language in ("id", "en"):
        with translation.override(language):
            assert refusal.value.text
            assert "%(" not in refusal.value.text
    return refusal.value.code


@pytest.mark.parametrize("name", HARMLESS)
def test_an_honest_file_comes_in(name):
    found = inspect(HARMLESS[name], name)
    assert found.extension in ACCEPTED
    assert found.content
    assert found.name.endswith(f".{found.extension}")


def test_documents_are_kept_byte_for_byte(plain_pdf):
    assert inspect(plain_pdf, "a.pdf").content == plain_pdf
    assert inspect(HARMLESS["jadwal.xlsx"], "a.xlsx").content == HARMLESS["jadwal.xlsx"]


def test_a_signed_permit_comes_in_again(plain_pdf):
    document = signing.sign(plain_pdf, reason="x", location="y")
    assert inspect(document, "izin.pdf").content == document


# --- names and types -----------------------------------------------------------------------
@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "a.pdf", "empty"),
        (b"\xef\xbb\xbf", "a.txt", "empty"),
        (b" \n\n", "a.csv", "empty"),
        (b"MZ\x90\x00" + b"\0" * 200, "izin.pdf", "executable"),
        (b"\x7fELF" + b"\0" * 50, "izin.jpg", "executable"),
        (b"\xcf\xfa\xed\xfe" + b"\0" * 50, "izin.xlsx", "executable"),
        (b"#!/bin/sh\nrm -rf /\n", "catatan.txt", "script"),
        (b"@echo off\r\ndel *\r\n", "catatan.txt", "script"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "denah.svg", "svg"),
        (b"<?xml version='1.0'?><!-- x --><svg:svg onload='x'/>", "denah.png", "svg"),
        ("<svg onload='x'/>".encode("utf-16"), "denah.txt", "svg"),
        (b"<!DOCTYPE html><p>", "surat.html", "html"),
        (b"nama,alamat\n<script>alert(1)</script>,x", "data.csv", "html"),
        (b"\xef\xbb\xbf  <HTML>", "surat.pdf", "html"),
        (b"<!-- <kml --><script>x</script>", "catatan.txt", "html"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 50, "surat.doc", "old_office"),
        (b"{\\rtf1}", "surat.docx", "old_office"),
        (b"\0\0\0\x18ftypheic" + b"\0" * 50, "IMG_1.HEIC", "heic"),
        (b"PK\x03\x04" + b"\0" * 50, "semua.zip", "archive"),
        (b"\x1f\x8b" + b"\0" * 50, "semua.pdf", "archive"),
        (hostile.picture("GIF", mode="P"), "foto.gif", "not_accepted"),
        (b"halo", "tanpa-akhiran", "not_accepted"),
        (hostile.picture("PNG"), "foto.jpg", "mismatch"),
        (hostile.pdf(), "foto.png", "mismatch"),
        (hostile.office("docx"), "jadwal.xlsx", "mismatch"),
        (b"bukan pdf", "surat.pdf", "mismatch"),
        (b"junk " + hostile.pdf(), "surat.pdf", "mismatch"),
        (KML, "area.txt", "mismatch"),
        (b"a\0b\0c\0d\xff\xfe\x01", "data.csv", "mismatch"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused(data, name, code):
    assert code_of(data, name) == code


def test_only_what_the_place_accepts_comes_in():
    assert inspect(HARMLESS["jadwal.xlsx"], "a.xlsx", accept={"xlsx", "csv"})
    assert code_of(hostile.pdf(), "a.pdf", accept={"xlsx", "csv"}) == "not_accepted"


def test_a_file_above_the_limit_is_refused(settings):
    settings.UPLOAD_MAX_BYTES = 2 * 1024 * 1024
    with pytest.raises(HostileFile) as refusal:
        inspect(b"%PDF-" + b"\0" * (2 * 1024 * 1024), "a.pdf")
    assert refusal.value.code == "too_large"
    with translation.override("en"):
        assert "2 MB" in refusal.value.text


def test_every_refusal_has_its_own_words_in_indonesian():
    with translation.override("en"):
        english = _sentences()
    with translation.override("id"):
        indonesian = _sentences()
    assert {code for code in english if english[code] == indonesian[code]} == set()


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Surat Izin.pdf", "Surat Izin.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\Ani\\surat.pdf", "surat.pdf"),
        ("surat\u202efdp.exe.pdf", "suratfdp.exe.pdf"),
        ("a\r\nX-Bad: 1.pdf", "aX-Bad 1.pdf"),
        ("...pdf", "file.pdf"),
        ('<b>"x"|?*.pdf', "b x.pdf"),
        ("", "file.pdf"),
        ("e\u0301.pdf", "é.pdf"),
    ],
)
def test_a_name_is_made_harmless(name, kept):
    assert clean_name(name, "pdf") == kept


@settings(max_examples=300)
@given(st.text(max_size=300))
def test_no_name_leaves_its_folder_or_its_line(name):
    kept = clean_name(name, "pdf")
    assert kept.endswith(".pdf")
    assert len(kept) <= MAX_STEM + 4
    assert not set(kept) & set('/\\\0\r\n"<>|?*:')
    assert not kept.startswith(".")
    assert clean_name(kept, "pdf") == kept


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(ACCEPTED))
def test_whatever_bytes_come_the_answer_is_a_file_or_a_reason(data, kind):
    for start in (b"", b"%PDF-1.7\n", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"PK\x03\x04"):
        try:
            assert inspect(start + data, f"a.{kind}").content
        except HostileFile as refusal:
            assert refusal.text


# --- PDF -----------------------------------------------------------------------------------
@pytest.mark.parametrize("object_streams", [False, True])
@pytest.mark.parametrize(
    "parts",
    [
        {"action": {"/S": "/JavaScript", "/JS": "app.alert(1)"}},
        {"action": {"/S": "/Launch", "/F": "cmd.exe"}},
        {"action": {"/S": "/SubmitForm", "/F": "https://contoh.id"}},
        {"action": {"/S": "/GoToE"}},
        {"action": {"/S": "/ImportData"}},
        {"action": {"/S": "/GoTo", "/Next": {"/S": "/JavaScript"}}},
        {"root": {"/AcroForm": {"/XFA": "x"}}},
        {"root": {"/Names": {"/JavaScript": {"/X": "y"}}}},
        {"root": {"/Extra": {"/Subtype": "/RichMedia"}}},
    ],
)
def test_a_pdf_with_a_program_is_refused(parts, object_streams):
    assert code_of(hostile.pdf(**parts, object_streams=object_streams), "a.pdf") == "pdf_active"


def test_letters_hidden_in_a_name_do_not_help():
    whole = hostile.pdf(action={"/S": "/JavaScript", "/JS": "x"})
    spelled = whole.replace(b"/JavaScript", b"/J#61vaScript").replace(b"/JS", b"/J#53")
    assert code_of(spelled, "a.pdf") == "pdf_active"


def test_a_program_in_an_object_that_no_table_names_is_found():
    inside = b"901 0 << /S /JavaScript /JS (x) >>"
    assert code_of(hostile.pdf_with_hidden_object_stream(inside), "a.pdf") == "pdf_active"
    assert inspect(hostile.pdf_with_hidden_object_stream(b"901 0 << /S /GoTo >>"), "a.pdf")


def test_a_program_of_an_earlier_revision_is_found():
    assert code_of(hostile.pdf_that_once_ran_a_program(), "a.pdf") == "pdf_active"


def test_a_pdf_that_carries_files_is_refused():
    assert code_of(hostile.pdf_with_attachment(), "a.pdf") == "pdf_attachment"


def test_a_pdf_with_a_password_is_refused():
    assert code_of(hostile.pdf(password="rahasia"), "a.pdf") == "pdf_encrypted"


def test_objects_that_unpack_without_end_are_refused():
    bomb = hostile.pdf_with_hidden_object_stream(b"\0" * (70 * 1024 * 1024))
    assert len(bomb) < 200_000
    assert code_of(bomb, "a.pdf") == "bomb"
    odd = hostile.pdf_with_hidden_object_stream(b"x", b"/X /ASCIIHexDecode ")
    assert code_of(odd, "a.pdf") == "damaged"


@pytest.mark.parametrize("cut", [20, 200, 400])
def test_half_a_pdf_is_refused(cut):
    assert code_of(hostile.pdf()[:cut], "a.pdf") == "damaged"


# --- pictures ------------------------------------------------------------------------------
def test_a_photo_loses_its_place_and_keeps_its_way_up():
    found = inspect(hostile.phone_photo(), "foto.jpg")
    kept = Image.open(io.BytesIO(found.content))
    assert kept.size == (30, 60)
    assert dict(kept.getexif()) == {}
    assert b"PhoneMaker" not in found.content
    assert b"at home" not in found.content


def test_a_png_loses_its_texts_and_keeps_its_glass():
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_text("Author", "Ani")
    source = io.BytesIO()
    Image.new("RGBA", (4, 4), (10, 20, 30, 40)).save(source, "PNG", pnginfo=info)
    found = inspect(source.getvalue(), "denah.png")
    assert b"Ani" not in found.content
    assert Image.open(io.BytesIO(found.content)).getpixel((0, 0)) == (10, 20, 30, 40)


def test_a_picture_with_a_glass_colour_stays_see_through():
    source = io.BytesIO()
    Image.new("RGB", (4, 4), (1, 2, 3)).save(source, "PNG", transparency=(1, 2, 3))
    found = inspect(source.getvalue(), "denah.png")
    assert Image.open(io.BytesIO(found.content)).getpixel((0, 0))[3] == 0


def test_sixteen_bits_of_grey_stay_the_same_grey():
    source = io.BytesIO()
    Image.new("I;16", (4, 4), 128 * 256).save(source, "PNG")
    found = inspect(source.getvalue(), "scan.png")
    assert Image.open(io.BytesIO(found.content)).getpixel((0, 0)) == 128


def test_colour_profiles_and_notes_are_not_copied():
    source = hostile.picture(comment=b"di rumah Ani", icc_profile=b"rahasia" * 40, dpi=(72, 72))
    found = inspect(source, "foto.jpg")
    assert b"rahasia" not in found.content
    assert b"Ani" not in found.content


@pytest.mark.parametrize("size", [(60_000, 60_000), (8_000, 7_000), (1, 60_000_000)])
def test_a_picture_with_too_many_points_is_refused_before_it_is_opened(size):
    import tracemalloc

    tracemalloc.start()
    assert code_of(hostile.png_header_only(*size), "a.png") == "image_too_many_pixels"
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()


def test_a_damaged_picture_and_a_film_are_refused():
    assert code_of(hostile.png_header_only(500, 500), "a.png") == "damaged"
    assert code_of(hostile.picture()[:300], "a.jpg") == "damaged"
    frames = io.BytesIO()
    two = [Image.new("RGB", (4, 4), colour) for colour in ("red", "blue")]
    two[0].save(frames, "WEBP", save_all=True, append_images=two[1:])
    assert code_of(frames.getvalue(), "a.webp") == "image_moving"


# --- Word and Excel ------------------------------------------------------------------------
REMOTE = (
    b'<Relationships><Relationship Id="1" TargetMode="External" Target="https://contoh.id/x.dotm" '
    b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"/>'
    b"</Relationships>"
)


@pytest.mark.parametrize(
    ("extra", "code"),
    [
        ({"word/vbaProject.bin": b"x"}, "macros"),
        ({"[Content_Types].xml": b"application/vnd.ms-word.document.macroEnabled.main"}, "macros"),
        ({"word/activeX/activeX1.xml": b"<x/>"}, "macros"),
        ({"word/embeddings/oleObject1.bin": b"x"}, "embedded_object"),
        ({"word/_rels/settings.xml.rels": REMOTE}, "embedded_object"),
        ({"word/document.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><w/>'}, "bomb"),
        ({"word/document.xml": "<!DOCTYPE x>".encode("utf-16")}, "bomb"),
        ({"word/big.xml": b"\0" * 60_000_000}, "bomb"),
        ({f"word/{number}.xml": b"" for number in range(3001)}, "bomb"),
        ({"../outside.xml": b"x"}, "damaged"),
        ({"/outside.xml": b"x"}, "damaged"),
    ],
)
def test_an_office_file_with_more_than_text_is_refused(extra, code):
    assert code_of(hostile.office(extra=extra), "surat.docx") == code


def test_an_archive_that_lies_about_its_size_is_refused():
    whole = bytearray(hostile.office(extra={"word/big.xml": b"\0" * 5_000_000}))
    with zipfile.ZipFile(io.BytesIO(bytes(whole))) as archive:
        assert archive.getinfo("word/big.xml").file_size == 5_000_000
    real, false = struct.pack("<I", 5_000_000), struct.pack("<I", 10)
    lying = bytes(whole).replace(real, false)
    assert lying != bytes(whole)
    assert code_of(lying, "surat.docx") == "damaged"


def test_an_archive_without_a_document_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("readme.txt", "see word/document.xml")
    assert code_of(out.getvalue(), "surat.docx") == "damaged"
    assert code_of(hostile.office()[:-30], "surat.docx") == "damaged"


# --- texts ---------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        ("hari;tempat\nSénin;Menteng".encode("cp1252"), "a.csv", "encoding"),
        ("hari;tempat".encode("utf-16"), "a.csv", "encoding"),
        (b"hari\x07", "a.txt", "damaged"),
        (b"a,b\n1,=1+1\n", "a.csv", "formula"),
        (b"a;b\n1;@SUM(A1)\n", "a.csv", "formula"),
        (b"a,b\n1,+cmd|' /C calc'!A0\n", "a.csv", "formula"),
        (b'a,b\n1,"\t=HYPERLINK(""x"")"\n', "a.csv", "formula"),
        (b"[1, 2]", "a.geojson", "not_geojson"),
        (b'{"type": "Circle"}', "a.geojson", "not_geojson"),
        (b"[" * 100_000, "a.geojson", "not_geojson"),
        (b"<kml><x></kml>", "a.kml", "not_kml"),
        (b'<!DOCTYPE kml [<!ENTITY a "b">]><kml>&a;</kml>', "a.kml", "bomb"),
        (b"<kml>" + b"<a>" * 1_000_000, "a.kml", "bomb"),
        (b"<kml></kml><kml/>", "a.kml", "not_kml"),
        (b"halo", "a.kml", "not_kml"),
        (b"a,b\n" * 1_500_000, "a.csv", "too_large"),
    ],
)
def test_a_text_that_is_not_plain_is_refused(data, name, code):
    assert code_of(data, name) == code


def test_a_formula_is_named_with_its_line():
    with pytest.raises(HostileFile) as refusal:
        inspect(b"a,b\n1,2\n3,=4\n", "a.csv")
    with translation.override("id"):
        assert "Baris 3" in refusal.value.text


@pytest.mark.slow
@pytest.mark.parametrize(
    "junk", [b"stream\n", b"(", b"/URI (", b"<<", b"[[", b"1 0 obj <</A (#41)>> endobj\n"]
)
def test_a_senseless_pdf_does_not_keep_the_program_busy(junk):
    size = 3_000_000
    whole = b"%PDF-1.7\n" + junk * (size // len(junk)) + b"\nstartxref\n9\n%%EOF\n"
    # Our own processor time, with room to spare: what must not come back is minutes.
    start = time.process_time()
    assert code_of(whole, "a.pdf") == "damaged"
    assert time.process_time() - start < 20
