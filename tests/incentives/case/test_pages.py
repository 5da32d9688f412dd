"""The pages: what exists for whom, how many queries they take, and that verbs answer to clicks."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from simpul.incentives.actions import awards, bank, funds, payments, review
from simpul.incentives.models import Case, Certificate
from tests.entering import into

pytestmark = pytest.mark.django_db


def at(name: str, *args: Any) -> str:
    return reverse(f"incentives:{name}", args=args)


@pytest.fixture
def everything(
    certified: Any, sent: Any, draft: Any, bank_account: Any, indra: Any, kartika: Any, lina: Any
) -> dict[str, Any]:
    """One of each thing that has an address."""
    case = certified("Selesai")
    payment = payments.prepare_payment(actor=indra.actor, case_id=case.pk)
    refused = review.take_case(actor=indra.actor, case_id=sent("Ditolak").pk)
    review.refuse_case(actor=indra.actor, case_id=refused.pk, reason="Kurang", law="§ 1")
    returned = review.take_case(actor=indra.actor, case_id=sent("Ditanya").pk)
    review.return_case(actor=indra.actor, case_id=returned.pk, questions=["Kapan?"])
    reviewed = review.take_case(actor=indra.actor, case_id=sent("Diusulkan").pk)
    award = awards.propose_award(actor=indra.actor, case_id=reviewed.pk)
    one = funds.propose_appropriation(
        actor=kartika.actor, fund_id=case.fund_id, amount="5", basis="APBD"
    )
    return {
        "case": case,
        "payment": payment,
        "refused": refused,
        "returned": returned,
        "question": returned.questions.get(),
        "award": award,
        "appropriation": one,
        "draft": draft("Konsep"),
        "certificate": Certificate.objects.get(case=case, kind="final"),
        "account": bank_account,
    }


def private(things: dict[str, Any]) -> list[tuple[str, str]]:
    """(method, address) of every endpoint that is not for everybody."""
    case, draft, fund = things["case"].pk, things["draft"].pk, things["case"].fund.code
    payment, award = things["payment"].pk, things["award"].pk
    company = things["case"].company_id
    return [
        ("get", at("case", case)),
        ("get", at("case_tasks", draft)),
        ("get", at("case_page", draft, "crew-spend")),
        ("post", at("case_page", draft, "crew-spend")),
        ("get", at("case_send", draft)),
        ("post", at("case_send", draft)),
        ("get", at("case_withdraw", case)),
        ("post", at("case_withdraw", case)),
        ("post", at("case_appeal", things["refused"].pk)),
        ("post", at("case_answer", things["returned"].pk, things["question"].pk)),
        ("get", at("desk_cases")),
        ("get", at("desk_case", case)),
        ("post", at("desk_take", case)),
        ("post", at("desk_return", case)),
        ("post", at("desk_refuse", case)),
        ("post", at("desk_propose", case)),
        ("post", at("desk_reconcile", case)),
        ("post", at("desk_prepare", case)),
        ("post", at("desk_decide", award)),
        ("post", at("desk_drop", award)),
        ("post", at("desk_appeal", 1)),
        ("get", at("to_pay")),
        ("get", at("payment_file")),
        ("post", at("pay_release", payment)),
        ("post", at("pay_cancel", payment)),
        ("post", at("pay_paid", payment)),
        ("post", at("pay_bounce", payment)),
        ("get", at("pay_proof", payment)),
        ("get", at("bank", company)),
        ("get", at("bank_change", company)),
        ("post", at("bank_change", company)),
        ("post", at("bank_stop", things["account"].pk)),
        ("get", at("certificate_document", things["certificate"].pk)),
        ("get", at("funds_desk")),
        ("get", at("fund_create")),
        ("post", at("fund_create")),
        ("get", at("fund_desk", fund)),
        ("post", at("appropriate", fund)),
        ("post", at("appropriation_decide", things["appropriation"].pk)),
        ("get", f"/api/v1/incentive-cases/{case}"),
    ]


def test_for_an_outsider_none_of_it_exists_and_the_desk_not_for_the_company(
    everything: dict[str, Any], citra: Any, dewi: Any, ani: Any, client: Client
) -> None:
    before = Case.objects.order_by("pk").values_list("pk", "state", "version")
    seen = list(before)
    for person in (citra, dewi):
        outside = into(person)
        answers = {
            (method, address): getattr(outside, method)(address).status_code
            for method, address in private(everything)
        }
        assert {pair: code for pair, code in answers.items() if code != 404} == {}
    company = into(ani)
    for method, address in private(everything):
        if "/meja/" in address:
            assert getattr(company, method)(address).status_code == 404, address
        assert getattr(client, method)(address).status_code in (302, 404), address
    assert client.get(at("my_cases")).status_code == 302
    assert list(before.all()) == seen


def test_everybody_reads_totals_the_company_and_the_desk_their_pages(
    everything: dict[str, Any],
    client: Client,
    ani: Any,
    indra: Any,
    joko: Any,
    kartika: Any,
    gita: Any,
) -> None:
    case, fund = everything["case"], everything["case"].fund.code
    for page in (at("funds"), at("fund", fund), "/api/v1/funds", f"/api/v1/funds/{fund}"):
        text = client.get(page).content.decode()
        for secret in (case.company.name, case.production.title, case.reference):
            assert secret not in text
    row = client.get(f"/api/v1/funds/{fund}").json()
    assert (row["appropriated"], row["final"]) == ("5000000000", "800000024")
    assert (row["available"], row["rehearsal"]) == ("4199999976", True)
    for page in ("/api/v1/funds/tidak-ada", at("fund", "tidak-ada")):
        assert client.get(page).status_code == 404
    company = into(ani)
    told = company.get(f"/api/v1/incentive-cases/{case.pk}").json()
    assert (told["state"], told["final"]) == ("certified", "800000024")
    for name in ("refused", "returned", "case"):
        assert company.get(at("case", everything[name].pk)).status_code == 200
    draft = everything["draft"].pk
    for slug in ("hari-belanja", "angka-syuting", "crew-spend", "overhead-spend"):
        assert company.get(at("case_page", draft, slug)).status_code == 200
    assert company.get(at("case_tasks", draft)).status_code == 200
    assert company.get(at("case_send", draft)).status_code == 200
    assert company.get(at("my_cases")).status_code == 200
    assert company.get(at("bank", everything["case"].company_id)).status_code == 200
    assert company.get(at("case_start", fund)).status_code == 200
    for person in (indra, joko, kartika, gita):
        desk = into(person)
        for name in ("refused", "returned", "case", "draft"):
            expected = 404 if name == "draft" else 200
            assert desk.get(at("desk_case", everything[name].pk)).status_code == expected
        for address in (at("desk_cases"), at("funds_desk"), at("fund_desk", fund), at("to_pay")):
            assert desk.get(address).status_code == 200


def test_a_request_is_written_page_by_page_and_sent(
    scenario: Any, production: Any, ani: Any
) -> None:
    client = into(ani)
    title = production("Halaman demi halaman")
    begun = client.post(at("case_start", scenario.code), {"production": title.pk})
    case = Case.objects.get(production=title)
    assert begun.url == at("case_tasks", case.pk)

    def fill(slug: str, **values: str) -> Any:
        case.refresh_from_db()
        address = at("case_page", case.pk, slug)
        return client.post(address, {"version": case.version, **values})

    today = timezone.localdate()
    later = today + dt.timedelta(days=60)
    assert fill("hari-belanja", window_from=str(later), window_to=str(today)).status_code == 422
    assert fill("hari-belanja", window_from=str(today), window_to=str(later)).status_code == 302
    assert fill("angka-syuting", shoot_days="x", local_hires="3").status_code == 422
    fill("angka-syuting", shoot_days="20", local_hires="3", trainee_days="0")
    assert fill("crew-spend", crew_spend="banyak").status_code == 422
    assert fill("crew-spend", crew_spend="").status_code == 422
    fill("crew-spend", crew_spend="2,5 miliar")
    for name in ("cast", "goods", "lodging", "post"):
        assert fill(f"{name}-spend", **{f"{name}_spend": "875.000.000"}).status_code == 302
    page = client.get(at("case_send", case.pk)).content.decode()
    assert "1.200.000.000" in page
    assert client.post(at("case_send", case.pk), {}).status_code == 422
    assert client.post(at("case_send", case.pk), {"agreed": "on"}).status_code == 302
    case.refresh_from_db()
    assert (case.state, case.asked) == ("submitted", 1_200_000_000)
    assert client.post(at("case_send", case.pk), {"agreed": "on"}).status_code == 302


def test_the_desk_clicks_a_request_through_to_its_certificate(
    sent: Any, indra: Any, kartika: Any
) -> None:
    case = sent()
    officer, approver = into(indra), into(kartika)
    officer.post(at("desk_take", case.pk))
    officer.post(at("desk_propose", case.pk), {"award-amount": "", "award-reason": ""})
    award = case.awards.get()
    own = officer.post(at("desk_decide", award.pk), {"answer": "yes"})
    assert own.status_code == 403
    no = approver.post(at("desk_decide", award.pk), {"answer": "no", "decide-note": ""})
    assert no.status_code == 422
    approver.post(at("desk_decide", award.pk), {"answer": "yes", "decide-note": ""})
    case.refresh_from_db()
    assert case.state == "provisional"


def test_a_bank_account_needs_a_second_factor_and_shows_its_number_to_few(
    company: Any, ani: Any, budi: Any, kartika: Any, indra: Any
) -> None:
    address = at("bank_change", company.pk)
    given = {"bank": "Bank Uji", "number": "1234567890", "holder": "PT Layar Contoh", "swift": ""}
    assert into(ani).post(address, given).status_code == 403
    bank.change_account(
        actor=replace(ani.actor, second_factor=True),
        company_id=company.pk,
        now=timezone.now() - dt.timedelta(days=30),
        **given,
    )
    page = at("bank", company.pk)
    assert "1234567890" in into(ani).get(page).content.decode()
    assert "1234567890" in into(kartika).get(page).content.decode()
    for person in (budi, indra):
        text = into(person).get(page).content.decode()
        assert "1234567890" not in text
        assert "7890" in text


def test_the_file_for_the_bank_holds_released_payments_and_is_for_payers(
    to_be_paid: Any, bank_account: Any, indra: Any, kartika: Any
) -> None:
    case = to_be_paid()
    payment = payments.prepare_payment(actor=indra.actor, case_id=case.pk)
    payer = into(kartika)
    assert payer.get(at("payment_file")).content.decode().count("\n") == 1
    payer.post(at("pay_release", payment.pk))
    text = payer.get(at("payment_file")).content.decode()
    assert f"{payment.reference},{case.reference}" in text
    assert "480.00,IDR,Bank Uji,1234567890" in text
    assert into(indra).get(at("payment_file")).status_code == 404


def test_a_certificate_is_checked_by_code_number_and_the_code_on_the_paper(
    awarded: Any, client: Client
) -> None:
    paper = Certificate.objects.get(case=awarded())
    page = at("certificate_public", paper.short_code)
    for typed in (paper.short_code, paper.number):
        assert client.get(at("certificate_check"), {"kode": typed}).url == page
        assert client.get("/periksa/", {"kode": typed}).url == page
    text = client.get(page, {"t": paper.token}).content.decode()
    assert "Latihan" in text and "1.200.000.000" in text
    assert "tidak berubah" in text
    forged = paper.token[:-6] + ("A" * 6)
    assert "bukan buatan kami" in client.get(page, {"t": forged}).content.decode()
    assert client.get(at("certificate_public", "0000000000")).status_code == 404


def test_a_secret_production_keeps_its_name_on_the_check_page(awarded: Any, client: Client) -> None:
    case = awarded("Judul Rahasia")
    type(case.production).objects.filter(pk=case.production_id).update(confidential=True)
    paper = Certificate.objects.get(case=case)
    text = client.get(at("certificate_public", paper.short_code)).content.decode()
    assert "Judul Rahasia" not in text
    assert case.company.name not in text


def test_lists_take_the_same_number_of_queries_for_one_row_and_thirty(
    make_fund: Any, bare_case: Any, ani: Any, indra: Any
) -> None:
    fund = make_fund(1_000)
    bare_case(fund)
    company, desk = into(ani), into(indra)

    def counts() -> list[int]:
        found = []
        for client, address in (
            (company, at("my_cases")),
            (desk, at("desk_cases")),
            (desk, at("funds_desk")),
            (desk, at("fund_desk", fund.code)),
            (company, at("funds")),
            (company, reverse("home:desk")),
            (desk, reverse("home:desk")),
        ):
            client.get(address)
            with CaptureQueriesContext(
                connection,
            ) as queries:
                assert client.get(address).status_code == 200
            found.append(len(queries))
        return found

    one = counts()
    for number in range(29):
        bare_case(fund)
        make_fund(0, code=f"dana-{number}")
    assert counts() == one
    assert max(one) <= 40


def test_an_unknown_case_is_nothing_to_anybody(indra: Any, ani: Any) -> None:
    nobody = uuid.uuid4()
    assert into(indra).get(at("desk_case", nobody)).status_code == 404
    assert into(ani).get(at("case", nobody)).status_code == 404


def test_the_live_state_of_a_certificate_is_for_everybody_and_says_no_secret(
    awarded: Any, client: Client
) -> None:
    case = awarded()
    paper = case.certificates.get()
    address = f"/insentif/sertifikat/keadaan/{paper.short_code}.json"
    told = client.get(address).json()
    assert (told["verdict"], told["state"], told["number"]) == ("rehearsal", "valid", paper.number)
    assert told["title"] == "Senja di Menteng"
    case.production.confidential = True
    case.production.save()
    told = client.get(address).json()
    assert (told["title"], told["company"], told["secret"]) == ("", "", True)
    unknown = client.get("/insentif/sertifikat/keadaan/0000000000.json")
    assert (unknown.status_code, unknown.json()["verdict"]) == (404, "unknown")
    worker = client.get("/insentif/sertifikat/sw.js")
    assert worker["Content-Type"].startswith("text/javascript")
    assert "/insentif/sertifikat/" in worker.content.decode()
