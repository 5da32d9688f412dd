"""Who hears of what. Called by actions inside their transaction: message and fact commit together.

Confidential titles never leave the case: messages to desks carry the reference, not the title.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.utils import timezone

from simpul.city.queries import city_book
from simpul.kit.texts import pick
from simpul.messages.actions import Recipient, send
from simpul.people.models import User
from simpul.people.queries import TEAM, members_of, people_at_desk, staff_with_role
from simpul.permits.models import (
    AnswerLink,
    Application,
    Bill,
    Clearance,
    Payment,
    Permit,
    Question,
)
from simpul.web.addresses import whole_address
from simpul.web.formats import moment_words


def authority_name(application: Application, code: str, language: str) -> str:
    """The authority's name as the case's rule version has it; the code if it has none."""
    row = city_book(application.rule_version_id).authorities.get(code)
    return pick(row.names, language) if row else code


def _url(name: str, *args: Any) -> str:
    return whole_address(f"permits:{name}", *args)


def _send(
    people: Iterable[User],
    template: str,
    application: Application,
    *,
    url: str,
    context: Mapping[str, Any] | None = None,
    authority: str = "",
    key: str = "",
) -> None:
    for person in people:
        values: dict[str, Any] = {
            "reference": application.reference or "",
            "url": url,
            **(context or {}),
        }
        if authority:
            values["authority"] = authority_name(application, authority, person.language)
        send(
            to=person.as_recipient(),
            template=f"permits/{template}",
            context=values,
            subject_ref=application.subject,
            key=key,
        )


def _team(application: Application) -> Iterable[User]:
    return members_of(application.company_id, *TEAM)


def _officers(application: Application) -> Iterable[User]:
    """The case's own officer, or all officers while nobody has taken it."""
    if application.officer_id:
        return User.objects.filter(pk=application.officer_id, is_active=True)
    return staff_with_role("case_officer", "head_of_service")


def application_submitted(application: Application) -> None:
    """The team has its receipt; the officers see a new case."""
    own, desk = _url("case", application.pk), _url("desk_case", application.pk)
    _send(_team(application), "submitted", application, url=own)
    _send(_officers(application), "arrived", application, url=desk)


def officer_named(application: Application) -> None:
    """The applicant knows who has the case."""
    name = application.officer.get_full_name() if application.officer else ""
    _send(
        _team(application),
        "officer_named",
        application,
        url=_url("case", application.pk),
        context={"officer": name},
    )


def application_returned(application: Application) -> None:
    """Something is missing."""
    _send(_team(application), "returned", application, url=_url("case", application.pk))


def application_called_back(application: Application) -> None:
    """The applicant changes the plan: the officers need not go on with the old one."""
    _send(_officers(application), "called_back", application, url=_url("desk_case", application.pk))


def application_accepted(application: Application) -> None:
    """The file is complete and the clocks run."""
    _send(_team(application), "accepted", application, url=_url("case", application.pk))


def application_refused(application: Application) -> None:
    """Refused, with reason and law."""
    _send(
        _team(application),
        "refused",
        application,
        url=_url("case", application.pk),
        context={
            "reason": application.end_reason,
            "law": application.end_law,
            "appeal": application.end_appeal,
        },
    )


def application_ended(application: Application) -> None:
    """Withdrawn or cancelled by the producer: whoever was asked may stop."""
    _send(_officers(application), "ended", application, url=_url("desk_case", application.pk))
    for clearance in application.clearances.exclude(requested_at=None):
        _send(
            people_at_desk(clearance.authority_code, "answer", "manage"),
            "ended",
            application,
            url=_url("desk_clearance", clearance.pk),
            key=f"ended:{clearance.pk}",
        )


def application_ready(application: Application) -> None:
    """Nothing is missing: the case's officer or the head of service may sign."""
    people = {*_officers(application), *staff_with_role("head_of_service")}
    _send(people, "ready", application, url=_url("desk_case", application.pk))


def clearance_requested(clearance: Clearance) -> bool:
    """The desk has a new request; without a known clock no date is named.

    False when nobody is at the desk to hear it.
    """
    people = list(people_at_desk(clearance.authority_code, "answer", "manage"))
    _send(
        people,
        "clearance_requested",
        clearance.application,
        url=_url("desk_clearance", clearance.pk),
        authority=clearance.authority_code,
        context={"due": clearance.due_on, "informing": clearance.kind == "notice"},
    )
    return bool(people)


def nobody_at_desk(application: Application) -> None:
    """Nobody heard a request: the officer is told what to do, at most once a day."""
    _send(
        _officers(application),
        "nobody_at_desk",
        application,
        url=_url("desk_case", application.pk),
        key=f"nobody:{application.pk}:{timezone.localdate()}",
    )


def clearance_answered(clearance: Clearance) -> None:
    """Team and officer hear each answer as it comes."""
    application = clearance.application
    context = {
        "verdict": clearance.verdict,
        "reason": clearance.reason,
        "law": clearance.law,
    }
    _send(
        _team(application),
        "clearance_answered",
        application,
        url=_url("case", application.pk),
        authority=clearance.authority_code,
        context=context,
    )
    _send(
        _officers(application),
        "clearance_answered",
        application,
        url=_url("desk_case", application.pk),
        authority=clearance.authority_code,
        context=context,
    )


def question_asked(question: Question) -> None:
    """An authority waits for the applicant; its clock, if one runs, stands still."""
    assert question.clearance is not None
    _send(
        _team(question.application),
        "question_asked",
        question.application,
        url=_url("case", question.application.pk),
        authority=question.clearance.authority_code,
        context={"text": question.text, "clock": question.clearance.has_clock},
    )


def question_answered(question: Question) -> None:
    """The desk may go on."""
    application = question.application
    if question.clearance is None:
        return
    _send(
        people_at_desk(question.clearance.authority_code, "answer", "manage"),
        "question_answered",
        application,
        url=_url("desk_clearance", question.clearance.pk),
        authority=question.clearance.authority_code,
        context={
            "due": question.clearance.due_on,
            "answer": question.answer,
            "clock": question.clearance.has_clock,
        },
    )


def deemed_claimed(clearance: Clearance) -> None:
    """A claim waits for a person; the authority hears of it too."""
    application = clearance.application
    _send(
        staff_with_role("head_of_service"),
        "deemed_claimed",
        application,
        url=_url("desk_case", application.pk),
        authority=clearance.authority_code,
    )
    _send(
        people_at_desk(clearance.authority_code, "answer", "manage"),
        "deemed_claimed",
        application,
        url=_url("desk_clearance", clearance.pk),
        authority=clearance.authority_code,
    )


def clearance_late(clearance: Clearance) -> None:
    """Late: the desk, the officer and the head of service hear it, once."""
    application = clearance.application
    context = {"due": clearance.due_on}
    desk = people_at_desk(clearance.authority_code)
    staff = {*_officers(application), *staff_with_role("head_of_service")}
    for people, url in (
        (desk, _url("desk_clearance", clearance.pk)),
        (staff, _url("desk_case", application.pk)),
    ):
        _send(
            people,
            "clearance_late",
            application,
            url=url,
            authority=clearance.authority_code,
            context=context,
            key=f"late:{clearance.pk}",
        )


def answer_link_sent(link: AnswerLink, token: str) -> None:
    """The only place where the token itself goes: into the authority's own mailbox."""
    application = link.clearance.application
    language = "id"
    send(
        to=Recipient(email=link.email, language=language),
        template="permits/answer_link",
        context={
            "reference": application.reference or "",
            "authority": authority_name(application, link.clearance.authority_code, language),
            "url": _url("answer_by_link", token),
            "expires": moment_words(link.expires_at, "long", language),
            "informing": link.clearance.kind == "notice",
        },
        subject_ref=application.subject,
        secrets=[token],
    )


def bill_opened(bill: Bill) -> None:
    """What is to be paid to whom, and that nothing else is."""
    _about_bill(bill, "bill_opened", bill.amount)


def payment_recorded(payment: Payment) -> None:
    """The receipt."""
    _about_bill(payment.bill, "payment_recorded", payment.amount)


def _about_bill(bill: Bill, template: str, amount: Decimal) -> None:
    application = bill.application
    _send(
        _team(application),
        template,
        application,
        url=_url("case", application.pk),
        authority=bill.payee,
        context={"bill": bill.reference, "amount": amount},
    )


def waiver_proposed(application: Application) -> None:
    """A second person must decide."""
    _send(
        staff_with_role("head_of_service"),
        "waiver_proposed",
        application,
        url=_url("desk_case", application.pk),
    )


def permit_issued(permit: Permit) -> None:
    """The team has its permit; every desk that was asked hears it."""
    application = permit.application
    context = {"number": permit.number, "version": permit.version}
    _send(
        _team(application),
        "permit_issued",
        application,
        url=_url("case", application.pk),
        context=context,
        key=f"issued:{permit.pk}",
    )
    codes = set(application.clearances.values_list("authority_code", flat=True))
    for code in sorted(codes):
        _send(
            people_at_desk(code),
            "permit_issued",
            application,
            url=_url("public_permit", permit.short_code),
            context=context,
            key=f"issued:{permit.pk}",
        )


def permit_state_changed(permit: Permit) -> None:
    """Suspended, resumed, revoked or cancelled: team and desks hear it with the reason."""
    application = permit.application
    context = {
        "number": permit.number,
        "state": permit.state,
        "reason": permit.state_reason,
        "law": permit.state_law,
        "appeal": permit.appeal,
    }
    people = {*_team(application), *_officers(application)}
    for code in set(application.clearances.values_list("authority_code", flat=True)):
        people |= set(people_at_desk(code))
    _send(
        people,
        "permit_state_changed",
        application,
        url=_url("public_permit", permit.short_code),
        context=context,
    )


def wrap_report_wanted(application: Application) -> None:
    """The last day has passed."""
    _send(
        _team(application),
        "wrap_report_wanted",
        application,
        url=_url("case", application.pk),
        key=f"wrap:{application.pk}",
    )


def calendar_news(
    application: Application, *, event: str, position: int, because: Mapping[str, str], key: str
) -> None:
    """A queue for a place moved: the team hears it, and the officers of a case that was sent."""
    context = {"event": event, "position": position, "because": dict(because)}
    own, desk = _url("case_calendar", application.pk), _url("desk_case", application.pk)
    _send(_team(application), "calendar_news", application, url=own, context=context, key=key)
    if application.state != Application.State.DRAFT:
        _send(
            _officers(application), "calendar_news", application, url=desk, context=context, key=key
        )
