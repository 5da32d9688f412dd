"""From an upload to a signed audit: states, money, memory, and what is kept when it fails."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import Any

import polars as pl
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from pyhanko.pdf_utils.reader import PdfFileReader

from simpul.incentives.actions import auditing, classifying, cost_reports
from simpul.incentives.actions.report_reading import give_up, read_report
from simpul.incentives.models import Case, CostReport, Finding
from simpul.incentives.report import store as report_store
from simpul.journal.queries import entries_for
from simpul.kit.outcomes import InvalidInput, NotAllowed, NotVisible, WrongState
from tests.incentives.report.case_helpers import HEAD, case_of, ledger, made, reworked, uploaded

pytestmark = pytest.mark.django_db


@pytest.fixture
def indra(make_person: Any) -> Any:
    return make_person("Indra", roles=("incentive_officer",), second_factor=True)


@pytest.fixture
def joko(make_person: Any) -> Any:
    return make_person("Joko", roles=("incentive_auditor",), second_factor=True)


@pytest.fixture
def case(jakarta: Any, ani: Any, company: Any, indra: Any) -> Case:
    return case_of(company, ani, indra)


TEXT = HEAD + (
    "2026-03-24;1405;Adi;person;;A1;Honor;1000\n"
    "2026-03-24;1405;Bela;person;;A2;Honor;3000\n"
    "2026-03-24;4401;PT Efek;company;1;A3;Efek;500\n"
    "2026-03-24;9001;Bank;;;A4;Bank;-4500\n"
)


def test_a_ledger_is_read_whole_and_its_totals_are_kept(case: Case, ani: Any) -> None:
    text, planted = made()
    report = uploaded(ani.actor, case, text)
    assert (report.state, report.lines_count) == ("ready", 400)
    assert report.untagged == len(planted["untagged"])
    sums = list(report.sums.all())
    assert sum(row.lines for row in sums) == 400
    assert sum(row.eligible for row in sums) == report.claimed
    frame = report_store.lines_of(report).collect()
    assert frame.height == 400
    assert Decimal(frame["eligible"].sum()) == report.claimed
    verbs = [entry.verb for entry in entries_for(case.subject)]
    assert verbs[-2:] == ["incentive.report_uploaded", "incentive.report_read"]


def test_a_refused_file_keeps_its_faults_and_nothing_else(case: Case, ani: Any) -> None:
    bad = TEXT + "".join(f"2026-03-24;1405;X;;;B{n};x;banyak\n" for n in range(500))
    report = uploaded(ani.actor, case, bad)
    assert (report.state, report.faults_count, len(report.faults)) == ("refused", 500, 200)
    assert report.faults[0] == {
        "line": 6,
        "column": "amount",
        "code": "not_number",
        "value": "banyak",
        "more": "",
    }
    assert report.lines is None
    assert report.claimed is None
    assert not report.sums.exists()
    assert report.fault_list is not None
    # What was refused is personal and nobody's business for long; a new answer keeps it.
    days = (report.source.keep_until - timezone.localdate()).days
    assert days == settings.KEEP_DAYS["sensitive"]
    listed = pl.read_csv(report.fault_list.content.open("rb").read())
    assert listed.height == 500


def test_control_totals_typed_by_the_owner(case: Case, ani: Any) -> None:
    wrong = uploaded(ani.actor, case, TEXT, totals={"lines": 5, "amount": "1"})
    assert {row["code"] for row in wrong.faults} == {"control_lines", "control_total"}
    right = uploaded(ani.actor, case, TEXT, totals={"lines": 4, "amount": "0"})
    assert right.state == "ready"
    with pytest.raises(InvalidInput):
        uploaded(ani.actor, case, TEXT, totals={"amount": "1e400"})


def test_what_is_open_is_asked_and_read_again_with_the_answer(case: Case, ani: Any) -> None:
    report = uploaded(ani.actor, case, "date;acct;amount\n2026-03-24;1405;1.234\n")
    assert (report.state, report.questions[0]["id"]) == ("asking", "decimal")
    cost_reports.answer(
        actor=ani.actor, case_id=case.pk, number=report.number, layout={"decimal": ","}
    )
    read_report(report_id=report.pk)
    report.refresh_from_db()
    assert (report.state, report.total) == ("ready", Decimal(1234))


def test_reading_twice_reads_once_and_a_break_is_said(case: Case, ani: Any) -> None:
    report = uploaded(ani.actor, case, TEXT)
    before = report.lines_id
    read_report(report_id=report.pk)
    give_up(report_id=report.pk)
    report.refresh_from_db()
    assert (report.state, report.lines_id) == ("ready", before)
    waiting = cost_reports.upload(
        actor=ani.actor, case_id=case.pk, upload=ledger(TEXT), layout={}, totals={}
    )
    with pytest.raises(WrongState):
        cost_reports.upload(
            actor=ani.actor, case_id=case.pk, upload=ledger(TEXT), layout={}, totals={}
        )
    give_up(report_id=waiting.pk)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.faults[0]["code"]) == ("refused", "broken_off")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", b"MZ\x00\x00program"),
        ("a.pdf", b"%PDF-1.7"),
        ("a.xlsx", b"PK\x03\x04nothing"),
        ("a.xml", b"<?xml version='1.0'?><!DOCTYPE a><AuditFile/>"),
        ("a.xml", b"<?xml version='1.0'?><Invoice/>"),
        ("a.csv", b"date,acct\x00"),
        ("a.csv", b""),
    ],
)
def test_hostile_files_are_not_even_stored(case: Case, ani: Any, name: str, content: bytes) -> None:
    with pytest.raises(InvalidInput) as caught:
        cost_reports.upload(
            actor=ani.actor,
            case_id=case.pk,
            upload=SimpleUploadedFile(name, content),
            layout={},
            totals={},
        )
    assert "file" in caught.value.errors
    assert not CostReport.objects.exists()


def test_mapping_is_remembered_for_the_companys_next_report(
    case: Case, ani: Any, company: Any, indra: Any
) -> None:
    report = uploaded(ani.actor, case, TEXT)
    assert (report.untagged, report.claimed) == (1, Decimal(4500))
    before = report.lines
    classifying.map_accounts(
        actor=ani.actor, case_id=case.pk, number=1, accounts="9*", category="bank",
        treatment="ignore",
    )  # fmt: skip
    reworked(report)
    assert (report.untagged, report.claimed, report.total) == (0, Decimal(4500), Decimal(4500))
    before.refresh_from_db()
    assert before.keep_until == timezone.localdate()  # erased tonight
    assert report.lines.keep_until is None
    classifying.map_accounts(
        actor=ani.actor, case_id=case.pk, number=1, accounts="44*", category="post",
        treatment="part", share=Decimal("0.65"), method="contract", reason="65% dari kontrak",
    )  # fmt: skip
    reworked(report)
    assert report.claimed == Decimal("4325")
    next_case = case_of(company, ani, indra)
    again = uploaded(ani.actor, next_case, TEXT)
    assert (again.untagged, again.claimed) == (0, Decimal("4325"))
    with pytest.raises(InvalidInput):
        classifying.map_accounts(
            actor=ani.actor, case_id=case.pk, number=1, accounts="2-1", category="post"
        )


def test_classifying_again_changes_nothing_by_itself(case: Case, ani: Any) -> None:
    text, _planted = made()
    report = uploaded(ani.actor, case, text)
    before = report_store.lines_of(report).collect(), report_store.flags_of(report)
    CostReport.objects.filter(pk=report.pk).update(renewing_at=timezone.now())
    reworked(report)
    assert report_store.lines_of(report).collect().equals(before[0])
    assert report_store.flags_of(report).equals(before[1])


def _audited(case: Case, ani: Any, joko: Any) -> CostReport:
    report = uploaded(ani.actor, case, TEXT)
    classifying.map_accounts(
        actor=ani.actor, case_id=case.pk, number=1, accounts="9*", category="bank",
        treatment="ignore",
    )  # fmt: skip
    reworked(report)
    cost_reports.send(actor=ani.actor, case_id=case.pk, number=report.number)
    auditing.start(actor=joko.actor, case_id=case.pk, number=1, threshold=Decimal(900), size=10)
    return CostReport.objects.get(pk=report.pk)


def test_an_audit_from_the_sample_to_the_signed_report(case: Case, ani: Any, joko: Any) -> None:
    report = _audited(case, ani, joko)
    found = {one.row: one.why for one in report.findings.all()}
    assert found == {2: "large", 3: "large", 4: "drawn"}  # the bank's line is no cost
    assert (report.findings_open, len(report.seed)) == (3, 32)
    with pytest.raises(WrongState):
        auditing.finish(actor=joko.actor, case_id=case.pk, number=1, opinion="Baik.")

    decide = {"actor": joko.actor, "case_id": case.pk, "number": 1}
    auditing.decide(**decide, row=2, verdict="accepted")
    with pytest.raises(InvalidInput):
        auditing.decide(**decide, row=3, verdict="reduced", allowed=Decimal(3000), reason="x")
    with pytest.raises(InvalidInput):
        auditing.decide(**decide, row=3, verdict="refused")
    auditing.decide(**decide, row=3, verdict="reduced", allowed=Decimal(1250), reason="Separuh")
    auditing.decide(**decide, row=4, verdict="refused", reason="Tanpa bukti")
    with pytest.raises(WrongState):
        cost_reports.certified_lines(CostReport.objects.get(pk=report.pk))

    auditing.finish(actor=joko.actor, case_id=case.pk, number=1, opinion="Sesuai, kecuali dua.")
    report.refresh_from_db()
    # 4,500 claimed, less 1,750 and 500
    assert (report.state, report.accepted) == ("audited", Decimal(2250))
    lines = cost_reports.certified_lines(report)
    assert lines.select("row", "amount", "eligible").rows() == [
        (2, Decimal(1000), Decimal(1000)),
        (3, Decimal(1250), Decimal(1250)),
    ]
    assert report.paper is not None
    pdf = PdfFileReader(io.BytesIO(report.paper.content.open("rb").read()))
    assert len(pdf.embedded_signatures) == 1
    assert cost_reports.current(case) == report
    case.refresh_from_db()
    assert case.state == "audit"
    verbs = [entry.verb for entry in entries_for(case.subject)]
    assert {"incentive.reported", "incentive.audit_started", "incentive.audit_finished"} <= {*verbs}


def test_untagged_lines_stop_the_end_of_the_audit(case: Case, ani: Any, joko: Any) -> None:
    report = uploaded(ani.actor, case, TEXT)
    cost_reports.send(actor=ani.actor, case_id=case.pk, number=1)
    auditing.start(actor=joko.actor, case_id=case.pk, number=1, threshold=Decimal(10**9), size=0)
    with pytest.raises(WrongState, match="kategori"):
        auditing.finish(actor=joko.actor, case_id=case.pk, number=1, opinion="Baik.")
    # The auditor maps what the company left open; what was decided for other amounts opens again.
    classifying.map_accounts(
        actor=joko.actor, case_id=case.pk, number=1, accounts="9*", category="bank",
        treatment="ignore",
    )  # fmt: skip
    reworked(report)
    auditing.finish(actor=joko.actor, case_id=case.pk, number=1, opinion="Baik.")
    assert CostReport.objects.get(case=case).state == "audited"


def test_what_was_decided_opens_again_when_its_claim_changes(
    case: Case, ani: Any, joko: Any
) -> None:
    report = _audited(case, ani, joko)
    auditing.decide(actor=joko.actor, case_id=case.pk, number=1, row=4, verdict="accepted")
    classifying.map_accounts(
        actor=joko.actor, case_id=case.pk, number=1, accounts="44*", category="post",
        treatment="part", share=Decimal("0.5"), method="days", reason="Separuh hari",
    )  # fmt: skip
    reworked(report)
    finding = report.findings.get(row=4)
    assert (finding.state, finding.amount) == ("open", Decimal(250))
    report.refresh_from_db()
    assert report.findings_open == 3


def test_many_findings_of_one_flag_at_once(case: Case, ani: Any, joko: Any) -> None:
    text, planted = made()
    uploaded(ani.actor, case, text)
    cost_reports.send(actor=ani.actor, case_id=case.pk, number=1)
    report = auditing.start(
        actor=joko.actor, case_id=case.pk, number=1, threshold=Decimal(10**12), size=0
    )
    open_before = report.findings_open
    count = auditing.decide_flag(
        actor=joko.actor, case_id=case.pk, number=1, flag="deferral", verdict="refused",
        reason="Belum dibayar",
    )  # fmt: skip
    assert count == len(planted["deferral"])
    report.refresh_from_db()
    assert report.findings_open == open_before - count
    refused = report.findings.filter(state="refused")
    assert report.accepted == report.claimed - sum(one.amount for one in refused)


def test_the_auditor_names_a_line_and_sends_a_report_back(case: Case, ani: Any, joko: Any) -> None:
    _audited(case, ani, joko)
    with pytest.raises(InvalidInput):
        auditing.raise_finding(actor=joko.actor, case_id=case.pk, number=1, row=5, reason="Bank")
    with pytest.raises(WrongState):
        auditing.raise_finding(actor=joko.actor, case_id=case.pk, number=1, row=2, reason="x")
    auditing.send_back(actor=joko.actor, case_id=case.pk, number=1, reason="Lampiran hilang")
    case.refresh_from_db()
    assert case.state == "provisional"
    assert cost_reports.current(case) is None
    assert uploaded(ani.actor, case, TEXT).number == 2


def test_who_may_do_what(
    case: Case, ani: Any, citra: Any, indra: Any, joko: Any, make_person: Any, company: Any,
) -> None:  # fmt: skip
    viewer = make_person("Vera", company=company, role="viewer")
    for person, refusal in ((citra, NotVisible), (indra, NotAllowed), (viewer, NotAllowed)):
        with pytest.raises(refusal):
            uploaded(person.actor, case, TEXT)
    uploaded(ani.actor, case, TEXT)
    for person in (citra, indra, joko):  # not sent: the company's own
        with pytest.raises(NotVisible):
            cost_reports.report_for(person.actor, case.pk, 1)
    with pytest.raises(NotVisible):
        auditing.start(actor=joko.actor, case_id=case.pk, number=1, threshold=Decimal(1), size=1)
    cost_reports.send(actor=ani.actor, case_id=case.pk, number=1)
    for person in (ani, indra):
        with pytest.raises(NotAllowed):
            auditing.start(
                actor=person.actor, case_id=case.pk, number=1, threshold=Decimal(1), size=1
            )
    auditing.start(actor=joko.actor, case_id=case.pk, number=1, threshold=Decimal(1), size=1)
    other = make_person("Kiki", roles=("incentive_auditor",), second_factor=True)
    with pytest.raises(NotAllowed):
        auditing.decide(actor=other.actor, case_id=case.pk, number=1, row=2, verdict="accepted")


def test_the_database_refuses_what_no_audit_may_say(case: Case, ani: Any, joko: Any) -> None:
    report = _audited(case, ani, joko)
    wrong: list[Any] = [
        lambda: CostReport.objects.filter(pk=report.pk).update(state="audited"),
        lambda: CostReport.objects.filter(pk=report.pk).update(seed=""),
        lambda: CostReport.objects.filter(pk=report.pk).update(state="refused"),
        lambda: Finding.objects.filter(report=report).update(state="accepted"),
        lambda: CostReport.objects.create(
            case=case, number=1, currency="IDR", source=report.source, sha256="0" * 64,
            uploaded_by=ani.user,
        ),
    ]  # fmt: skip
    for change in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_places_of_the_schemes_area_are_no_mismatch(jakarta: Any, case: Case, ani: Any) -> None:
    Case.objects.filter(pk=case.pk).update(scheme_id="id-jakarta-rebate-scenario")
    head = "date;acct;vendor;place;description;amount\n"
    rows = [
        f"2026-03-24;3301;PT X;{place};Sewa;5000000\n"
        for place in ("Jakarta Barat", "ID-JK", "DKI", "", "Bandung", "Singapore")
    ]
    report = uploaded(ani.actor, case, head + "".join(rows))
    found = report_store.flags_of(report).filter(pl.col("flag") == "place-mismatch")
    assert found["row"].to_list() == [6, 7]
