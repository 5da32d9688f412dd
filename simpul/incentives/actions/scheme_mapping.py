"""From the chart's categories to those of the case's scheme, said by who handles the case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from simpul.incentives import access
from simpul.incentives.actions.cost_reports import report_for
from simpul.incentives.actions.holding import hold_case
from simpul.incentives.case.quote import scheme_of
from simpul.incentives.models import Case, CostReport, MappingRule
from simpul.incentives.queries import open_award
from simpul.incentives.report import access as report_access
from simpul.incentives.report import setup as report_setup
from simpul.incentives.report import store as report_store
from simpul.incentives.report.reckoning.bridge import NOWHERE, named_by_scheme, target_of
from simpul.incentives.report.reckoning.frame import counted
from simpul.journal.actions import record
from simpul.kit.actors import Actor
from simpul.kit.late import polars as pl
from simpul.kit.outcomes import Answer, InvalidInput, NotAllowed, WrongState, no
from simpul.people.access import require_signed_in


@dataclass(frozen=True, slots=True)
class Mapped:
    """One category of the chart in a report. `amount`: what of it counts; `goes_to`: category of
    the scheme ("" nobody has said, NOWHERE) -> amount; `said`: what was said of it, or "";
    `fixed`: the scheme names all its accounts itself, so that nothing can be said."""

    chart: str
    amount: Decimal
    goes_to: Mapping[str, Decimal]
    said: str
    fixed: bool


def can_map(actor: Actor, report: CostReport) -> Answer:
    """The company until it sends; then officers and auditors, until an award rests on it.

    Nobody decides alone: what follows from it is in an award, which two people decide.
    """
    if report.sent_at is None:
        return report_access.can_change(actor, report)
    if report.case.state not in (Case.State.REPORTED, Case.State.AUDIT):
        return no(_("The categories are settled: an award rests on them."))
    if open_award(report.case) is not None:
        return no(_("An award of this case waits for a decision."))
    return access.can_handle(actor, report.case) or access.can_audit(actor, report.case)


def mapped(report: CostReport) -> list[Mapped]:
    """Every category of the chart that has lines that count, the largest first."""
    bridge = report_setup.bridge_for(report)
    if bridge is None:
        raise WrongState(_("The scheme of this case is no longer in the city's pack."))
    lines = report_store.lines_of(report).select("account", "category", "treatment", "eligible")
    frame = counted(lines.collect())
    found: dict[str, dict[str, Decimal]] = {}
    open_: set[str] = set()
    pairs = (
        frame.group_by("account", "category")
        .agg(pl.col("eligible").sum())
        .sort("account", "category")
    )
    for account, chart, amount in pairs.iter_rows():
        targets = found.setdefault(chart, {})
        target = target_of(account, chart, bridge)
        targets[target] = targets.get(target, Decimal(0)) + amount
        if not named_by_scheme(account, bridge):
            open_.add(chart)
    rows = [
        Mapped(
            chart=chart,
            amount=sum(targets.values(), Decimal(0)),
            goes_to=targets,
            said=bridge.said.get(chart, ""),
            fixed=chart not in open_,
        )
        for chart, targets in found.items()
        if chart
    ]
    return sorted(rows, key=lambda row: (-row.amount, row.chart))


def map_categories(
    *, actor: Actor, case_id: UUID | str, number: int, said: Mapping[str, str]
) -> int:
    """Say where categories of the chart go: chart -> category of the scheme, NOWHERE, or "" to take
    back what was said. Remembered for the company's next report under the scheme; how many changed.

    Raises InvalidInput for names the scheme or the report does not have.
    """
    with transaction.atomic():
        _fund, case = hold_case(actor, case_id)
        report = report_for(actor, case_id, number, lock=True)
        answer = can_map(actor, report)
        if not answer:
            raise NotAllowed(answer.reason)
        if report.lines_id is None:
            raise WrongState(_("The report has not been read."))
        _check(case, report, said)
        rules = MappingRule.objects.filter(
            company_id=case.company_id, scheme=case.scheme_id, ended_at=None
        )
        before = {rule.accounts: rule.category for rule in rules.order_by("created_at", "pk")}
        changed = {chart: to for chart, to in said.items() if before.get(chart, "") != to}
        rules.filter(accounts__in=list(changed)).update(ended_at=timezone.now())
        MappingRule.objects.bulk_create(
            MappingRule(
                company_id=case.company_id,
                scheme=case.scheme_id,
                accounts=chart,
                category=to,
                created_by_id=require_signed_in(actor),
            )
            for chart, to in changed.items()
            if to
        )
        if changed:
            data = {"report": report.number, **changed}
            record(actor=actor, verb="incentive.categories_mapped", subject=case.subject, data=data)
        return len(changed)


def _check(case: Case, report: CostReport, said: Mapping[str, str]) -> None:
    known = {category.id for category in scheme_of(case).categories}
    charts = {row.chart for row in mapped(report) if not row.fixed}
    wrong = {
        chart: [_("The scheme has no such category.")]
        for chart, to in said.items()
        if chart not in charts or to not in {"", NOWHERE, *known}
    }
    if wrong:
        raise InvalidInput(wrong)
