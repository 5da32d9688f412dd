"""Fields say what is wrong in the reader's words and keep what was typed."""

from __future__ import annotations

import contextlib
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django import forms
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from simpul.kit.outcomes import InvalidInput, WrongState
from simpul.web.errors import linked_errors
from simpul.web.forms import (
    ClockField,
    DayField,
    Hinted,
    MapField,
    Radios,
    RupiahField,
    YesNoField,
    attempt,
)


@pytest.mark.parametrize(
    "typed", ["2200000", "2.200.000", "Rp 2.200.000", "Rp2,200,000", " 2 200 000 "]
)
def test_rupiah_may_be_typed_with_or_without_separators(typed: str) -> None:
    assert RupiahField().clean(typed) == Decimal(2_200_000)


@pytest.mark.parametrize(
    "typed", ["2200000.50", "2.200.00", "1e3x", "dua juta", "-5", "NaN", "Infinity", "9" * 16]
)
def test_anything_but_whole_rupiah_is_refused(typed: str) -> None:
    with pytest.raises(forms.ValidationError):
        RupiahField().clean(typed)


@given(st.integers(min_value=0, max_value=10**14))
def test_an_amount_survives_being_shown_and_typed_again(amount: int) -> None:
    from simpul.web.formats import money_words

    for code in ("id", "en"):
        assert RupiahField().clean(money_words(Decimal(amount), code)) == amount


@given(st.text(max_size=40))
def test_no_text_breaks_a_rupiah_field(text: str) -> None:
    with contextlib.suppress(forms.ValidationError):
        RupiahField(required=False).clean(text)


def test_an_impossible_date_and_a_date_out_of_bounds_are_refused() -> None:
    field = DayField(earliest=date(2026, 12, 1), latest=date(2026, 12, 31))
    for typed in ("2026-02-30", "2026-11-30", "2027-01-01", "besok"):
        with pytest.raises(forms.ValidationError):
            field.clean(typed)
    assert field.clean("2026-12-10") == date(2026, 12, 10)


def test_a_time_may_be_written_with_a_dot() -> None:
    assert ClockField().clean("07.30") == ClockField().clean("07:30")


def test_not_answered_is_not_no() -> None:
    field = YesNoField(required=False)
    assert (field.clean("yes"), field.clean("no"), field.clean("")) == (True, False, None)


def test_a_place_may_be_typed_as_latitude_and_longitude() -> None:
    assert MapField().clean("-6.1901, 106.8390") == {
        "type": "Point",
        "coordinates": [106.839, -6.1901],
    }


@pytest.mark.parametrize(
    "typed",
    ["di sana", '{"type":"Circle"}', '{"type":"Point","coordinates":[999,0]}', "[" * 5000],
)
def test_a_drawing_that_cannot_be_taken_is_refused_in_the_reader_s_language(typed: str) -> None:
    with translation.override("id"), pytest.raises(forms.ValidationError) as refused:
        MapField().clean(typed)
    assert refused.value.messages[0]


class Example(forms.Form):
    title = forms.CharField(label="Judul", help_text="Seperti pada naskah.")
    kind = forms.ChoiceField(
        label="Jenis", widget=Radios, choices=[("a", Hinted("Satu", "petunjuk")), ("b", "Dua")]
    )


def test_label_hint_error_and_input_are_tied_together() -> None:
    form = Example({"kind": "b"})
    html = form["title"].as_field_group()
    assert 'for="id_title"' in html
    assert 'id="id_title_helptext"' in html
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert 'aria-invalid="true"' in html


def test_hints_of_choices_belong_to_their_radio_button() -> None:
    html = str(Example()["kind"])
    assert 'aria-describedby="id_kind_0_hint"' in html
    assert "petunjuk" in html


def test_the_error_summary_links_to_the_fields() -> None:
    links = linked_errors(Example({}))
    assert [entry["href"] for entry in links] == ["#id_title", "#id_kind_group"]
    assert linked_errors({"title": ["Isi judul."]}) == [{"href": "#id_title", "text": "Isi judul."}]
    assert linked_errors(Example()) == []


def test_what_a_verb_refuses_is_shown_on_the_form() -> None:
    def refuse(error: Exception) -> Any:
        def act() -> None:
            raise error

        return act

    form = Example({"title": "x", "kind": "a"})
    refusals = InvalidInput({"title": ["Sudah ada."], "elsewhere": ["?"]})
    assert attempt(form, refuse(refusals)) is False
    assert form.errors["title"] == ["Sudah ada."]
    assert form.non_field_errors() == ["?"]

    late = Example({"title": "x", "kind": "a"})
    assert attempt(late, refuse(WrongState("Terlambat."))) is False
    assert late.non_field_errors() == ["Terlambat."]
    assert attempt(Example({"title": "x", "kind": "a"}), lambda: None) is True
