"""Where a case stands, told to its applicant: the steps, who has it, and what is left to do."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from simpul.permits.case_view import ClearanceRow
from simpul.permits.models import Application

_ORDER = ("draft", "submitted", "in_review", "awaiting_payment", "ready", "issued")
_STOPPED = ("withdrawn", "refused", "cancelled")


def steps(application: Application, rows: list[ClearanceRow], due: Any) -> list[dict[str, Any]]:
    """The way from draft to permit as a timeline; done, now, next or stopped."""
    state = application.state
    # A returned file is back at the check; a closed case has gone the whole way.
    at = {"returned": "submitted", "closed": "issued"}.get(state, state)
    officer = application.officer.get_full_name() if application.officer else ""
    # Who is only told owes no answer.
    rows = [row for row in rows if row.clearance.kind != "notice"]
    answered = sum(not row.clearance.is_open for row in rows)
    dues = [row.clearance.due_on for row in rows if row.clearance.is_open and row.clearance.due_on]
    told: dict[str, dict[str, Any]] = {
        "draft": {
            "title": _("Application sent"),
            "when": application.submitted_at,
            "text": "" if application.submitted_at else _("Not sent yet."),
        },
        "submitted": {
            "title": _("Checked for completeness"),
            "when": application.complete_at,
            "who": officer or _("Film commission"),
            "text": _("The officer asks for something; answer and send again.")
            if state == "returned"
            else "",
        },
        "in_review": {
            "title": _("Answers of the authorities"),
            "text": _("%(done)d of %(all)d answered") % {"done": answered, "all": len(rows)}
            if rows
            else "",
            "until": max(dues) if dues else None,
        },
        "awaiting_payment": {
            "title": _("Official fees paid"),
            "text": "" if due or not application.complete_at else _("Nothing to pay now."),
        },
        "ready": {"title": _("Signed by the commission"), "who": officer},
        "issued": {"title": _("Permit in hand")},
    }
    return _marked(application, at, told)


def _marked(
    application: Application, at: str, told: dict[str, dict[str, Any]]
) -> list[dict[str, Any]]:
    if application.state in _STOPPED:
        return _stopped(application, told)
    now = _ORDER.index(at)
    finished = at == "issued"
    found = []
    for index, code in enumerate(_ORDER):
        mark = "done" if index < now or finished else "now" if index == now else "next"
        if code == "awaiting_payment" and mark == "done" and not told[code].get("text"):
            told[code]["text"] = _("Settled.")
        found.append({**told[code], "state": mark})
    return found


def _stopped(application: Application, told: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    titles = {
        "withdrawn": _("Withdrawn by you"),
        "refused": _("Refused"),
        "cancelled": _("Cancelled"),
    }
    found = []
    if application.submitted_at:
        found.append({**told["draft"], "state": "done"})
    if application.complete_at:
        found.append({**told["submitted"], "state": "done"})
    reason = application.end_reason
    if application.end_law:
        reason = f"{reason} ({application.end_law})"
    found.append(
        {
            "title": titles[application.state],
            "when": application.ended_at,
            "text": reason,
            "state": "stopped",
        }
    )
    return found


def to_do(application: Application, open_questions: int, due: Any) -> dict[str, Any] | None:
    """The one thing the applicant can do now, with its address; None when others have it."""
    state = application.state
    tasks = reverse("permits:apply_tasks", args=[application.pk])
    if state == "draft":
        return {"href": tasks, "label": _("Continue the application")}
    if state == "returned":
        return {"href": tasks, "label": _("Answer and correct")}
    if open_questions:
        return {"href": "#questions", "label": _("Answer the question")}
    if state == "awaiting_payment" and due and due > 0:
        return {"href": "#fees", "label": _("See what to pay")}
    if state == "issued" and hasattr(application, "wrap_report"):
        report = application.wrap_report
        if report.submitted_at is None:
            return {
                "href": reverse("permits:wrap", args=[application.pk]),
                "label": _("Write the wrap report"),
            }
    return None
