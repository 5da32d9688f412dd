"""A Korean-Indonesian feature: compared, asked for, reported with planted faults, audited, paid.

What the three schemes give is reckoned here by hand from their published rules; what the auditor
must find is what the made-up ledger was planted with.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from simpul.incentives import ledger as books
from simpul.incentives.actions import auditing, bank, lab
from simpul.incentives.models import Case, CostReport, Payment
from simpul.incentives.report.reckoning import synthetic
from simpul.people.models import User
from tests.browser.drivers.fields import going, put, unfold
from tests.browser.languages import in_one
from tests.incentives.case.conftest import make_fund, production, scenario  # noqa: F401
from tests.incentives.conftest import indra, joko, kartika, lina  # noqa: F401
from tests.incentives.lab.test_lab_pages import frozen

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LINES = 20_000
TITLE = "Seoul, Kemayoran"

SCHEMES = ("kr-kofic-896", "kr-busan-2026", "id-jakarta-rebate-scenario")
NOT_EXAMINED = {"untagged", "round-sum"}
"""Lines that count for nothing once their account is mapped; round sums are noted, no finding."""

SPENT_HERE = {
    "local_cast": 1_000_000_000,
    "local_crew": 2_500_000_000,
    "local_goods": 1_500_000_000,
    "local_lodging": 500_000_000,
    "local_post": 500_000_000,
}
"""Rp6,000,000,000 in Jakarta: a fifth is Rp1,200,000,000, below every cap."""


@in_one("id")
def test_compared_asked_reported_audited_and_paid(
    page: Any, step_in: Any, watch: Any, run_jobs: Any, locale: str, tmp_path: Path,
    ani: Any, company: Any, scenario: Any, production: Any,  # noqa: F811
    indra: Any, joko: Any, kartika: Any,  # noqa: F811
) -> None:  # fmt: skip
    title = production(TITLE)
    bank.change_account(
        actor=replace(ani.actor, second_factor=True), company_id=company.pk, bank="Bank Contoh",
        number="1234567890", holder=company.name, now=timezone.now() - dt.timedelta(days=60),
    )  # fmt: skip
    User.objects.update(language=locale)
    compare(page, watch, locale)
    case = ask(page, step_in, watch, ani, scenario, title)
    award(page, step_in, watch, case, indra, kartika)
    planted = report(page, step_in, watch, run_jobs, case, ani, tmp_path)
    audit(page, step_in, watch, case, joko, planted)
    certify(page, step_in, watch, case, indra, kartika)
    paid = [pay(page, step_in, watch, case, indra, kartika, part) for part in (1, 2)]
    case.refresh_from_db()
    assert case.state == Case.State.CLOSED
    now = books.balance_of(scenario)
    assert now.paid == sum(paid)
    assert now.paid + now.left == now.appropriated


def send(page: Any, **values: Any) -> None:
    """Fill the page's form and press its button."""
    form = page.locator("main form[method=post], main form[novalidate]").first
    for name, value in values.items():
        assert put(form, name, value), name
    going(page, form.locator(".button-go, button[type=submit]").first.click)


# --- compare -------------------------------------------------------------------------------------
def compare(page: Any, watch: Any, locale: str) -> None:
    page.goto("/insentif/")
    watch("incentives")
    page.goto(f"/insentif/bandingkan/?pilih=1&{'&'.join(f's={one}' for one in SCHEMES)}")
    watch("compare-choose")
    page.select_option("#currency", "IDR")
    going(page, page.locator("main form .button-go").click)
    answers = {
        # ₩1,000,000,000 at Rp11.54.
        "KR.local_spend": 11_540_000_000, "KR.local_shoot_days": 12,
        "kr-kofic-896.coproduction": False, "KR.coproduction": False,
        "kr-kofic-896.foreign_share": 90, "kr-kofic-896.filed_late": False,
        "KR.Busan.local_shoot_days": 6,
        "all.total_cost": 40_000_000_000, "all.application": "2026-03-02",
        "ID.Jakarta.local_shoot_days": 24,
        **{f"ID.Jakarta.{name}": amount for name, amount in SPENT_HERE.items()},
    }  # fmt: skip
    while "hasil=1" not in page.url:
        watch("compare-ask")
        form = page.locator("main form[novalidate]").first
        for field in form.locator("input:not([type=hidden])").all():
            name = field.get_attribute("name")
            if name in answers:
                put(form, name, answers[name])
            elif "receipted" in name or name.endswith("local_lodging"):
                field.fill("1154000000")  # ₩100,000,000 of receipts: more than the cap
        going(page, form.locator(".button-go").click)
    watch("compare-answer")
    shown = {
        row.locator("th a").get_attribute("href"): row.inner_text()
        for row in page.locator("main tbody tr:has(th a)").all()
    }
    point = "." if locale == "id" else ","
    # A quarter of ₩1,000,000,000; the cap of ₩300,000,000 is not reached.
    assert f"KRW\N{NO-BREAK SPACE}250{point}000{point}000" in shown["#kr-kofic-896"]
    # In kind, at most ₩60,000,000, and never added to money.
    assert f"KRW\N{NO-BREAK SPACE}60{point}000{point}000" in shown["#kr-busan-2026"]
    # A fifth of Rp6,000,000,000, and said to be a proposal only.
    assert (
        f"Rp\N{NO-BREAK SPACE}1{point}200{point}000{point}000"
        in shown["#id-jakarta-rebate-scenario"]
    )
    assert page.locator("#id-jakarta-rebate-scenario .tag-next").count()
    assert not page.locator("main th[colspan='3']").count(), "unlike things were added"
    files = page.locator(".desk-side a.button")
    assert [files.nth(at).get_attribute("href").split("?")[0][-4:] for at in range(2)] == [
        ".pdf", "xlsx",
    ]  # fmt: skip


# --- ask -----------------------------------------------------------------------------------------
def ask(page: Any, step_in: Any, watch: Any, ani: Any, fund: Any, title: Any) -> Case:
    step_in(ani)
    page.goto(f"/insentif/dana/{fund.code}/ajukan/")
    watch("incentive-start")
    send(page, production=title.pk)
    case = Case.objects.get(production=title)
    today = timezone.localdate()
    known = {
        "cast_spend": SPENT_HERE["local_cast"], "crew_spend": SPENT_HERE["local_crew"],
        "goods_spend": SPENT_HERE["local_goods"], "lodging_spend": SPENT_HERE["local_lodging"],
        "post_spend": SPENT_HERE["local_post"], "overhead_spend": 0,
        "window_from": today.isoformat(),
        "window_to": (today + dt.timedelta(days=synthetic.DAYS + 20)).isoformat(),
        "shoot_days": 24, "local_hires": 60, "trainee_days": 0,
    }  # fmt: skip
    for _page in range(9):
        page.goto(f"/insentif/kasus/{case.pk}/isi/")
        following = page.locator(".next a.button").first
        if not following.count() or following.get_attribute("href").endswith("/kirim/"):
            break
        going(page, following.click)
        watch("incentive-page")
        form = page.locator("main form[method=post]").first
        for name, value in known.items():
            put(form, name, value)
        going(page, form.locator(".button-go").click)
    page.goto(f"/insentif/kasus/{case.pk}/kirim/")
    watch("incentive-check")
    send(page, agreed=True)
    case.refresh_from_db()
    assert (case.state, case.asked) == ("submitted", Decimal(1_200_000_000))
    watch("incentive-case")
    return case


def award(page: Any, step_in: Any, watch: Any, case: Case, officer: Any, approver: Any) -> None:
    """One proposes, another approves; the fund holds the money back."""
    step_in(officer)
    page.goto(f"/meja/insentif/{case.pk}/")
    going(page, page.locator('form[action$="/ambil/"] button').click)
    propose_and_approve(page, step_in, watch, case, officer, approver)
    case.refresh_from_db()
    assert case.state == "provisional"
    assert books.balance_of(case.fund).available == 5_000_000_000 - 1_200_000_000


def propose_and_approve(
    page: Any, step_in: Any, watch: Any, case: Case, officer: Any, approver: Any
) -> None:
    step_in(officer)
    page.goto(f"/meja/insentif/{case.pk}/")
    watch("incentive-desk")
    going(page, page.locator('form[action$="/usulkan/"] button').last.click)
    step_in(approver)
    page.goto(f"/meja/insentif/{case.pk}/")
    going(page, page.locator('button[name="answer"][value="yes"]').first.click)


# --- report and audit ----------------------------------------------------------------------------
def report(
    page: Any, step_in: Any, watch: Any, run_jobs: Any, case: Case, ani: Any, folder: Path
) -> dict[str, set[int]]:
    """20,000 lines, uploaded through the page, read by the worker, sent."""
    made = synthetic.make(LINES, 11)
    file = folder / "ledger.csv"
    file.write_text(moved(made.frame.write_csv(), timezone.localdate() + dt.timedelta(days=1)))
    step_in(ani)
    page.goto(f"/insentif/kasus/{case.pk}/laporan/")
    watch("cost-report-upload")
    put(page.locator("main form[enctype]"), "ledger", file)
    with page.expect_navigation(timeout=120_000):
        page.locator("main form[enctype] .button-go").click()
    run_jobs()
    page.reload()
    found = CostReport.objects.get(case=case)
    assert found.state == "ready", (found.questions, found.faults)
    assert found.lines_count == LINES
    watch("cost-report")
    assert found.untagged == len(made.planted["untagged"])
    mapping = page.locator('form[action$="/peta/"]')
    put(mapping, "accounts", "8888")
    mapping.locator('select[name="category"]').select_option(index=1)
    put(mapping, "treatment", "exclude")
    put(mapping, "reason", "Bukan biaya produksi.")
    going(page, mapping.locator("button[type=submit]").click)
    run_jobs()
    page.reload()
    found.refresh_from_db()
    assert (found.untagged, found.renewing_at) == (0, None)
    going(page, page.locator('form[action$="/kirim/"] button').click)
    found.refresh_from_db()
    assert found.sent_at is not None
    lines = {key: number for number, key in enumerate(made.frame["row_id"], start=2)}
    return {flag: {lines[key] for key in keys} for flag, keys in made.planted.items()}


def moved(text: str, first: dt.date) -> str:
    """The made-up ledger with all its days moved, so that it begins on `first`."""
    by = first - synthetic.FIRST_DAY

    def later(match: re.Match[str]) -> str:
        return (dt.date.fromisoformat(match[0]) + by).isoformat()

    return re.sub(r"\b20\d\d-\d\d-\d\d\b", later, text)


def audit(
    page: Any, step_in: Any, watch: Any, case: Case, auditor: Any, planted: dict[str, set[int]]
) -> None:
    """The auditor is shown every planted fault, rejects two by hand and decides the others."""
    step_in(auditor)
    one = CostReport.objects.get(case=case)
    page.goto(f"/insentif/kasus/{case.pk}/laporan/{one.number}/audit/")
    watch("audit-start")
    send(page, threshold="5000000000", size=5)
    watch("findings")
    one.refresh_from_db()
    flagged: dict[str, set[int]] = {}
    for row, flags in one.findings.values_list("row", "flags"):
        for flag in flags:
            flagged.setdefault(flag, set()).add(row)
    missed = {flag: len(rows - flagged.get(flag, set())) for flag, rows in planted.items()}
    assert {flag for flag, count in missed.items() if count} <= NOT_EXAMINED, missed
    first = one.findings.filter(state="open").exclude(row=0).order_by("row").first()
    page.goto(f"/insentif/kasus/{case.pk}/laporan/{one.number}/temuan/{first.row}/")
    watch("finding")
    send(page, verdict="refused", reason="Tidak didukung bukti.")
    for finding in one.findings.filter(state="open"):
        auditing.decide(
            actor=auditor.actor, case_id=case.pk, number=one.number, row=finding.row,
            verdict="accepted", reason="Diperiksa.",
        )  # fmt: skip
    page.goto(f"/insentif/kasus/{case.pk}/laporan/{one.number}/temuan/")
    form = page.locator('form:has([name="opinion"])')
    put(form, "opinion", "Sesuai bukti, kecuali yang ditolak.")
    going(page, form.locator("button[type=submit]").click)
    one.refresh_from_db()
    assert one.state == "audited"
    assert one.accepted < one.claimed


def certify(page: Any, step_in: Any, watch: Any, case: Case, officer: Any, approver: Any) -> None:
    step_in(officer)
    page.goto(f"/meja/insentif/{case.pk}/")
    form = page.locator('form[action$="/cocokkan/"]')
    if not form.locator("button").is_visible():
        page.locator('details:has(form[action$="/cocokkan/"]) > summary').click()
    for field in form.locator("input[type=text], input[type=number], textarea").all():
        name = field.get_attribute("name")
        if "reason" in name or "why" in name:
            field.fill("Daftar hadir.")
        elif not field.input_value():
            field.fill("24")
    going(page, form.locator("button[type=submit]").click)
    propose_and_approve(page, step_in, watch, case, officer, approver)
    case.refresh_from_db()
    assert case.state == "certified"


def pay(
    page: Any, step_in: Any, watch: Any, case: Case, officer: Any, payer: Any, part: int
) -> Decimal:
    """The officer prepares a part, another person releases it and records the bank's answer."""
    step_in(officer)
    page.goto(f"/meja/insentif/{case.pk}/")
    going(page, page.locator('form[action$="/bayar/"] button').click)
    payment = Payment.objects.get(award__case=case, state="prepared")
    step_in(payer)
    page.goto(f"/meja/insentif/{case.pk}/")
    going(page, page.locator('form[action$="/lepas/"] button').click)
    form = page.locator('form[action$="/catat/"]')
    unfold(form)
    assert put(form, "paid-evidence", f"TRX-{part}")
    assert put(form, "paid-paid_on", timezone.localdate().isoformat())
    going(page, form.locator("button[type=submit]").click)
    payment.refresh_from_db()
    assert payment.state == "paid"
    watch("incentive-paid")
    return Decimal(payment.amount)


# --- the lab -------------------------------------------------------------------------------------
@pytest.mark.parametrize("locale", ["id", "en"])
def test_a_draft_is_tried_and_its_report_read(
    page: Any, step_in: Any, watch: Any, locale: str, jakarta: Any, make_person: Any
) -> None:
    mira = make_person("Mira", roles=("legal_editor",), second_factor=True)
    User.objects.update(language=locale)
    spends = range(100_000_000, 2_000_000_000, 100_000_000)
    report = lab.ask_trial(actor=mira.actor, title="KOFIC 30 %", frozen=frozen(*spends))
    step_in(mira)
    page.goto("/insentif/lab/")
    watch("lab")
    page.goto("/insentif/lab/skema/")
    watch("lab-versions")
    page.goto(f"/insentif/lab/{report.pk}/")
    watch("lab-progress")
    lab.perform(report_id=report.pk)
    page.goto(f"/insentif/lab/{report.pk}/")
    watch("lab-report")
    assert page.locator("svg.chart-curves path.chart-line").count() == 3
