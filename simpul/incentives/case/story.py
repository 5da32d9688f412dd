"""Where a case stands: what happens next, who has it, until when; the way so far as a timeline."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from simpul.incentives import wording
from simpul.incentives.actions.cost_reports import current
from simpul.incentives.actions.review import appeal_until
from simpul.incentives.actions.waiting import place_in_queue
from simpul.incentives.models import Award, Case, Payment
from simpul.incentives.queries import account_cooling, account_in_use
from simpul.journal import verbs
from simpul.journal.queries import entries_for


@dataclass(frozen=True, slots=True)
class NextStep:
    """What happens next, who has it, until when; `href` where the reader can do it."""

    title: str
    who: str = ""
    until: dt.date | None = None
    text: str = ""
    href: str = ""
    label: str = ""


def next_step(case: Case, *, own: bool) -> NextStep:
    """The one sentence a person looks for. `own`: the reader belongs to the company."""
    mine = _own_step(case)
    if mine is not None:
        return mine if own else NextStep(mine.title, mine.who, mine.until, mine.text)
    return _desk_step(case)


def _own_step(case: Case) -> NextStep | None:
    """What the company does, where it has the next word."""
    who = case.company.name
    here = reverse("incentives:case", args=[case.pk])
    if case.state == Case.State.DRAFT:
        return NextStep(
            _("Finish and send the request"),
            who,
            case.fund.closes_on - dt.timedelta(days=1),
            href=reverse("incentives:case_tasks", args=[case.pk]),
            label=_("Continue the request"),
        )
    if case.state == Case.State.RETURNED:
        return NextStep(
            _("Answer the officer's questions"),
            who,
            text=_("Your place in the order stays."),
            href=f"{here}#questions",
            label=_("Answer the question"),
        )
    if case.state == Case.State.PROVISIONAL:
        return NextStep(
            _("Shoot, then send the cost report"),
            who,
            case.report_due,
            text=_("After that day the certificate lapses and its money goes to others."),
            href=report_address(case),
            label=_("To the cost report"),
        )
    recovery = next((one for one in case.recoveries.all() if one.state == "open"), None)
    if recovery is not None:
        return NextStep(
            _("Pay back what was paid on account and is not due"),
            who,
            recovery.due_on,
            text=wording.amount_words(recovery.left, recovery.currency),
            href=f"{here}#recovery-{recovery.pk}",
            label=_("How much, and why"),
        )
    if case.state == Case.State.CERTIFIED and _no_account(case):
        return NextStep(
            _("Give the bank account of your company"),
            who,
            href=reverse("incentives:bank", args=[case.company_id]),
            label=_("Bank account"),
        )
    return None


def report_address(case: Case) -> str:
    """Where the cost report is uploaded."""
    from django.urls import NoReverseMatch

    try:
        return reverse("incentives:cost_report", args=[case.pk])
    except NoReverseMatch:
        return ""


def _no_account(case: Case) -> bool:
    return account_in_use(case.company_id) is None and account_cooling(case.company_id) is None


def _desk_step(case: Case) -> NextStep:
    officer = case.officer.get_full_name() if case.officer else _("Incentive desk")
    award = next((a for a in case.awards.all() if a.state == Award.State.PROPOSED), None)
    answer_by = _answer_by(case)
    if award is not None:
        return NextStep(
            _("A second person decides about the proposed award"),
            _("Incentive approver"),
            answer_by,
        )
    if case.state == Case.State.WAITING:
        return NextStep(
            _("Place %(n)d on the waiting list") % {"n": place_in_queue(case)},
            _("The fund"),
            case.fund.closes_on - dt.timedelta(days=1),
            _("When money is free, the certificate is signed in the order of the list."),
        )
    if case.state == Case.State.AUDIT:
        return _audit_step(case, officer)
    if case.state == Case.State.CERTIFIED:
        return _payment_step(case, officer)
    table = {
        "submitted": (_("An officer takes the request"), officer, answer_by),
        "review": (_("The officer reads the request and proposes an award"), officer, answer_by),
        "reported": (_("An auditor takes the cost report"), _("Incentive auditors"), None),
        "appealed": (
            _("Another person decides about the objection"),
            _("Incentive approver"),
            None,
        ),
    }
    if case.state == Case.State.REFUSED and not case.appeals.all():
        return NextStep(_("The company may object"), case.company.name, appeal_until(case))
    title, who, until = table.get(case.state, (_("Nothing more happens here"), "", None))
    return NextStep(title, who, until)


def _answer_by(case: Case) -> dt.date | None:
    if case.submitted_at is None or case.state not in ("submitted", "review"):
        return None
    days = dt.timedelta(days=case.fund.answer_within_days)
    return timezone.localdate(case.submitted_at) + days


def _audit_step(case: Case, officer: str) -> NextStep:
    report = current(case)
    if report is None or report.state != "audited":
        return NextStep(_("The cost report is audited"), _("Incentive auditors"))
    if not case.reconciled.all():
        return NextStep(_("Figures are compared with permits and wrap reports"), officer)
    return NextStep(_("The officer proposes the final award"), officer)


def _payment_step(case: Case, officer: str) -> NextStep:
    cooling = account_cooling(case.company_id)
    if account_in_use(case.company_id) is None and cooling is not None:
        return NextStep(
            _("The new bank account cools"),
            _("nobody: it becomes usable by itself"),
            timezone.localdate(cooling.usable_from),
        )
    states = {payment.state for payment in case.payments.all()}
    if Payment.State.RELEASED in states:
        return NextStep(_("The bank transfers the money"), _("Treasury"))
    if Payment.State.PREPARED in states:
        return NextStep(_("A second person releases the payment"), _("Incentive payer"))
    return NextStep(_("The next part is prepared for payment"), officer)


# --- the way -------------------------------------------------------------------------------

_ORDER = ("draft", "submitted", "review", "provisional", "reported", "audit", "certified", "closed")
_AT = {"returned": "review", "waiting": "review"}
_STOPPED = ("withdrawn", "refused", "lapsed", "appealed")


def steps(case: Case) -> list[dict[str, Any]]:
    """The way from request to money as a timeline; done, now, next or stopped."""
    told: dict[str, dict[str, Any]] = {
        "draft": {"title": _("Request sent"), "when": case.submitted_at},
        "submitted": {
            "title": _("Taken by an officer"),
            "who": case.officer.get_full_name() if case.officer else "",
        },
        "review": {"title": _("Reviewed, award decided by two people"), "text": _review(case)},
        "provisional": {"title": _("Shoot and spend"), "until": case.report_due},
        "reported": {"title": _("Cost report sent")},
        "audit": {"title": _("Audited, final award decided by two people")},
        "certified": {"title": _("Paid in parts")},
        "closed": {"title": _("Everything paid"), "when": case.ended_at},
    }
    if case.state in _STOPPED:
        return _stopped(case, told)
    if _certified_nothing(case):
        del told["certified"]
        told["closed"] = {"title": _("Nothing could be certified"), "when": case.ended_at}
    at = _ORDER.index(_AT.get(case.state, case.state))
    finished = case.state == Case.State.CLOSED
    return [
        {
            **told[code],
            "state": "done" if index < at or finished else "now" if index == at else "next",
        }
        for index, code in enumerate(_ORDER)
        if code in told
    ]


def _certified_nothing(case: Case) -> bool:
    awards = (one for one in case.awards.all() if one.kind == Award.Kind.FINAL)
    return any(one.state == Award.State.APPROVED and not one.amount for one in awards)


def _review(case: Case) -> str:
    if case.state == Case.State.WAITING:
        return _("Awarded; waits for money.")
    return _("The officer asked something.") if case.state == Case.State.RETURNED else ""


def _stopped(case: Case, told: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    titles = {
        "withdrawn": _("Withdrawn by the company"),
        "refused": _("Refused"),
        "lapsed": _("Lapsed"),
        "appealed": _("Refused; objection filed"),
    }
    found = [{**told["draft"], "state": "done"}] if case.submitted_at else []
    reason = case.end_reason + (f" ({case.end_law})" if case.end_law else "")
    return [
        *found,
        {
            "title": titles[case.state],
            "when": case.ended_at,
            "text": reason,
            "state": "stopped",
        },
    ]


def history_of(case: Case) -> list[dict[str, Any]]:
    """The case's journal in words."""
    return [
        {"entry": entry, "label": verbs.label(entry.verb), "about": "", "detail": ""}
        for entry in entries_for(case.subject)
    ]
