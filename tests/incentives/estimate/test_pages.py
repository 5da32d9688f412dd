"""The public pages: honest labels, answers kept, nothing stored; and who may keep a comparison."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from openpyxl import load_workbook

from simpul.incentives.actions import comparisons
from simpul.incentives.models import SavedComparison
from simpul.kit.outcomes import InvalidInput, NotVisible

pytestmark = pytest.mark.django_db

KOFIC = "/insentif/skema/kr-kofic-896/taksir/"
ANSWERS = {
    "hasil": "1", "local_spend": "1000000000", "shoot_days": "12", "coproduction": "no",
    "application": "2026-03-02", "foreign_share": "90", "filed_late": "no",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _pack(jakarta: Any) -> None:
    """Jakarta's pack is in force."""


def body(client: Client, address: str, query: Any = None, status: int = 200) -> str:
    response = client.get(address, query or {})
    assert response.status_code == status
    return response.content.decode()


def test_the_list_says_what_is_a_proposal_and_where_there_is_no_data(client: Client) -> None:
    with override("en"):
        page = body(client, "/insentif/", {"negara": "ID"})
        unknown = body(client, "/insentif/skema/vn-unknown/")
        scenario = body(client, "/insentif/skema/id-jakarta-rebate-scenario/")
    page = body(client, "/insentif/", {"negara": "ID"})
    assert "Usulan: tidak berlaku" in page
    assert "Tidak ada data" in unknown
    assert reverse("incentives:estimate", args=["vn-unknown"]) not in unknown
    assert "Ini usulan" in scenario


def test_the_list_asks_the_database_the_same_for_one_scheme_and_for_all(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    body(client, "/insentif/")
    with django_assert_max_num_queries(4):
        body(client, "/insentif/")


def test_an_estimate_shows_the_amount_and_is_stored_nowhere(client: Client) -> None:
    page = body(client, KOFIC, ANSWERS)
    assert "KRW\N{NO-BREAK SPACE}250.000.000" in page
    assert "sessionid" not in client.cookies
    assert not SavedComparison.objects.exists()


def test_answers_go_from_page_to_page_and_into_one_plain_address(client: Client) -> None:
    typed = {**ANSWERS, "local_spend": "1 miliar", "dari": "9"}
    del typed["hasil"]
    answer = client.get(KOFIC, typed)
    assert answer.status_code == 302
    assert "local_spend=1000000000" in answer["Location"]
    assert "hasil=1" in answer["Location"]


def test_what_cannot_be_read_is_refused_at_its_field_with_the_answer_kept(client: Client) -> None:
    page = body(client, KOFIC, {**ANSWERS, "local_spend": "USD 5000"}, status=422)
    assert "Isi jumlahnya dalam KRW" in page
    assert 'value="USD 5000"' in page


def test_what_is_missing_is_asked_and_nothing_is_guessed(client: Client) -> None:
    some = {name: ANSWERS[name] for name in ("hasil", "shoot_days")}
    page = body(client, KOFIC, some)
    assert "Yang diketahui belum cukup" in page
    assert "hal=1" in page


def test_an_unknown_scheme_is_no_page(client: Client) -> None:
    for name in ("scheme", "estimate"):
        body(client, reverse(f"incentives:{name}", args=["nowhere"]), status=404)


QUERY = {
    "s": ["kr-kofic-896", "id-jakarta-rebate-scenario", "kz-30"],
    "mata_uang": "IDR", "hasil": "1", "KR.local_spend": "11540000000",
    "KR.local_shoot_days": "12", "KR.coproduction": "no", "kr-kofic-896.coproduction": "no",
    "kr-kofic-896.foreign_share": "90", "kr-kofic-896.filed_late": "no",
    "all.application": "2026-03-02", "KZ.local_spend": "9000000000",
}  # fmt: skip


def test_a_comparison_converts_by_the_sourced_rate_and_asks_where_there_is_none(
    client: Client,
) -> None:
    page = body(client, "/insentif/bandingkan/", QUERY)
    assert "KRW\N{NO-BREAK SPACE}250.000.000" in page  # Rp11.54 for a won
    assert "Rp\N{NO-BREAK SPACE}2.885.000.000" in page
    assert "Keputusan" in page or "KMK 6/MK/EF.2/2026" in page
    assert "Tidak ada nilai bersumber: isi nilai Anda." in page
    with_rate = body(client, "/insentif/bandingkan/", {**QUERY, "kurs.KRW": "23,08"})
    assert "KRW\N{NO-BREAK SPACE}125.000.000" in with_rate
    assert "Diisi oleh Anda" in with_rate


def test_a_rate_that_is_no_number_is_refused_at_its_field(client: Client) -> None:
    page = body(client, "/insentif/bandingkan/", {**QUERY, "kurs.KRW": "banyak"})
    assert 'value="banyak"' in page
    assert "Isi dengan angka" in page


def test_pdf_and_spreadsheet_hold_the_comparison_and_no_formula(client: Client) -> None:
    pdf = client.get(reverse("incentives:compare_pdf"), QUERY)
    assert pdf["Content-Type"] == "application/pdf"
    assert pdf.content.startswith(b"%PDF")
    sheet = client.get(reverse("incentives:compare_xlsx"), QUERY)
    book = load_workbook(io.BytesIO(sheet.content))
    cells = [cell for one in book for row in one.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert 250_000_000 in [cell.value for cell in cells]
    assert client.get(reverse("incentives:compare_pdf")).status_code == 404


def kept(person: Any, company: Any, **more: Any) -> SavedComparison:
    values = {"production_id": None, "title": "Dua negara", "query": QUERY, "seen": {}, **more}
    return comparisons.keep(actor=person.actor, company_id=company.pk, **values)


def test_a_producer_keeps_a_comparison_and_finds_it_again(
    client: Client, ani: Any, company: Any
) -> None:
    client.force_login(ani.user)
    address = f"{reverse('incentives:compare_keep')}?s=kr-kofic-896&KR.local_spend=5000000000"
    client.post(address, {"title": "Korea", "company": company.pk})
    saved = SavedComparison.objects.get()
    assert "Korea" in body(client, reverse("incentives:saved"))
    opened = client.get(reverse("incentives:saved_open", args=[saved.pk]))
    assert "KR.local_spend=5000000000" in opened["Location"]
    client.post(reverse("incentives:saved_forget", args=[saved.pk]))
    assert not SavedComparison.objects.exists()


def test_for_an_outsider_a_kept_comparison_does_not_exist(
    client: Client, ani: Any, company: Any, citra: Any, dewi: Any
) -> None:
    saved = kept(ani, company)
    for person in (citra, dewi):
        client.force_login(person.user)
        for name, ask in (("saved_open", client.get), ("saved_forget", client.post)):
            assert ask(reverse(f"incentives:{name}", args=[saved.pk])).status_code == 404
        assert "Dua negara" not in body(client, reverse("incentives:saved"))
        with pytest.raises(NotVisible):
            kept(person, company)
    assert SavedComparison.objects.count() == 1


def test_a_comparison_without_a_name_is_not_kept(ani: Any, company: Any) -> None:
    with pytest.raises(InvalidInput) as refused:
        kept(ani, company, title="  ")
    assert set(refused.value.errors) == {"title"}


@pytest.mark.parametrize(
    ("language", "amount", "words"),
    [
        ("id", "EUR\N{NO-BREAK SPACE}25.600.000", "10 negara atau lebih"),
        ("en", "EUR\N{NO-BREAK SPACE}25,600,000", "10 or more countries"),
    ],
)
def test_what_sources_say_differently_reads_as_money_and_in_the_reader_s_words(
    jakarta: Any, client: Client, language: str, amount: str, words: str
) -> None:
    ask = {"headers": {"accept-language": language}}
    assert amount in client.get("/insentif/skema/ie-s481/", **ask).content.decode()
    page = client.get("/insentif/skema/jp-vipo/", **ask).content.decode()
    assert words in page
