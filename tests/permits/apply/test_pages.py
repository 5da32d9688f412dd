"""Every page of the form: asked only where needed, kept always, right or told what is wrong."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.urls import reverse

from simpul.permits.actions import drafts
from simpul.permits.applying.pages import PAGES
from simpul.permits.case_draft import draft_of
from simpul.permits.models import Application, PlanDraft
from simpul.permits.views.apply_sending import submit_key

SITE = "L01"
FIRST = dt.date.today() + dt.timedelta(days=120)


def at(application: Application, slug: str, key: str = "") -> str:
    if key:
        return reverse("permits:apply_row", args=[application.pk, slug, key])
    return reverse("permits:apply_page", args=[application.pk, slug])


def errors_in(response: Any) -> list[str]:
    """What the error summary says."""
    page = response.content.decode()
    summary = re.search(r'class="error-summary".*?</ul>', page, re.S)
    return re.findall(r"<li>(?:<a[^>]*>)?([^<]+)", summary[0]) if summary else []


# Right answers to every page of questions, as a browser sends them.
GOOD: dict[str, dict[str, Any]] = {
    "judul": {"title": "Senja di Cikini", "type": "short", "logline": "Dua orang menunggu."},
    "tujuan": {
        "commercial": "no",
        "student": "no",
        "public_exhibition": "yes",
        "indonesian_title": "yes",
        "sponsor": "no",
        "handheld_only": "yes",
    },
    "pemohon": {"role": "owner"},
    "asal": {
        "foreign_producer": "no",
        "foreign_crew": "0",
        "imported_equipment": "no",
        "crew_from_other_provinces": "no",
    },
    "anak": {"count": "0"},
    "sekitar": {
        "amplified_sound": "no",
        "generator": "no",
        "structures": "no",
        "traders_displaced": "no",
    },
    "kontak": {"name": "Ani", "mobile": "0812 3456 7890"},
    "kerahasiaan": {"confidential": "no"},
}
# A wrong answer to each page: field, what is typed, a word of the error in Indonesian and English.
BAD = [
    ("judul", {"title": "x" * 201}, "title"),
    ("tujuan", {"commercial": ""}, "commercial"),
    ("pemohon", {"role": "raja"}, "role"),
    ("asal", {"foreign_crew": "banyak"}, "foreign_crew"),
    ("asal", {"foreign_crew": "3.5"}, "foreign_crew"),
    ("asal", {"foreign_crew": "-1"}, "foreign_crew"),
    ("asal", {"foreign_crew": "999999999"}, "foreign_crew"),
    ("anak", {"count": ""}, "count"),
    ("sekitar", {"generator": "mungkin"}, "generator"),
    ("kontak", {"mobile": "nanti"}, "mobile"),
    ("kontak", {"name": ""}, "name"),
    ("kerahasiaan", {"confidential": ""}, "confidential"),
]


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("slug", sorted(GOOD))
def test_right_answers_lead_on(
    bare: Any, ani: Any, as_person: Any, slug: str, language: str
) -> None:
    response = as_person(ani, language).post(at(bare, slug), GOOD[slug])
    assert response.status_code == 302, errors_in(response)
    assert not response["Location"].endswith(at(bare, slug))


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize(("slug", "change", "field"), BAD)
def test_a_wrong_answer_is_kept_and_told_at_its_field(
    bare: Any,
    ani: Any,
    as_person: Any,
    slug: str,
    change: dict[str, str],
    field: str,
    language: str,
) -> None:
    client = as_person(ani, language)
    response = client.post(at(bare, slug), {**GOOD[slug], **change})
    assert response.status_code == 422
    page = response.content.decode()
    assert f'lang="{language}"' in page
    assert len(errors_in(response)) == 1
    assert re.search(rf'href="#id_{field}(_group)?"', page)
    typed = change[field]
    if typed and field not in ("role", "generator"):
        assert typed in page
        again = client.get(at(bare, slug)).content.decode()
        assert typed in again


@pytest.mark.parametrize("slug", [page.slug for page in PAGES])
def test_each_page_opens_empty_and_full_in_both_languages(
    bare: Any, draft: Any, ani: Any, as_person: Any, slug: str
) -> None:
    full = draft("e")
    for language in ("id", "en"):
        client = as_person(ani, language)
        for application in (bare, full):
            assert client.get(at(application, slug)).status_code in (200, 302)


def test_later_keeps_what_is_half_done(bare: Any, ani: Any, as_person: Any) -> None:
    response = as_person(ani).post(at(bare, "kontak"), {"mobile": "nanti", "then": "later"})
    assert response["Location"] == reverse("permits:apply_tasks", args=[bare.pk])
    bare.refresh_from_db()
    assert bare.details["contact"] == {"mobile": "nanti"}


def test_typing_saves_by_itself(bare: Any, ani: Any, as_person: Any) -> None:
    response = as_person(ani).post(at(bare, "kontak"), {"name": "Ani"}, headers={"X-Autosave": "1"})
    assert response.status_code == 204
    bare.refresh_from_db()
    assert bare.details["contact"] == {"name": "Ani"}


def test_a_question_appears_only_when_an_answer_makes_it_necessary(
    bare: Any, ani: Any, as_person: Any
) -> None:
    client = as_person(ani)
    assert b"max_hours" not in client.get(at(bare, "anak")).content
    response = client.post(at(bare, "anak"), {"count": "2"})
    assert response.status_code == 302
    assert response["Location"].split("#")[0] == at(bare, "anak")
    assert b"max_hours" in client.get(at(bare, "anak")).content
    response = client.post(at(bare, "anak"), {"count": "2", "max_hours": "3,5"})
    assert response.status_code == 422
    bare.refresh_from_db()
    assert bare.plan["minors"] == {"count": 2, "max_hours": 3.5}
    client.post(at(bare, "anak"), {"count": "0"})
    bare.refresh_from_db()
    assert bare.plan["minors"] == {"count": 0}


@pytest.mark.parametrize(
    ("code", "asked", "not_asked"),
    [
        # Perkap 2/2008 grades fireworks by their calibre; a blast has none.
        ("fireworks", {"calibre_in", "operator"}, {"height_m"}),
        ("pyro_explosion", {"operator"}, {"calibre_in", "height_m"}),
        ("uas_drone", {"height_m", "operator"}, {"calibre_in"}),
    ],
)
def test_a_special_activity_is_asked_what_its_rules_need(
    bare: Any, ani: Any, as_person: Any, code: str, asked: set[str], not_asked: set[str]
) -> None:
    response = as_person(ani).post(at(bare, "kegiatan-khusus", "baru"), {"code": code})
    page = as_person(ani).get(response["Location"]).content.decode()
    assert {name for name in asked | not_asked if f'name="{name}"' in page} == asked


def test_foreign_parties_are_asked_only_of_foreign_productions(
    bare: Any, ani: Any, as_person: Any
) -> None:
    client = as_person(ani)
    assert client.get(at(bare, "pihak-asing")).status_code == 302
    answer = client.post(at(bare, "asal"), {**GOOD["asal"], "foreign_producer": "yes"})
    assert answer["Location"] == at(bare, "pihak-asing")
    client.post(
        at(bare, "pihak-asing"), {"countries": "Korea Selatan, hong kong", "local_company": "PT A"}
    )
    bare.refresh_from_db()
    assert bare.plan["production"]["countries"][0] == "KR"


def test_a_country_nobody_knows_is_told(bare: Any, ani: Any, as_person: Any) -> None:
    client = as_person(ani)
    client.post(at(bare, "asal"), {**GOOD["asal"], "foreign_producer": "yes"})
    response = client.post(
        at(bare, "pihak-asing"), {"countries": "Wakanda", "local_company": "PT A"}
    )
    assert response.status_code == 422
    assert b"Wakanda" in response.content


def test_there_are_none_is_an_answer(bare: Any, ani: Any, as_person: Any) -> None:
    client = as_person(ani)
    assert client.post(at(bare, "kendaraan"), {}).status_code == 422
    assert client.post(at(bare, "kendaraan"), {"any": "no"}).status_code == 302
    bare.refresh_from_db()
    assert bare.plan["vehicles"] == []
    response = client.post(at(bare, "lalu-lintas"), {"any": "yes"})
    assert response["Location"] == at(bare, "lalu-lintas", "baru")


def add_place(client: Any, application: Application) -> None:
    response = client.post(at(application, "tempat", "baru"), {"way": "site"})
    assert response["Location"] == at(application, "tempat", "s1")
    response = client.post(
        at(application, "tempat", "s1"),
        {"way": "site", "site": SITE, "scene": "Dua orang berjalan.", "exterior": "yes",
         "public_place": "yes"},
    )  # fmt: skip
    assert response.status_code == 302, errors_in(response)


def test_a_place_is_chosen_from_the_list_or_drawn(bare: Any, ani: Any, as_person: Any) -> None:
    client = as_person(ani)
    add_place(client, bare)
    client.post(at(bare, "tempat", "baru"), {"way": "drawn"})
    drawn = {
        "way": "drawn", "name": "Gang Kenari", "geometry": "-6.1945, 106.8352",
        "setting": "footpath", "owner": "city", "asset_class": "footpath", "residential": "no",
        "heritage_area": "no", "scene": "Seseorang menunggu.",
    }  # fmt: skip
    response = client.post(at(bare, "tempat", "s2"), drawn)
    assert response.status_code == 302, errors_in(response)
    bare.refresh_from_db()
    site, other = bare.plan["spots"]
    assert site == {"id": "s1", "site": SITE} | {
        k: site[k] for k in site if k not in ("id", "site")
    }
    assert other["geometry"] == {"type": "Point", "coordinates": [106.8352, -6.1945]}
    assert bare.details["spots"]["s2"]["scene"] == "Seseorang menunggu."


@pytest.mark.parametrize(
    "geometry",
    [
        "-7.9, 112.6",
        "106.8, -6.2",
        "di ujung jalan",
        '{"type": "Polygon", "coordinates": [[[106.8,-6.2],[106.81,-6.21],[106.81,-6.2],[106.8,-6.21],[106.8,-6.2]]]}',  # noqa: E501
        '{"type": "LineString", "coordinates": ['
        + ",".join(f"[106.8{n:05d},-6.2]" for n in range(10_000))
        + "]}",
    ],
)
def test_a_drawing_that_cannot_be_is_told_and_kept(
    bare: Any, ani: Any, as_person: Any, geometry: str
) -> None:
    client = as_person(ani)
    client.post(at(bare, "tempat", "baru"), {"way": "drawn"})
    response = client.post(
        at(bare, "tempat", "s1"),
        {
            "way": "drawn", "name": "Gang", "geometry": geometry, "setting": "footpath",
            "owner": "city", "residential": "no", "heritage_area": "no", "scene": "x",
        },
    )  # fmt: skip
    assert response.status_code == 422
    assert re.search(r'href="#id_geometry', response.content.decode())
    bare.refresh_from_db()
    assert bare.plan["spots"][0]["geometry"]


DAY = {
    "date": FIRST.isoformat(), "kind": "shoot", "from": "07:00", "to": "15:00", "people": "6",
    "exclusive_use": "no",
}  # fmt: skip


def test_the_same_hours_for_several_days_are_typed_once(
    bare: Any, ani: Any, as_person: Any
) -> None:
    client = as_person(ani)
    until = (FIRST + dt.timedelta(days=2)).isoformat()
    response = client.post(at(bare, "hari", "baru"), {**DAY, "until": until})
    assert response["Location"] == at(bare, "hari")
    bare.refresh_from_db()
    assert [row["date"] for row in bare.plan["days"]] == [
        (FIRST + dt.timedelta(days=n)).isoformat() for n in range(3)
    ]
    assert bare.plan["days"][0]["people"] == 6


@pytest.mark.parametrize("offset", [-1, 62, 4000])
def test_a_run_of_days_has_an_end(bare: Any, ani: Any, as_person: Any, offset: int) -> None:
    until = (FIRST + dt.timedelta(days=offset)).isoformat()
    response = as_person(ani).post(at(bare, "hari", "baru"), {**DAY, "until": until})
    assert response.status_code == 422
    bare.refresh_from_db()
    assert "days" not in bare.plan


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"to": "06:00"}, "to"),
        ({"date": "2027-02-30"}, "date"),
        ({"people": "nol"}, "people"),
        ({"people": "0"}, "people"),
        ({"from": "25:00"}, "from"),
    ],
)
def test_a_wrong_day_is_kept_and_told(
    bare: Any, ani: Any, as_person: Any, change: dict[str, str], field: str
) -> None:
    client = as_person(ani)
    response = client.post(at(bare, "hari", "baru"), {**DAY, **change})
    assert response.status_code == 422
    assert f'href="#id_{field}"' in response.content.decode()
    bare.refresh_from_db()
    assert str(bare.plan["days"][0][field]) == change[field]
    listed = client.post(at(bare, "hari"), {})
    assert listed.status_code == 422


def test_a_place_taken_out_leaves_no_trace_and_its_days_ask_again(
    draft: Any, ani: Any, as_person: Any
) -> None:
    application = draft("e")
    client = as_person(ani)
    url = reverse("permits:apply_remove", args=[application.pk, "tempat", "s1"])
    client.post(url)
    client.post(url)
    application.refresh_from_db()
    assert "s1" not in [spot["id"] for spot in application.plan["spots"]]
    assert "s1" not in application.details["spots"]
    assert "s1" not in [day.get("spot") for day in application.plan["days"]]


def test_a_row_that_a_colleague_took_out_is_told(
    draft: Any, ani: Any, budi: Any, as_person: Any
) -> None:
    application = draft("e")
    as_person(budi).post(reverse("permits:apply_remove", args=[application.pk, "tempat", "s2"]))
    assert as_person(ani).get(at(application, "tempat", "s2")).status_code == 302


def stamp_of(response: Any) -> str:
    return re.search(r'name="stamp" value="([0-9a-f]+)"', response.content.decode())[1]


def test_a_colleagues_answers_are_not_overwritten_unseen(
    bare: Any, ani: Any, budi: Any, as_person: Any
) -> None:
    hers, his = as_person(ani), as_person(budi)
    stamp = stamp_of(hers.get(at(bare, "kontak")))
    his.post(at(bare, "kontak"), {"name": "Budi", "mobile": "0812 111 2222", "stamp": stamp})
    late = hers.post(at(bare, "kontak"), {"name": "Ani", "mobile": "0812 333 4444", "stamp": stamp})
    assert late.status_code == 409
    page = late.content.decode()
    assert "Budi" in page
    assert "0812 333 4444" in page
    bare.refresh_from_db()
    assert bare.details["contact"]["name"] == "Budi"
    again = hers.post(
        at(bare, "kontak"),
        {"name": "Ani", "mobile": "0812 333 4444", "stamp": stamp_of(late)},
    )
    assert again.status_code == 302
    bare.refresh_from_db()
    assert bare.details["contact"]["name"] == "Ani"


def test_colleagues_on_different_pages_do_not_disturb_each_other(
    bare: Any, ani: Any, budi: Any, as_person: Any
) -> None:
    hers = as_person(ani)
    stamp = stamp_of(hers.get(at(bare, "kontak")))
    as_person(budi).post(at(bare, "anak"), GOOD["anak"])
    response = hers.post(at(bare, "kontak"), {**GOOD["kontak"], "stamp": stamp})
    assert response.status_code == 302
    bare.refresh_from_db()
    assert bare.plan["minors"] == {"count": 0}


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_small_shoot_from_the_first_page_to_the_reference(
    bare: Any, ani: Any, as_person: Any, language: str
) -> None:
    client = as_person(ani, language)
    for slug, answers in GOOD.items():
        assert client.post(at(bare, slug), answers).status_code == 302, slug
    for role in ("producer", "location_manager"):
        client.post(
            at(bare, "orang-kunci", "baru"), {"role": role, "name": "A", "phone": "0812 345 6789"}
        )
    add_place(client, bare)
    client.post(at(bare, "hari", "baru"), DAY)
    for slug in ("kendaraan", "lalu-lintas", "kegiatan-khusus", "hewan"):
        client.post(at(bare, slug), {"any": "no"})
    checked = client.get(at(bare, "periksa"))
    assert errors_in(checked) == []
    assert client.post(at(bare, "periksa")).status_code == 302
    ready = client.get(at(bare, "pernyataan"))
    key = re.search(r'name="submit_key" value="([^"]+)"', ready.content.decode())[1]
    unsigned = client.post(at(bare, "pernyataan"), {"true": "on", "submit_key": key})
    assert unsigned.status_code == 422
    promise = {"true": "on", "conduct": "on", "responsible": "on", "submit_key": key}
    for _click in range(2):
        response = client.post(at(bare, "pernyataan"), promise, follow=True)
        assert response.status_code == 200
    bare.refresh_from_db()
    assert bare.state == "submitted"
    assert bare.revisions.count() == 1
    sent = client.get(reverse("permits:apply_sent", args=[bare.pk]))
    assert bare.reference in sent.content.decode()
    assert client.get(at(bare, "judul"))["Location"] == reverse("permits:case", args=[bare.pk])


def test_check_names_each_page_that_lacks_something(bare: Any, ani: Any, as_person: Any) -> None:
    response = as_person(ani).get(at(bare, "periksa"))
    assert len(errors_in(response)) >= 12
    assert f"{at(bare, 'kontak')}?kembali=periksa" in response.content.decode()


def test_a_change_from_the_check_page_leads_back_to_it(
    draft: Any, ani: Any, as_person: Any
) -> None:
    application = draft("a")
    client = as_person(ani)
    response = client.post(at(application, "kontak") + "?kembali=periksa", GOOD["kontak"])
    assert response["Location"] == at(application, "periksa")


def test_the_key_of_the_form_stays_until_it_is_sent(draft: Any, ani: Any) -> None:
    application = draft("a")
    first = submit_key(application)
    assert submit_key(Application.objects.get(pk=application.pk)) == first
    drafts.save_draft(
        actor=ani.actor,
        application_id=application.pk,
        version=application.version,
        details=application.details,
    )
    assert submit_key(application) == first


def test_a_member_prepares_but_does_not_send(draft: Any, budi: Any, as_person: Any) -> None:
    application = draft("a")
    client = as_person(budi)
    assert b"submit_key" not in client.get(at(application, "pernyataan")).content
    promise = {"true": "on", "conduct": "on", "responsible": "on"}
    assert client.post(at(application, "pernyataan"), promise).status_code == 403
    application.refresh_from_db()
    assert application.state == "draft"


def test_a_viewer_reads_the_case_and_changes_nothing(
    bare: Any, make_person: Any, company: Any, as_person: Any
) -> None:
    client = as_person(make_person("Vina", company=company, role="viewer"))
    assert client.get(at(bare, "judul"))["Location"] == reverse("permits:case", args=[bare.pk])
    assert client.post(at(bare, "judul"), GOOD["judul"]).status_code == 403
    assert client.get(reverse("permits:case", args=[bare.pk])).status_code == 200


# --- beginning ----------------------------------------------------------------------------
def test_begin_asks_for_company_and_title(jakarta: Any, ani: Any, as_person: Any) -> None:
    client = as_person(ani)
    url = reverse("permits:apply_start")
    assert client.post(url, {"production": "new", "company": "1"}).status_code == 422
    page = client.get(url).content.decode()
    company = re.search(r'name="company" value="(\d+)"', page)[1]
    response = client.post(
        url, {"company": company, "production": "new", "title": "Kali", "kind": "short"}
    )
    made = Application.objects.get()
    assert response["Location"] == reverse("permits:apply_tasks", args=[made.pk])
    assert made.production.title == "Kali"


def test_a_plan_survives_signing_in(
    jakarta: Any, ani: Any, company: Any, client: Any, as_person: Any
) -> None:
    plan = PlanDraft.objects.create(
        plan={"production": {"title": "Kali"}, "spots": [{"site": SITE}]}, owner_hash="x" * 64
    )
    url = reverse("permits:apply_from_plan")
    away = client.post(url, {"plan": str(plan.pk)}, follow=True)
    assert "next=" in away.redirect_chain[-1][0]
    assert str(plan.pk) in away.redirect_chain[-1][0]
    start = as_person(ani).get(reverse("permits:apply_start"), {"rencana": str(plan.pk)})
    assert b'value="Kali"' in start.content
    as_person(ani).post(
        reverse("permits:apply_start"),
        {
            "rencana": str(plan.pk), "company": company.pk, "production": "new",
            "title": "Kali", "kind": "short",
        },
    )  # fmt: skip
    assert Application.objects.get().plan["spots"] == [{"site": SITE, "id": "s1"}]


@pytest.mark.parametrize("plan_id", ["", "x", "00000000-0000-0000-0000-000000000000", "'--"])
def test_a_plan_that_is_none_begins_empty(
    jakarta: Any, ani: Any, as_person: Any, plan_id: str
) -> None:
    response = as_person(ani).get(reverse("permits:apply_start"), {"rencana": plan_id})
    assert response.status_code == 200


def test_who_has_no_company_is_shown_how_to_get_one(
    jakarta: Any, make_person: Any, as_person: Any
) -> None:
    response = as_person(make_person("Lina")).get(reverse("permits:apply_start"))
    assert reverse("people:company-new") in response.content.decode()


def test_a_company_is_not_used_by_an_outsider(
    jakarta: Any, citra: Any, company: Any, as_person: Any
) -> None:
    as_person(citra).post(
        reverse("permits:apply_start"),
        {"company": company.pk, "production": "new", "title": "x", "kind": "short"},
    )
    assert not Application.objects.exists()


def test_discarding_a_draft_asks_once_more(bare: Any, ani: Any, as_person: Any) -> None:
    client = as_person(ani)
    url = reverse("permits:withdraw", args=[bare.pk])
    assert client.get(url).status_code == 200
    client.post(url)
    bare.refresh_from_db()
    assert bare.state == "withdrawn"
    assert draft_of(bare, at=dt.datetime.now(dt.UTC)).data["plan"]
