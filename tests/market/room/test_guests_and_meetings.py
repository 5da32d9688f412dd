"""Accreditation, availability, requests from both sides, what the market sets."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from simpul.kit.outcomes import InvalidInput, NotAllowed, NotVisible, WrongState
from simpul.market.actions import badges, meetings
from simpul.market.models import Badge, Market, Meeting
from simpul.messages.models import Message
from simpul.people.models import Organisation
from tests.entering import into
from tests.market.room.conftest import Crowd

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(guest: Any, ani: Any, company: Any, citra: Any, other_company: Any) -> tuple[Badge, Badge]:
    """Ani's badge and Citra's."""
    return guest(ani, company, "project"), guest(citra, other_company)


def test_accreditation_is_asked_for_decided_by_another_and_refused_with_a_reason(
    market: Market, ani: Any, company: Any, maya: Any, citra: Any
) -> None:
    badge = badges.apply(
        actor=ani.actor, market=market, company_id=company.pk, role="producer", languages=["id"]
    )
    with pytest.raises(WrongState):
        badges.apply(
            actor=ani.actor, market=market, company_id=company.pk, role="press", languages=["id"]
        )
    with pytest.raises(NotVisible):
        badges.decide(actor=citra.actor, badge_id=badge.pk, accept=True)
    with pytest.raises(InvalidInput):
        badges.decide(actor=maya.actor, badge_id=badge.pk, accept=False)
    refused = badges.decide(
        actor=maya.actor, badge_id=badge.pk, accept=False, reason="Belum ada proyek."
    )
    assert refused.state == "refused"
    assert "Belum ada proyek." in Message.objects.get(template="market/badge_decided").text
    # Whoever was refused may apply again.
    badges.apply(
        actor=ani.actor, market=market, company_id=company.pk, role="producer", languages=["id"]
    )


def test_nobody_accredits_oneself_or_comes_for_a_company_of_others(
    market: Market, make_person: Any, company: Any, other_company: Any
) -> None:
    both = make_person("Sendiri", company=company, roles=("market_officer",), second_factor=True)
    badge = badges.apply(
        actor=both.actor, market=market, company_id=company.pk, role="talent", languages=["id"]
    )
    with pytest.raises(NotAllowed):
        badges.decide(actor=both.actor, badge_id=badge.pk, accept=True)
    with pytest.raises(InvalidInput) as refused:
        badges.apply(
            actor=both.actor, market=market, company_id=other_company.pk, role="x", languages=[]
        )
    assert "company" in refused.value.errors


def test_availability_that_leaves_no_slot_is_told_at_the_form(
    market: Market, two: tuple[Badge, Badge], ani: Any
) -> None:
    client = into(ani)
    there = reverse("market:availability", args=[market.code])
    answer = client.post(there, {})
    assert answer.status_code == 422
    assert "Sisakan sedikitnya satu" in answer.content.decode()
    assert not two[0].aways.exists()
    first = market.slots.first()
    assert first is not None
    key = f"free_{first.starts_at.astimezone(market.tz):%Y%m%d}_m"
    assert client.post(there, {key: [first.pk]}).status_code == 302
    assert two[0].aways.count() == market.slots.count() - 1


def test_a_request_to_oneself_or_to_a_colleague_is_refused(
    market: Market, two: tuple[Badge, Badge], guest: Any, ani: Any, budi: Any, company: Any
) -> None:
    colleague = guest(budi, company)
    for other in (two[0], colleague):
        with pytest.raises(InvalidInput, match="diri sendiri"):
            meetings.ask(actor=ani.actor, market=market, badge_id=other.pk)


def test_who_has_no_time_in_common_is_told_so(
    market: Market, two: tuple[Badge, Badge], ani: Any, citra: Any
) -> None:
    slots = [one.pk for one in market.slots.all()]
    badges.save_availability(actor=ani.actor, market=market, free=slots[:3], talks=[])
    badges.save_availability(actor=citra.actor, market=market, free=slots[3:], talks=[])
    with pytest.raises(InvalidInput, match="semuanya bebas"):
        meetings.ask(actor=ani.actor, market=market, badge_id=two[1].pk)
    badges.save_availability(actor=citra.actor, market=market, free=slots[2:], talks=[])
    with pytest.raises(InvalidInput, match="semuanya bebas"):
        meetings.ask(actor=ani.actor, market=market, badge_id=two[1].pk, half="afternoon")
    meetings.ask(actor=ani.actor, market=market, badge_id=two[1].pk, half="morning")


def test_two_guests_have_one_open_meeting_whoever_asks(
    market: Market, two: tuple[Badge, Badge], ani: Any, citra: Any
) -> None:
    asked = meetings.ask(actor=ani.actor, market=market, badge_id=two[1].pk, message="Halo")
    with pytest.raises(WrongState):
        meetings.ask(actor=citra.actor, market=market, badge_id=two[0].pk)
    with pytest.raises(NotAllowed):
        meetings.answer(actor=ani.actor, market=market, meeting_id=asked.pk, accept=True)
    with pytest.raises(NotAllowed):
        meetings.withdraw(actor=citra.actor, market=market, meeting_id=asked.pk)
    meetings.answer(
        actor=citra.actor, market=market, meeting_id=asked.pk, accept=False, reply="Maaf."
    )
    again = meetings.ask(actor=citra.actor, market=market, badge_id=two[0].pk)
    agreed = meetings.answer(actor=ani.actor, market=market, meeting_id=again.pk, accept=True)
    assert agreed.state == "agreed"
    with pytest.raises(WrongState):
        meetings.withdraw(actor=citra.actor, market=market, meeting_id=again.pk)
    assert "Halo" not in "".join(Message.objects.values_list("text", flat=True))


def test_a_project_of_neither_side_and_a_stranger_as_colleague_are_refused(
    market: Market, two: tuple[Badge, Badge], selected: Any, make_person: Any, citra: Any,
    ani: Any, company: Any,
) -> None:  # fmt: skip
    third = Organisation.objects.create(name="PT Ketiga", registration_no="5555555555555")
    entry = selected(make_person("Ketiga", company=third, role="owner"), third)
    with pytest.raises(InvalidInput) as refused:
        meetings.ask(actor=citra.actor, market=market, badge_id=two[0].pk, entry_id=entry.pk)
    assert list(refused.value.errors) == ["entry"]
    with pytest.raises(InvalidInput) as refused:
        meetings.ask(actor=citra.actor, market=market, badge_id=two[0].pk, colleagues=[two[0].pk])
    assert list(refused.value.errors) == ["colleagues"]


def test_whoever_withdraws_ends_everything_and_the_others_hear_why(
    market: Market, two: tuple[Badge, Badge], agree: Any, ani: Any, citra: Any
) -> None:
    meeting = agree(ani, two[1], citra)
    badges.withdraw(actor=citra.actor, market=market)
    meeting.refresh_from_db()
    assert meeting.state == "cancelled"
    told = Message.objects.get(template="market/meeting_ended")
    assert told.email == ani.user.email and "tidak jadi datang" in told.text


def test_an_order_that_runs_in_a_circle_is_told_with_its_circle(
    market: Market, crowd: Crowd, maya: Any
) -> None:
    one, two_, three = crowd.add(3)
    made = crowd.meet([(one, two_), (two_, three), (one, three)])
    for first, then in ((0, 1), (1, 2)):
        meetings.set_before(
            actor=maya.actor, market=market, first_id=made[first].pk, then_id=made[then].pk
        )
    for first, then in ((2, 0), (0, 0)):
        with pytest.raises(InvalidInput) as refused:
            meetings.set_before(
                actor=maya.actor, market=market, first_id=made[first].pk, then_id=made[then].pk
            )
        assert list(refused.value.errors) == ["then"]
    with pytest.raises(InvalidInput, match=r"Firma 000 .* → .* → .* → .*Firma 000"):
        meetings.set_before(
            actor=maya.actor, market=market, first_id=made[2].pk, then_id=made[0].pk
        )


def test_the_market_fixes_a_meeting_only_where_both_can(
    market: Market, two: tuple[Badge, Badge], maya: Any, ani: Any
) -> None:
    slots = [one.pk for one in market.slots.all()]
    badges.save_availability(actor=ani.actor, market=market, free=slots[1:], talks=[])
    with pytest.raises(InvalidInput) as refused:
        meetings.set_meeting(
            actor=maya.actor, market=market, first_id=two[0].pk, second_id=two[1].pk,
            required=True, slot_id=slots[0],
        )  # fmt: skip
    assert list(refused.value.errors) == ["slot"]
    made = meetings.set_meeting(
        actor=maya.actor, market=market, first_id=two[0].pk, second_id=two[1].pk,
        required=True, slot_id=slots[1],
    )  # fmt: skip
    assert (made.state, made.required) == ("agreed", True)


def test_a_page_takes_as_many_queries_for_thirty_as_for_one(
    market: Market, two: tuple[Badge, Badge], crowd: Crowd, ani: Any, maya: Any
) -> None:
    guest, desk = into(ani), into(maya)
    pages = {
        reverse(f"market:{name}", args=[market.code]): guest if name in ("guests", "mine") else desk
        for name in ("guests", "mine", "desk_badges", "desk_meetings", "day")
    }
    crowd.meet([(first, two[0]) for first in crowd.add(1)])
    before = {there: _queries(client, there) for there, client in pages.items()}
    crowd.meet([(more, two[0]) for more in crowd.add(29)])
    assert Meeting.objects.filter(state="agreed").count() == 30
    for there, client in pages.items():
        assert _queries(client, there) <= before[there], there


def _queries(client: Client, there: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(there).status_code == 200
    return len(seen)
