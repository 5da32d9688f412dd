"""Public pages of areas and authorities."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from simpul.city.models import Authority

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["city:areas", "city:authorities"])
def test_pages_without_a_pack_say_so(client: Client, name: str) -> None:
    answer = client.get(reverse(name))
    assert answer.status_code == 200
    assert "Belum ada" in answer.content.decode()


def test_a_point_names_its_areas(jakarta: Any, client: Client) -> None:
    text = client.get(reverse("city:areas"), {"point": "-6.1902, 106.8396"}).content.decode()
    assert "31.71.06" in text
    assert "Perkiraan" in text


@pytest.mark.parametrize("point", ["x", "106.8396, -6.1902", "-6.19", "999, 999", "1e5, 1"])
def test_a_wrong_point_is_told_at_the_field(jakarta: Any, client: Client, point: str) -> None:
    answer = client.get(reverse("city:areas"), {"point": point})
    assert answer.status_code == 200
    assert "error-summary" in answer.content.decode()


def test_a_point_outside_is_told(jakarta: Any, client: Client) -> None:
    text = client.get(reverse("city:areas"), {"point": "-6.9175, 107.6191"}).content.decode()
    assert "di luar kota" in text


def test_names_and_codes_are_found(jakarta: Any, client: Client) -> None:
    text = client.get(reverse("city:areas"), {"q": "cikini"}).content.decode()
    assert "31.71.06.1003" in text


def test_locate_answers_as_data(jakarta: Any, client: Client) -> None:
    address = reverse("city:locate")
    good = client.get(address, {"lat": "-6.1902", "lon": "106.8396"})
    assert good.json()["kecamatan"] == "31.71.06"
    assert good.json()["approximate"] is True
    assert client.get(address, {"lat": "-6.9175", "lon": "107.6"}).status_code == 404
    for query in (
        {},
        {"lat": "x", "lon": "1"},
        {"lat": "nan", "lon": "1"},
        {"lat": "91", "lon": "1"},
    ):
        assert client.get(address, query).status_code == 400


def test_the_outline_is_empty_until_boundaries_come(jakarta: Any, client: Client) -> None:
    assert client.get(reverse("city:outline")).json()["features"] == []


def test_authorities_show_law_source_and_silence(jakarta: Any, client: Client) -> None:
    text = client.get(reverse("city:authorities")).content.decode()
    assert "JXB" in text
    assert "belum ditetapkan" in text
    polda = client.get(reverse("city:authority", args=["POLDA"])).content.decode()
    assert "Kota Depok" in polda
    assert "Tidak pernah berarti setuju" in polda
    assert client.get(reverse("city:authority", args=["XX"])).status_code == 404


@pytest.mark.parametrize("name", ["city:areas", "city:authorities"])
def test_pages_ask_the_same_few_questions(
    jakarta: Any, client: Client, assert_max_queries: Any, name: str
) -> None:
    client.get(reverse(name))
    with assert_max_queries(1):
        client.get(reverse(name))


CONTACT = "/instansi/POLDA/surel/"


def test_an_administrator_sets_the_mail_of_a_desk(jakarta: Any, client: Client, hadi: Any) -> None:
    client.force_login(hadi.user)
    assert CONTACT in client.get("/instansi/POLDA/").content.decode()
    wrong = client.post(CONTACT, {"email": "polda"})
    assert wrong.status_code == 200
    assert 'href="#id_email"' in wrong.content.decode()
    saved = client.post(CONTACT, {"email": "izin@polda.example"}, follow=True)
    assert "tersimpan" in saved.content.decode()
    assert Authority.objects.get(code="POLDA").contact_email == "izin@polda.example"
    assert 'value="izin@polda.example"' in client.get(CONTACT).content.decode()
    client.post(CONTACT, {"email": ""})
    assert Authority.objects.get(code="POLDA").contact_email == ""
    assert client.get("/instansi/XX/surel/").status_code == 404


def test_an_outsider_neither_sees_nor_sets_the_mail_of_a_desk(
    jakarta: Any, client: Client, citra: Any, dewi: Any, fajar: Any
) -> None:
    Authority.objects.filter(code="POLDA").update(contact_email="izin@polda.example")
    assert client.post(CONTACT, {"email": "x@y.example"}).status_code == 302
    assert CONTACT not in client.get("/instansi/POLDA/").content.decode()
    for person in (citra, dewi, fajar):
        client.force_login(person.user)
        assert CONTACT not in client.get("/instansi/POLDA/").content.decode()
        assert client.get(CONTACT).status_code == 404
        assert client.post(CONTACT, {"email": "x@y.example"}).status_code == 404
    assert Authority.objects.get(code="POLDA").contact_email == "izin@polda.example"


def test_where_only_the_year_of_a_rule_is_known_only_the_year_is_shown(
    jakarta: Any, client: Client
) -> None:
    text = client.get(reverse("rulebook:standards")).content.decode()
    assert "31 Desember 20" not in text
    assert "sejak 2023" in " ".join(text.split())
