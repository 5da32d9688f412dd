from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simpul.kit.references import (
    CODE_ALPHABET,
    Reference,
    case_reference,
    normalise_code,
    parse_reference,
    short_code,
    show_code,
)

NUMBERS = st.integers(1, 999_999)


@given(NUMBERS, st.integers(2026, 2099))
def test_a_reference_reads_back(number, year):
    text = case_reference("JKT", year, number)
    assert parse_reference(text) == Reference("JKT", year % 100, number)
    assert parse_reference(f"  {text.lower()} ") == Reference("JKT", year % 100, number)


def test_the_form_of_a_reference():
    assert case_reference("JKT", 2026, 123) == "JKT-26-000123-K"


@given(NUMBERS, st.data())
def test_one_wrong_digit_is_noticed(number, data):
    text = case_reference("JKT", 2026, number)
    place = data.draw(st.sampled_from([i for i, c in enumerate(text[:-2]) if c.isdigit()]))
    digit = data.draw(st.sampled_from([d for d in "0123456789" if d != text[place]]))
    assert parse_reference(text[:place] + digit + text[place + 1 :]) is None


@given(NUMBERS, st.integers(7, 11))
def test_two_swapped_digits_are_noticed(number, place):
    text = case_reference("JKT", 2026, number)
    swapped = text[:place] + text[place + 1] + text[place] + text[place + 2 :]
    assert swapped == text or parse_reference(swapped) is None


@pytest.mark.parametrize(
    "text", ["", "JKT", "JKT-26-000000-0", "JKT-26-123-K", "jakarta", "JKT-26-000123-K-"]
)
def test_what_is_no_reference_is_none(text):
    assert parse_reference(text) is None


@pytest.mark.parametrize(("prefix", "number"), [("jkt", 1), ("J", 1), ("JKT", 0), ("JKT", 10**9)])
def test_no_reference_is_made_from_nonsense(prefix, number):
    with pytest.raises(ValueError, match="no reference"):
        case_reference(prefix, 2026, number)


def test_short_codes_differ_and_check():
    codes = {short_code() for _ in range(500)}
    assert len(codes) == 500
    assert all(len(code) == 10 and set(code) <= set(CODE_ALPHABET) for code in codes)
    assert all(normalise_code(code) == code for code in codes)
    assert not set("AEIOUL") & set(CODE_ALPHABET)


@given(st.integers(0, 9), st.data())
def test_any_one_wrong_character_of_a_code_is_noticed(place, data):
    code = short_code()
    other = data.draw(st.sampled_from([c for c in CODE_ALPHABET if c != code[place]]))
    assert normalise_code(code[:place] + other + code[place + 1 :]) is None


@given(st.integers(0, 8))
def test_any_two_swapped_neighbours_of_a_code_are_noticed(place):
    code = short_code()
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert swapped == code or normalise_code(swapped) is None


def test_a_code_is_forgiven_its_writing():
    code = next(c for c in iter(short_code, "") if "0" in c and "1" in c)
    spoken = show_code(code).lower().replace("0", "o").replace("1", "l")
    assert normalise_code(f" {spoken} ") == code
    assert normalise_code("") is None
    assert normalise_code("ABCDEFGHIJ") is None
