"""Two companies that want one street: Ani's running-shoe film and whatever Citra makes there."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from simpul.permits.actions import drafts, intake, issuing, submission
from simpul.permits.demo.flows import plan_and_details
from simpul.permits.models import Application, Permit
from simpul.places.models import Hold
from tests.messages.conftest import empty_queue, run_jobs
from tests.permits.apply.conftest import as_person
from tests.permits.desk.conftest import SENT, answer_all
from tests.permits.issue.conftest import SIGNED
from tests.permits.issue.paying import pay_everything

__all__ = ["SENT", "SIGNED", "answer_all", "as_person", "empty_queue", "run_jobs"]

SECRET = "Rahasia Besar Tak Boleh Bocor"


@pytest.fixture
def street(jakarta: Any) -> Callable[..., Application]:
    """A draft for the lane of shoot (d): `street(citra, title="…", hours=("06:00", "11:00"))`."""

    def make(
        person: Any,
        *,
        title: str = "Iklan Sepatu Lari",
        hours: tuple[str, str] = ("05:00", "12:00"),
        confidential: bool = False,
        letter: str = "d",
    ) -> Application:
        plan, details = plan_and_details(letter)
        plan = deepcopy(plan)
        plan["production"].update(title=title, confidential=confidential)
        if confidential:
            details["secrecy"] = {"reason": "Belum diumumkan."}
        if letter == "d":
            for row in (*plan["days"], *plan["traffic"]):
                row["from"], row["to"] = hours
        actor = person.actor
        return drafts.start_application(
            actor=actor,
            company_id=next(iter(actor.companies)),
            production={"title": title, "kind": plan["production"]["type"]},
            plan=plan,
            details=details,
        )

    return make


@pytest.fixture
def send() -> Callable[..., Application]:
    """Send a draft or a returned file: `send(citra, application)`."""

    def run(person: Any, application: Application) -> Application:
        return submission.submit(
            actor=person.actor, application_id=application.pk, submit_key=uuid.uuid4(), now=SENT
        )

    return run


@pytest.fixture
def accept(dewi: Any) -> Callable[..., Application]:
    """Dewi takes it and calls it complete."""

    def run(application: Application, now: Any = SENT) -> Application:
        intake.take_case(actor=dewi.actor, application_id=application.pk)
        return intake.accept_complete(
            actor=dewi.actor, application_id=application.pk, although_missing=True, now=now
        )

    return run


@pytest.fixture
def make_ready(answer_all: Any, dewi: Any) -> Callable[..., Application]:
    """All authorities agree, everything is paid."""

    def run(application: Application, *, but: tuple[str, ...] = ()) -> Application:
        answer_all(application, but=but)
        pay_everything(dewi.actor, application)
        application.refresh_from_db()
        return application

    return run


@pytest.fixture
def sign(dewi: Any) -> Callable[..., Permit]:
    """Dewi signs."""

    def run(application: Application) -> Permit:
        return issuing.issue_permit(actor=dewi.actor, application_id=application.pk, now=SIGNED)

    return run


@pytest.fixture
def signed(
    kept: Any, street: Any, send: Any, accept: Any, make_ready: Any, sign: Any
) -> Callable[..., Permit]:
    """A permit for the street: `signed(ani)`."""

    def make(person: Any, **more: Any) -> Permit:
        permit: Permit = kept(
            ("signed", person.user.pk, *sorted(more.items())),
            lambda: sign(make_ready(accept(send(person, street(person, **more))))),
        )
        return permit

    return make


def three_days(street: Any, person: Any) -> Application:
    """The lane for three days running, 20 to 22 December."""
    draft = street(person)
    plan = {**draft.plan}
    first, measure = plan["days"][0], plan["traffic"][0]
    dates = ["2026-12-20", "2026-12-21", "2026-12-22"]
    plan["days"] = [{**first, "date": day} for day in dates]
    plan["traffic"] = [{**measure, "dates": dates}]
    saved: Application = drafts.save_draft(
        actor=person.actor, application_id=draft.pk, version=draft.version, plan=plan
    )
    return saved


def hold_of(application: Application) -> Hold:
    """The newest hold that was placed for a case."""
    return Hold.objects.filter(pk__in=application.holds.values("hold")).order_by("pk")[
        application.holds.count() - 1
    ]


def periods_of(hold: Hold) -> set[tuple[str, str, str]]:
    """Kind, begin and end of a hold's bookings, by the wall clock of the city."""
    from django.utils import timezone

    def wall(moment: Any) -> str:
        return timezone.localtime(moment).strftime("%m-%d %H:%M")

    return {
        (one.kind, wall(one.during.lower), wall(one.during.upper)) for one in hold.bookings.all()
    }
