"""The planner and the calendar: what clashes is told with its reason and a way out that works."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from simpul.config.output import Output
from simpul.kit.actors import system_actor
from simpul.kit.geometry import parse_geometry
from simpul.kit.periods import Period
from simpul.permits.commands import plan as plan_command
from simpul.permits.models import PlanDraft
from simpul.permits.plan_calendar.asking import calendar_answer
from simpul.permits.plan_calendar.data import calendar_data
from simpul.permits.plan_calendar.ways import moved
from simpul.permits.planning.plan import parse_plan
from simpul.permits.planning.planner import PlanAnswer, answer_plan
from simpul.places.actions.gtfs import import_feed
from simpul.places.actions.holds import place_hold
from simpul.places.actions.planned import uses_of_plan
from simpul.places.actions.roads import import_roads
from simpul.places.models import Booking, Hold
from simpul.places.planned import PlannedUse, prepare
from tests.places.gtfs_files import feed

pytestmark = pytest.mark.django_db

WIB = ZoneInfo("Asia/Jakarta")
SYSTEM = system_actor("test")
FILED = date(2026, 11, 23)
TUESDAY = date(2027, 3, 2)
HTMX = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "answer"}
ROADS = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "id": 1,
            "properties": {"NAME": "Jalan Utama", "TYPE": "primary", "LANES": 3},
            "geometry": {
                "type": "LineString",
                "coordinates": [[106.8230, -6.1950], [106.8230, -6.1800]],
            },
        }
    ],
}
LINE = {"type": "LineString", "coordinates": [[106.82303, -6.1940], [106.82303, -6.1890]]}


def shoot(on: date = TUESDAY, **more: Any) -> dict[str, Any]:
    return {
        "date": on.isoformat(),
        "from": "09:00",
        "to": "12:00",
        "spot": "s1",
        "exclusive_use": True,
    } | more


def at_tim(*days: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A small shoot at Taman Ismail Marzuki, which no police clock holds up for long."""
    return {
        "production": {"title": "Lagu Kota", "type": "short", "commercial": False},
        "spots": [{"id": "s1", "site": "L27"}],
        "days": list(days) or [shoot()],
        **more,
    }


def closing(**row: Any) -> dict[str, Any]:
    """A closure of Jalan Utama."""
    spot = {"id": "s1", "name": "Set", "geometry": LINE, "setting": "road", "owner": "city"}
    measure = {"id": "t1", "kind": "full_closure", "spot": "s1"} | row
    return at_tim(spots=[spot], traffic=[measure])


def booked(
    number: int = 0,
    *,
    site: str = "L27",
    on: date = TUESDAY,
    hours: tuple[int, int] = (9, 12),
    state: str = "confirmed",
    title: str = "Film Terbuka",
    confidential: bool = False,
) -> Hold:
    start = datetime(on.year, on.month, on.day, tzinfo=WIB)
    period = Period(start + timedelta(hours=hours[0]), start + timedelta(hours=hours[1]))
    use = PlannedUse(kind="shoot", periods=(period,), site=site, exclusive=True)
    holder = f"application:{number}"
    return place_hold(
        actor=SYSTEM,
        holder=holder,
        source="permit",
        state=state,
        title=title,
        confidential=confidential,
        uses=uses_of_plan(prepare([use], holder=holder)),
        expires_at=None if state == "confirmed" else start - timedelta(days=5),
    ).hold


@pytest.fixture
def answered(jakarta: Any) -> Callable[[dict[str, Any]], PlanAnswer]:
    def answer(data: dict[str, Any]) -> PlanAnswer:
        parsed = parse_plan(data, jakarta)
        assert parsed.ok, parsed.errors
        return answer_plan(parsed.plan, jakarta, filed_on=FILED)

    return answer


@pytest.fixture
def calendar(answered: Any) -> Callable[[dict[str, Any]], dict[str, Any]]:
    return lambda data: calendar_data(answered(data), "en", plan=data)


@pytest.fixture
def streets(jakarta: Any, tmp_path: Path) -> None:
    file = tmp_path / "roads.geojson"
    file.write_text(json.dumps(ROADS), encoding="utf-8")
    import_roads(actor=SYSTEM, file=file, source="test")


@pytest.fixture
def buses(jakarta: Any, tmp_path: Path) -> None:
    import_feed(actor=SYSTEM, file=feed(tmp_path), source="test")


def one_of(data: dict[str, Any], rule: str) -> dict[str, Any]:
    (found,) = [one for one in data["clashes"] if one["rule"] == rule]
    return found


# --- what clashes ----------------------------------------------------------------------------
def test_a_taken_place_is_a_hard_clash_with_every_particular(calendar: Any) -> None:
    booked()
    clash = one_of(calendar(at_tim()), "exclusive")
    assert (clash["grade"], clash["grade_name"]) == ("hard", "not possible")
    assert clash["other"] == "Film Terbuka"
    assert clash["path"] == "days[0]"
    assert clash["when"] == ["2 March 2027, 09:00\N{EN DASH}12:00"]
    assert "Taman Ismail Marzuki" in clash["ground"]


def test_a_confidential_other_stays_another_production(
    calendar: Any, client: Client, jakarta: Any
) -> None:
    booked(title="Bintang Utara", confidential=True)
    found = calendar(at_tim())
    assert one_of(found, "exclusive")["other"] == "another production"
    draft = PlanDraft.objects.create(plan=at_tim(), owner_hash="x")
    page = client.get(f"/rencana/{draft.pk}/", HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert "Another production" in page
    assert "Bintang Utara" not in page + json.dumps(found)


def test_an_option_may_fall_away_and_the_rule_of_priority_is_told(
    calendar: Any, client: Client
) -> None:
    booked(state="option_1")
    found = calendar(at_tim())
    assert one_of(found, "exclusive")["grade"] == "possible"
    assert found["may_fall_away"]
    draft = PlanDraft.objects.create(plan=at_tim(), owner_hash="x")
    page = client.get(f"/rencana/{draft.pk}/", HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert "may still fall away" in page
    assert "complete first goes first" in page


def test_a_proposal_is_shown_as_one_and_never_rules_out(calendar: Any, client: Client) -> None:
    booked(site="L28")
    data = at_tim()
    clash = one_of(calendar(data), "set_distance")
    assert (clash["grade"], clash["proposal"], clash["status"]) == ("possible", True, "proposal")
    assert clash["distance_m"]
    assert clash["law"][0]["code"] == "COMMISSION_POLICY"
    draft = PlanDraft.objects.create(plan=data, owner_hash="x")
    page = client.get(f"/rencana/{draft.pk}/", HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert "Policy proposal" in page


def test_rules_about_hours_wait_until_the_hours_are_said(calendar: Any) -> None:
    hours = {"from": "02:00", "to": "05:00"}
    spots = [{"id": "s1", "site": "L27"}]
    known = at_tim(shoot(**hours), spots=spots)
    unknown = at_tim({"date": TUESDAY.isoformat(), "spot": "s1"}, spots=spots)
    assert "hours" in {one["rule"] for one in calendar(known)["clashes"]}
    assert "hours" not in {one["rule"] for one in calendar(unknown)["clashes"]}
    booked()
    (taken,) = [
        one for one in calendar(unknown)["clashes"] if one["rule"] in ("exclusive", "shared")
    ]
    assert taken["whole_day"]


def test_a_street_that_must_rest_says_so_with_its_calculation(calendar: Any, streets: None) -> None:
    use_at = parse_geometry({"type": "Point", "coordinates": [106.8230, -6.1900]})
    for n in range(6):
        start = datetime(2027, 2, 20 + n, 9, tzinfo=WIB)
        use = PlannedUse(
            kind="shoot", periods=(Period(start, start + timedelta(hours=3)),), shape=use_at
        )
        place_hold(
            actor=SYSTEM,
            holder=f"application:{n}",
            source="permit",
            state="confirmed",
            title=f"Film {n}",
            uses=uses_of_plan(prepare([use], holder=f"application:{n}")),
        )
    point = {"id": "s1", "name": "Set", "geometry": use_at.geojson}
    found = calendar(at_tim(spots=[point]))
    tired = [one for one in found["clashes"] if one["rule"] in ("fatigue", "rest")]
    assert tired
    assert all(one["calculation"] for one in tired)
    assert any("Film 0" in line["text"] for one in tired for line in one["calculation"])


# --- ways out --------------------------------------------------------------------------------
def test_the_offered_day_hours_and_place_are_free_when_taken(calendar: Any) -> None:
    booked()
    booked(1, on=TUESDAY + timedelta(days=1))
    data = at_tim(production={"title": "Tetap"})
    ways = {way["kind"]: way for way in one_of(calendar(data), "exclusive")["ways"]}
    assert ways["day"]["day"] == (TUESDAY + timedelta(days=2)).isoformat()
    assert ways["day"]["label"] == "Use 4 March 2027"
    assert (ways["hours"]["from"][11:16], ways["hours"]["to"][11:16]) == ("06:00", "09:00")
    assert ways["place"]["label"].endswith("instead")
    for way in ways.values():
        changed = moved(data, way["code"])
        assert changed is not None
        assert changed["production"] == {"title": "Tetap"}
        assert not [one for one in calendar(changed)["clashes"] if one["grade"] == "hard"]


def test_a_day_pressed_twice_moves_once() -> None:
    data = at_tim()
    once = moved(data, "days:2:2027-03-02")
    assert once is not None
    assert once["days"][0]["date"] == "2027-03-04"
    assert moved(once, "days:2:2027-03-02") is None


@pytest.mark.parametrize(
    "code",
    [
        "", "days:x", "days:1:2027-03-05", "days:9999:2027-03-02", "hours:7:60", "hours:0:99999",
        "place:4:L30", "place:0:a b",
        "move:0:2027-03-05:2027-03-06", "move:3:2027-03-02:2027-03-06",
        "move:0:2027-03-02:2027-13-06",
    ],
)  # fmt: skip
def test_a_made_up_way_changes_nothing(code: str) -> None:
    assert moved(at_tim(), code) is None


def test_a_day_at_the_end_of_all_calendars_is_not_moved() -> None:
    assert moved({"days": [{"date": "9999-12-31"}]}, "days:2:9999-12-31") is None


def test_a_plan_of_hundreds_of_places_is_not_held_against_the_calendar(calendar: Any) -> None:
    spots = [
        {"id": f"s{n}", "geometry": {"type": "Point", "coordinates": [106.82 + n / 5000, -6.19]}}
        for n in range(60)
    ]
    days = [shoot(spot=f"s{n}") for n in range(60)]
    found = calendar(at_tim(*days, spots=spots))
    assert (found["asked"], found["checked"], found["clashes"]) == (True, False, [])
    assert "too large" in found["earliest_free_day"]["text"]


def test_of_several_dates_only_the_one_that_clashes_moves(calendar: Any) -> None:
    for n in range(2):
        booked(n, on=TUESDAY + timedelta(days=n))
    data = at_tim(*(shoot(TUESDAY + timedelta(days=n)) for n in (0, 2, 4)))
    found = calendar(data)
    (clash,) = [one for one in found["clashes"] if one["rule"] == "exclusive"]
    (way,) = [one for one in clash["ways"] if one["kind"] == "day"]
    # The 3rd is taken, on the 4th and 6th the plan has something itself.
    assert way["label"] == "Move 2 March 2027 to 5 March 2027"
    assert way["about"] == (
        "Moves only Taman Ismail Marzuki Arts Centre on 2 March 2027; everything else stays."
    )
    changed = moved(data, way["code"])
    assert changed is not None
    assert [row["date"][-2:] for row in changed["days"]] == ["05", "04", "06"]
    assert not [one for one in calendar(changed)["clashes"] if one["grade"] == "hard"]
    # Pressed twice it moves once.
    assert moved(changed, way["code"]) is None
    # The whole plan can still be moved, and says so.
    free = found["earliest_free_day"]
    assert free["label"].startswith("Begin on ")
    assert "whole plan" in free["about"]
    whole = moved(data, free["way"])
    assert whole is not None
    step = date.fromisoformat(whole["days"][0]["date"]) - TUESDAY
    assert [row["date"] for row in whole["days"]] == [
        (date.fromisoformat(row["date"]) + step).isoformat() for row in data["days"]
    ]


def test_of_two_places_only_the_one_that_clashes_moves(calendar: Any) -> None:
    booked()
    far = {
        "id": "s2",
        "name": "Studio",
        "geometry": {"type": "Point", "coordinates": [106.9, -6.3]},
    }
    data = at_tim(
        shoot(), shoot(spot="s2", **{"from": "14:00", "to": "17:00"}),
        spots=[{"id": "s1", "site": "L27"}, far],
    )  # fmt: skip
    ways = {way["kind"]: way for way in one_of(calendar(data), "exclusive")["ways"]}
    changed = moved(data, ways["day"]["code"])
    assert changed is not None
    assert [(row["spot"], row["date"][-2:]) for row in changed["days"]] == [
        ("s1", "03"),
        ("s2", "02"),
    ]
    hours = moved(data, ways["hours"]["code"])
    assert hours is not None
    assert [(row["from"], row["to"]) for row in hours["days"]] == [
        ("06:00", "09:00"), ("14:00", "17:00")
    ]  # fmt: skip


def test_a_night_is_offered_other_hours_too(calendar: Any) -> None:
    booked(hours=(20, 22))
    data = at_tim(shoot(**{"from": "20:00", "to": "03:00", "overnight": True}))
    way = next(one for one in one_of(calendar(data), "exclusive")["ways"] if one["kind"] == "hours")
    # Seven hours: from 22:00 they would reach into the hours in which the core is to be quiet (from
    # midnight), so they end where the other begins.
    assert (way["from"][:16], way["to"][:16]) == ("2027-03-02T13:00", "2027-03-02T20:00")
    changed = moved(data, way["code"])
    assert changed is not None
    row = changed["days"][0]
    assert (row["from"], row["to"], row.get("overnight")) == ("13:00", "20:00", None)
    assert not [one for one in calendar(changed)["clashes"] if one["grade"] == "hard"]


def test_other_hours_are_free_for_the_closure_that_goes_along(calendar: Any, streets: None) -> None:
    """The set itself is free all day; its closure meets another one from nine to twelve."""
    start = datetime(2027, 3, 2, 9, tzinfo=WIB)
    other = PlannedUse(
        kind="closure",
        periods=(Period(start, start + timedelta(hours=3)),),
        shape=parse_geometry(LINE),
        exclusive=True,
    )
    place_hold(
        actor=SYSTEM,
        holder="application:7",
        source="permit",
        state="confirmed",
        title="Penutup",
        uses=uses_of_plan(prepare([other], holder="application:7")),
    )
    data = closing(dates=[TUESDAY.isoformat()])
    clash = next(
        one
        for one in calendar(data)["clashes"]
        if one["rule"] == "exclusive" and one["path"] == "traffic[0]"
    )
    way = next(one for one in clash["ways"] if one["kind"] == "hours")
    changed = moved(data, way["code"])
    assert changed is not None
    assert (changed["days"][0]["from"], changed["days"][0]["to"]) == ("06:00", "09:00")
    assert not [one for one in calendar(changed)["clashes"] if one["grade"] == "hard"]


def one_of_first(data: dict[str, Any]) -> dict[str, Any]:
    return next(one for one in data["clashes"] if one["rule"] == "exclusive")


def test_a_button_changes_the_plan_and_keeps_everything_typed(client: Client, jakarta: Any) -> None:
    booked()
    form = {
        "production-title": "Lagu Kota",
        "spots-0-id": "s1",
        "spots-0-way": "site",
        "spots-0-site": "Taman Ismail Marzuki (L27)",
        "days-0-date": "2027-03-02",
        "days-0-from": "09:00",
        "days-0-to": "12:00",
        "days-0-people": "banyak",
        "days-0-exclusive_use": "yes",
    }
    client.post("/rencana/", {**form, "change": "days:1:2027-03-02"})
    plan = PlanDraft.objects.get().plan
    assert plan["days"][0]["date"] == "2027-03-03"
    assert plan["days"][0]["people"] == "banyak"
    assert plan["production"] == {"title": "Lagu Kota"}
    address = f"/rencana/{PlanDraft.objects.get().pk}/"
    page = client.get(address, HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert 'value="2027-03-03"' in page
    assert "Not possible" not in page


def test_while_somebody_types_clashes_come_first_and_ways_out_at_once_after(
    client: Client, jakarta: Any
) -> None:
    booked()
    form = {
        "spots-0-id": "s1",
        "spots-0-way": "site",
        "spots-0-site": "L27",
        "days-0-date": "2027-03-02",
        "days-0-exclusive_use": "yes",
    }
    english = {"HTTP_ACCEPT_LANGUAGE": "en"}
    first = client.post("/rencana/", form, **HTMX, **english).content.decode()
    address = f"/rencana/{PlanDraft.objects.get().pk}/?kalender=1"
    assert "Film Terbuka" in first
    assert f'hx-get="{address}" hx-trigger="load"' in first
    assert "Use 3 March 2027" not in first
    rest = client.get(address, HTTP_HX_REQUEST="true", **english).content.decode()
    assert "Use 3 March 2027" in rest
    assert "hx-trigger" not in rest.partition(">")[0]
    # Without scripts the page has it all.
    page = client.get(f"/rencana/{PlanDraft.objects.get().pk}/", **english).content.decode()
    assert "Use 3 March 2027" in page


# --- the earliest lawful and free day -----------------------------------------------------------
def test_the_earliest_day_is_never_before_the_last_clock(calendar: Any, answered: Any) -> None:
    data = at_tim(shoot(date(2026, 12, 1)), production={"title": "x", "type": "feature"})
    lawful = answered(data).earliest_start
    assert lawful > FILED
    free = calendar(data)["earliest_free_day"]
    assert free["lawful_from"] == lawful.isoformat()
    assert free["day"] >= lawful.isoformat()


def test_taken_days_are_passed_and_named(calendar: Any, answered: Any) -> None:
    first = answered(at_tim()).earliest_start
    for n in range(3):
        booked(n, on=first + timedelta(days=n))
    free = calendar(at_tim())["earliest_free_day"]
    assert free["day"] == (first + timedelta(days=3)).isoformat()
    assert sum("Film Terbuka" in step for step in free["steps"]) == 3
    changed = moved(at_tim(), free["way"])
    assert changed is not None
    assert changed["days"][0]["date"] == free["day"]


def test_a_location_visit_may_come_before_the_first_lawful_day(answered: Any) -> None:
    data = at_tim(shoot(TUESDAY - timedelta(days=10), kind="recce"), shoot())
    answer = answered(data)
    found = calendar_answer(answer)
    assert found.free is not None
    assert found.free.day == max(answer.earliest_start, FILED + timedelta(days=10))
    assert found.free.begins == found.free.day - timedelta(days=10)


def test_without_place_or_day_there_is_nothing_to_ask(calendar: Any) -> None:
    for data in ({}, {"spots": [{"id": "s1", "site": "L27"}]}, {"days": [shoot()]}):
        found = calendar({"production": {"title": "x"}} | (data if "spots" in data else {}))
        assert not found["asked"]
        assert found["clashes"] == []
        assert found["earliest_free_day"]["day"] is None


# --- closures ----------------------------------------------------------------------------------
def test_nothing_imported_is_nothing_known(calendar: Any, client: Client) -> None:
    data = closing()
    (one,) = calendar(data)["closures"]
    assert (one["streets_known"], one["lines_known"], one["offered"]) == (False, False, [])
    draft = PlanDraft.objects.create(plan=data, owner_hash="x")
    page = client.get(f"/rencana/{draft.pk}/", HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert "Nothing is known: the city has imported no streets." in page
    assert "Nothing is known: the city has imported no timetable." in page


def test_a_closure_says_what_it_takes_and_offers_only_what_is_known(
    calendar: Any, streets: None, buses: None
) -> None:
    (one,) = calendar(closing())["closures"]
    assert one["streets"] == ["Jalan Utama"]
    # 0.005 degrees of latitude are 553 m (110.6 km a degree at the equator).
    assert one["length_m"] == pytest.approx(553, abs=3)
    assert [line["name"] for line in one["lines"]] == ["1"]
    offered = {offer["field"]: offer["value"] for offer in one["offered"]}
    assert offered["road"] == "Jalan Utama"
    assert offered["bus_services"] is True
    # The feed does not say which lines are busways.
    assert "bus_corridor" not in offered
    lane = {
        one["field"] for one in calendar(closing(kind="lane_closure"))["closures"][0]["offered"]
    }
    assert "lanes" not in lane


def test_facts_are_taken_over_only_when_asked(client: Client, streets: None, buses: None) -> None:
    form = {
        "spots-0-id": "s1",
        "spots-0-way": "drawn",
        "spots-0-geometry": json.dumps(LINE),
        "days-0-date": "2027-03-02",
        "traffic-any": "yes",
        "traffic-0-id": "t1",
        "traffic-0-kind": "full_closure",
        "traffic-0-road": "jalan di depan",
    }
    client.post("/rencana/", form)
    draft = PlanDraft.objects.get()
    assert draft.plan["traffic"][0]["road"] == "jalan di depan"
    client.post(f"/rencana/{draft.pk}/", {**form, "change": "take:0"})
    draft.refresh_from_db()
    row = draft.plan["traffic"][0]
    assert row["road"] == "Jalan Utama"
    assert row["length_m"] == pytest.approx(553, abs=3)
    assert row["bus_services"] is True
    page = client.get(f"/rencana/{draft.pk}/", HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert "Take it over" not in page


def test_the_map_shows_streets_and_neighbours_without_their_secrets(
    client: Client, streets: None
) -> None:
    booked(site="L27", title="Bintang Utara", confidential=True)
    booked(1, site="L27", hours=(13, 14), title="Terbuka")
    booked(2, site="L27", hours=(15, 16), state="option_1", title="Belum Pasti")
    draft = PlanDraft.objects.create(plan=at_tim(), owner_hash="x")
    response = client.get(f"/rencana/{draft.pk}/", HTTP_ACCEPT_LANGUAGE="en")
    features = response.context["calendar"]["around"]["features"]
    names = [one["properties"]["name"].partition(":")[0] for one in features]
    assert sorted(names) == ["Terbuka", "another production", "another production"]
    draft = PlanDraft.objects.create(plan=closing(), owner_hash="x")
    features = client.get(f"/rencana/{draft.pk}/").context["calendar"]["around"]["features"]
    assert {one["properties"]["role"] for one in features} == {"stretch"}


# --- where it is asked -------------------------------------------------------------------------
def test_calmer_places_are_shown_when_asked_for(client: Client, jakarta: Any) -> None:
    booked()
    draft = PlanDraft.objects.create(plan=at_tim(), owner_hash="x")
    address = f"/rencana/{draft.pk}/"
    english = {"HTTP_ACCEPT_LANGUAGE": "en"}
    page = client.get(address, **english).content.decode()
    assert f"{address}?tenang=0" in page
    whole = client.get(f"{address}?tenang=0", **english).content.decode()
    part = client.get(f"{address}?tenang=0", HTTP_HX_REQUEST="true", **english).content.decode()
    assert "Calmer places like Taman Ismail Marzuki" in whole
    assert part.lstrip().startswith('<div class="calmer"')
    assert re.search(r'value="place:0:[A-Z0-9]+"', part)
    for odd in ("9", "x", "-1", "99999"):
        assert client.get(f"{address}?tenang={odd}").status_code == 200


def test_the_api_and_the_command_answer_alike(client: Client, jakarta: Any, tmp_path: Path) -> None:
    booked()
    file = tmp_path / "plan.json"
    file.write_text(json.dumps(at_tim()), encoding="utf-8")
    out = io.StringIO()
    output = Output(as_json=True, out=out)
    plan_command(file, filed="2026-11-23", language="en", output=output)
    told = json.loads(out.getvalue())["calendar"]
    answer = client.post(
        "/api/v1/plan?filed_on=2026-11-23",
        json.dumps(at_tim()),
        content_type="application/json",
        HTTP_ACCEPT_LANGUAGE="en",
    ).json()["calendar"]
    assert told == answer
    assert set(told) >= {"clashes", "closures", "earliest_free_day"}
    assert told["grade"] == "hard"
    plain = io.StringIO()
    plan_command(file, filed="2026-11-23", language="en", output=Output(as_json=False, out=plain))
    assert "NOT POSSIBLE (days[0]) Film Terbuka" in plain.getvalue()


@pytest.mark.parametrize("language", ["id", "en"])
def test_it_is_all_in_the_readers_language(
    client: Client, streets: None, buses: None, language: str
) -> None:
    booked()
    data = closing()
    data["spots"].append({"id": "s2", "site": "L27"})
    data["days"].append(shoot(spot="s2"))
    draft = PlanDraft.objects.create(plan=data, owner_hash="x")
    page = client.get(f"/rencana/{draft.pk}/", HTTP_ACCEPT_LANGUAGE=language).content.decode()
    said = {
        "id": ("Tidak dapat", "Trayek bus", "Jarak"),
        "en": ("Not possible", "Bus lines", "Use "),
    }
    other = {"id": "en", "en": "id"}[language]
    assert all(text in page for text in said[language][:2])
    assert not any(text in page for text in said[other][:2])


def test_statements_do_not_grow_with_what_stands(
    client: Client, jakarta: Any, django_assert_max_num_queries: Any
) -> None:
    draft = PlanDraft.objects.create(plan=at_tim(), owner_hash="x")

    def statements() -> int:
        client.get(f"/rencana/{draft.pk}/")
        with django_assert_max_num_queries(36) as asked:
            client.get(f"/rencana/{draft.pk}/")
        return len(asked)

    booked()
    one = statements()
    minutes = [Period(at(10, n), at(10, n + 1)) for n in range(29)]
    uses = [PlannedUse(kind="shoot", periods=(one,), site="L27", exclusive=True) for one in minutes]
    place_hold(
        actor=SYSTEM,
        holder="application:many",
        source="permit",
        state="option_1",
        title="Banyak",
        uses=uses_of_plan(prepare(uses, holder="application:many")),
        expires_at=at(0, 0) - timedelta(days=5),
    )
    assert Booking.objects.count() == 30
    assert statements() <= one


def at(hour: int, minute: int) -> datetime:
    return datetime(2027, 3, 2, hour, minute, tzinfo=WIB)
