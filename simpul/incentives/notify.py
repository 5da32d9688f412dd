"""Who hears of what. Called by actions inside their transaction: message and fact commit together.

Letters carry references and amounts, never an account number: only its last four digits.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings

from simpul.incentives.models import (
    Appeal,
    Appropriation,
    Award,
    BankAccount,
    Case,
    Fund,
    Payment,
    Recovery,
    Waiver,
)
from simpul.incentives.wording import amount_words
from simpul.kit.actors import Actor
from simpul.messages.actions import send
from simpul.people.models import User
from simpul.people.queries import TEAM, members_of, staff_with_role
from simpul.web.addresses import whole_address
from simpul.web.formats import in_letter, moment_words


def _url(name: str, *args: Any) -> str:
    return whole_address(f"incentives:{name}", *args)


def _send(
    people: Iterable[User],
    template: str,
    subject_ref: str,
    *,
    url: str,
    key: str = "",
    amount: tuple[Any, str] | None = None,
    **context: Any,
) -> None:
    for person in people:
        values = in_letter({"url": url, **context}, person.language)
        if amount is not None:
            values["amount"] = amount_words(*amount, person.language)
        send(
            to=person.as_recipient(),
            template=f"incentives/{template}",
            context=values,
            subject_ref=subject_ref,
            key=key,
        )


def _to_team(case: Case, template: str, **more: Any) -> None:
    _send(
        members_of(case.company_id, *TEAM),
        template,
        case.subject,
        url=_url("case", case.pk),
        reference=case.reference or "",
        **more,
    )


def _to_desk(case: Case, template: str, *roles: str, **more: Any) -> None:
    """The case's own officer for `incentive_officer`, everybody with the role for others."""
    people: set[User] = set()
    if "incentive_officer" in roles and case.officer_id:
        people |= set(User.objects.filter(pk=case.officer_id, is_active=True))
        roles = tuple(role for role in roles if role != "incentive_officer")
    if roles:
        people |= set(staff_with_role(*roles))
    left_out = more.pop("but", None)
    _send(
        sorted((one for one in people if one.pk != left_out), key=lambda one: one.pk),
        template,
        case.subject,
        url=_url("desk_case", case.pk),
        reference=case.reference or "",
        **more,
    )


# --- the request ---------------------------------------------------------------------------


def submitted(case: Case) -> None:
    """The team has its receipt; the officers see a new request."""
    amount = (case.asked, case.currency)
    _to_team(case, "submitted", amount=amount)
    _to_desk(case, "arrived", "incentive_officer", amount=amount)


def officer_named(case: Case) -> None:
    """The applicant knows who has the case."""
    _to_team(case, "officer_named", officer=case.officer.get_full_name() if case.officer else "")


def returned(case: Case) -> None:
    """Something is missing."""
    _to_team(case, "returned")


def resubmitted(case: Case) -> None:
    """Every question is answered."""
    _to_desk(case, "resubmitted", "incentive_officer")


def refused(case: Case) -> None:
    """Refused, with reason and clause, and how to object."""
    _to_team(
        case,
        "refused",
        reason=case.end_reason,
        law=case.end_law,
        days=settings.INCENTIVE_APPEAL_DAYS,
    )


def withdrawn(case: Case) -> None:
    """Whoever had it may stop."""
    _to_desk(case, "withdrawn", "incentive_officer")


def appealed(case: Case) -> None:
    """An approver decides."""
    _to_desk(case, "appealed", "incentive_approver", but=case.ended_by_id)


def appeal_decided(appeal: Appeal) -> None:
    """The company hears the decision and why."""
    _to_team(appeal.case, "appeal_decided", upheld=appeal.outcome == "upheld", reason=appeal.reason)


def lapsed(case: Case) -> None:
    """No cost report came: company and officer hear it."""
    _to_team(case, "lapsed", reason=case.end_reason)
    _to_desk(case, "lapsed", "incentive_officer", reason=case.end_reason)


# --- awards --------------------------------------------------------------------------------


def award_proposed(award: Award, *, by: Actor) -> None:
    """A second person must decide."""
    amount = (award.amount, award.currency)
    _to_desk(award.case, "award_proposed", "incentive_approver", amount=amount, but=by.user_id)


def award_declined(award: Award) -> None:
    """Back to the officer."""
    _to_desk(award.case, "award_declined", "incentive_officer", note=award.decision_note)


def queued(case: Case, award: Award) -> None:
    """Awarded, but the fund is too small now: the place in the queue is shown on the page."""
    _to_team(case, "queued", amount=(award.amount, award.currency))


def awarded(case: Case, award: Award) -> None:
    """The provisional certificate is signed."""
    due = case.report_due
    _to_team(
        case,
        "awarded",
        amount=(award.amount, award.currency),
        due=due,
        rehearsal=case.fund.rehearsal,
        key=f"awarded:{award.pk}",
    )


def moved_up(case: Case, award: Award) -> None:
    """Money became free."""
    awarded(case, award)
    _to_desk(case, "moved_up", "incentive_officer", amount=(award.amount, award.currency))


def certified(case: Case, award: Award) -> None:
    """The final amount stands."""
    _to_team(
        case,
        "certified",
        amount=(award.amount, award.currency),
        nothing=award.amount == 0,
        rehearsal=case.fund.rehearsal,
        key=f"certified:{award.pk}",
    )
    _to_desk(case, "to_pay", "incentive_officer", amount=(award.amount, award.currency))


# --- the cost report -----------------------------------------------------------------------


def reported(case: Case) -> None:
    """The auditors see a new report; the officer knows."""
    _to_desk(case, "reported", "incentive_officer", "incentive_auditor")


def audit_started(case: Case) -> None:
    """The company knows that somebody reads it."""
    _to_team(case, "audit_started")


def audit_finished(case: Case) -> None:
    """The officer proposes the final award."""
    _to_team(case, "audit_finished")
    _to_desk(case, "audit_finished", "incentive_officer")


def report_returned(case: Case, reason: str) -> None:
    """Another report is wanted."""
    _to_team(case, "report_returned", reason=reason, due=case.report_due)


def report_due_soon(case: Case) -> None:
    """The last day comes near."""
    _to_team(case, "report_due_soon", due=case.report_due, key=f"due:{case.pk}:{case.report_due}")


# --- money ---------------------------------------------------------------------------------


def payment_prepared(payment: Payment, *, by: Actor) -> None:
    """A second person must release it."""
    _to_desk(
        payment.case,
        "payment_prepared",
        "incentive_payer",
        amount=(payment.amount, payment.currency),
        but=by.user_id,
    )


def payment_made(payment: Payment) -> None:
    """The company hears what was paid, where to, under which reference."""
    _to_team(
        payment.case,
        "payment_made",
        amount=(payment.amount, payment.currency),
        payment=payment.reference,
        account=payment.account.masked,
        paid_on=payment.paid_on,
    )


def payment_bounced(payment: Payment) -> None:
    """Officer and company: something is wrong with the account."""
    amount = (payment.amount, payment.currency)
    _to_team(payment.case, "payment_bounced", amount=amount, reason=payment.end_reason)
    _to_desk(
        payment.case,
        "payment_bounced",
        "incentive_officer",
        amount=amount,
        reason=payment.end_reason,
    )


def recovery_claimed(recovery: Recovery) -> None:
    """The company hears what comes back and until when; the officer and who records it know."""
    amount = (recovery.amount, recovery.currency)
    _to_team(recovery.case, "recovery_claimed", amount=amount, due=recovery.due_on)
    _to_desk(
        recovery.case,
        "recovery_open",
        "incentive_officer",
        "incentive_payer",
        amount=amount,
        due=recovery.due_on,
    )


def recovery_overdue(recovery: Recovery) -> None:
    """The last day has passed: the company is asked again, the officer knows."""
    more = {
        "amount": (recovery.left, recovery.currency),
        "due": recovery.due_on,
        "key": f"recovery-overdue:{recovery.pk}",
    }
    _to_team(recovery.case, "recovery_overdue", **more)
    _to_desk(recovery.case, "recovery_late", "incentive_officer", "incentive_payer", **more)


def recovery_settled(recovery: Recovery) -> None:
    """Nothing more is asked back."""
    _to_team(recovery.case, "recovery_settled", amount=(recovery.amount, recovery.currency))


def waiver_proposed(waiver: Waiver, *, by: Actor) -> None:
    """A second person must decide."""
    recovery = waiver.recovery
    _to_desk(
        recovery.case,
        "waiver_proposed",
        "incentive_approver",
        amount=(waiver.amount, recovery.currency),
        but=by.user_id,
    )


def bank_changed(account: BankAccount) -> None:
    """Everybody of the company but who changed it: who did not expect it can stop it."""
    people = members_of(account.company_id).exclude(pk=account.requested_by_id)
    _about_account(people, "bank_changed", account)
    _about_account(User.objects.filter(pk=account.requested_by_id), "bank_receipt", account)


def bank_stopped(account: BankAccount) -> None:
    """Everybody of the company."""
    _about_account(members_of(account.company_id), "bank_stopped", account)


def _about_account(people: Iterable[User], template: str, account: BankAccount) -> None:
    for person in people:
        _send(
            [person],
            template,
            f"organisation:{account.company_id}",
            url=_url("bank", account.company_id),
            company=account.company.name,
            by=account.requested_by.get_full_name(),
            account=f"{account.bank}, {account.masked}",
            usable_from=moment_words(account.usable_from, "long", person.language),
            reason=account.stop_reason,
        )


def appropriation_proposed(one: Appropriation, *, by: Actor) -> None:
    """A second person must confirm money for a fund."""
    people = staff_with_role("incentive_approver", "head_of_service").exclude(pk=by.user_id or 0)
    _send(
        people,
        "appropriation_proposed",
        one.fund.subject,
        url=_url("fund_desk", one.fund.code),
        fund=one.fund.code,
        amount=(one.amount, one.fund.currency),
    )


def fund_turned(fund: Fund) -> None:
    """The desk hears that a fund opened, is spent, or closed."""
    _send(
        staff_with_role("incentive_officer", "incentive_approver"),
        "fund_turned",
        fund.subject,
        url=_url("fund_desk", fund.code),
        fund=fund.code,
        state=fund.state,
        closes=fund.closes_on,
    )
