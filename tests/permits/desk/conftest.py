"""Cases of the five shoots, sent through the same verbs as a producer's click."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from simpul.permits.actions import clearances, drafts, intake, submission
from simpul.permits.demo.flows import plan_and_details
from simpul.permits.models import Application, Clearance

JAKARTA = ZoneInfo("Asia/Jakarta")
SENT = dt.datetime(2026, 11, 2, 9, 0, tzinfo=JAKARTA)
"""A Monday morning, long enough before the days of the five shoots."""


@pytest.fixture
def draft(kept: Any, ani: Any, company: Any) -> Callable[..., Application]:
    """A finished draft of Ani's: `draft("b")`."""

    def new(letter: str) -> Application:
        plan, details = plan_and_details(letter)
        return drafts.start_application(
            actor=ani.actor,
            company_id=company.pk,
            production={"title": plan["production"]["title"], "kind": plan["production"]["type"]},
            plan=plan,
            details=details,
        )

    def make(letter: str) -> Application:
        made: Application = kept(("draft", letter), lambda: new(letter))
        return made

    return make


@pytest.fixture
def sent(kept: Any, draft: Any, ani: Any) -> Callable[..., Application]:
    """A sent case."""

    def new(letter: str, now: dt.datetime) -> Application:
        application = draft(letter)
        return submission.submit(
            actor=ani.actor, application_id=application.pk, submit_key=uuid.uuid4(), now=now
        )

    def make(letter: str, now: dt.datetime = SENT) -> Application:
        made: Application = kept(("sent", letter, now), lambda: new(letter, now))
        return made

    return make


@pytest.fixture
def accepted(kept: Any, sent: Any, dewi: Any) -> Callable[..., Application]:
    """A case that Dewi took and accepted as complete."""

    def new(letter: str, now: dt.datetime) -> Application:
        application = sent(letter, now)
        intake.take_case(actor=dewi.actor, application_id=application.pk)
        return intake.accept_complete(
            actor=dewi.actor, application_id=application.pk, although_missing=True, now=now
        )

    def make(letter: str, now: dt.datetime = SENT) -> Application:
        made: Application = kept(("accepted", letter, now), lambda: new(letter, now))
        return made

    return make


@pytest.fixture
def answer_all(make_person: Any) -> Callable[..., None]:
    """Every authority approves, one after the other as their turn comes."""

    def run(
        application: Application, *, but: tuple[str, ...] = (), now: dt.datetime = SENT
    ) -> None:
        codes = set(application.clearances.values_list("authority_code", flat=True)) - set(but)
        desk = make_person(
            f"Meja {uuid.uuid4().hex[:6]}",
            desks=dict.fromkeys(codes, "answer"),
            second_factor=True,
        ).actor
        for _round in range(len(codes) + 1):
            waiting = Clearance.objects.filter(
                application=application, state="requested", authority_code__in=codes
            )
            if not waiting:
                return
            for clearance in waiting:
                clearances.give_verdict(
                    actor=desk, clearance_id=clearance.pk, verdict="approve", now=now
                )

    return run
