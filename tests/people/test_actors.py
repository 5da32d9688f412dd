"""Who acts: what is in force today, in few queries, and the second factor for real."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from simpul.kit.actors import PUBLIC
from simpul.people.actors import load_actor
from simpul.people.models import DeskGrant, Interest, Membership, StaffGrant, today

pytestmark = pytest.mark.django_db


def test_an_actor_is_loaded_in_at_most_five_queries(ani: Any, assert_max_queries: Any) -> None:
    with assert_max_queries(5):
        load_actor(ani.user, session={})


def test_the_count_of_queries_does_not_grow_with_grants(
    ani: Any, make_person: Any, assert_max_queries: Any
) -> None:
    for number in range(20):
        DeskGrant.objects.create(user=ani.user, authority_code=f"D{number}", reason="x")
    with assert_max_queries(5):
        assert len(load_actor(ani.user, session={}).desks) == 20


def test_nobody_and_a_closed_account_are_public(ani: Any) -> None:
    ani.user.is_active = False
    assert load_actor(None) is PUBLIC
    assert load_actor(ani.user) is PUBLIC


def test_only_what_holds_today_counts(ani: Any, other_company: Any) -> None:
    day = today()
    past, future = day - timedelta(days=9), day + timedelta(days=9)
    StaffGrant.objects.create(user=ani.user, role="auditor", starts_on=future, reason="x")
    StaffGrant.objects.create(
        user=ani.user, role="case_officer", starts_on=past, ends_on=day, reason="x"
    )
    Membership.objects.create(
        user=ani.user, organisation=other_company, role="owner", starts_on=past, ends_on=future
    )
    DeskGrant.objects.create(
        user=ani.user, authority_code="POLDA", starts_on=past, ends_on=past, reason="x"
    )
    actor = load_actor(ani.user)
    assert actor.roles == frozenset()
    assert actor.companies[other_company.pk] == "owner"
    assert actor.desks == {}


def test_of_two_overlapping_desk_grants_the_stronger_holds(ani: Any) -> None:
    later = today() + timedelta(days=30)
    DeskGrant.objects.create(
        user=ani.user, authority_code="POLDA", level="manage", ends_on=later, reason="x"
    )
    DeskGrant.objects.create(user=ani.user, authority_code="POLDA", level="read", reason="x")
    assert load_actor(ani.user).desks == {"POLDA": "manage"}


def test_an_ended_interest_no_longer_binds(ani: Any, company: Any) -> None:
    interest = Interest.objects.create(user=ani.user, organisation=company, note="x")
    assert load_actor(ani.user).interests == {company.pk}
    interest.ended_at = interest.declared_at
    interest.save()
    assert load_actor(ani.user).interests == frozenset()


def test_a_second_factor_counts_only_when_used_in_this_session(client: Client, ani: Any) -> None:
    from allauth.mfa.totp.internal.auth import (
        TOTP,
        format_hotp_value,
        generate_totp_secret,
        hotp_value,
        yield_hotp_counters_from_time,
    )

    secret = generate_totp_secret()
    TOTP.activate(ani.user, secret)
    ani.user.set_password("jalan-cikini-73")
    ani.user.save()
    EmailAddress.objects.create(user=ani.user, email=ani.user.email, verified=True, primary=True)
    assert not load_actor(ani.user, session=client.session).second_factor

    answer = client.post(
        "/akun/login/", {"login": ani.user.email, "password": "jalan-cikini-73"}, follow=True
    )
    assert answer.redirect_chain[-1][0].endswith("/akun/2fa/authenticate/")
    code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    answer = client.post("/akun/2fa/authenticate/", {"code": code}, follow=True)
    assert answer.wsgi_request.actor.second_factor

    ani.user.authenticator_set.all().delete()
    assert not load_actor(ani.user, session=client.session).second_factor


def test_another_person_s_session_gives_no_second_factor(ani: Any, budi: Any) -> None:
    session = {"demo_step_in": budi.user.pk}
    assert load_actor(budi.user, session=session).second_factor
    assert not load_actor(ani.user, session=session).second_factor
