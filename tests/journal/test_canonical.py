"""One content has one spelling, here and after a round trip through the database."""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import connection
from django.utils.translation import gettext_lazy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simpul.journal.canonical import digest, plain, spell

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12)
numbers = (
    st.integers(-(10**30), 10**30)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.booleans()
)
values = st.recursive(
    st.none() | numbers | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.django_db
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(values)
def test_the_hash_survives_the_database(value):
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::jsonb::text", [spell(value).decode()])
        import json

        back = json.loads(cursor.fetchone()[0])
    assert digest(back) == digest(value)


def test_the_order_of_keys_does_not_matter():
    assert digest({"b": 1, "a": {"d": 1, "c": 2}}) == digest({"a": {"c": 2, "d": 1}, "b": 1})


def test_what_is_not_json_gets_one_plain_form():
    assert plain(
        {
            "day": date(2026, 12, 10),
            "moment": datetime(2026, 12, 10, 7, tzinfo=UTC),
            "fee": Decimal("2200000"),
            "id": UUID(int=1),
            "kinds": {"b", "a"},
            "label": gettext_lazy("plain"),
            "pair": (1, 2.0),
        }
    ) == {
        "day": "2026-12-10",
        "moment": "2026-12-10T07:00:00+00:00",
        "fee": "2200000",
        "id": "00000000-0000-0000-0000-000000000001",
        "kinds": ["a", "b"],
        "label": "plain",
        "pair": [1, 2],
    }


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "a\x00b", "\ud800", {"\x00": 1}])
def test_what_the_database_cannot_hold_is_refused_before_it(value):
    with pytest.raises(ValueError, match=r"data"):
        plain(value)


@pytest.mark.parametrize("value", [object(), b"raw", {"x": [object()]}])
def test_what_has_no_plain_form_is_refused(value):
    with pytest.raises(TypeError, match="the journal cannot keep"):
        plain(value)
