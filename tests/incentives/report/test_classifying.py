"""What is said of accounts is worked into the lines by a job: once, last, and before anybody binds
himself to them."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from simpul.incentives.actions import auditing, classifying, cost_reports
from simpul.incentives.actions.report_reading import NO_SIGN, mend_stopped
from simpul.incentives.models import Case, CostReport
from simpul.incentives.report.words import READING, RENEWING, STEPS, percent_of
from simpul.journal.queries import entries_for
from simpul.kit.outcomes import NotAllowed, NotVisible, WrongState
from tests.incentives.report.case_helpers import HEAD, case_of, reworked, uploaded

pytestmark = pytest.mark.django_db

TEXT = HEAD + (
    "2026-03-24;1405;Adi;person;;A1;Honor;1000\n"
    "2026-03-24;9001;Bank;;;A4;Bank;-4500\n"
    "2026-03-24;9002;Bank;;;A5;Bank;-500\n"
)


@pytest.fixture
def case(jakarta: Any, ani: Any, company: Any, make_person: Any) -> Case:
    officer = make_person("Indra", roles=("incentive_officer",), second_factor=True)
    return case_of(company, ani, officer)


@pytest.fixture
def report(case: Case, ani: Any) -> CostReport:
    return uploaded(ani.actor, case, TEXT)


def _map(actor: Any, report: CostReport, accounts: str = "9001") -> None:
    classifying.map_accounts(
        actor=actor, case_id=report.case_id, number=1, accounts=accounts, category="bank",
        treatment="ignore",
    )  # fmt: skip
    report.refresh_from_db()


def _asked(report: CostReport) -> str:
    assert report.renewing_at is not None
    return report.renewing_at.isoformat()


def test_the_request_only_asks_and_the_job_answers(report: CostReport, ani: Any) -> None:
    before = report.lines_id, report.claimed
    _map(ani.actor, report)
    assert (report.step, report.untagged, (report.lines_id, report.claimed)) == ("wait", 2, before)
    reworked(report)
    assert (report.renewing_at, report.untagged) == (None, 1)
    verbs = [entry.verb for entry in entries_for(report.case.subject)]
    assert verbs[-2:] == ["incentive.report_mapped", "incentive.report_classified"]


def test_nobody_binds_himself_to_lines_that_are_about_to_change(
    report: CostReport, ani: Any, make_person: Any
) -> None:
    _map(ani.actor, report, "9*")
    with pytest.raises(NotAllowed):
        cost_reports.send(actor=ani.actor, case_id=report.case_id, number=1)
    reworked(report)
    cost_reports.send(actor=ani.actor, case_id=report.case_id, number=1)
    joko = make_person("Joko", roles=("incentive_auditor",), second_factor=True)
    key = {"actor": joko.actor, "case_id": report.case_id, "number": 1}
    auditing.start(**key, threshold=Decimal(10), size=0)
    _map(joko.actor, report, "1405")
    for act in (
        lambda: auditing.decide(**key, row=2, verdict="accepted"),
        lambda: auditing.finish(**key, opinion="Baik."),
        lambda: auditing.send_back(**key, reason="Kurang"),
    ):
        with pytest.raises(NotAllowed):
            act()
    reworked(report)
    finding = report.findings.get(row=2)
    assert (finding.state, finding.amount) == ("open", Decimal(0))  # the bank's now, no cost
    auditing.send_back(**key, reason="Kurang")


def test_the_last_word_has_the_last_job(report: CostReport, ani: Any) -> None:
    _map(ani.actor, report, "9001")
    first = _asked(report)
    _map(ani.actor, report, "9002")
    second = _asked(report)
    classifying.classify_again(report_id=report.pk, asked=first)  # somebody has said more since
    report.refresh_from_db()
    assert (report.untagged, _asked(report)) == (2, second)
    classifying.classify_again(report_id=report.pk, asked=second)
    report.refresh_from_db()
    lines = report.lines_id
    classifying.classify_again(report_id=report.pk, asked=second)
    report.refresh_from_db()
    assert (report.renewing_at, report.untagged, report.lines_id) == (None, 0, lines)


def test_what_broke_off_is_said_and_can_be_asked_again(
    report: CostReport, ani: Any, citra: Any
) -> None:
    with pytest.raises(WrongState):
        classifying.ask_again(actor=ani.actor, case_id=report.case_id, number=1)
    _map(ani.actor, report)
    CostReport.objects.filter(pk=report.pk).update(
        step="flag", step_at=timezone.now() - NO_SIGN - timedelta(seconds=1)
    )
    mend_stopped(now=timezone.now())
    report.refresh_from_db()
    assert (report.step, report.state) == ("broken", "ready")
    with pytest.raises(NotVisible):
        classifying.ask_again(actor=citra.actor, case_id=report.case_id, number=1)
    classifying.ask_again(actor=ani.actor, case_id=report.case_id, number=1)
    reworked(report)
    assert (report.renewing_at, report.untagged) == (None, 1)


def test_a_reading_that_gives_no_sign_is_given_up(case: Case, ani: Any) -> None:
    from tests.incentives.report.case_helpers import ledger

    report = cost_reports.upload(
        actor=ani.actor, case_id=case.pk, upload=ledger(TEXT), layout={}, totals={}
    )
    mend_stopped(now=timezone.now() + 2 * NO_SIGN)  # it waits for its turn: nothing has stopped
    report.refresh_from_db()
    assert report.state == "reading"
    CostReport.objects.filter(pk=report.pk).update(step="read", step_at=timezone.now())
    mend_stopped(now=timezone.now() + NO_SIGN / 2)
    report.refresh_from_db()
    assert report.state == "reading"
    mend_stopped(now=timezone.now() + 2 * NO_SIGN)
    report.refresh_from_db()
    assert (report.state, report.faults[0]["code"]) == ("refused", "broken_off")


def test_a_report_that_was_refused_waits_for_no_classes(report: CostReport) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        CostReport.objects.filter(pk=report.pk).update(renewing_at=timezone.now(), state="returned")


@pytest.mark.parametrize("renewing", [False, True])
def test_the_bar_only_goes_forward_and_ends_below_the_whole(renewing: bool) -> None:
    steps = RENEWING if renewing else READING
    assert set(steps) <= set(STEPS)
    shown = [percent_of(step, part, renewing=renewing) for step in steps for part in (0, 500, 1000)]
    assert shown == sorted(shown)
    assert (shown[0], shown[-1]) == (0, 100)
    assert percent_of("broken", 5, renewing=renewing) == 0
