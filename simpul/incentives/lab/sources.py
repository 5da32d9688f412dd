"""Past cases for a trial: claims of this commission by number, and plans of permits. No names."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from simpul.incentives.actions.cost_reports import certified_lines
from simpul.incentives.estimate.answers import from_file
from simpul.incentives.lab.reckoning.cases import PAST, Case
from simpul.incentives.models import Award, CostReport
from simpul.incentives.models import Case as Claim
from simpul.incentives.scheme.spec import Scheme
from simpul.kit.late import polars as pl
from simpul.kit.outcomes import NotVisible, WrongState
from simpul.permits.models import Application

YEAR = timedelta(days=364)
"""Cases are moved into the trial's year by whole weeks, so that weekdays stay what they were."""


def past_claims(scheme: Scheme, first: date) -> list[Case]:
    """Every claim that was sent under a version of this family, with what is known of it best: as
    it was sent, then its awards, then what its audit accepted; moved into the year that begins
    with `first`.

    Claims on a rehearsal's fund are practice; only a proposal, which has no others, is tried on
    them.
    """
    rehearsed = scheme.status == "proposal"
    sent = Claim.objects.filter(submitted_at__isnull=False, fund__rehearsal=rehearsed)
    found = sent.filter(fund__scheme_family=scheme.family).order_by("submitted_at", "pk")
    awards: dict[Any, dict[str, Any]] = {}
    for award in Award.objects.filter(case__in=found, state="approved").order_by("decided_at"):
        awards.setdefault(award.case_id, {}).update(award.facts)
    audited = {report.case_id: report for report in _audited(found)}
    cases = []
    for number, claim in enumerate(found, start=1):
        assert claim.submitted_at is not None
        on = timezone.localdate(claim.submitted_at)
        known = {**claim.facts, **awards.get(claim.pk, {})}
        if claim.pk in audited:
            known |= _accepted(scheme, audited[claim.pk])
        facts = from_file(scheme, _asked_only(scheme, known)).facts
        shift = weeks_into(on, first)
        moved = {n: v + shift if isinstance(v, date) else v for n, v in facts.items()}
        cases.append(Case(f"P{number}", on + shift, moved, PAST))
    return cases


def _audited(claims: QuerySet[Claim]) -> QuerySet[CostReport]:
    """The audited cost report of each claim, where there is one."""
    found = CostReport.objects.filter(case__in=claims, state=CostReport.State.AUDITED)
    return found.select_related("case", "lines").order_by("number")


def _accepted(scheme: Scheme, report: CostReport) -> dict[str, str]:
    """What the audit left of each cost, by the input that asks for it; nothing where the lines are
    no longer kept."""
    try:
        lines = certified_lines(report)
    except (NotVisible, WrongState):
        return {}
    sums = dict(lines.group_by("category").agg(pl.col("eligible").sum()).iter_rows())
    asked = [one for one in scheme.inputs if one.category]
    return {
        one.id: f"{max(Decimal(sums.get(one.category, 0)), Decimal(0)).normalize():f}"
        for one in asked
    }


def _asked_only(scheme: Scheme, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts of another version under names this one does not know are left out, and so unknown."""
    known = {one.id for one in scheme.inputs} | {scheme.date_basis}
    return {name: value for name, value in facts.items() if name in known}


def weeks_into(day: date, first: date) -> timedelta:
    """How far to move a day so that it lies in the year that begins with `first`."""
    moved = day
    while moved < first:
        moved += YEAR
    while moved >= first + YEAR:
        moved -= YEAR
    return moved - day


def past_plans(first: date) -> list[tuple[str, date, dict[str, Any]]]:
    """Every plan that was sent to this commission: number, its first day in the trial's year, the
    plan with all days moved alike."""
    found = Application.objects.filter(submitted_at__isnull=False).order_by("submitted_at", "pk")
    cases = []
    for number, plan in enumerate(found.values_list("plan", flat=True), start=1):
        days = sorted(str(day.get("date", "")) for day in plan.get("days") or () if day.get("date"))
        try:
            start = date.fromisoformat(days[0]) if days else None
        except ValueError:
            start = None
        if start is None:
            continue
        shift = weeks_into(start, first)
        cases.append((f"P{number}", start + shift, shifted(plan, shift)))
    return cases


def shifted(plan: Any, by: timedelta) -> Any:
    """A plan with every date moved."""
    if isinstance(plan, dict):
        return {key: shifted(value, by) for key, value in plan.items()}
    if isinstance(plan, list):
        return [shifted(value, by) for value in plan]
    if isinstance(plan, str) and len(plan) == 10 and plan[4:5] == plan[7:8] == "-":
        try:
            return (date.fromisoformat(plan) + by).isoformat()
        except ValueError:
            return plan
    return plan
