"""The lab's pages and job: who sees it, what is frozen, what a report says and keeps."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from simpul.incentives.actions import lab
from simpul.incentives.lab.run import carry_out, frozen_levies, frozen_side
from simpul.incentives.lab.sources import shifted, weeks_into
from simpul.incentives.models import LabReport
from simpul.incentives.scheme.reading import read_scheme
from simpul.journal.queries import entries_for
from simpul.kit.outcomes import InvalidInput, NotVisible

pytestmark = pytest.mark.django_db
CITIES = Path(__file__).parents[3] / "cities"
TEXT = (CITIES / "shared/schemes/kr-kofic-896.toml").read_text()
FIRST = dt.date(2027, 1, 1)


@pytest.fixture
def maker(make_person: Any) -> Any:
    return make_person("Mira", roles=("legal_editor",), second_factor=True)


def draft(rate: str = "30%") -> str:
    """The draft: KOFIC's scheme with another rate."""
    changed = TEXT.replace('id = "kr-kofic-896"', 'id = "kr-kofic-draft"', 1)
    assert '"25%"' in changed
    return changed.replace('"25%"', f'"{rate}"')


def frozen(*spends: int, rate: str = "30%", fund: str | None = "600000000") -> dict[str, Any]:
    before, after = (
        read_scheme(TEXT, "kr-kofic-896.toml"),
        read_scheme(draft(rate), "kr-kofic-draft.toml"),
    )
    common = {"shoot_days": "12", "coproduction": False, "foreign_share": "0.9",
              "filed_late": False, "application": "2027-02-01"}  # fmt: skip
    cases = [
        [f"P{n}", (FIRST + dt.timedelta(days=n)).isoformat(), "past",
         {**common, "local_spend": str(spend)}]
        for n, spend in enumerate(spends, start=1)
    ]  # fmt: skip
    return {
        "kind": "scheme", "before": frozen_side(before, draft=False),
        "after": frozen_side(after, draft=True), "known_as": "before", "cases": cases,
        "fund": {"amount": fund, "opens": "2027-01-01", "closes": "2027-12-31"},
        "seed": 1, "synthetic": {"count": 0, "ranges": {}},
    }  # fmt: skip


def test_both_versions_over_all_cases_by_hand() -> None:
    # 25 % against 30 %, capped at 300 m each: 200, 250, 300 (cap) against 240, 300, 300 (cap).
    part = carry_out(frozen(800_000_000, 1_000_000_000, 2_000_000_000))["past"]
    assert part["totals"] == {"before": "750000000", "after": "840000000"}
    assert {name: row["cases"] for name, row in part["groups"].items() if row["cases"]} == {
        "gain": 2, "same": 1,
    }  # fmt: skip
    sides = part["sides"]
    # Of 600 m the first two fit in both versions, the third does not.
    assert [sides[s]["year"]["closed_on"] for s in ("before", "after")] == ["2027-01-04"] * 2
    assert [sides[s]["year"]["reserved"] for s in ("before", "after")] == ["450000000", "540000000"]
    assert [sides[s]["year"]["waiting"] for s in ("before", "after")] == [1, 1]


def test_a_trial_is_frozen_carried_out_once_and_kept(
    jakarta: Any, maker: Any, client: Client
) -> None:
    report = lab.ask_trial(actor=maker.actor, title="Uji", frozen=frozen(800_000_000, 900_000_000))
    lab.perform(report_id=report.pk)
    report.refresh_from_db()
    assert (report.state, report.done) == ("done", 2)
    first = report.result
    lab.perform(report_id=report.pk)
    report.refresh_from_db()
    assert report.result == first
    verbs = [entry.verb for entry in entries_for(f"lab:{report.pk}")]
    assert verbs == ["lab.asked", "lab.done"]
    client.force_login(maker.user)
    page = client.get(reverse("incentives:lab_report", args=[report.pk])).content.decode()
    assert "rancangan" in page
    assert "KRW\N{NO-BREAK SPACE}85.000.000" in page  # 5 % of 1.7 bn
    kept = json.loads(client.get(reverse("incentives:lab_json", args=[report.pk])).content)
    assert kept["digest"] == report.digest
    assert carry_out(kept["frozen"]) == kept["result"]
    papers = [client.get(reverse("incentives:lab_pdf", args=[report.pk])).content for _ in (1, 2)]
    assert papers[0].startswith(b"%PDF")
    assert papers[0] == papers[1]


def test_a_trial_that_fails_says_so_and_stays(jakarta: Any, maker: Any, client: Client) -> None:
    broken = frozen(800_000_000)
    broken["after"]["text"] = "no scheme"
    report = lab.ask_trial(actor=maker.actor, title="Uji", frozen=broken)
    with pytest.raises(ValueError, match="kr-kofic-draft"):
        lab.perform(report_id=report.pk)
    report.refresh_from_db()
    assert report.state == "failed"
    client.force_login(maker.user)
    page = client.get(reverse("incentives:lab_report", args=[report.pk])).content.decode()
    assert "Uji gagal" in page


def test_without_a_case_there_is_nothing_to_try(jakarta: Any, maker: Any) -> None:
    with pytest.raises(InvalidInput):
        lab.ask_trial(actor=maker.actor, title="Uji", frozen=frozen())


def test_from_the_page_a_draft_is_tried_on_a_synthetic_year(
    jakarta: Any, maker: Any, client: Client
) -> None:
    client.force_login(maker.user)
    versions = {"before": "kr-kofic-896", "after": "", "draft": draft()}
    page = client.post(reverse("incentives:lab_scheme"), versions)
    assert page.status_code == 200
    ranges = {
        "local_spend.low": "100 juta", "local_spend.typical": "1 miliar",
        "local_spend.high": "4 miliar", "shoot_days.low": "6", "shoot_days.typical": "12",
        "shoot_days.high": "40", "coproduction.chance": "20", "filed_late.chance": "0",
        "foreign_share.low": "81", "foreign_share.typical": "90", "foreign_share.high": "100",
    }  # fmt: skip
    asked = {**versions, **ranges, "title": "Uji", "first": "2027-01-01", "fund": "896 juta",
             "count": "40", "seed": "7"}  # fmt: skip
    answer = client.post(reverse("incentives:lab_scheme"), asked)
    report = LabReport.objects.get()
    assert answer["Location"] == reverse("incentives:lab_report", args=[report.pk])
    assert report.cases == 40
    lab.perform(report_id=report.pk)
    report.refresh_from_db()
    part = report.result["synthetic"]
    assert part["groups"]["gain"]["cases"] > 0
    assert part["groups"]["lose"]["cases"] == 0
    assert client.get(answer["Location"]).status_code == 200


def test_a_draft_with_a_mistake_is_refused_with_its_line(
    jakarta: Any, maker: Any, client: Client
) -> None:
    client.force_login(maker.user)
    wrong = draft().replace('kind = "amount"', 'kind = "amounts"', 1)
    values = {"before": "kr-kofic-896", "after": "", "draft": wrong}
    page = client.post(reverse("incentives:lab_scheme"), values)
    assert page.status_code == 422
    assert "kr-kofic-draft.toml:" in page.content.decode()


def test_levies_are_tried_on_the_plans_that_were_sent(
    jakarta: Any, maker: Any, client: Client
) -> None:
    from simpul.rulebook.models import Version

    client.force_login(maker.user)
    assert client.get(reverse("incentives:lab_levies")).status_code == 200
    version = Version.objects.latest("pk")
    both = {"before": version.pk, "after": version.pk, "title": "Uji", "first": "2027-01-01",
            "count": "0", "seed": "1"}  # fmt: skip
    assert client.post(reverse("incentives:lab_levies"), both).status_code == 422


def levies(contents: Any, **amounts: str) -> dict[str, Any]:
    """A version as a trial keeps it; `amounts`: id of a row -> its amount."""
    changed = json.loads(json.dumps(contents, default=str))
    for row in changed["tables"]["levies"]["rows"]:
        row["cells"]["amount"] = amounts.get(row["cells"]["id"], row["cells"]["amount"])
    return {"number": 1, "digest": "", "currency": "IDR", "draft": False, **frozen_levies(changed)}


def plan_at(site: str, day: str) -> dict[str, Any]:
    return {
        "production": {"title": "A", "type": "feature", "commercial": True},
        "spots": [{"id": "s1", "site": site}],
        "days": [{"date": day, "spot": "s1", "kind": "shoot", "from": "07:00", "to": "19:00",
                  "people": 20}],
    }  # fmt: skip


def test_levies_of_two_versions_over_the_plans_by_hand(jakarta: Any, maker: Any) -> None:
    from simpul.rulebook.models import Version

    contents = Version.objects.latest("pk").contents
    # Taman Ismail Marzuki costs Rp2,200,000 on a workday, Rp2,700,000 on a Saturday (Perda 1/2024);
    # the draft asks Rp2,500,000 on a workday and leaves the Saturday as it is.
    cases = [
        ["P1", "2027-03-03", "past", plan_at("L27", "2027-03-03")],
        ["P2", "2027-03-06", "past", plan_at("L27", "2027-03-06")],
        ["P3", "2027-03-04", "past", plan_at("L20", "2027-03-04")],
    ]
    wanted = {
        "kind": "levies", "before": levies(contents), "after": levies(contents, F01W="2500000"),
        "seed": 1, "cases": cases,
        "fund": {"amount": None, "opens": "2027-01-01", "closes": "2027-12-31"},
    }  # fmt: skip
    told = carry_out(wanted)["past"]
    assert told["totals"] == {"before": "4900000", "after": "5200000"}
    assert {name: row["cases"] for name, row in told["groups"].items() if row["cases"]} == {
        "gain": 1, "same": 2,
    }  # fmt: skip

    report = lab.ask_trial(actor=maker.actor, title="Retribusi", frozen=wanted)
    lab.perform(report_id=report.pk)
    report.refresh_from_db()
    # The JSON of the report is enough: whatever the pack says later, it gives the same.
    again = json.loads(json.dumps(report.frozen))
    assert carry_out(again) == report.result == carry_out(wanted)
    again["after"]["contents"]["tables"]["levies"]["rows"][0]["cells"]["amount"] = "1"
    with pytest.raises(ValueError, match="digest"):
        carry_out(again)


def test_a_scheme_that_is_not_the_one_that_was_frozen_is_not_tried() -> None:
    changed = frozen(800_000_000)
    changed["after"]["text"] = changed["after"]["text"].replace('"30%"', '"35%"')
    with pytest.raises(ValueError, match="digest"):
        carry_out(changed)


def test_outside_the_commission_there_is_no_lab(
    jakarta: Any, client: Client, ani: Any, citra: Any, maker: Any
) -> None:
    report = lab.ask_trial(actor=maker.actor, title="Uji", frozen=frozen(800_000_000))
    for person in (None, ani, citra):
        if person is not None:
            client.force_login(person.user)
            with pytest.raises(NotVisible):
                lab.ask_trial(actor=person.actor, title="Uji", frozen=frozen(800_000_000))
        for name in ("lab", "lab_scheme", "lab_levies"):
            assert client.get(reverse(f"incentives:{name}")).status_code == 404
        for name in ("lab_report", "lab_json", "lab_pdf"):
            address = reverse(f"incentives:{name}", args=[report.pk])
            assert client.get(address).status_code == 404


def test_days_move_by_whole_weeks_into_the_year() -> None:
    for day in (dt.date(2024, 2, 29), dt.date(2026, 12, 31), dt.date(2029, 5, 5)):
        by = weeks_into(day, FIRST)
        assert by.days % 7 == 0
        assert FIRST <= day + by < FIRST + dt.timedelta(days=364)
    plan = {"days": [{"date": "2026-12-10", "name": "2026"}], "n": 3}
    assert shifted(plan, dt.timedelta(days=364)) == {
        "days": [{"date": "2027-12-09", "name": "2026"}], "n": 3,
    }  # fmt: skip
