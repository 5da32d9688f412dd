"""The public pages of the rules, and the staff's pages that exist for nobody else."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.utils import timezone

from simpul.rulebook.actions import make_version
from simpul.rulebook.models import Version
from tests.rulebook.conftest import TWO, contents

pytestmark = pytest.mark.django_db

STANDARDS = "/standar-pelayanan/"
CHANGES = "/standar-pelayanan/perubahan/"
VERSIONS = "/aturan/versi/"


def words(response) -> str:
    """The text of a page as people see it."""
    assert response.status_code == 200, response.status_code
    main = re.search(r"<main.*</main>", response.content.decode(), re.S)[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def published_days_ago(version, days):
    """As if the version had been published earlier."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            "UPDATE rulebook_version SET published_at = %s WHERE id = %s",
            [timezone.now() - timedelta(days=days), version.pk],
        )
        cursor.execute("SET LOCAL session_replication_role = origin")


def test_before_the_first_publication_the_pages_say_so(client):
    assert "Belum ada aturan yang berlaku" in words(client.get(STANDARDS))
    assert "Belum ada aturan yang berlaku" in words(client.get(CHANGES))


def test_a_rule_is_shown_with_everything_that_makes_it_law(client, publish):
    publish()
    page = words(client.get(STANDARDS))
    for text in (
        "Lokasi di luar",
        "Berlaku bila Ada pengambilan gambar di luar ruang",
        "Rp 2.200.000",
        "UU 1 tentang Contoh",
        "Sumber : Berita Contoh",
        "berlaku sejak 1 Januari 2024",
        "2 aturan, versi 1",
    ):
        assert text in page or text.replace(" :", ":") in page, text


def test_the_page_is_whole_in_english(client, publish):
    publish()
    page = words(client.get(STANDARDS, headers={"accept-language": "en"}))
    assert "Outdoors" in page and "Law 1 on Examples" in page and "Rp 2,200,000" in page
    assert "Applies when Something is filmed outdoors" in page
    for indonesian in ("Berlaku", "Sumber", "aturan", "Perlu diverifikasi"):
        assert indonesian not in page.replace("Berita Contoh", "")


def test_an_unverified_rule_is_marked(client, publish):
    publish()
    page = words(client.get(STANDARDS, {"q": "malam"}))
    assert "Perlu diverifikasi" in page
    assert "1 di antaranya masih perlu diverifikasi" in page
    assert "Perlu diverifikasi" not in words(client.get(STANDARDS, {"q": "Lokasi di luar"}))


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ({"q": "malam"}, {"F02"}),
        ({"q": "LOKASI contoh"}, {"F01"}),
        ({"q": "2.200.000"}, {"F01", "F02"}),
        ({"q": "UU_1"}, {"F01", "F02"}),
        ({"q": "tidak ada yang begini"}, set()),
        ({"table": "levies"}, {"F01", "F02"}),
        ({"table": "unknown"}, {"F01", "F02"}),
        ({"on": "2023-12-31"}, set()),
        ({"on": "31/12/2023"}, set()),
        ({"on": "9999-12-31"}, {"F01", "F02"}),
        ({"on": "0001-01-01"}, {"F01", "F02"}),
    ],
)
def test_rules_are_found_by_word_kind_and_day(client, publish, query, shown):
    publish()
    page = words(client.get(STANDARDS, query))
    assert set(re.findall(r"Aturan (F\d\d)", page)) == shown


@pytest.mark.parametrize("day", ["31/31/2023", "2023-02-30", "9999-12-31", "0001-01-01", "x"])
def test_an_impossible_day_is_told_at_the_field_and_today_is_shown(client, publish, day):
    publish()
    response = client.get(STANDARDS, {"on": day})
    page = words(response)
    assert 'href="#id_on"' in response.content.decode()
    assert "F01" in page
    assert f'value="{day}"' in response.content.decode()


def test_the_page_of_a_past_day_shows_the_rules_of_then(client, publish):
    published_days_ago(publish(), 10)
    publish(contents(("F01", "exterior = yes", {"text_id": "Lokasi baru", "text_en": "New"})))
    before = (timezone.localdate() - timedelta(days=5)).isoformat()
    assert "Lokasi di luar" in words(client.get(STANDARDS, {"on": before}))
    assert "Lokasi baru" in words(client.get(STANDARDS))


def test_what_changed_between_two_days_is_told_rule_by_rule(client, publish):
    published_days_ago(publish(), 10)
    changed = contents(
        ("F01", "exterior = yes", {"text_id": "Lokasi di luar", "amount": "3000000"}),
        ("F03", "always", {"text_id": "Aturan baru", "text_en": "New rule"}),
    )
    publish(changed)
    today = timezone.localdate()
    start = (today - timedelta(days=5)).isoformat()
    page = words(client.get(CHANGES, {"from": start, "to": today.isoformat()}))
    assert "Baru (1)" in page and "Aturan baru" in page
    assert "Berubah (1)" in page and "Jumlah Rp 2.200.000 Rp 3.000.000" in page
    assert "Berakhir (1)" in page and "Malam" in page


def test_a_rule_that_ends_by_its_own_date_is_a_change(client, publish):
    publish(
        contents(
            ("F01", "always", {"text_id": "Lama", "valid_to": "2025-12-31"}),
            ("F02", "exterior = yes", {"text_id": "Baru saja", "valid_from": "2026-01-01"}),
        )
    )
    page = words(client.get(CHANGES, {"from": "2025-12-31", "to": "2026-01-01"}))
    assert "Baru (1)" in page and "Baru saja" in page
    assert "Berakhir (1)" in page and "Lama" in page


def test_between_equal_days_nothing_changed(client, publish):
    publish()
    assert "Tidak ada perubahan" in words(
        client.get(CHANGES, {"from": "2026-01-01", "to": "2026-01-01"})
    )


def test_days_in_the_wrong_order_are_told_at_the_field(client, publish):
    publish()
    response = client.get(CHANGES, {"from": "2026-02-01", "to": "2026-01-01"})
    assert "Tanggal ini mendahului tanggal yang lain" in words(response)
    assert "from=" in response.request["QUERY_STRING"]
    assert 'value="2026-02-01"' in response.content.decode()


def test_the_number_of_questions_to_the_database_does_not_grow(
    client, publish, django_assert_max_num_queries
):
    rows = [(f"F{n:03}", f"people = {n}", {"text_id": f"Ke-{n}"}) for n in range(120)]
    publish(contents(*rows))
    client.get(STANDARDS)
    with django_assert_max_num_queries(2):
        client.get(STANDARDS)
    with django_assert_max_num_queries(4):
        client.get(CHANGES)


# --- staff -------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["ani", "citra", "fajar"])
def test_for_an_outsider_versions_do_not_exist(request, enter, editor, name):
    draft = make_version(actor=editor.actor, city_code="uji", contents=TWO)
    client = enter(request.getfixturevalue(name))
    for address in (VERSIONS, f"{VERSIONS}{draft.pk}/", f"{VERSIONS}{draft.pk + 99}/"):
        assert client.get(address).status_code == 404
    assert client.post(f"{VERSIONS}{draft.pk}/terbitkan/").status_code == 404
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_for_the_public_versions_do_not_exist(client, editor):
    draft = make_version(actor=editor.actor, city_code="uji", contents=TWO)
    for address in (VERSIONS, f"{VERSIONS}{draft.pk}/"):
        assert client.get(address).status_code == 404
    assert client.post(f"{VERSIONS}{draft.pk}/terbitkan/").status_code == 404


def test_staff_see_who_loaded_and_who_published(enter, publish, gita):
    publish()
    page = words(enter(gita).get(VERSIONS))
    assert "Indah" in page and "Hadi" in page and "Berlaku" in page


def test_an_auditor_sees_a_draft_but_no_button(enter, editor, gita):
    draft = make_version(actor=editor.actor, city_code="uji", contents=TWO)
    response = enter(gita).get(f"{VERSIONS}{draft.pk}/")
    assert "Hanya penyunting hukum atau administrator" in words(response)
    assert "terbitkan" not in response.content.decode()
    assert enter(gita).post(f"{VERSIONS}{draft.pk}/terbitkan/").status_code == 403


def test_the_loader_is_told_to_ask_another_person(enter, editor):
    draft = make_version(actor=editor.actor, city_code="uji", contents=TWO)
    client = enter(editor)
    assert "Mintalah orang lain" in words(client.get(f"{VERSIONS}{draft.pk}/"))
    assert client.post(f"{VERSIONS}{draft.pk}/terbitkan/").status_code == 403


def test_an_administrator_sees_what_changes_and_puts_it_in_force(enter, publish, editor, hadi):
    publish()
    found = contents(("F01", "exterior = yes", {"text_id": "Lokasi di luar", "text_en": "x"}))
    draft = make_version(actor=editor.actor, city_code="uji", contents=found)
    client = enter(hadi)
    page = words(client.get(f"{VERSIONS}{draft.pk}/"))
    assert "Berlakukan versi ini" in page and "Malam" in page and "Berakhir" in page
    response = client.post(f"{VERSIONS}{draft.pk}/terbitkan/", follow=True)
    assert "Versi 2 berlaku" in response.content.decode()
    assert Version.objects.get(pk=draft.pk).state == "published"
    assert client.post(f"{VERSIONS}{draft.pk}/terbitkan/").status_code == 409


def test_publishing_by_address_alone_is_not_possible(enter, editor, hadi):
    draft = make_version(actor=editor.actor, city_code="uji", contents=TWO)
    assert enter(hadi).get(f"{VERSIONS}{draft.pk}/terbitkan/").status_code == 405


def test_a_draft_is_thrown_away_by_who_may_load(enter, publish, editor, gita, eko, citra):
    publish()
    draft = make_version(actor=editor.actor, city_code="uji", contents=TWO)
    address = f"{VERSIONS}{draft.pk}/buang/"
    assert enter(citra).post(address).status_code == 404
    for person in (gita, eko):
        client = enter(person)
        assert "buang" not in client.get(f"{VERSIONS}{draft.pk}/").content.decode()
        assert client.post(address).status_code == 403
    client = enter(editor)
    assert address in client.get(f"{VERSIONS}{draft.pk}/").content.decode()
    assert client.get(address).status_code == 405
    response = client.post(address, follow=True)
    assert f"Rancangan {draft.number} dibuang." in response.content.decode()
    assert not Version.objects.filter(pk=draft.pk).exists()
    assert client.post(address).status_code == 404


def test_rules_that_were_in_force_are_not_thrown_away(enter, publish, editor):
    version = publish()
    assert enter(editor).post(f"{VERSIONS}{version.pk}/buang/").status_code == 409
    assert Version.objects.filter(pk=version.pk).exists()


# --- the real pack -----------------------------------------------------------------------------
@pytest.mark.parametrize("language", ["id", "en"])
def test_every_rule_of_jakarta_is_on_the_page(client, jakarta, language):
    page = words(client.get(STANDARDS, headers={"accept-language": language}))
    today = timezone.localdate()
    for table in jakarta.tables.values():
        for row in table.in_force(today):
            assert f"{row.id} ·" in page, row.id
            assert " ".join(row.texts[language].split()) in page
