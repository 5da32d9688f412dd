"""The catalogue of sites and the page of a site."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from simpul.city.queries import city_book
from simpul.rulebook.models import Version

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor(client: Client) -> Client:
    """Somebody without an account, reading Indonesian."""
    return client


def page(client: Client, address: str, **query: str) -> str:
    answer = client.get(address, query)
    assert answer.status_code == 200, answer.content[:500]
    return answer.content.decode()


def test_without_a_pack_the_catalogue_says_so(visitor: Client) -> None:
    assert "Belum ada lokasi" in page(visitor, reverse("places:catalogue"))


def test_the_catalogue_lists_every_public_site(jakarta: Any, visitor: Client) -> None:
    text = page(visitor, reverse("places:catalogue"))
    assert "66 lokasi" in text
    assert "titik perkiraan" in text


@pytest.mark.parametrize(
    ("query", "names", "missing"),
    [
        ({"q": "ismail marzuki"}, ["Taman Ismail Marzuki"], ["Museum Wayang"]),
        ({"q": "MENTENG taman"}, ["Taman Menteng", "Taman Suropati"], ["Tebet Eco Park"]),
        ({"category": "station", "area": "31.74"}, ["Stasiun Manggarai"], ["Stasiun Gambir"]),
        ({"manager": "DISTAMHUT_TPU"}, ["TPU Karet Bivak", "TPU Jeruk Purut"], ["Taman Menteng"]),
        ({"area": "31.01.02"}, ["Pulau Onrust"], ["Pulau Pramuka"]),
        ({"fee": "official", "area": "31.71.06"}, ["Taman Ismail Marzuki"], ["Jalan Jaksa"]),
        ({"fee": "free"}, ["Taman Fatahillah"], ["Taman Menteng"]),
    ],
)
def test_filters_by_address_narrow_the_list(
    jakarta: Any, visitor: Client, query: dict[str, str], names: list[str], missing: list[str]
) -> None:
    text = page(visitor, reverse("places:catalogue"), **query)
    cards = text.split('class="desk-side"')[0].split("</form>", 3)[-1]
    for name in names:
        assert name in cards
    for name in missing:
        assert name not in cards


def test_a_search_without_a_match_offers_the_way_back(jakarta: Any, visitor: Client) -> None:
    text = page(visitor, reverse("places:catalogue"), q="kutub utara")
    assert "Tidak ada lokasi yang cocok" in text


def test_nonsense_in_the_address_is_no_error(jakarta: Any, visitor: Client) -> None:
    address = reverse("places:catalogue")
    for query in ({"page": "x"}, {"page": "-9"}, {"fee": "<script>"}, {"area": "x" * 3000}):
        assert "<script>alert" not in page(visitor, address, **query)


def test_a_site_shows_its_tariff_with_its_law(jakarta: Any, visitor: Client) -> None:
    text = page(visitor, reverse("places:site", args=["L27"]))
    for part in ("2.200.000", "2.700.000", "Perda DKI Jakarta 1/2024", "Pusat Kesenian Jakarta"):
        assert part in text
    assert "Koordinat perkiraan" in text
    assert "Kec. Menteng" in text


def test_a_park_shows_both_tariffs_as_not_certain_or_known(jakarta: Any, visitor: Client) -> None:
    text = page(visitor, reverse("places:site", args=["L32"]))
    assert "500.000" in text
    assert "5.000.000" in text
    assert "instansi menentukan yang berlaku" in text


def test_free_of_charge_is_an_amount_and_not_unknown(jakarta: Any, visitor: Client) -> None:
    text = page(visitor, reverse("places:site", args=["L02"]))
    assert re.search(r"Rp\s0\b", text)
    assert "Tidak boleh dipungut biaya" in text


def test_an_owner_is_named_in_his_own_name(jakarta: Any, visitor: Client) -> None:
    assert "Pengelola kawasan SCBD" in page(visitor, reverse("places:site", args=["L41"]))


def test_the_page_speaks_english_whole(jakarta: Any, visitor: Client) -> None:
    visitor.cookies["django_language"] = "en"
    text = page(visitor, reverse("places:site", args=["L27"]))
    assert "Whom to ask" in text
    assert "Pengelola" not in text
    assert "Rp 2,200,000" in text


@pytest.mark.parametrize("code", ["L99", "l27", "L27-x", "..%2Fx"])
def test_an_unknown_site_does_not_exist(jakarta: Any, visitor: Client, code: str) -> None:
    assert visitor.get(f"/lokasi/{code}/").status_code == 404


def test_every_site_has_a_page(jakarta: Any, visitor: Client) -> None:
    for code in city_book().sites:
        assert visitor.get(reverse("places:site", args=[code])).status_code == 200


def trimmed(most: int) -> None:
    """Put a version with that many sites in force, past the two people: only its size matters."""
    version = Version.objects.get(state="published")
    contents = version.contents
    contents["sites"] = dict(list(contents["sites"].items())[:most])
    Version.objects.bulk_create(
        [
            Version(
                city_code="other",
                number=1,
                digest=f"{most:064d}",
                contents=contents,
                state="published",
                loaded_as="a",
                published_as="b",
                published_at="2030-01-01T00:00:00Z",
            )
        ]
    )


@pytest.mark.parametrize("most", [1, 30])
def test_the_catalogue_asks_as_many_questions_for_one_site_as_for_thirty(
    jakarta: Any, visitor: Client, assert_max_queries: Any, most: int
) -> None:
    trimmed(most)
    page(visitor, reverse("places:catalogue"))
    with assert_max_queries(1):
        text = page(visitor, reverse("places:catalogue"))
    assert f"{most} lokasi" in text


def test_a_site_page_asks_few_questions(
    jakarta: Any, visitor: Client, assert_max_queries: Any
) -> None:
    page(visitor, reverse("places:site", args=["L27"]))
    # Version, terms, whether the site has ever been a ground; its calendar is counted elsewhere.
    with assert_max_queries(4):
        page(visitor, reverse("places:site", args=["L27"]))
