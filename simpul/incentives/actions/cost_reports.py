"""Cost reports: taken in, read by a job, sent, certified from. Nothing is ever half loaded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from simpul.city.queries import city_book
from simpul.incentives import access
from simpul.incentives.actions import reporting
from simpul.incentives.actions.holding import hold_case
from simpul.incentives.models import Case, CostReport, CostTotal, Finding
from simpul.incentives.queries import case_for
from simpul.incentives.report import access as report_access
from simpul.incentives.report import setup as report_setup
from simpul.incentives.report import store as report_store
from simpul.incentives.report.reckoning.report import sums
from simpul.journal.actions import record
from simpul.kit.actors import Actor
from simpul.kit.late import polars as pl
from simpul.kit.outcomes import Answer, InvalidInput, NotVisible, WrongState
from simpul.papers.actions import store_ledger
from simpul.people.access import require_signed_in

_TOTALS = ("amount", "debit", "credit")


def report_for(actor: Actor, case_id: UUID | str, number: int, *, lock: bool = False) -> CostReport:
    """One report of a case; NotVisible for outsiders, and while it is its company's own."""
    case = case_for(actor, case_id)
    found = CostReport.objects.filter(case=case, number=number).select_related(
        "source", "lines", "flags", "paper", "fault_list", "auditor"
    )
    if lock:
        found = found.select_for_update(of=("self",))
    report = found.first()
    if report is None:
        raise NotVisible(_("Not found."))
    report.case = case
    report_access.require_report(actor, report)
    return report


def upload(
    *,
    actor: Actor,
    case_id: UUID | str,
    upload: UploadedFile[Any],
    layout: Mapping[str, Any],
    totals: Mapping[str, Any],
) -> CostReport:
    """Take a ledger in and queue its reading. `totals`: control totals as typed.

    Raises NotVisible, NotAllowed, InvalidInput (a hostile file, a total that is no number).
    """
    from simpul.incentives import jobs

    access.require(access.can_report(actor, case_for(actor, case_id)))
    account = require_signed_in(actor)
    wanted = _totals(totals)
    with transaction.atomic():
        case = case_for(actor, case_id, lock=True)
        access.require(access.can_report(actor, case))
        if case.cost_reports.filter(state=CostReport.State.READING).exists():
            raise WrongState(_("A report of this case is being read. Wait until that is done."))
        source = store_ledger(
            actor=actor,
            upload=upload,
            kind="cost-report",
            personal_class="sensitive",
            subject=case.subject,
        )
        last = case.cost_reports.aggregate(last=Max("number"))["last"] or 0
        report = CostReport.objects.create(
            case=case,
            number=last + 1,
            currency=case.currency,
            source=source,
            sha256=source.sha256,
            layout={"currency": case.currency, **layout},
            totals=wanted,
            uploaded_by_id=account,
            rules_version_id=city_book().version_id,
        )
        _journal(actor, report, "incentive.report_uploaded", file=source.sha256)
        jobs.read_cost_report.defer(report_id=report.pk)
    return report


def _totals(values: Mapping[str, Any]) -> dict[str, Any]:
    """Control totals as kept: whole numbers and exact text; InvalidInput for what is none."""
    kept: dict[str, Any] = {}
    if values.get("lines"):
        kept["lines"] = int(values["lines"])
    for name in _TOTALS:
        text = str(values.get(name) or "").strip()
        if not text:
            continue
        try:
            number = Decimal(text)
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite() or abs(number) >= Decimal(10) ** 15:
            raise InvalidInput({name: [_("Enter a number, with a point before the decimals.")]})
        kept[name] = str(number)
    return kept


def answer(
    *, actor: Actor, case_id: UUID | str, number: int, layout: Mapping[str, Any]
) -> CostReport:
    """Say how a file is to be read that leaves it open, or was read wrongly; read it again."""
    from simpul.incentives import jobs

    with transaction.atomic():
        case = case_for(actor, case_id, lock=True)
        access.require(access.can_report(actor, case))
        report = report_for(actor, case_id, number, lock=True)
        if report.state not in (CostReport.State.ASKING, CostReport.State.REFUSED):
            raise WrongState(_("This report needs no answer."))
        columns = {**report.layout.get("columns", {}), **layout.get("columns", {})}
        report.layout = {**report.layout, **layout, "columns": columns}
        report.state, report.step = CostReport.State.READING, "wait"
        report.questions, report.faults, report.faults_count = [], [], 0
        report.fault_list = None
        report.source.keep_until = None
        report.source.save(update_fields=["keep_until"])
        report.save()
        _journal(actor, report, "incentive.report_layout")
        jobs.read_cost_report.defer(report_id=report.pk)
    return report


def keep_lines(
    actor: Actor,
    report: CostReport,
    lines: pl.DataFrame,
    found: pl.DataFrame,
    left: Sequence[str],
    untagged: int,
) -> None:
    """Put lines, flags and totals beside the report; the caller saves it."""
    report_store.let_go(report.lines, report.flags)
    report.lines = report_store.keep_frame(actor, report, "lines", lines)
    report.flags = report_store.keep_frame(actor, report, "flags", found)
    table = sums(lines)
    CostTotal.objects.filter(report=report).delete()
    CostTotal.objects.bulk_create(
        CostTotal(report=report, **row) for row in table.iter_rows(named=True)
    )
    costs = table.filter(pl.col("treatment") != "ignore")
    report.total = Decimal(costs["amount"].sum() or 0)
    report.claimed = Decimal(table["eligible"].sum() or 0)
    report.lines_count, report.untagged = lines.height, untagged
    report.not_run = list(left)


# --- onwards ---------------------------------------------------------------------------------


def send(*, actor: Actor, case_id: UUID | str, number: int) -> CostReport:
    """The company sends its report; the case moves on."""
    with transaction.atomic():
        _fund, case = hold_case(actor, case_id)
        report = report_for(actor, case_id, number, lock=True)
        access.require(report_access.can_send(actor, report))
        report.sent_at = timezone.now()
        report.save(update_fields=["sent_at"])
        reporting.report_sent(actor=actor, case=case, report=report)
    return report


def current(case: Case) -> CostReport | None:
    """The report a decision rests on: the newest that was sent and not sent back."""
    sent = case.cost_reports.filter(sent_at__isnull=False)
    return sent.exclude(state=CostReport.State.RETURNED).order_by("-number").first()


def certifiable(report: CostReport) -> Answer:
    """May a certificate rest on this report? With the reason why not."""
    return report_access.certifiable(report)


def certified_lines(report: CostReport) -> pl.DataFrame:
    """The lines that count after the audit, as the case's scheme sees them.

    A line the auditor reduced stands with what is left of it; refused ones are gone. WrongState
    while the report is not certifiable.
    """
    answer = report_access.certifiable(report)
    if not answer:
        raise WrongState(answer.reason)
    lines = report_setup.scheme_lines(report, report_store.lines_of(report))
    cut = report.findings.filter(state__in=["reduced", "refused"])
    rows = list(cut.exclude(row=0).values_list("row", "allowed"))
    table = pl.DataFrame(
        rows, schema={"row": pl.Int64(), "left": lines.schema["amount"]}, orient="row"
    )
    lines = lines.join(table, on="row", how="left", maintain_order="left")
    touched = pl.col("left").is_not_null()
    whole = pl.lit(Decimal(1), dtype=lines.schema["share"])
    lines = lines.with_columns(
        pl.coalesce("left", "amount").alias("amount"),
        pl.coalesce("left", "eligible").alias("eligible"),
        pl.when(touched).then(whole).otherwise("share").alias("share"),
    ).filter(~touched | (pl.col("left") != 0))
    return _less_whole(lines.drop("left"), cut.filter(row=0).first())


def _less_whole(lines: pl.DataFrame, finding: Finding | None) -> pl.DataFrame:
    """What was cut of a category as a whole stands as one line of it that takes it off."""
    if finding is None or finding.allowed is None:
        return lines
    chart = "chart" if "chart" in lines.columns else "category"
    first = lines.filter(pl.col(chart) == finding.category).head(1)
    less = pl.lit(finding.allowed - finding.amount)
    return pl.concat(
        [
            lines,
            first.with_columns(
                pl.lit(0, dtype=pl.Int64).alias("row"),
                pl.lit("whole").alias("key"),
                less.cast(lines.schema["amount"]).alias("amount"),
                less.cast(lines.schema["eligible"]).alias("eligible"),
                pl.lit(Decimal(1), dtype=lines.schema["share"]).alias("share"),
            ),
        ]
    )


def _journal(actor: Actor, report: CostReport, verb: str, **data: Any) -> None:
    record(
        actor=actor,
        verb=verb,
        subject=report.case.subject,
        data={"report": report.number, **data},
    )
