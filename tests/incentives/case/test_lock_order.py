"""Whoever holds several rows takes the fund first, then the case, then the cost report."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone

from simpul.incentives.actions import auditing, awards, cost_reports, reconciling, report_reading
from tests.incentives.case.conftest import SPENT, ledger_file

pytestmark = pytest.mark.django_db
ORDER = ["incentives_fund", "incentives_case", "incentives_costreport"]
LOCKS = re.compile(r'FROM "(\w+)".* FOR (?:NO KEY )?UPDATE', re.DOTALL)
"""The first table of a query that locks; it locks that one only (OF)."""


@contextmanager
def in_order(least: int) -> Iterator[None]:
    """What happens inside takes at least so many of the rows, each first time in the one order."""
    taken: list[str] = []

    def watch(execute: Callable[..., Any], sql: str, *args: Any) -> Any:
        found = LOCKS.search(sql)
        if found and found[1] in ORDER and found[1] not in taken:
            taken.append(found[1])
        return execute(sql, *args)

    with connection.execute_wrapper(watch):
        yield
    assert taken == [table for table in ORDER if table in taken]
    assert len(taken) >= least, taken


def test_a_report_is_sent_audited_and_certified_in_one_order(
    awarded: Any, ani: Any, joko: Any, indra: Any, kartika: Any
) -> None:
    case = awarded()
    about = {"case_id": case.pk, "number": 1}
    upload = SimpleUploadedFile("laporan.csv", ledger_file(timezone.localdate(), SPENT))
    with in_order(1):
        report = cost_reports.upload(
            actor=ani.actor, case_id=case.pk, upload=upload, layout={}, totals={}
        )
    with in_order(1):
        report_reading.read_report(report_id=report.pk)
    with in_order(3):
        cost_reports.send(actor=ani.actor, **about)
    with in_order(3):
        auditing.start(actor=joko.actor, threshold=Decimal(10**10), size=0, **about)
    for finding in report.findings.filter(state="open"):
        with in_order(1):
            auditing.decide(actor=joko.actor, row=finding.row, verdict="accepted", **about)
    with in_order(3):
        auditing.finish(actor=joko.actor, opinion="Sesuai", **about)
    figures = {"shoot_days": "20", "local_hires": "40", "trainee_days": "0"}
    with in_order(2):
        reconciling.reconcile(
            actor=indra.actor,
            case_id=case.pk,
            accepted=figures,
            reasons=dict.fromkeys(figures, "Daftar hadir"),
        )
    with in_order(2):
        award = awards.propose_award(actor=indra.actor, case_id=case.pk)
    with in_order(2):
        awards.decide_award(actor=kartika.actor, award_id=award.pk, approve=True)


def test_a_report_is_sent_back_in_the_same_order(reported: Any, joko: Any) -> None:
    case = reported()
    with in_order(3):
        auditing.send_back(actor=joko.actor, case_id=case.pk, number=1, reason="Tidak lengkap")
