"""Demonstration: a fund of Jakarta's scenario (a rehearsal) with cases on every step of the way.

Everything goes through the same verbs as a click; called at every start, what is there stays.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from io import BytesIO

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.db import transaction
from django.utils import timezone

from simpul.city.queries import city_book
from simpul.incentives.actions import (
    auditing,
    awards,
    bank,
    cost_reports,
    drafts,
    funds,
    payments,
    reconciling,
    report_reading,
    review,
)
from simpul.incentives.case.permit_record import FIGURES
from simpul.incentives.models import Case, Fund
from simpul.kit.actors import Actor
from simpul.people.demo import COMPANY, OTHER_COMPANY, acting, person
from simpul.people.models import Organisation
from simpul.productions.models import Production

CODE = "jakarta-skenario"
FAMILY = "id-jakarta-rebate-scenario"
MONEY = "6000000000"
SMALL = {
    "cast_spend": "1000000000",
    "crew_spend": "2500000000",
    "goods_spend": "1500000000",
    "lodging_spend": "500000000",
    "post_spend": "500000000",
}
LARGE = {**SMALL, "goods_spend": "12500000000"}
"""Asks for more than is left in the fund: it goes on the waiting list."""

SPENT = {
    "2001": ("Asisten sutradara", 320_000_000),
    "2002": ("Manajer lokasi", 280_000_000),
    "2501": ("Kru kamera", 640_000_000),
    "2901": ("Kru lampu", 560_000_000),
    "3201": ("Sewa kendaraan", 780_000_000),
    "3301": ("Sewa lokasi", 910_000_000),
    "4001": ("Penyuntingan", 520_000_000),
    "4501": ("Tata suara", 410_000_000),
}
HEAD = (
    "row_id,txn_date,acct,vendor_id,vendor,payee_type,residency,tax_id,doc_no,desc,place,"
    "currency,amount_local,related_party"
)


@transaction.atomic
def load() -> int:
    """Add the fund and its cases unless they are there; how many cases were added."""
    if Fund.objects.filter(code=CODE).exists() or FAMILY not in _families():
        return 0
    fund = _fund()
    mine = Organisation.objects.get(name=COMPANY)
    other = Organisation.objects.get(name=OTHER_COMPANY)
    _account(mine)
    _certified(_case(fund, mine, "Angin Kemayoran"))
    _audited(_case(fund, mine, "Pelabuhan Terakhir"))
    _award(_case(fund, mine, "Senja di Menteng"))
    _propose(_case(fund, other, "Kota Pagi", by="other_producer"))
    _award(_case(fund, other, "Rel Senyap", by="other_producer", answers=LARGE))
    _returned(_case(fund, mine, "Tetangga Lantai Tujuh"))
    _case(fund, mine, "Peron Sebelas", send=True, take=False)
    _case(fund, mine, "Hujan Bulan Juli", send=False)
    return 8


def _families() -> set[str]:
    from simpul.incentives.catalogue import schemes

    return {one.family for one in schemes().values()}


def _fund() -> Fund:
    today = timezone.localdate()
    fund = funds.create_fund(
        actor=acting("incentive_approver"),
        code=CODE,
        city_code=city_book().settings.code,
        scheme_family=FAMILY,
        names={
            "id": "Latihan: pengembalian belanja produksi Jakarta",
            "en": "Rehearsal: Jakarta production rebate",
        },
        currency="IDR",
        opens_on=today - dt.timedelta(days=60),
        closes_on=today + dt.timedelta(days=305),
        rehearsal=True,
    )
    proposed = funds.propose_appropriation(
        actor=acting("incentive_approver"),
        fund_id=fund.pk,
        amount=MONEY,
        basis="Jumlah latihan; tidak ada anggaran yang memuatnya",
    )
    funds.decide_appropriation(
        actor=acting("head_of_service"), appropriation_id=proposed.pk, approve=True
    )
    return fund


def _account(company: Organisation) -> None:
    bank.change_account(
        actor=acting("producer"),
        company_id=company.pk,
        bank="Bank Contoh",
        number="1234567890",
        holder=company.name,
        now=timezone.now() - dt.timedelta(days=60),
    )


def _case(
    fund: Fund,
    company: Organisation,
    title: str,
    *,
    by: str = "producer",
    answers: Mapping[str, str] = SMALL,
    send: bool = True,
    take: bool = True,
) -> Case:
    actor = acting(by)
    production, _made = Production.objects.get_or_create(
        company=company, title=title, defaults={"kind": "feature", "created_by": person(by)}
    )
    case = drafts.start_case(actor=actor, fund_id=fund.pk, production_id=production.pk)
    if send:
        case = _answered(actor, case, answers)
        case = drafts.submit(actor=actor, case_id=case.pk, agreed=True)
    else:
        some = dict(list(answers.items())[:2])
        case = drafts.save_answers(actor=actor, case_id=case.pk, version=case.version, answers=some)
    if send and take:
        case = review.take_case(actor=acting("incentive_officer"), case_id=case.pk)
    return case


def _answered(actor: Actor, case: Case, answers: Mapping[str, str]) -> Case:
    today = timezone.localdate()
    case = drafts.save_answers(actor=actor, case_id=case.pk, version=case.version, answers=answers)
    case = drafts.save_window(
        actor=actor,
        case_id=case.pk,
        version=case.version,
        window_from=today,
        window_to=today + dt.timedelta(days=120),
    )
    return drafts.save_declared(
        actor=actor,
        case_id=case.pk,
        version=case.version,
        declared={"shoot_days": "24", "local_hires": "62", "trainee_days": "45"},
    )


def _returned(case: Case) -> None:
    review.return_case(
        actor=acting("incentive_officer"),
        case_id=case.pk,
        questions=["Siapa yang menanggung biaya penginapan kru dari luar Jakarta?"],
    )


def _propose(case: Case) -> None:
    awards.propose_award(actor=acting("incentive_officer"), case_id=case.pk)


def _award(case: Case) -> None:
    award = awards.propose_award(actor=acting("incentive_officer"), case_id=case.pk)
    awards.decide_award(actor=acting("incentive_approver"), award_id=award.pk, approve=True)


def _reported(case: Case) -> int:
    """The cost report, read and sent; its number."""
    actor = acting("producer")
    report = cost_reports.upload(
        actor=actor, case_id=case.pk, upload=_ledger(), layout={}, totals={}
    )
    report_reading.read_report(report_id=report.pk)
    cost_reports.send(actor=actor, case_id=case.pk, number=report.number)
    return report.number


def _ledger() -> InMemoryUploadedFile:
    day = timezone.localdate().isoformat()
    rows = [
        f"{number},{day},{account},V{number:02d},PT {what} (contoh),company,resident,"
        f"01.234.567.8-{number:03d}.000,INV-{number:03d},{what},ID-JK,IDR,{amount},no"
        for number, (account, (what, amount)) in enumerate(SPENT.items(), start=1)
    ]
    content = "\n".join([HEAD, *rows, ""]).encode()
    return InMemoryUploadedFile(
        BytesIO(content), None, "laporan-biaya.csv", "text/csv", len(content), "utf-8"
    )


def _audit(case: Case, number: int) -> None:
    auditing.start(
        actor=acting("incentive_auditor"),
        case_id=case.pk,
        number=number,
        threshold=Decimal(600_000_000),
        size=2,
    )


def _audited(case: Case) -> None:
    """An audit that is under way: its findings wait for the auditor."""
    _award(case)
    _audit(case, _reported(case))


def _certified(case: Case) -> None:
    """The first part is paid, the second waits to be released."""
    _award(case)
    number = _reported(case)
    _audit(case, number)
    auditor = acting("incentive_auditor")
    report = cost_reports.report_for(auditor, case.pk, number)
    for finding in report.findings.filter(state="open"):
        auditing.decide(
            actor=auditor,
            case_id=case.pk,
            number=number,
            row=finding.row,
            verdict="accepted",
            reason="Sesuai faktur.",
        )
    auditing.finish(
        actor=auditor, case_id=case.pk, number=number, opinion="Sesuai dengan bukti (contoh)."
    )
    reconciling.reconcile(
        actor=acting("incentive_officer"),
        case_id=case.pk,
        accepted={"shoot_days": "24", "local_hires": "62", "trainee_days": "45"},
        reasons=dict.fromkeys(FIGURES, "Daftar hadir dan perjanjian magang (contoh)."),
    )
    _award(case)
    _pay(case)
    payments.prepare_payment(actor=acting("incentive_officer"), case_id=case.pk)


def _pay(case: Case) -> None:
    payer = acting("incentive_approver")
    payment = payments.prepare_payment(actor=acting("incentive_officer"), case_id=case.pk)
    payments.release_payment(actor=payer, payment_id=payment.pk)
    payments.record_paid(
        actor=payer,
        payment_id=payment.pk,
        evidence=f"CONTOH-{payment.reference}",
        paid_on=timezone.localdate(),
    )
