"""Who may do what with a cost report, and who sees salaries and tax numbers in it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from simpul.incentives import access
from simpul.incentives.models import Case, CostReport
from simpul.kit.actors import Actor
from simpul.kit.outcomes import YES, Answer, NotVisible, no


def sees_people(actor: Actor, case: Case) -> bool:
    """Names, pay and tax numbers of persons: those who keep the books, and the auditor.

    Officers, approvers, payers and the head of service decide on totals; they see the lines without
    them (personal data on need to know; decision 0014).
    """
    if actor.companies.get(case.company_id) in access.EDITING_ROLES:
        return True
    concerned = case.company_id in actor.interests or case.company_id in actor.companies
    return actor.has_role("incentive_auditor") and not concerned


def sees_report(actor: Actor, report: CostReport) -> bool:
    """A report that has not been sent is its company's own."""
    return access.in_company(actor, report.case) or report.sent_at is not None


def sees_findings(actor: Actor, report: CostReport) -> bool:
    """The audit's own until it is finished; then the company reads what was cut and why."""
    if report.state == CostReport.State.AUDITED:
        return True
    return report.state == CostReport.State.AUDITING and not access.in_company(actor, report.case)


def require_report(actor: Actor, report: CostReport) -> None:
    """Turn invisibility into NotVisible."""
    if not sees_report(actor, report):
        raise NotVisible(_("Not found."))


def can_change(actor: Actor, report: CostReport) -> Answer:
    """Mapping and related parties: the company before it sends, the auditor while auditing."""
    if report.state == CostReport.State.AUDITING:
        return access.can_audit(actor, report.case)
    if report.sent_at is not None:
        return no(_("The report has been sent and can no longer be changed."))
    return access.can_report(actor, report.case)


def settled(report: CostReport) -> Answer:
    """Nobody binds himself to lines that a job is about to change."""
    if report.renewing_at is not None:
        return no(_("The lines are being classified again. Wait until that is done."))
    return YES


def can_send(actor: Actor, report: CostReport) -> Answer:
    """Sending binds the company; the report must have been read."""
    answer = access.can_send(actor, report.case)
    if not (answer and (answer := settled(report))):
        return answer
    if report.state != CostReport.State.READY or report.sent_at is not None:
        return no(_("Only a report that was read whole and not yet sent can be sent."))
    return YES


def can_start(actor: Actor, report: CostReport) -> Answer:
    """An auditor takes a report that was sent."""
    answer = access.can_audit(actor, report.case)
    if answer and (report.state != CostReport.State.READY or report.sent_at is None):
        return no(_("This report does not wait for an audit."))
    return answer and settled(report)


def can_decide(actor: Actor, report: CostReport) -> Answer:
    """Findings are decided by the auditor who began."""
    answer = access.can_audit(actor, report.case)
    if not answer:
        return answer
    if report.state != CostReport.State.AUDITING:
        return no(_("This report is not being audited."))
    if report.auditor_id != actor.user_id:
        return no(_("Another auditor examines this report."))
    return settled(report)


def certifiable(report: CostReport) -> Answer:
    """May a certificate rest on this report?"""
    if report.untagged:
        return no(_("Lines without a category stop the certificate."))
    if report.findings_open:
        return no(_("Findings wait for a decision."))
    if report.state != CostReport.State.AUDITED:
        return no(_("The audit is not finished."))
    return YES
