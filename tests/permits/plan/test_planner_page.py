"""The public planner: answers without an account, keeps what is typed, tells what changed."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from simpul.permits.actions import plan_drafts
from simpul.permits.demo.flows import FOLDER
from simpul.permits.models import PlanDraft
from simpul.permits.planning.answer_view import AnswerView
from simpul.permits.views.plan import read
from simpul.permits.views.plan_form import ways_of

pytestmark = pytest.mark.django_db


HTMX = {"HTTP_HX_REQUEST": "true"}
TIM = {
    "production-type": "feature",
    "production-commercial": "yes",
    "spots-0-id": "s1",
    "spots-0-way": "site",
    "spots-0-site": "Taman Ismail Marzuki (L27)",
    "days-0-date": "2027-03-18",
    "days-0-spot": "s1",
    "days-0-from": "07:00",
    "days-0-to": "19:00",
}


def text_of(response: Any) -> str:
    return str(response.content.decode())


@pytest.fixture
def english(client: Client) -> Client:
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def test_anybody_may_open_it_and_it_stores_nothing(client: Client, jakarta: Any) -> None:
    response = client.get("/rencana/")
    assert response.status_code == 200
    assert "Rencanakan syuting" in text_of(response)
    assert not PlanDraft.objects.exists()
    assert "sessionid" not in response.cookies


@pytest.mark.parametrize("short", ["/plan", "/plan/"])
def test_the_short_address_leads_to_it(client: Client, jakarta: Any, short: str) -> None:
    response = client.get(f"{short}?contoh=1")
    assert (response.status_code, response["Location"]) == (302, "/rencana/?contoh=1")


def test_a_plain_submit_keeps_the_plan_and_shows_the_answer(english: Client, jakarta: Any) -> None:
    response = english.post("/rencana/", TIM)
    draft = PlanDraft.objects.get()
    assert response.status_code == 302
    assert response["Location"] == f"/rencana/{draft.pk}/#answer"
    page = text_of(english.get(f"/rencana/{draft.pk}/"))
    assert "Taman Ismail Marzuki" in page
    assert "2,200,000" in page
    assert "Nothing else is payable" in page


def test_the_live_answer_is_only_the_panel(english: Client, jakarta: Any) -> None:
    response = english.post("/rencana/", TIM, HTTP_HX_TARGET="answer", **HTMX)
    page = text_of(response)
    assert page.lstrip().startswith('<section id="answer"')
    assert "<html" not in page
    assert response["HX-Replace-Url"] == f"/rencana/{PlanDraft.objects.get().pk}/"


def test_what_is_wrong_is_kept_and_told_at_its_field(english: Client, jakarta: Any) -> None:
    response = english.post("/rencana/", {**TIM, "days-0-date": "2027-02-30"}, follow=True)
    page = text_of(response)
    assert "This date does not exist." in page
    assert 'href="#id_days-0-date"' in page
    assert 'value="2027-02-30"' in page


def test_it_says_what_one_change_changed(english: Client, jakarta: Any) -> None:
    english.post("/rencana/", TIM)
    address = f"/rencana/{PlanDraft.objects.get().pk}/"
    english.post(address, {**TIM, "days-0-date": "2027-03-21"})  # a Sunday
    page = text_of(english.get(address))
    assert "What your last change did" in page
    assert "2,700,000" in page


def test_rows_come_and_go_without_scripts(english: Client, jakarta: Any) -> None:
    response = english.post("/rencana/", {**TIM, "change": "add:days"})
    draft = PlanDraft.objects.get()
    assert response["Location"].endswith("#days-1")
    assert len(draft.plan["days"]) == 2
    english.post(f"/rencana/{draft.pk}/", {**TIM, "days-1-row": "1", "change": "remove:days:1"})
    draft.refresh_from_db()
    assert len(draft.plan["days"]) == 1


def test_a_question_is_answered_by_its_button(english: Client, jakarta: Any) -> None:
    english.post("/rencana/", {**TIM, "change": "answer:production.student=no"})
    assert PlanDraft.objects.get().plan["production"]["student"] is False


def test_another_browser_reads_but_changes_only_a_copy(client: Client, jakarta: Any) -> None:
    client.post("/rencana/", TIM)
    draft = PlanDraft.objects.get()
    other = Client()
    assert other.get(f"/rencana/{draft.pk}/").status_code == 200
    response = other.post(f"/rencana/{draft.pk}/", {**TIM, "production-commercial": "no"})
    draft.refresh_from_db()
    assert draft.plan["production"]["commercial"] is True
    assert PlanDraft.objects.count() == 2
    assert str(draft.pk) not in response["Location"]


def test_an_unknown_draft_does_not_exist(client: Client, jakarta: Any) -> None:
    assert client.get(f"/rencana/{uuid.uuid4()}/").status_code == 404
    assert client.get("/rencana/1/").status_code == 404


def test_the_page_is_not_kept_by_shared_caches(client: Client, jakarta: Any) -> None:
    assert "no-store" in client.get("/rencana/")["Cache-Control"]


def test_script_in_a_title_stays_text(client: Client, jakarta: Any) -> None:
    bad = "<script>alert(1)</script>"
    response = client.post("/rencana/", {**TIM, "production-title": bad}, follow=True)
    assert bad not in text_of(response)
    assert "&lt;script&gt;" in text_of(response)


def test_a_post_without_the_token_is_refused(jakarta: Any) -> None:
    assert Client(enforce_csrf_checks=True).post("/rencana/", TIM).status_code == 403


def test_one_address_cannot_fill_the_table(
    client: Client, jakarta: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("simpul.permits.views.plan.NEW_DRAFTS_AN_HOUR", 2)
    statuses = [Client().post("/rencana/", TIM).status_code for _ in range(3)]
    assert statuses == [302, 302, 429]
    assert PlanDraft.objects.count() == 2


def test_queries_do_not_grow_with_the_plan(
    client: Client, jakarta: Any, assert_max_queries: Any
) -> None:
    client.post("/rencana/", TIM)
    address = f"/rencana/{PlanDraft.objects.get().pk}/"
    many = dict(TIM)
    for index in range(1, 30):
        many |= {
            f"days-{index}-date": f"2027-03-{index:02d}",
            f"days-{index}-spot": "s1",
            f"days-{index}-from": "07:00",
            f"days-{index}-to": "19:00",
        }
    with assert_max_queries(17):
        client.post(address, many, HTTP_HX_TARGET="answer", **HTMX)
    with assert_max_queries(13):
        client.get(address)


def test_old_plans_are_forgotten(client: Client, jakarta: Any) -> None:
    client.post("/rencana/", TIM)
    assert plan_drafts.purge(now=timezone.now()) == 0
    assert plan_drafts.purge(now=timezone.now() + timedelta(days=61)) == 1
    assert not PlanDraft.objects.exists()


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("letter", list("abcde"))
def test_every_flow_has_its_page(client: Client, jakarta: Any, letter: str, language: str) -> None:
    (path,) = FOLDER.glob(f"{letter}_*.json")
    draft = PlanDraft.objects.create(plan=json.loads(path.read_text()), owner_hash="x")
    response = client.get(f"/rencana/{draft.pk}/", HTTP_ACCEPT_LANGUAGE=language)
    assert response.status_code == 200
    words = {"id": "Jadikan permohonan", "en": "Turn this into an application"}
    assert words[language] in text_of(response)


@pytest.mark.parametrize(
    ("way", "field"), [("site", "site"), ("drawn", "geometry"), ("elsewhere", "elsewhere")]
)
def test_a_place_not_said_yet_is_asked_for_where_it_is_being_said(
    jakarta: Any, way: str, field: str
) -> None:
    """Not by a question whose field is hidden until an area or a site is chosen."""
    data: dict[str, Any] = {"spots": [{"id": "s1"} | ({} if way == "site" else {field: None})]}
    answer = read(data, jakarta).answer
    open_fields = {one["path"] for one in AnswerView(answer, "en", ways_of(data)).all_questions}
    about = {path for path in open_fields if path.startswith("spots[0].")}
    assert f"spots[0].{field}" in about
    if way != "drawn":  # the questions on drawn ground stand beside the map
        assert about == {f"spots[0].{field}"}


def test_what_the_catalogue_knows_of_a_site_is_not_shown_as_unknown(
    english: Client, jakarta: Any
) -> None:
    page = text_of(english.post("/rencana/", TIM, follow=True))
    assert page.count("As usual there: yes") == 2  # outdoors, and open to the public
