"""A sheet of days is taken over whole, or every cell that cannot be used is named."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import override
from openpyxl import Workbook, load_workbook

from simpul.permits.applying.days_sheet import (
    MOST_BYTES,
    BadSheet,
    letter_of,
    read_sheet,
    template_csv,
)
from simpul.permits.applying.draft import Draft

HEAD = "Tanggal;Tempat;Jenis hari;Dari;Sampai;Orang;Ditutup bagi orang lain;Cadangan\n"
ROW = "10/12/2027;Trotoar;Syuting;07:00;19:00;40;tidak;tidak\n"


@pytest.fixture
def plan(jakarta: Any) -> Draft:
    """A draft with two places."""
    spots = [
        {"id": "s1", "name": "Trotoar", "setting": "footpath"},
        {"id": "s2", "name": "Taman Kota", "setting": "park"},
    ]
    return Draft(data={"plan": {"spots": spots}, "details": {}}, book=jakarta)


def xlsx(*rows: list[Any]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_right_sheet_becomes_rows(plan: Draft) -> None:
    sheet = read_sheet((HEAD + ROW).encode(), plan)
    assert sheet.problems == ()
    assert sheet.rows == (
        {
            "date": "2027-12-10", "spot": "s1", "kind": "shoot", "from": "07:00", "to": "19:00",
            "people": 40, "exclusive_use": False,
        },
    )  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_spreadsheets_save_csv_in_many_ways(plan: Draft, encoding: str, delimiter: str) -> None:
    text = (HEAD + ROW).replace(";", delimiter)
    assert read_sheet(text.encode(encoding), plan).problems == ()


def test_english_heads_and_words_are_read_too(plan: Draft) -> None:
    text = "Date,Place,Kind of day,From,Until,People,In reserve\n2027-12-10,taman kota,Shoot,7.00,19:00,5,yes\n"  # noqa: E501
    row = read_sheet(text.encode(), plan).rows[0]
    assert (row["spot"], row["from"], row["contingency"]) == ("s2", "07:00", True)


def test_cells_of_a_real_spreadsheet_are_dates_times_and_numbers(plan: Draft) -> None:
    content = xlsx(
        ["Tanggal", "Tempat", "Dari", "Sampai", "Orang", "Lewat tengah malam"],
        [dt.date(2027, 12, 10), "s2", dt.time(18, 30), dt.time(2, 0), 12, "ya"],
    )
    sheet = read_sheet(content, plan)
    assert sheet.problems == ()
    assert sheet.rows[0]["date"] == "2027-12-10"
    assert (sheet.rows[0]["from"], sheet.rows[0]["to"]) == ("18:30", "02:00")
    assert sheet.rows[0]["overnight"] is True


def test_every_wrong_cell_is_named_by_row_and_column(plan: Draft) -> None:
    text = HEAD + ROW + "31/02/2027;Lapangan;Opera;25:00;;banyak;entah;tidak\n"
    sheet = read_sheet(text.encode(), plan)
    found = {(problem.row, problem.column) for problem in sheet.problems}
    assert found == {(3, letter) for letter in "ABCDEFG"}
    place = next(problem for problem in sheet.problems if problem.column == "B")
    assert "Trotoar" in place.text
    assert place.value == "Lapangan"


def test_blank_lines_do_not_shift_the_row_numbers(plan: Draft) -> None:
    text = HEAD + ROW + ";;;;;;;\n" + "x;Trotoar;Syuting;07:00;19:00;40;tidak;tidak\n"
    (problem,) = read_sheet(text.encode(), plan).problems
    assert (problem.row, problem.column) == (4, "A")


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
        archive.writestr("xl/workbook.xml", b"\0" * 40_000_000)
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n\n",
        HEAD.encode(),
        b"Tanggal;Tempat\n10/12/2027;x\n",
        b"PK\x03\x04broken",
        b"MZ\x90\x00\x03",
        b"\x89PNG\r\n\x1a\n\0\0",
        b'"Tanggal;Dari\n',
        b"x" * (MOST_BYTES + 1),
        (HEAD + ROW * 2000).encode(),
        bomb(),
    ],
    ids=[
        "empty", "blank", "heads-only", "columns-missing", "broken-zip", "program", "picture",
        "open-quote", "too-large", "too-many", "zip-bomb",
    ],
)  # fmt: skip
def test_what_is_no_sheet_of_days_is_refused_whole(plan: Draft, content: bytes) -> None:
    with pytest.raises(BadSheet) as refused:
        read_sheet(content, plan)
    assert str(refused.value)


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_template_can_be_uploaded_as_it_is(plan: Draft, language: str) -> None:
    with override(language):
        content = template_csv(plan)
        sheet = read_sheet(content, plan)
    assert sheet.problems == ()
    assert len(sheet.rows) == 4
    assert sheet.rows[3]["contingency"] is True


def test_a_place_named_like_a_formula_stays_text(jakarta: Any) -> None:
    spots = [{"id": "s1", "name": "=1+1", "setting": "park"}]
    draft = Draft(data={"plan": {"spots": spots}, "details": {}}, book=jakarta)
    assert b"'=1+1" in template_csv(draft)


@pytest.mark.parametrize(
    ("position", "letter"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA")]
)
def test_columns_are_named_as_spreadsheets_do(position: int, letter: str) -> None:
    assert letter_of(position) == letter


# --- the page ------------------------------------------------------------------------------
def send(client: Any, application: Any, content: bytes, **more: str) -> Any:
    return client.post(
        reverse("permits:apply_sheet", args=[application.pk]),
        {"file": SimpleUploadedFile("hari.csv", content), **more},
    )


def test_days_are_added_or_replaced(draft: Any, ani: Any, as_person: Any) -> None:
    application = draft("a")
    client = as_person(ani)
    text = (HEAD + ROW).replace("Trotoar;", ";").encode()
    assert send(client, application, text, how="add").status_code == 302
    application.refresh_from_db()
    assert len(application.plan["days"]) == 2
    assert send(client, application, text, how="replace").status_code == 302
    application.refresh_from_db()
    assert [day["date"] for day in application.plan["days"]] == ["2027-12-10"]


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_wrong_sheet_changes_nothing_and_says_where(
    draft: Any, ani: Any, as_person: Any, language: str
) -> None:
    application = draft("a")
    before = application.plan["days"]
    text = (HEAD + "besok;;Syuting;07:00;19:00;40;tidak;tidak\n").encode()
    response = send(as_person(ani, language), application, text, how="replace")
    assert response.status_code == 422
    assert "besok" in response.content.decode()
    application.refresh_from_db()
    assert application.plan["days"] == before


def test_no_file_is_told(draft: Any, ani: Any, as_person: Any) -> None:
    response = as_person(ani).post(reverse("permits:apply_sheet", args=[draft("a").pk]), {})
    assert response.status_code == 422


def test_the_xlsx_template_lists_the_places(draft: Any, ani: Any, as_person: Any) -> None:
    url = reverse("permits:apply_sheet_template", args=[draft("b").pk, "xlsx"])
    response = as_person(ani).get(url)
    book = load_workbook(io.BytesIO(response.content))
    assert len(book.sheetnames) == 2
    assert book.worksheets[1]["A1"].value
    bad = reverse("permits:apply_sheet_template", args=[draft("b").pk, "exe"])
    assert as_person(ani).get(bad).status_code == 404
