"""Two people at the same moment: one wins, the other is told."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections

from simpul.kit.outcomes import WrongState
from simpul.permits.actions import issuing, riders, taking_back
from simpul.permits.models import Application, Permit

pytestmark = pytest.mark.django_db(transaction=True)


def together(*verbs: Callable[[], Any]) -> list[Any]:
    """Run all at once; what each gave or raised, in their order."""
    start = threading.Barrier(len(verbs))
    results: list[Any] = [None] * len(verbs)

    def run(index: int, verb: Callable[[], Any]) -> None:
        try:
            start.wait()
            results[index] = verb()
        except Exception as error:
            results[index] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(verbs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


def split(results: list[Any]) -> tuple[list[Any], list[Any]]:
    won = [one for one in results if not isinstance(one, Exception)]
    lost = [one for one in results if isinstance(one, Exception)]
    return won, lost


def test_of_two_officers_who_sign_at_once_exactly_one_signs(
    ready: Any, dewi: Any, eko: Any
) -> None:
    application = ready("a")
    actors = [dewi.actor, eko.actor]
    won, lost = split(
        together(
            *(
                lambda actor=actor: issuing.issue_permit(actor=actor, application_id=application.pk)
                for actor in actors
            )
        )
    )
    assert len(won) == 1
    assert [type(error) for error in lost] == [WrongState]
    assert Permit.objects.filter(application=application).count() == 1


def test_suspending_and_cancelling_at_once_leaves_one_answer(
    issued: Any, dewi: Any, ani: Any
) -> None:
    permit = issued("a")
    officer, producer = dewi.actor, ani.actor
    results = together(
        lambda: taking_back.revoke(
            actor=officer, permit_id=permit.pk, reason="r", law="UU 22/2009", appeal="PTUN"
        ),
        lambda: taking_back.cancel(actor=producer, permit_id=permit.pk, reason="rain"),
    )
    won, lost = split(results)
    assert len(won) == 1
    assert [type(error) for error in lost] == [WrongState]
    permit.refresh_from_db()
    assert permit.state == won[0].state


def test_a_double_click_on_change_makes_one_rider(issued: Any, ani: Any) -> None:
    permit, actor = issued("a"), ani.actor
    results = together(
        *[lambda: riders.start_rider(actor=actor, permit_id=permit.pk) for _ in range(3)]
    )
    won, lost = split(results)
    assert not lost
    assert len({rider.pk for rider in won}) == 1
    assert Application.objects.filter(kind="rider").count() == 1
