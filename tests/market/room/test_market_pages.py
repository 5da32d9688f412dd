"""Every page opens for whom it is for, and does not exist for others."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from simpul.kit.outcomes import NotVisible
from simpul.market.actions import entries, materials, meetings, publishing, timetables
from simpul.market.models import Market, Material, Outcome
from simpul.market.views.guests import badge_address, feed_address
from tests.entering import into

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(
    market: Market, maya: Any, ani: Any, company: Any, citra: Any, other_company: Any,
    selected: Any, guest: Any, agree: Any, draft: Any, paper: Any, call: Any,
) -> dict[str, Any]:  # fmt: skip
    """A market in full swing: project and buyer met, one paper, one timetable, one question."""
    entry = selected(ani, company)
    material = entries.add_material(
        actor=ani.actor, entry_id=entry.pk, kind="lookbook", upload=paper()
    )
    mine, theirs = guest(ani, company, "project"), guest(citra, other_company)
    asked = materials.ask_access(
        actor=citra.actor, market=market, entry_id=entry.pk, message="Menarik."
    )
    meeting = agree(citra, mine, ani, entry_id=entry.pk)
    run = timetables.ask_run(actor=maya.actor, market=market, seconds=2)
    timetables.perform(run_id=run.pk, workers=1)
    publishing.publish(actor=maya.actor, market=market, run_id=run.pk)
    outcome = Outcome.objects.create(
        badge=theirs, months=3, asked_at=meeting.asked_at, closes_at="2099-01-01T00:00:00Z"
    )
    return {
        "code": market.code, "entry_id": entry.pk, "material_id": material.pk,
        "access_id": asked.pk, "meeting_id": meeting.pk, "run_id": run.pk, "call_id": call.pk,
        "outcome_id": outcome.pk, "badge_id": mine.pk, "slug": "proyek",
        "feed": feed_address(theirs), "scan": badge_address(theirs), "entry": entry,
    }  # fmt: skip


PUBLIC = ("markets", "market", "call", "catalogue", "project")
GUESTS = ("mine", "availability", "badge_withdraw", "guests", "ask", "meeting", "board")
OWNERS = ("my_entries", "entry", "entry_withdraw", "material", "entry_start", "apply")
SELECTION = ("desk_markets", "desk_market", "desk_entries", "desk_entry")
DESK = ("desk_create", "call_new", "desk_badges", "badges_pdf", "desk_meetings", "runs", "run",
        "signs", "day", "market_end")  # fmt: skip


def address(name: str, scene: dict[str, Any]) -> str:
    wanted = next(parameters for found, parameters in _parameters() if found == name)
    return reverse(f"market:{name}", kwargs={one: scene[one] for one in wanted})


def _parameters() -> list[tuple[str, list[str]]]:
    urls = next(
        one for one in get_resolver().url_patterns if getattr(one, "app_name", "") == "market"
    )
    return [(one.name, list(one.pattern.converters)) for one in urls.url_patterns]


def test_pages_open_for_whom_they_are_for(
    scene: dict[str, Any], ani: Any, citra: Any, maya: Any, naufal: Any
) -> None:
    for names, person in (
        (PUBLIC, None), (GUESTS, citra), (OWNERS, ani), (DESK, maya), (SELECTION, naufal),
        (SELECTION, maya),
    ):  # fmt: skip
        client = into(person) if person else Client()
        for name in names:
            for language in ("id", "en") if names == PUBLIC else ("id",):
                answer = client.get(address(name, scene), headers={"accept-language": language})
                assert answer.status_code == 200, (name, language, answer.status_code)
    assert into(maya).get(scene["scan"]).status_code == 200
    assert into(citra).get(scene["scan"]).status_code == 302
    assert Client().get(scene["feed"]).status_code == 200
    assert into(citra).get(address("outcome", scene)).status_code == 200


def test_for_outsiders_nothing_of_it_exists(scene: dict[str, Any], make_person: Any) -> None:
    """Each address, read and written, by somebody without any part in the market."""
    outsider = into(make_person("Luar"))
    own_way = {*PUBLIC, "my_entries", "entry_start", "apply", "mine", "feed", "scan"}
    for name, wanted in _parameters():
        if name in own_way:
            continue
        there = reverse(
            f"market:{name}", kwargs={one: scene[one] for one in wanted if one in scene}
        )
        answers = {outsider.get(there).status_code, outsider.post(there).status_code}
        assert answers <= {404, 405} and 404 in answers, (name, answers)
        visitor = Client()
        answers = {visitor.get(there).status_code, visitor.post(there).status_code}
        assert answers <= {302, 404, 405} and answers != {405}, (name, answers)


def test_a_wrong_secret_opens_neither_calendar_nor_badge(scene: dict[str, Any], maya: Any) -> None:
    wrong = scene["feed"].replace(".ics", "0.ics")
    assert Client().get(wrong).status_code == 404
    assert into(maya).get(scene["scan"][:-2] + "x/").status_code == 404
    assert Client().get(scene["scan"]).status_code == 404
    assert Client().get(reverse("market:call", args=[uuid.uuid4()])).status_code == 404


def test_a_paper_reaches_a_guest_only_with_permission_and_with_the_name_on_it(
    scene: dict[str, Any], ani: Any, citra: Any, market: Market
) -> None:
    there = address("material", scene)
    guest = into(citra)
    assert guest.get(there).status_code == 404
    materials.decide_access(actor=ani.actor, access_id=scene["access_id"], verdict="given")
    copy = guest.get(there)
    material = Material.objects.get()
    original = material.file.content.open("rb").read()
    assert copy.status_code == 200
    assert copy.content != original and original not in copy.content
    reading = material.readings.get()
    assert _text(copy.content).count(reading.mark) == 2, "once on each of the two pages"
    assert "citra@contoh.id" in _text(copy.content)
    assert b"".join(into(ani).get(there).streaming_content) == original  # type: ignore[attr-defined]
    materials.decide_access(actor=ani.actor, access_id=scene["access_id"], verdict="ended")
    assert guest.get(there).status_code == 404


def _text(content: bytes) -> str:
    import subprocess

    done = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True)
    return done.stdout.decode()


def test_money_and_synopsis_are_for_guests(
    scene: dict[str, Any], citra: Any, make_person: Any
) -> None:
    there, list_ = address("project", scene), address("catalogue", scene)
    secret = ("Rahasia keluarga", "1.200.000", "35 %")
    for client, sees in ((Client(), False), (into(make_person("Luar")), False),
                         (into(citra), True)):  # fmt: skip
        page = client.get(there).content.decode()
        assert [one in page for one in secret] == [sees] * 3
        # What one may not read one may not find either.
        found = client.get(list_, {"q": "komidi"}).content.decode()
        assert ("Pasar Malam Terakhir" in found) is sees
        assert "Pasar Malam Terakhir" in client.get(list_, {"q": "야시장"}).content.decode()


def test_letters_of_two_guests_are_not_read_by_others(
    scene: dict[str, Any], make_person: Any, guest: Callable[..., Any], market: Market, citra: Any
) -> None:
    from simpul.people.models import Organisation

    company = Organisation.objects.create(name="PT Ketiga", registration_no="5555555555555")
    third = make_person("Ketiga", company=company, role="owner")
    guest(third, company)
    client = into(third)
    assert client.get(address("meeting", scene)).status_code == 404
    for name in ("meeting_withdraw", "meeting_cancel"):
        assert client.post(address(name, scene), {"why": "x"}).status_code == 404
    with pytest.raises(NotVisible):
        meetings.cancel(
            actor=third.actor, market=market, meeting_id=scene["meeting_id"], why="Iseng"
        )
    assert client.get(address("outcome", scene)).status_code == 404
