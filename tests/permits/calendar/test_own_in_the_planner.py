"""A company that plans is not in its own way; other companies learn nothing of it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from simpul.kit.actors import PUBLIC, Actor
from simpul.permits.demo.flows import flow
from simpul.permits.holding import keeping
from simpul.permits.models import PlanDraft
from simpul.permits.plan_calendar.asking import CalendarAnswer, calendar_answer
from simpul.permits.planning.plan import parse_plan
from simpul.permits.planning.planner import answer_plan
from simpul.places.calendar.clash import Grade
from tests.permits.calendar.conftest import SECRET, SENT

pytestmark = pytest.mark.django_db


def asked(jakarta: Any, actor: Actor) -> CalendarAnswer:
    """What the planner says of the lane of shoot (d)."""
    plan = parse_plan(flow("d"), jakarta).plan
    answer = answer_plan(plan, jakarta, filed_on=SENT.date())
    return calendar_answer(answer, actor=actor)


def told(found: CalendarAnswer) -> set[tuple[Grade, str, str]]:
    """Grade, rule and other side of what involves somebody."""
    return {(one.grade, one.rule, one.other["id"]) for one in found.clashes if one.other}


@pytest.mark.parametrize("confidential", [False, True])
def test_what_a_company_holds_itself_is_told_and_in_nobodys_way(
    street: Any, signed: Any, ani: Any, citra: Any, jakarta: Any, confidential: bool
) -> None:
    signed(ani, title=SECRET, confidential=confidential)
    keeping.pencil(actor=ani.actor, application_id=street(ani, title="Lagi").pk)
    mine = asked(jakarta, ani.actor)
    assert told(mine) == {
        (Grade.INFORMATION, "own", SECRET),
        (Grade.INFORMATION, "own", "Lagi"),
    }
    assert mine.later is None, "no other day is needed"
    name = "produksi lain" if confidential else SECRET
    for other in (citra.actor, PUBLIC):
        theirs = told(asked(jakarta, other))
        assert (Grade.HARD, "exclusive", name) in theirs
        assert "own" not in {rule for _, rule, _ in theirs}


def test_somebody_else_is_still_in_the_way(
    signed: Any, street: Any, ani: Any, citra: Any, jakarta: Any
) -> None:
    signed(citra, title="Pagi")
    keeping.pencil(actor=ani.actor, application_id=street(ani).pk)
    assert (Grade.HARD, "exclusive", "Pagi") in told(asked(jakarta, ani.actor))


def test_the_page_names_ones_own_secret_to_its_makers_alone(
    signed: Any, ani: Any, citra: Any, as_person: Any
) -> None:
    signed(ani, title=SECRET, confidential=True)
    draft = PlanDraft.objects.create(plan=flow("d"), owner_hash="x")
    address = f"/rencana/{draft.pk}/"
    for client, known in ((as_person(ani), True), (as_person(citra), False), (Client(), False)):
        for more in ("", "?kalender=1"):
            answer = client.get(address + more, **({"HTTP_HX_REQUEST": "true"} if more else {}))
            page = answer.content.decode()
            assert (SECRET in page) is known
            assert ("permohonan Anda sendiri" in page) is known
            assert ("Produksi lain" in page) is not known
            assert "no-store" in answer.headers.get("Cache-Control", "") or not known


@pytest.mark.parametrize("cases", [1, 30])
def test_it_costs_one_question_however_many_cases_the_company_has(
    street: Any, ani: Any, citra: Any, jakarta: Any, cases: int
) -> None:
    """Citra's note is in the way of both, so neither goes on to look for other days."""
    keeping.pencil(actor=citra.actor, application_id=street(citra).pk)
    plan = parse_plan(flow("d"), jakarta).plan
    answer = answer_plan(plan, jakarta, filed_on=SENT.date())
    for number in range(cases):
        keeping.pencil(actor=ani.actor, application_id=street(ani, title=f"Film {number}").pk)
    actor = ani.actor
    with CaptureQueriesContext(connection) as anonymous:
        calendar_answer(answer, at_once=True)
    with CaptureQueriesContext(connection) as signed_in:
        calendar_answer(answer, actor=actor, at_once=True)
    assert len(signed_in) == len(anonymous) + 1
