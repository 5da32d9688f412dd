"""Which two may be the same; and clocks of two places."""

from __future__ import annotations

from datetime import date, time

import pytest

from simpul.network import zones
from simpul.network.partners.likeness import Known, host_of, likenesses


def pairs(*found: Known, near: bool = False) -> list[tuple[int, int, str]]:
    return [(one.first, one.second, one.reason) for one in likenesses(found, near=near)]


def test_a_name_in_another_order_or_with_accents_is_the_same_name():
    assert pairs(Known(1, ("Kim Contoh",)), Known(2, ("CONTOH, Kím",)), Known(3, ("Kim",))) == [
        (1, 2, "same_name")
    ]


def test_one_address_says_more_than_one_name():
    first = Known(1, ("Kim Contoh",), ("a@b.kr",))
    assert pairs(first, Known(2, ("Kim Contoh",), ("A@b.kr",))) == [(1, 2, "same_mark")]


def test_names_of_mostly_the_same_words_are_near_only_in_one_country():
    one = Known(1, ("Busan Film Commission",), (), "KR")
    assert pairs(one, Known(2, ("Busan Film Commission Office",), (), "KR"), near=True) == [
        (1, 2, "near_name")
    ]
    assert pairs(one, Known(2, ("Busan Film Commission Office",), (), "HK"), near=True) == []
    assert pairs(one, Known(2, ("Seoul Film Commission",), (), "KR"), near=True) == []


def test_another_spelling_of_a_partner_counts():
    one, other = Known(1, ("BFC", "부산영상위원회")), Known(2, ("부산영상위원회",))
    assert pairs(one, other) == [(1, 2, "same_name")]


def test_a_thousand_partners_are_compared_in_a_moment():
    found = [Known(at, (f"Komisi Film {at}",), (f"k{at}.test",), "ID") for at in range(1000)]
    assert pairs(*found, near=True) == []


@pytest.mark.parametrize(
    ("link", "host"),
    [
        ("https://www.bfc.or.kr/eng", "bfc.or.kr"),
        ("bfc.or.kr", "bfc.or.kr"),
        ("https://[", ""),
        ("", ""),
    ],
)
def test_the_site_of_an_address(link, host):
    assert host_of(link) == host


def test_a_time_that_the_clocks_of_a_place_never_show_is_refused():
    # Berlin put its clocks forward on 29 March 2026: 02.30 did not exist.
    with pytest.raises(ValueError, match="gap"):
        zones.at(date(2026, 3, 29), time(2, 30), "Europe/Berlin")
    seoul = zones.at(date(2027, 5, 10), time(14), "Asia/Seoul")
    assert zones.on(seoul, "Asia/Jakarta").time() == time(12)


def test_a_zone_is_one_that_anybody_can_look_up():
    assert zones.is_zone("Asia/Seoul")
    assert not zones.is_zone("Asia/Busan") and not zones.is_zone("KST") and not zones.is_zone("")
