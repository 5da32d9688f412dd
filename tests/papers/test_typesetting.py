"""A document is set completely or not at all."""

import json
import re
import shutil
import statistics
import subprocess
import threading
import time
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from uuid import UUID

import pytest
import typst
from django.utils.translation import gettext_lazy
from PIL import Image
from pyhanko.pdf_utils.reader import PdfFileReader

from simpul.papers import qr, signing, typesetting
from simpul.papers.typesetting import MissingGlyph, PaperProblem, check_fonts, render

PDFTOTEXT = shutil.which("pdftotext")
with_pdftotext = pytest.mark.skipif(
    PDFTOTEXT is None, reason="pdftotext (poppler-utils) is not installed"
)
MAP = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 2"><path d="M0 0h4v2z"/></svg>'
MOMENT = datetime(2026, 12, 1, 3, 0, tzinfo=UTC)
EVERYTHING = """
#import "/papers/paper/house.typ": *
#let data = json(bytes(sys.inputs.data))
#show: house.with(title: data.title, reference: data.reference, check: data.check,
  code: "A2B3C4D5E6", watermark: "CONTOH")
#letterhead("Komisi Film Jakarta", unit: "Layanan", address: "Jakarta", right: [10 Desember 2026])
= #both(data.title, "Filming permit")
#stamp("BERLAKU", tone: "good", second: "valid")
#facts((([Pemohon], [PT Layar Contoh]), (both("Judul", "Title"), strong(data.name))))
== Jadwal
#sheet((auto, 1fr, auto), ([Hari], [Tempat], [Biaya]),
  data.days.map(day => (day, [Taman Ismail Marzuki], [Rp 2.200.000])),
  total: ([], [Jumlah], [Rp 4.900.000]), align: (start, start, end))
=== Catatan
#for tone in tones.keys() { notice(tone: tone, title: "Belum diizinkan")[Ledakan → ✓] }
#conditions((("Jaga trotoar.", "Dishub"), ("Tanpa genset", none)))
#qr(data.qr, "Kode QR izin", caption: "Pindai")
#picture(data.map, "Peta lokasi")
#picture(data.photo, "Foto lokasi", width: 10mm, format: "png")
#signed-by([Jakarta], [Kepala Layanan], [Eko], note: "Ditandatangani secara elektronik")
"""


@pytest.fixture
def template(tmp_path, monkeypatch):
    """A room with a template of its own, beside the real house style."""
    (tmp_path / "papers").symlink_to(typesetting.ROOT / "papers")
    (tmp_path / "trial" / "paper").mkdir(parents=True)
    monkeypatch.setattr(typesetting, "ROOT", tmp_path)

    def write(source: str) -> str:
        (tmp_path / "trial" / "paper" / "letter.typ").write_text(source)
        return "trial/letter"

    return write


def everything(**changed):
    return {
        "title": "Izin Syuting",
        "reference": "JKT-26-000123-K",
        "check": "https://simpul.example/cek",
        "name": "Hujan di Menteng",
        "days": [str(day) for day in range(1, 40)],
        "qr": qr.svg("https://simpul.example/cek#token"),
        "map": MAP,
        "photo": qr.png("x", scale=1),
        **changed,
    }


def text_of(pdf: bytes) -> str:
    done = subprocess.run([PDFTOTEXT, "-layout", "-", "-"], input=pdf, capture_output=True)
    return done.stdout.decode()


def test_a_document_is_an_archive_pdf_with_its_fonts_inside(template):
    pdf = render(template(EVERYTHING), everything())
    assert pdf.startswith(b"%PDF-1.7")
    reader = PdfFileReader(BytesIO(pdf))
    metadata = reader.root["/Metadata"].data.decode()
    assert re.search(r"pdfaid:part>\s*2", metadata)
    assert re.search(r"pdfaid:conformance>\s*B", metadata)
    assert b"PlusJakartaSans" in pdf


@with_pdftotext
def test_the_house_prints_every_part_on_every_page(template):
    text = text_of(render(template(EVERYTHING), everything()))
    pages = text.rstrip("\f").split("\f")
    assert len(pages) == 3
    for number, page in enumerate(pages, start=1):
        assert f"Halaman {number} dari 3" in page
        assert "JKT-26-000123-K" in page
        assert "https://simpul.example/cek" in page
    for words in ("Filming permit", "BERLAKU", "Rp 4.900.000", "Dishub", "Pindai", "Eko"):
        assert words in text
    assert all("Tempat" in page for page in pages if "Rp 2.200.000" in page)


def test_the_house_is_readable_for_those_who_do_not_see_it(template):
    path = typesetting.ROOT / "trial/paper/letter.typ"
    template(EVERYTHING)
    data = {"data": json.dumps(everything(), default=list)}
    compiler = typst.Compiler(input=path, root=typesetting.ROOT, sys_inputs=data)
    assert compiler.compile(format="pdf", pdf_standards=["a-2b", "ua-1"]).startswith(b"%PDF")


def test_the_same_data_at_the_same_moment_makes_the_same_bytes(template):
    name = template(EVERYTHING)
    first = render(name, everything(), at=MOMENT)
    other = render(name, everything(title="Lain"), at=MOMENT)
    assert render(name, everything(), at=MOMENT) == first
    assert other != first


@pytest.mark.parametrize("sign", ["ไทย", "ខ្មែរ", "🎬", "ཀ"])
def test_a_character_that_no_font_can_print_is_an_error_not_a_gap(template, sign):
    with pytest.raises(MissingGlyph, match=f"no font can print .*{sign[0]}.*FONT_FOLDERS"):
        render(template(EVERYTHING), everything(name=f"Judul {sign}"))


def test_data_is_never_read_as_markup(template):
    name = template(EVERYTHING)
    wild = '#import "x" \\ #panic("no") $x$ *b* "quoted" <a> // c'
    assert render(name, everything(name=wild, title=wild))


def test_values_are_spelled_plainly(template):
    source = (
        "#let d = json(bytes(sys.inputs.data))\n#(d.day + d.fee + d.id + d.word + d.kinds.at(0))"
    )
    values = {
        "day": date(2026, 12, 1),
        "fee": Decimal("2200000"),
        "id": UUID(int=1),
        "word": gettext_lazy("plain"),
        "kinds": {"a"},
    }
    assert render(template('#set document(title: "x")\n' + source), values)
    with pytest.raises(TypeError, match="cannot hold"):
        render(template(source), {"x": object()})


@pytest.mark.parametrize(
    "name", ["papers/none", "nothing/permit", "../config/settings", "papers/../x", "", "papers"]
)
def test_a_template_that_is_not_there_is_an_error(name):
    with pytest.raises(PaperProblem):
        render(name, {})


def test_a_template_that_fails_says_where(template):
    with pytest.raises(PaperProblem, match="unknown variable"):
        render(template("#nonsense"), {})


def test_a_template_cannot_read_outside_the_program(template):
    with pytest.raises(PaperProblem):
        render(template('#read("/../../../../etc/passwd")'), {})


def test_a_changed_template_counts_at_once(template):
    import os

    first = render(template('#set document(title: "a")\nA'), {}, at=MOMENT)
    name = template('#set document(title: "a")\nB')
    os.utime(typesetting.ROOT / "trial/paper/letter.typ", (2_000_000_000, 2_000_000_000))
    assert render(name, {}, at=MOMENT) != first


def test_many_at_once_get_each_their_own(template):
    name, made = template('#set document(title: "a")\n#json(bytes(sys.inputs.data)).n'), {}

    def work(number: int) -> None:
        made[number] = render(name, {"n": str(number)}, at=MOMENT)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert made == {number: render(name, {"n": str(number)}, at=MOMENT) for number in range(8)}
    assert len(set(made.values())) == 8


def test_missing_fonts_are_named_with_a_remedy(settings, tmp_path, template):
    assert [check.ok for check in check_fonts()] == [True]
    settings.FONT_FOLDERS = [tmp_path / "nowhere"]
    [check] = check_fonts()
    assert not check.ok
    assert check.remedy
    assert render(template(EVERYTHING), everything())  # a stand-in prints it


@pytest.mark.slow
def test_setting_and_signing_takes_far_less_than_a_second(template):
    name, times = template(EVERYTHING), []
    render(name, everything())
    for number in range(10):
        start = time.perf_counter()
        signing.sign(render(name, everything(name=str(number))), reason="x", location="y")
        times.append(time.perf_counter() - start)
    assert statistics.median(times) < 1


# --- QR ------------------------------------------------------------------------------------
def test_a_qr_code_scales_to_whole_points_and_has_a_quiet_border():
    picture = Image.open(BytesIO(qr.png("https://simpul.example/cek", scale=5))).convert("L")
    modules = picture.width // 5
    assert picture.width == picture.height == modules * 5
    assert (modules - 8 - 17) % 4 == 0  # ISO/IEC 18004: a side is 17 + 4 × version
    border = picture.crop((0, 0, picture.width, 4 * 5))
    assert border.getextrema() == (255, 255)
    assert picture.getpixel((4 * 5, 4 * 5)) == 0


def test_a_qr_code_as_svg_stands_alone_and_runs_nothing():
    drawn = qr.svg("<script>&\"'")
    assert drawn.startswith("<svg xmlns=")
    assert drawn.endswith("</svg>")
    assert "script" not in drawn


def test_the_error_level_stays_m_so_that_the_print_stays_coarse():
    assert qr._code("x").error == "M"
