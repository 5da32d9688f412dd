"""The stored case, handed to the pure rule of issuable.py. Used by settling, issuing and pages."""

from __future__ import annotations

from simpul.permits import queries
from simpul.permits.issuing.issuable import Asked, Decision, can_issue
from simpul.permits.models import Application


def parts_of(application: Application) -> tuple[str, ...]:
    """Ids of the plan's severable parts: its traffic requests and special activities."""
    revision = application.revisions.order_by("number").last()
    plan = revision.plan if revision else {}
    rows = [*plan.get("traffic", []), *plan.get("activities", [])]
    return tuple(str(row["id"]) for row in rows if isinstance(row, dict) and row.get("id"))


def decision_of(application: Application) -> Decision:
    """May it be issued now, for which parts, and what is held (five queries)."""
    asked = [
        Asked(
            authority=clearance.authority_code,
            kind=clearance.kind,
            state=clearance.state,
            verdict=clearance.verdict,
            parts=frozenset(clearance.severable),
            key=clearance.pk,
        )
        for clearance in application.clearances.exclude(state="ended")
    ]
    days = application.days.filter(contingency=False).count()
    return can_issue(asked, parts_of(application), queries.balance_of(application).due, days=days)
