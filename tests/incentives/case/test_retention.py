"""Ledgers and evidence go when the commission says so, and never while something is disputed."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from simpul.incentives.actions import review
from simpul.incentives.actions.retention import end_keeping
from simpul.incentives.models import Case, Recovery
from simpul.journal.queries import entries_for
from simpul.kit.actors import system_actor
from simpul.papers.actions import erase_due
from simpul.papers.models import StoredFile

pytestmark = pytest.mark.django_db
SYSTEM = system_actor("test")


def after(days: int) -> dt.datetime:
    return timezone.now() + dt.timedelta(days=days)


def erased(case: Case) -> dict[str, bool]:
    """Kind of paper -> are its bytes gone? Of the case and its report."""
    subjects = [case.subject, *(report.subject for report in case.cost_reports.all())]
    files = StoredFile.objects.filter(subject__in=subjects)
    return {file.kind: file.erased_at is not None for file in files}


def test_sources_go_after_the_time_that_is_set_and_decisions_stay(
    reported: Any, kartika: Any, ani: Any, settings: Any
) -> None:
    case = reported()
    report = case.cost_reports.get()
    running = reported("Pagi di Kota")
    review.refuse_case(actor=kartika.actor, case_id=case.pk, reason="Palsu", law="Simpul § 3")

    assert end_keeping(actor=SYSTEM, now=after(9_999)) == 0  # nothing is set: kept for ever
    settings.KEEP_INCENTIVE_DAYS = 20
    settings.INCENTIVE_APPEAL_DAYS = 30
    assert end_keeping(actor=SYSTEM, now=after(19)) == 0
    assert end_keeping(actor=SYSTEM, now=after(25)) == 0  # it may still be objected to
    claim = Recovery.objects.create(
        case=case,
        amount=1,
        currency="IDR",
        cause="refused",
        due_on=timezone.localdate(),
        claimed_at=timezone.now(),
    )
    assert end_keeping(actor=SYSTEM, now=after(31)) == 0  # money is to come back
    Recovery.objects.filter(pk=claim.pk).update(state="settled", ended_at=timezone.now())

    assert end_keeping(actor=SYSTEM, now=after(31)) == 3  # the ledger, its lines, its flags
    assert end_keeping(actor=SYSTEM, now=after(32)) == 0  # once
    erase_due(today=timezone.localdate(after(32)))
    gone = erased(case)
    assert gone["cost-report"] and gone["cost-report-lines"] and gone["cost-report-flags"]
    assert not gone["incentive_certificate"]
    assert not any(erased(running).values())
    entry = list(entries_for(case.subject))[-1]
    assert (entry.verb, entry.data["files"]) == ("incentive.sources_kept_until", 3)
    report.refresh_from_db()
    assert report.claimed  # totals stay


def test_pages_of_a_report_whose_lines_are_gone_say_so(
    reported: Any, ani: Any, client: Any, settings: Any
) -> None:
    case = reported()
    review.withdraw_case(actor=ani.actor, case_id=case.pk)
    settings.KEEP_INCENTIVE_DAYS = 1
    end_keeping(actor=SYSTEM, now=after(2))
    erase_due(today=timezone.localdate(after(4)))
    client.force_login(ani.user)
    here = f"/insentif/kasus/{case.pk}/laporan/1/"
    assert client.get(here).status_code == 200
    for page in ("baris/", "baris.csv", "berkas/", "skema/"):
        assert client.get(here + page).status_code == 404, page
