"""What is measured. A new scenario is a new function with `@scenario`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from django.urls import reverse

from bench.cases import LETTERS, STATES, People, give_back, make
from bench.measuring import Measured, measure
from simpul.city.queries import city_book
from simpul.people.actors import DEMO_SESSION_KEY
from simpul.people.models import User
from simpul.permits.actions import issuing
from simpul.permits.demo.flows import plan_and_details
from simpul.permits.models import Application, Permit
from simpul.permits.planning.answer_data import to_json
from simpul.permits.planning.plan import parse_plan
from simpul.permits.planning.planner import answer_plan

PAGE, PLAN, ISSUE = 150, 20, 1000
"""Aims in milliseconds for p95 (issue of this work)."""


@dataclass(frozen=True, slots=True)
class Office:
    """What the scenarios work on."""

    who: People


Scenario = Callable[[Office], Iterator[Measured]]
SCENARIOS: dict[str, Scenario] = {}


def scenario(work: Scenario) -> Scenario:
    SCENARIOS[work.__name__] = work
    return work


@scenario
def plan(office: Office) -> Iterator[Measured]:
    """The planner's answer, from JSON to JSON, for the five shoots."""
    book = city_book()
    filed = dt.date.today()
    for letter in LETTERS:
        data, _ = plan_and_details(letter, not_before=filed + dt.timedelta(days=60))

        def answer(data: dict[str, Any] = data) -> object:
            parsed = parse_plan(data, book)
            return to_json(answer_plan(parsed.plan, book, filed_on=filed), "id")

        yield measure(f"planner answer, shoot ({letter})", answer, aim=PLAN)


@scenario
def officer_queue(office: Office) -> Iterator[Measured]:
    """The officer's queue with all open cases."""
    client = signed_in(office.who.officer.user_id)
    yield _page("officer queue", client, reverse("permits:desk_cases"))


@scenario
def case_page(office: Office) -> Iterator[Measured]:
    """The page of one case in review, small and large."""
    client = signed_in(office.who.officer.user_id)
    for letter, title in (("a", "small"), ("e", "large")):
        case = (
            Application.objects.filter(state="in_review", production__title=_title(letter))
            .order_by("created_at")
            .first()
        )
        if case is not None:
            address = reverse("permits:desk_case", args=[case.pk])
            yield _page(f"case page, {title} ({letter})", client, address)


@scenario
def desk_inbox(office: Office) -> Iterator[Measured]:
    """The inbox of an authority's desk."""
    client = signed_in(office.who.desk.user_id)
    yield _page("desk inbox", client, reverse("permits:desk_inbox"))


@scenario
def permit_check(office: Office) -> Iterator[Measured]:
    """What the street asks: the public page and the live state of a permit."""
    permit = Permit.objects.filter(state="valid").order_by("issued_at").first()
    if permit is None:
        return
    client = Client(HTTP_HOST="127.0.0.1")
    code = permit.short_code
    yield _page("permit check, page", client, reverse("permits:public_permit", args=[code]))
    yield _page("permit check, live state", client, reverse("permits:check_state", args=[code]))


@scenario
def permit_issue(office: Office) -> Iterator[Measured]:
    """Check the calendar again, render, sign and record a permit: each run issues another case."""
    runs, warm_up = 20, 2
    for letter in ("a", "e"):
        turns = range(len(STATES), len(STATES) + runs + warm_up + 1)
        cases = [make(letter, "ready", office.who, turn=turn) for turn in turns]
        waiting = iter([case.pk for case in cases])

        def issue(waiting: Iterator[Any] = waiting) -> object:
            return issuing.issue_permit(actor=office.who.head, application_id=next(waiting))

        name = f"permit issue, shoot ({letter})"
        try:
            yield measure(name, issue, runs=runs, warm_up=warm_up, aim=ISSUE)
        finally:
            for case in cases:
                give_back(case, office.who)


def signed_in(user_id: int | None) -> Client:
    """A browser in which a person has signed in with a second factor."""
    user = User.objects.get(pk=user_id)
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session[DEMO_SESSION_KEY] = user.pk
    session.save()
    client = Client(HTTP_HOST="127.0.0.1")
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key or ""
    return client


def _page(name: str, client: Client, address: str) -> Measured:
    def get() -> object:
        answer = client.get(address)
        if answer.status_code != 200:
            raise SystemExit(f"{name}: {address} answered {answer.status_code}")
        return answer

    return measure(name, get, aim=PAGE)


def _title(letter: str) -> str:
    return str(plan_and_details(letter)[0]["production"]["title"])
