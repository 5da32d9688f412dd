"""What a program gets for good and for bad questions."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.test import Client

ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}


def ask(client: Client, path: str, **query: object):
    return client.get(f"/api/v1/{path}", query, **ENGLISH)


def plan(client: Client, data: object, **query: str):
    address = "/api/v1/plan" + (
        "?" + "&".join(f"{k}={v}" for k, v in query.items()) if query else ""
    )
    body = data if isinstance(data, bytes) else json.dumps(data)
    return client.post(address, body, content_type="application/json", **ENGLISH)


TIM_DAY = {"spot": "s1", "kind": "shoot", "people": 20, "from": "07:00", "to": "19:00"}
TIM_TWO_DAYS = {
    "production": {"title": "Dua Hari", "type": "feature", "commercial": True},
    "spots": [{"id": "s1", "site": "L27"}],
    "days": [{"date": "2026-12-10", **TIM_DAY}, {"date": "2026-12-13", **TIM_DAY}],
}


def test_a_plan_is_answered_with_dates_fees_and_reasons(client, jakarta):
    answer = plan(client, TIM_TWO_DAYS, filed_on="2026-11-02")
    assert answer.status_code == 200, answer.content
    body = answer.json()
    assert body["filed_on"] == "2026-11-02"
    assert body["first_day"] == "2026-12-10"
    assert body["clearances"]
    assert all(one["reasons"] for one in body["clearances"])


def test_unknown_fields_and_codes_are_refused_with_their_place(client, jakarta):
    answer = plan(client, {"production": {"type": "featur", "colour": "red"}})
    assert answer.status_code == 422
    body = answer.json()
    assert body["code"] == "invalid_input"
    assert set(body["errors"]) == {"production.type", "production.colour"}


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'"x"', b"\xff\xfe", b'{"a": NaN}'])
def test_what_is_no_plan_is_refused(client, jakarta, body):
    answer = plan(client, body)
    assert answer.status_code in {400, 422}
    assert set(answer.json()) == {"code", "message", "errors"}


@pytest.mark.parametrize("day", ["2026-13-01", "2026-02-30", "0001-01-01", "9999-12-31", "soon"])
def test_impossible_days_are_refused(client, jakarta, day):
    for answer in (plan(client, {}, filed_on=day), ask(client, "rules", on=day)):
        assert answer.status_code == 422
        assert len(answer.json()["errors"]) == 1


@pytest.mark.parametrize("path", ["rules", "sites", "areas/locate"])
def test_unknown_parameters_are_refused(client, jakarta, path):
    answer = ask(client, path, lat="-6.19", lon="106.84", colour="red")
    assert answer.status_code == 422
    assert "colour" in answer.json()["errors"]


def test_rules_come_with_law_source_and_status(client, jakarta):
    body = ask(client, "rules", on="2026-11-22").json()
    rules = [rule for table in body["tables"] for rule in table["rules"]]
    assert rules
    for rule in rules:
        assert rule["source"]
        assert rule["status"] in {"confirmed", "reported", "assumed", "proposal"}
        assert date.fromisoformat(rule["valid_from"]) <= date(2026, 11, 22)


def test_texts_come_in_the_language_asked_for(client, jakarta):
    names = {
        language: client.get("/api/v1/sites?q=L27", HTTP_ACCEPT_LANGUAGE=language).json()
        for language in ("id", "en")
    }
    assert names["id"]["sites"][0]["name"] != names["en"]["sites"][0]["name"]
    answer = client.get("/api/v1/areas/locate?lat=x&lon=0", HTTP_ACCEPT_LANGUAGE="id")
    assert answer.json()["message"] == "Beberapa nilai tidak dapat diterima."


def test_a_point_is_located_and_a_point_outside_is_not(client, jakarta):
    inside = ask(client, "areas/locate", lat=-6.1902, lon=106.8396).json()
    assert inside["kecamatan"]["name"] == "Menteng"
    outside = ask(client, "areas/locate", lat=51.5, lon=0)
    assert outside.status_code == 404
    assert outside.json()["code"] == "not_found"


@pytest.mark.parametrize("lat", ["91", "nan", "inf", "1e400", ""])
def test_a_point_off_the_globe_is_refused(client, jakarta, lat):
    assert ask(client, "areas/locate", lat=lat, lon="106").status_code == 422


def test_what_does_not_exist_is_said_in_json(client, db):
    for path in ("/api/v1/nothing", "/api/v2/plan", "/api/x"):
        answer = client.get(path)
        assert answer.status_code == 404
        assert answer.json()["code"] == "not_found"


def test_before_the_first_publication_nothing_is_in_force(client, db):
    assert ask(client, "rules").status_code == 404
    answer = plan(client, {})
    assert answer.status_code == 409
    assert answer.json()["code"] == "wrong_state"


def test_who_asks_too_often_must_wait(client, jakarta, one_window):
    here = {"lat": -6.19, "lon": 106.84}
    answers = [ask(client, "areas/locate", **here) for _ in range(122)]
    assert [answer.status_code for answer in answers] == [200] * 120 + [429] * 2
    assert answers[-1].json()["code"] == "too_many"
    assert int(answers[-1]["Retry-After"]) == 60
    assert ask(client, "sites").status_code == 200, "each operation counts for itself"
    one_window(60)
    assert ask(client, "areas/locate", **here).status_code == 200


def test_asking_needs_no_growing_number_of_queries(client, jakarta, assert_max_queries):
    plan(client, TIM_TWO_DAYS)
    with assert_max_queries(12):
        plan(client, TIM_TWO_DAYS)


def test_the_page_for_people_names_every_operation(client, db):
    page = client.get("/api/", HTTP_ACCEPT_LANGUAGE="id").content.decode()
    for path in ("/api/v1/plan", "/api/v1/rules", "/api/v1/sites", "/api/v1/areas/locate"):
        assert path in page
    assert "<script>" not in page


def test_the_page_for_people_is_in_the_readers_language(client, jakarta):
    indonesian = client.get("/api/", headers={"accept-language": "id"}).content.decode()
    english = client.get("/api/", headers={"accept-language": "en"}).content.decode()
    for text, other in (
        ("Aturan yang berlaku pada suatu hari", "The rules in force on a day"),
        ("Lintang, dalam derajat", "Latitude, in degrees"),
    ):
        assert text in indonesian
        assert other not in indonesian
        assert other in english
    assert "Project-Id-Version" not in indonesian
