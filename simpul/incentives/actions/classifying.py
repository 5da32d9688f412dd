"""What accounts are and who is related: said in a moment, worked into the lines by a job."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from simpul.incentives import access
from simpul.incentives.actions.cost_reports import keep_lines, report_for
from simpul.incentives.models import CostReport, Finding, MappingRule, RelatedParty
from simpul.incentives.queries import case_for
from simpul.incentives.report import access as report_access
from simpul.incentives.report import setup as report_setup
from simpul.incentives.report import store as report_store
from simpul.incentives.report.reckoning import flags as checks
from simpul.incentives.report.reckoning.classify import classified
from simpul.incentives.report.reckoning.pairs import with_related
from simpul.incentives.report.reckoning.report import untagged_count
from simpul.incentives.report.reckoning.tables import Accounts, ClassRow, TableProblem
from simpul.journal.actions import record
from simpul.kit.actors import Actor, system_actor
from simpul.kit.late import polars as pl
from simpul.kit.outcomes import InvalidInput, WrongState
from simpul.people.access import require_signed_in

BROKEN = "broken"
"""The step of a classification that broke off for a reason of ours; somebody may ask again."""


def map_accounts(
    *,
    actor: Actor,
    case_id: UUID | str,
    number: int,
    accounts: str,
    category: str,
    treatment: str = "count",
    share: Decimal = Decimal(1),
    method: str = "",
    reason: str = "",
) -> CostReport:
    """Say what accounts are, remembered for the company's next report; classify anew."""
    with transaction.atomic():
        case = case_for(actor, case_id, lock=True)
        report = _held(actor, case_id, number)
        _check_rule(accounts, category, treatment, share, method, reason)
        MappingRule.objects.create(
            company_id=case.company_id,
            accounts=accounts,
            category=category,
            treatment=treatment,
            share=share,
            method=method,
            reason=reason,
            created_by_id=require_signed_in(actor),
        )
        _journal(actor, report, "incentive.report_mapped", accounts=accounts, category=category)
        _ask(report)
    return report


def _held(actor: Actor, case_id: UUID | str, number: int) -> CostReport:
    """A report that was read, to be changed by the actor. The caller holds the case."""
    report = report_for(actor, case_id, number, lock=True)
    access.require(report_access.can_change(actor, report))
    if report.lines_id is None:
        raise WrongState(_("The report has not been read."))
    return report


def _check_rule(
    accounts: str, category: str, treatment: str, share: Decimal, method: str, reason: str
) -> None:
    try:
        patterns = Accounts(tuple(part.strip() for part in accounts.split("|") if part.strip()))
        if not patterns.patterns:
            raise TableProblem("accounts", "")
        ClassRow("own", category, treatment, {}, accounts=patterns, share=share, method=method)
    except TableProblem as problem:
        raise InvalidInput({problem.field: [_("This cannot be used.")]}) from None
    if share < 1 and not reason:
        raise InvalidInput({"reason": [_("Say why only a part counts.")]})


def add_related_party(
    *, actor: Actor, case_id: UUID | str, number: int, name: str, tax_id: str = ""
) -> CostReport:
    """Name somebody the company is related to; the report's lines are marked anew."""
    if not name.strip():
        raise InvalidInput({"name": [_("Enter a name.")]})
    with transaction.atomic():
        case = case_for(actor, case_id, lock=True)
        report = _held(actor, case_id, number)
        RelatedParty.objects.create(
            company_id=case.company_id,
            name=name.strip(),
            tax_id=tax_id.strip(),
            created_by_id=require_signed_in(actor),
        )
        _journal(actor, report, "incentive.report_related")
        _ask(report)
    return report


def ask_again(*, actor: Actor, case_id: UUID | str, number: int) -> CostReport:
    """Once more, after a classification broke off."""
    with transaction.atomic():
        case_for(actor, case_id, lock=True)
        report = _held(actor, case_id, number)
        if report.renewing_at is None or report.step != BROKEN:
            raise WrongState(_("Nothing waits to be classified again."))
        _ask(report)
    return report


def _ask(report: CostReport) -> None:
    """Queue the classification. The time of asking names it: the last word has the last job."""
    from simpul.incentives import jobs

    report.renewing_at = timezone.now()
    report.step, report.step_lines, report.step_part = "wait", report.lines_count, 0
    report.save(update_fields=["renewing_at", "step", "step_lines", "step_part"])
    jobs.classify_cost_report.defer(report_id=report.pk, asked=report.renewing_at.isoformat())


# --- the job ---------------------------------------------------------------------------------


def classify_again(*, report_id: int, asked: str) -> None:
    """Lines, flags and totals by the rules as they stand now, asked for at `asked` (ISO 8601).

    Left alone when somebody has said more since: that has a job of its own.
    """
    report = _asked(report_id, asked).select_related("case", "lines", "flags").first()
    if report is None:
        return
    frame, found, left, untagged = _classified(report, _teller(report, asked))
    with transaction.atomic():
        held = _asked(report_id, asked).select_for_update(of=("self",)).first()
        if held is None:
            return
        actor = system_actor("worker")
        keep_lines(actor, held, frame, found, left, untagged)
        if held.state == CostReport.State.AUDITING:
            _follow(held, frame)
        held.renewing_at = None
        held.save()
        _journal(actor, held, "incentive.report_classified", lines=held.lines_count)


def _asked(report_id: int, asked: str) -> Any:
    return CostReport.objects.filter(pk=report_id, renewing_at=datetime.fromisoformat(asked))


def _teller(report: CostReport, asked: str) -> Callable[[str], None]:
    def tell(step: str) -> None:
        _asked(report.pk, asked).update(step=step, step_part=0, step_at=timezone.now())

    return tell


def _classified(
    report: CostReport, tell: Callable[[str], None]
) -> tuple[pl.DataFrame, pl.DataFrame, tuple[str, ...], int]:
    """Lines, flags, flags that could not be run, lines that stop a certificate."""
    tell("classify")
    setup = report_setup.setup_for(report)
    lines = report_store.lines_of(report).collect()
    tagged = "tag" in report.names
    frame = with_related(lines, setup.related)
    frame = classified(_with_own_shares(frame), setup.tables, setup.currency)
    tell("flag")
    about = checks.About.of(frame, setup.currency, setup.window, setup.places, tagged)
    found, left = checks.find(about, setup.tables.flags)
    tell("keep")
    return frame, found, left, untagged_count(frame, tagged)


def _with_own_shares(lines: pl.DataFrame) -> pl.DataFrame:
    """A share that a table's row brought is taken off again; what the owner said stays."""
    own = pl.col("note") != ""
    return lines.with_columns(
        pl.when(own).then("share").otherwise(None).alias("share"),
        pl.when(own).then("method").otherwise(pl.lit("")).alias("method"),
    )


def _follow(report: CostReport, lines: pl.DataFrame) -> None:
    """Findings claim what their lines claim now; one that was decided otherwise is open again."""
    findings = list(report.findings.exclude(row=0))
    rows = pl.Series([finding.row for finding in findings], dtype=pl.Int64)
    claimed = lines.filter(pl.col("row").is_in(rows.implode()))
    claims = dict(claimed.select("row", "eligible").iter_rows())
    for finding in findings:
        claim = claims.get(finding.row, Decimal(0))
        if claim == finding.amount:
            continue
        finding.amount, finding.state = claim, Finding.State.OPEN
        finding.allowed = finding.decided_by = finding.decided_at = None
        finding.save()
    report.findings_open = report.findings.filter(state=Finding.State.OPEN).count()


def give_up(*, report_id: int, asked: str) -> None:
    """A classification that broke off: until it is done, nobody sends or decides on the report."""
    _asked(report_id, asked).update(step=BROKEN, step_at=timezone.now())


def _journal(actor: Actor, report: CostReport, verb: str, **data: Any) -> None:
    record(
        actor=actor, verb=verb, subject=report.case.subject, data={"report": report.number, **data}
    )
