"""The stored case, handed to the pure rule of issuable.py. Used by settling, issuing and pages."""

from __future__ import annotations

from simpul.permits import queries
from simpul.permits.issuing.balance import Balance
from simpul.permits.issuing.issuable import Asked, Decision, can_issue
from simpul.permits.models import Application, Clearance, PlanRevision


def parts_of(revision: PlanRevision | None) -> tuple[str, ...]:
    """Ids of the plan's severable parts: its traffic requests and special activities."""
    plan = revision.plan if revision else {}
    rows = [*plan.get("traffic", []), *plan.get("activities", [])]
    return tuple(str(row["id"]) for row in rows if isinstance(row, dict) and row.get("id"))


def decision_of(
    application: Application,
    *,
    revision: PlanRevision | None = None,
    balance: Balance | None = None,
) -> Decision:
    """May it be issued now, for which parts, and what is held.

    Six queries; a page that has the newest revision, the balance, the clearances and the days
    already gives them, the last two prefetched.
    """
    revision = revision or application.revisions.order_by("number").last()
    balance = balance or queries.balance_of(application)
    asked = [
        Asked(
            authority=clearance.authority_code,
            kind=clearance.kind,
            state=clearance.state,
            verdict=clearance.verdict,
            parts=frozenset(clearance.severable),
            key=clearance.pk,
        )
        for clearance in application.clearances.all()
        if clearance.state != Clearance.State.ENDED
    ]
    days = sum(not day.contingency for day in application.days.all())
    return can_issue(asked, parts_of(revision), balance.due, days=days)
