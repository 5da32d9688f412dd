"""Real cases in the states that an office has, made through the same verbs as a person's click."""

from __future__ import annotations

import datetime as dt
import io
import uuid
from dataclasses import dataclass, replace
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from simpul.kit.actors import Actor
from simpul.people.actors import load_actor
from simpul.people.models import DeskGrant, Membership, Organisation, StaffGrant, User
from simpul.permits.actions import (
    clearances,
    drafts,
    fees,
    intake,
    issuing,
    submission,
    taking_back,
)
from simpul.permits.demo.flows import plan_and_details
from simpul.permits.models import Application, Clearance, Permit

LETTERS = "abcde"
STATES = ("draft", "sent", "accepted", "ready", "issued")
TURN = 2
"""Weeks: the longest shoot takes more than one."""


@dataclass(frozen=True, slots=True)
class People:
    """Who acts: a producer, a case officer, the head of service, somebody at every desk."""

    producer: Actor
    officer: Actor
    head: Actor
    desk: Actor
    company: Organisation


def people() -> People:
    """The people of the measurement, made when missing."""
    company, _ = Organisation.objects.get_or_create(name="PT Ukur", registration_no="5550000000000")
    producer, officer, head, desk = (
        User.objects.get_or_create(email=f"{name}@bench.id", defaults={"name": name.title()})[0]
        for name in ("producer", "officer", "head", "desk")
    )
    Membership.objects.get_or_create(user=producer, organisation=company, role="owner")
    StaffGrant.objects.get_or_create(user=officer, role="case_officer", reason="bench")
    StaffGrant.objects.get_or_create(user=head, role="head_of_service", reason="bench")
    actors = (_signed_in(user) for user in (producer, officer, head, desk))
    return People(*actors, company)


def _signed_in(user: User) -> Actor:
    return replace(load_actor(user), second_factor=True)


def make(letter: str, state: str, who: People, *, turn: int = 0) -> Application:
    """One of the five shoots, brought to a state.

    Cases of one turn stand behind each other in the queue for their ground; those who are to be
    given it take turns, so far from each other that the longest of the shoots has ended.
    """
    now = dt.datetime.now(dt.UTC)
    first = now.date() + dt.timedelta(days=60, weeks=TURN * turn)
    plan, details = plan_and_details(letter, not_before=first)
    application = drafts.start_application(
        actor=who.producer,
        company_id=who.company.pk,
        production={"title": plan["production"]["title"], "kind": plan["production"]["type"]},
        plan=plan,
        details=details,
    )
    steps: list[Any] = [_send, _accept, _clear, _issue]
    for step in steps[: STATES.index(state)]:
        step(application, who, now)
    application.refresh_from_db()
    return application


def give_back(application: Application, who: People) -> None:
    """The ground of a case is free again: the next measurement wants the same days."""
    permit = Permit.objects.filter(application=application, state="valid").first()
    if permit:
        taking_back.cancel(actor=who.producer, permit_id=permit.pk, reason="bench")
    else:
        submission.withdraw(actor=who.producer, application_id=application.pk, reason="bench")


def _send(application: Application, who: People, now: dt.datetime) -> None:
    submission.submit(
        actor=who.producer, application_id=application.pk, submit_key=uuid.uuid4(), now=now
    )


def _accept(application: Application, who: People, now: dt.datetime) -> None:
    intake.take_case(actor=who.officer, application_id=application.pk)
    intake.accept_complete(
        actor=who.officer, application_id=application.pk, although_missing=True, now=now
    )


def _clear(application: Application, who: People, now: dt.datetime) -> None:
    desk = _at_every_desk(application, who)
    while waiting := list(Clearance.objects.filter(application=application, state="requested")):
        for clearance in waiting:
            clearances.give_verdict(
                actor=desk, clearance_id=clearance.pk, verdict="approve", now=now
            )
    for bill in application.bills.filter(state="open"):
        fees.record_payment(
            actor=who.officer,
            bill_id=bill.pk,
            amount=str(int(bill.amount)),
            bank_reference=f"BENCH-{uuid.uuid4().hex[:8]}",
            proof=SimpleUploadedFile("proof.png", _picture(), content_type="image/png"),
        )


def _at_every_desk(application: Application, who: People) -> Actor:
    user = User.objects.get(pk=who.desk.user_id)
    for code in application.clearances.values_list("authority_code", flat=True).distinct():
        DeskGrant.objects.get_or_create(
            user=user, authority_code=code, ends_on=None, defaults={"reason": "bench"}
        )
    return _signed_in(user)


def _picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 40), "white").save(out, "PNG")
    return out.getvalue()


def _issue(application: Application, who: People, now: dt.datetime) -> None:
    issuing.issue_permit(actor=who.officer, application_id=application.pk, now=now)
