"""A question compiled once gives what the query set gives, whatever it is asked with."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db.models import Q
from django.utils import timezone

from simpul.people.models import StaffGrant
from simpul.web.compiled import Compiled

pytestmark = pytest.mark.django_db


def question(user_id: int, day: dt.date) -> object:
    begun = Q(starts_on__lte=day) & (Q(ends_on__isnull=True) | Q(ends_on__gt=day))
    return StaffGrant.objects.filter(begun, user_id=user_id).order_by("role").values_list("role")


def test_each_value_goes_where_its_example_stood(make_person, assert_max_queries):
    first = make_person("Satu", roles=["case_officer", "auditor"])
    second = make_person("Dua", roles=["administrator"])
    today = timezone.localdate()
    asked = Compiled(question, -1, dt.date.min)
    for person in (first, second, first):
        for day in (today, today + dt.timedelta(days=400), today - dt.timedelta(days=400)):
            assert asked(person.user.pk, day) == list(question(person.user.pk, day))
    assert asked(first.user.pk, today) == [("auditor",), ("case_officer",)]
    with assert_max_queries(1):
        asked(second.user.pk, today)


def test_what_is_typed_stays_a_value(make_person):
    """What looks like SQL, or like the place of a value, is compared and never run."""
    make_person("Satu", roles=["case_officer"])
    asked = Compiled(
        lambda role: StaffGrant.objects.filter(role=role).values_list("role"), "example"
    )
    for typed in ("' OR '1'='1", "%s", "%", "case_officer'; --"):
        assert asked(typed) == []
    assert asked("case_officer") == [("case_officer",)]


def test_an_example_that_the_question_does_not_hold_is_a_mistake():
    lost = Compiled(lambda _day: StaffGrant.objects.values_list("role"), dt.date.min)
    with pytest.raises(ValueError, match="does not ask for"):
        lost(timezone.localdate())
