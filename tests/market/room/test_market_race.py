"""Two at the same moment: exactly one wins, and nothing is half done."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from django.db import close_old_connections, connection

from simpul.journal.queries import entries_for
from simpul.kit.outcomes import ActionError
from simpul.market.actions import badges, materials, meetings, publishing, selection, timetables
from simpul.market.models import Market, Timetable
from tests.market.room.conftest import Crowd

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]


def at_once(*acts: Callable[[], Any]) -> list[str]:
    """Run them at the same moment; "done" or the name of the refusal of each."""
    ready = threading.Barrier(len(acts))
    outcome = ["?"] * len(acts)

    def run(place: int, act: Callable[[], Any]) -> None:
        close_old_connections()
        ready.wait(10)
        try:
            act()
            outcome[place] = "done"
        except ActionError as refused:
            outcome[place] = type(refused).__name__
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(30)
    return outcome


def one_won(outcome: Sequence[str]) -> bool:
    return Counter(outcome) == {"done": 1, "WrongState": len(outcome) - 1}


def test_two_decide_one_project(
    selected: Any, draft: Any, ani: Any, company: Any, maya: Any, make_person: Any, market: Market
) -> None:
    other = make_person("Kedua", roles=("market_officer",), second_factor=True)
    entry = selected(ani, company)
    type(entry).objects.filter(pk=entry.pk).update(state="submitted")
    actors = [maya.actor, other.actor]
    outcome = at_once(
        *(
            lambda actor=actor, select=select: selection.decide(  # type: ignore[misc]
                actor=actor, entry_id=entry.pk, select=select, reason="Alasan"
            )
            for actor, select in zip(actors, (True, False), strict=True)
        )
    )
    assert one_won(outcome)
    entry.refresh_from_db()
    verbs = [one.verb for one in entries_for(entry.subject)]
    assert verbs[-1] == f"market_entry.{entry.state}"
    assert sum(one in ("market_entry.selected", "market_entry.refused") for one in verbs) == 2


def test_accepting_and_withdrawing_at_once(
    market: Market, guest: Any, ani: Any, company: Any, citra: Any, other_company: Any
) -> None:
    guest(ani, company)
    asked = guest(citra, other_company)
    meeting = meetings.ask(actor=ani.actor, market=market, badge_id=asked.pk)
    mine, theirs = ani.actor, citra.actor
    outcome = at_once(
        lambda: meetings.withdraw(actor=mine, market=market, meeting_id=meeting.pk),
        lambda: meetings.answer(actor=theirs, market=market, meeting_id=meeting.pk, accept=True),
    )
    assert one_won(outcome)
    meeting.refresh_from_db()
    assert meeting.state == ("withdrawn" if outcome[0] == "done" else "agreed")


def test_two_ask_each_other_at_once(
    market: Market, guest: Any, ani: Any, company: Any, citra: Any, other_company: Any
) -> None:
    one, other = guest(ani, company), guest(citra, other_company)
    mine, theirs = ani.actor, citra.actor
    outcome = at_once(
        lambda: meetings.ask(actor=mine, market=market, badge_id=other.pk),
        lambda: meetings.ask(actor=theirs, market=market, badge_id=one.pk),
    )
    assert one_won(outcome)


def test_applying_and_asking_for_papers_twice_at_once(
    market: Market, selected: Any, guest: Any, ani: Any, company: Any, citra: Any,
    other_company: Any,
) -> None:  # fmt: skip
    actor = citra.actor
    outcome = at_once(
        *[
            lambda: badges.apply(
                actor=actor, market=market, company_id=other_company.pk, role="fund",
                languages=["id"],
            )
        ] * 2
    )  # fmt: skip
    assert one_won(outcome)
    guest_badge = market.badges.get()
    type(guest_badge).objects.filter(pk=guest_badge.pk).delete()
    guest(citra, other_company)
    entry = selected(ani, company)
    outcome = at_once(
        *[lambda: materials.ask_access(actor=actor, market=market, entry_id=entry.pk, message="")]
        * 2
    )
    assert one_won(outcome)


def test_two_publish_and_two_ask_for_a_search_at_once(
    market: Market, crowd: Crowd, maya: Any
) -> None:
    one, two = crowd.add(2)
    crowd.meet([(one, two)])
    actor = maya.actor
    outcome = at_once(*[lambda: timetables.ask_run(actor=actor, market=market, seconds=2)] * 2)
    assert one_won(outcome)
    run = market.runs.get()
    timetables.perform(run_id=run.pk, workers=1)
    outcome = at_once(*[lambda: publishing.publish(actor=actor, market=market, run_id=run.pk)] * 2)
    assert one_won(outcome)
    assert Timetable.objects.get().number == 1
