"""The audit of a cost report: what is examined, the word on each line, the signed report."""

from __future__ import annotations

import secrets
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import F, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from simpul.incentives import access
from simpul.incentives.actions import reporting
from simpul.incentives.actions.cost_reports import report_for
from simpul.incentives.actions.holding import hold_case
from simpul.incentives.models import CostReport, Finding
from simpul.incentives.report import access as report_access
from simpul.incentives.report import setup as report_setup
from simpul.incentives.report import store as report_store
from simpul.incentives.report.paper import audit_paper
from simpul.incentives.report.reckoning.frame import counted
from simpul.incentives.report.reckoning.sampling import Plan, draw
from simpul.incentives.report.reckoning.tables import Tables
from simpul.journal.actions import record
from simpul.kit.actors import Actor
from simpul.kit.late import polars as pl
from simpul.kit.outcomes import InvalidInput, WrongState
from simpul.papers.actions import store_document, store_upload

MOST_FINDINGS = 20_000
"""More lines than that are decided by correcting the mapping, not one by one."""
EVIDENCE = {"pdf", "jpg", "png", "xlsx", "docx"}
VERDICTS = ("accepted", "reduced", "refused")


def start(
    *, actor: Actor, case_id: UUID | str, number: int, threshold: Decimal, size: int
) -> CostReport:
    """Begin: draw the sample with a new seed, open a finding for every line to look at.

    `threshold`: every line from this amount on is examined; `size`: lines drawn of the rest.
    """
    if threshold <= 0 or not 0 <= size <= 1000:
        raise InvalidInput(
            {"threshold": [_("Enter an amount above zero, and at most 1,000 lines.")]}
        )
    with transaction.atomic():
        hold_case(actor, case_id)
        report = report_for(actor, case_id, number, lock=True)
        access.require(report_access.can_start(actor, report))
        report.seed, report.threshold, report.sample_size = secrets.token_hex(16), threshold, size
        report.state, report.auditor_id = CostReport.State.AUDITING, actor.user_id
        found = _to_examine(report)
        if len(found) > MOST_FINDINGS:
            raise InvalidInput({"threshold": [_("Too many lines to examine. Raise the amount.")]})
        Finding.objects.bulk_create(found, batch_size=2000)
        report.findings_open = len(found)
        report.save()
        reporting.audit_started(actor=actor, case=report.case, report=report)
    return report


def _to_examine(report: CostReport) -> list[Finding]:
    """One finding for each line that is large, drawn or flagged; flags that only note are none."""
    lines = counted(report_store.lines_of(report))
    assert report.threshold is not None
    drawn = draw(lines, Plan(report.threshold, report.sample_size, report.seed))
    why = dict(drawn.select("row", "why").iter_rows())
    tables = report_setup.tables_for(report)
    looked_at = {row.id for row in tables.flags if row.severity == "look"}
    marks: dict[int, list[str]] = {}
    whole: list[Finding] = []
    for row, flag, note in report_store.flags_of(report).iter_rows():
        if row == 0:
            whole.append(_of_the_whole(report, tables, flag, note))
        elif flag in looked_at or row in why:
            marks.setdefault(row, []).append(flag)
    wanted = pl.Series([*{*why, *marks}], dtype=pl.Int64)
    kept = lines.filter(pl.col("row").is_in(wanted.implode())).select(
        "row", "account", "payee", "category", "eligible"
    )
    found = [
        Finding(
            report=report,
            row=row,
            why=why.get(row, "flag"),
            flags=sorted(set(marks.get(row, []))),
            account=account[:60],
            payee=payee[:200],
            category=category,
            amount=eligible,
        )
        for row, account, payee, category, eligible in kept.iter_rows()
    ]
    # The store keeps one finding for the report as a whole: the first cap that is broken.
    return [*found, *whole[:1]]


def _of_the_whole(report: CostReport, tables: Tables, flag: str, note: str) -> Finding:
    """A category over its cap: at stake is what lies above ("120 > 100" stakes 20)."""
    part, cap = (Decimal(text) for text in note.split(" > "))
    row = next(row for row in tables.flags if row.id == flag)
    return Finding(
        report=report,
        row=0,
        why="flag",
        flags=[flag],
        category=row.words("category")[0],
        amount=part - cap,
    )


def raise_finding(
    *, actor: Actor, case_id: UUID | str, number: int, row: int, reason: str
) -> Finding:
    """The auditor names a line that nothing had marked."""
    with transaction.atomic():
        report = report_for(actor, case_id, number, lock=True)
        access.require(report_access.can_decide(actor, report))
        line = report_store.one_line(report, row, people=True)
        if line is None or line["treatment"] not in ("count", "part"):
            raise InvalidInput({"row": [_("This line is not among those that count.")]})
        if report.findings.filter(row=row).exists():
            raise WrongState(_("There is a finding for this line already."))
        finding = Finding.objects.create(
            report=report,
            row=row,
            why="own",
            account=str(line["account"])[:60],
            payee=str(line["payee"])[:200],
            category=str(line["category"]),
            amount=Decimal(str(line["eligible"])),
            reason=reason.strip()[:1000],
        )
        _count(report)
    return finding


def decide(
    *,
    actor: Actor,
    case_id: UUID | str,
    number: int,
    row: int,
    verdict: str,
    reason: str = "",
    allowed: Decimal | None = None,
    evidence: UploadedFile[Any] | None = None,
) -> Finding:
    """Say what becomes of one line: accepted whole, reduced to `allowed`, or refused."""
    with transaction.atomic():
        report = report_for(actor, case_id, number, lock=True)
        access.require(report_access.can_decide(actor, report))
        finding = report.findings.select_for_update().filter(row=row).first()
        if finding is None:
            raise InvalidInput({"row": [_("There is no finding for this line.")]})
        left = _left(finding, verdict, allowed, reason)
        if evidence is not None:
            finding.evidence = store_upload(
                actor=actor,
                upload=evidence,
                kind="finding-evidence",
                personal_class="sensitive",
                subject=report.subject,
                accept=EVIDENCE,
            )
        finding.state, finding.allowed, finding.reason = verdict, left, reason.strip()[:1000]
        finding.decided_by_id, finding.decided_at = actor.user_id, timezone.now()
        finding.save()
        _count(report)
        _journal(actor, report, "incentive.finding_decided", row=row, verdict=verdict)
    return finding


def decide_flag(
    *, actor: Actor, case_id: UUID | str, number: int, flag: str, verdict: str, reason: str
) -> int:
    """The same word for every open finding with this flag and no other; how many."""
    if verdict not in ("accepted", "refused"):
        raise InvalidInput({"verdict": [_("Many lines at once are accepted or refused.")]})
    if not reason.strip():
        raise InvalidInput({"reason": [_("Give a reason.")]})
    with transaction.atomic():
        report = report_for(actor, case_id, number, lock=True)
        access.require(report_access.can_decide(actor, report))
        those = report.findings.filter(state=Finding.State.OPEN, flags=[flag], why="flag")
        count = _decide_all(those, actor, verdict, reason.strip()[:1000])
        _count(report)
        _journal(
            actor, report, "incentive.findings_decided", flag=flag, verdict=verdict, count=count
        )
    return count


def _decide_all(those: QuerySet[Finding], actor: Actor, verdict: str, reason: str) -> int:
    return those.update(
        state=verdict,
        allowed=F("amount") if verdict == "accepted" else Decimal(0),
        reason=reason,
        decided_by_id=actor.user_id,
        decided_at=timezone.now(),
    )


def _left(finding: Finding, verdict: str, allowed: Decimal | None, reason: str) -> Decimal:
    """What is left of the line; InvalidInput for a word that does not fit."""
    if verdict not in VERDICTS:
        raise InvalidInput({"verdict": [_("Choose one.")]})
    if verdict == "accepted":
        return finding.amount
    if not reason.strip():
        raise InvalidInput({"reason": [_("Give a reason.")]})
    if verdict == "refused":
        return Decimal(0)
    low, high = sorted((Decimal(0), finding.amount))
    if allowed is None or not low <= allowed <= high or allowed == finding.amount:
        raise InvalidInput(
            {"allowed": [_("Enter what is left: more than nothing and less than the line claims.")]}
        )
    return allowed


def finish(*, actor: Actor, case_id: UUID | str, number: int, opinion: str) -> CostReport:
    """Everything is decided: add up, sign the auditor's report, hand the case on."""
    if not opinion.strip():
        raise InvalidInput({"opinion": [_("Say in your own words what the audit found.")]})
    with transaction.atomic():
        hold_case(actor, case_id)
        report = report_for(actor, case_id, number, lock=True)
        access.require(report_access.can_decide(actor, report))
        if report.untagged:
            raise WrongState(_("Lines without a category stop the certificate."))
        if report.findings.filter(state=Finding.State.OPEN).exists():
            raise WrongState(_("Findings wait for a decision."))
        report.accepted = accepted_of(report)
        report.opinion, report.audited_at = opinion.strip(), timezone.now()
        report.paper = store_document(
            actor=actor,
            content=audit_paper(report, by=actor.label),
            name=f"audit-{report.case.reference}-{report.number}.pdf",
            kind="audit-report",
            personal_class="case",
            subject=report.subject,
        )
        report.state = CostReport.State.AUDITED
        report.save()
        reporting.audit_finished(actor=actor, case=report.case, report=report)
    return report


def accepted_of(report: CostReport) -> Decimal:
    """What is claimed less what the decided findings take away. Exact."""
    sums = report.findings.exclude(allowed=None).aggregate(
        claimed=Sum("amount"), allowed=Sum("allowed")
    )
    cut = (sums["claimed"] or Decimal(0)) - (sums["allowed"] or Decimal(0))
    return (report.claimed or Decimal(0)) - cut


def send_back(*, actor: Actor, case_id: UUID | str, number: int, reason: str) -> CostReport:
    """The report cannot be audited as it is: back to the company."""
    if not reason.strip():
        raise InvalidInput({"reason": [_("Give a reason.")]})
    with transaction.atomic():
        hold_case(actor, case_id)
        report = report_for(actor, case_id, number, lock=True)
        if report.state == CostReport.State.AUDITING:
            access.require(report_access.can_decide(actor, report))
        else:
            access.require(report_access.can_start(actor, report))
        report.state = CostReport.State.RETURNED
        report.save(update_fields=["state"])
        reporting.report_returned(
            actor=actor, case=report.case, report=report, reason=reason.strip()
        )
    return report


def _count(report: CostReport) -> None:
    report.findings_open = report.findings.filter(state=Finding.State.OPEN).count()
    report.accepted = accepted_of(report)
    report.save(update_fields=["findings_open", "accepted"])


def _journal(actor: Actor, report: CostReport, verb: str, **data: Any) -> None:
    record(
        actor=actor, verb=verb, subject=report.case.subject, data={"report": report.number, **data}
    )
