"""Demonstration cases: the five shoots with their permits, and open cases for every desk.

Everything goes through the same verbs as a click. Called at every start; cases that are there stay.
"""

from __future__ import annotations

import datetime as dt
import uuid

from django.utils import timezone

from simpul.kit.actors import Actor
from simpul.people.demo import COMPANY, OTHER_COMPANY, acting
from simpul.people.models import Organisation
from simpul.permits.actions import clearances, drafts, fees, intake, issuing, submission, wrap
from simpul.permits.demo.flows import plan_and_details
from simpul.permits.models import Application, Bill, Clearance
from simpul.permits.providers import TrialProvider

LEAD = dt.timedelta(days=75)
"""The shoots begin at least this long from today: also the longest chain is still lawful."""


def load() -> int:
    """Add the demonstration cases unless the company has some; how many were added."""
    company = Organisation.objects.get(name=COMPANY)
    if Application.objects.filter(company=company).exists():
        return 0
    _finished(company)
    for letter in "abcde":
        _issue(_clear(_accept(_send(_draft(letter, company)))))
    _returned(_send(_draft("c", company, shift=21, suffix=" II")))
    _accept(_send(_draft("d", company, shift=14, suffix=" II")))
    _accept(_send(_draft("b", company, shift=28, suffix=" II")))
    _clear(_accept(_send(_draft("b", company, shift=35, suffix=" III"))), pay=False)
    _send(_draft("a", company, shift=7, suffix=" II"))
    _draft("a", company, shift=42, suffix=" III")
    _wants_the_same_street()
    return 13


def _finished(company: Organisation) -> None:
    """A shoot that is over: its wrap report waits for the producer."""
    then = timezone.now() - dt.timedelta(days=90)
    application = _draft("c", company, shift=-110, suffix=" 0")
    submission.submit(
        actor=acting("producer"),
        application_id=application.pk,
        submit_key=uuid.uuid4(),
        now=then,
    )
    officer = acting("case_officer")
    intake.take_case(actor=officer, application_id=application.pk)
    intake.accept_complete(
        actor=officer, application_id=application.pk, although_missing=True, now=then
    )
    permit = issuing.issue_permit(
        actor=acting("head_of_service"),
        application_id=_clear(application, now=then).pk,
        now=then + dt.timedelta(days=20),
    )
    wrap.ask_wrap_report(permit_id=permit.pk)


def _draft(letter: str, company: Organisation, *, shift: int = 0, suffix: str = "") -> Application:
    first = timezone.localdate() + LEAD + dt.timedelta(days=shift)
    plan, details = plan_and_details(letter, not_before=first)
    plan["production"]["title"] += suffix
    return drafts.start_application(
        actor=acting("producer"),
        company_id=company.pk,
        production={"title": plan["production"]["title"], "kind": plan["production"]["type"]},
        plan=plan,
        details=details,
    )


def _wants_the_same_street() -> None:
    """Another company asks for the street and the Sunday of shoot (d), whose permit is signed."""
    company = Organisation.objects.get(name=OTHER_COMPANY)
    plan, details = plan_and_details("d", not_before=timezone.localdate() + LEAD)
    plan["production"].update(title="Video Musik Kota Pagi", type="music_video")
    for row in (*plan["days"], *plan["traffic"]):
        row["from"], row["to"] = "06:00", "11:00"
    application = drafts.start_application(
        actor=acting("other_producer"),
        company_id=company.pk,
        production={"title": plan["production"]["title"], "kind": plan["production"]["type"]},
        plan=plan,
        details=details,
    )
    _send(application, by="other_producer")


def _send(application: Application, *, by: str = "producer") -> Application:
    return submission.submit(
        actor=acting(by), application_id=application.pk, submit_key=uuid.uuid4()
    )


def _accept(application: Application) -> Application:
    officer = acting("case_officer")
    intake.take_case(actor=officer, application_id=application.pk)
    return intake.accept_complete(
        actor=officer, application_id=application.pk, although_missing=True
    )


def _returned(application: Application) -> None:
    officer = acting("case_officer")
    intake.take_case(actor=officer, application_id=application.pk)
    intake.return_to_applicant(
        actor=officer,
        application_id=application.pk,
        questions=[
            {"part": "places", "text": "Sampai jam berapa genset dipakai di dekat rumah nomor 12?"}
        ],
    )


def _clear(
    application: Application, *, pay: bool = True, now: dt.datetime | None = None
) -> Application:
    """Every authority answers as its turn comes; the blast of shoot (e) is left open."""
    for _turn in range(application.clearances.count() + 1):
        asked = [
            clearance
            for clearance in application.clearances.filter(state="requested")
            if clearance.authority_code != "POLRI_HANDAK"
        ]
        if not asked:
            break
        for clearance in asked:
            _answer(clearance, now)
    application.refresh_from_db()
    bills = Bill.objects.filter(application=application, state="open") if pay else ()
    for bill in list(bills):
        headers, body = TrialProvider().notice(bill.reference, bill.amount, bill.currency)
        fees.receive_callback(provider="trial", headers=headers, body=body)
    application.refresh_from_db()
    return application


def _answer(clearance: Clearance, now: dt.datetime | None) -> None:
    desk = Actor(
        kind="user",
        id=f"demo:{clearance.authority_code}",
        label=f"Meja {clearance.authority_code} (contoh)",
        desks={clearance.authority_code: "answer"},
        second_factor=True,
    )
    with_condition = clearance.authority_code in ("POLRI_LANTAS", "POLSEK")
    clearances.give_verdict(
        actor=desk,
        clearance_id=clearance.pk,
        verdict="approve_with_conditions" if with_condition else "approve",
        now=now,
        own_condition="Petugas jaga di setiap ujung; jalan pejalan kaki tetap bebas."
        if with_condition
        else "",
    )


def _issue(application: Application) -> None:
    """The head of service signs; what is still open of shoot (e) is named as held."""
    if application.state == Application.State.READY:
        issuing.issue_permit(actor=acting("head_of_service"), application_id=application.pk)
