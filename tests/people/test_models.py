"""The database refuses nonsense about people, whatever path wrote it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from simpul.people.models import (
    DeskGrant,
    Interest,
    Invitation,
    Membership,
    Organisation,
    StaffGrant,
    User,
    today,
)

pytestmark = pytest.mark.django_db


def _refused(write: Callable[[], Any]) -> bool:
    try:
        with transaction.atomic():
            write()
    except IntegrityError:
        return True
    return False


def test_one_address_is_one_account_whatever_its_case(ani: Any) -> None:
    assert _refused(lambda: User.objects.create_user(email=ani.user.email.upper()))


def test_a_grant_ends_after_it_begins_and_says_why(ani: Any) -> None:
    yesterday = today() - timedelta(days=1)
    assert _refused(
        lambda: StaffGrant.objects.create(
            user=ani.user, role="auditor", ends_on=yesterday, reason="x"
        )
    )
    assert _refused(lambda: StaffGrant.objects.create(user=ani.user, role="auditor", reason=""))
    assert _refused(lambda: DeskGrant.objects.create(user=ani.user, authority_code="", reason="x"))


def test_nobody_is_granted_anything_by_themselves(ani: Any) -> None:
    for model, values in (
        (StaffGrant, {"role": "auditor"}),
        (DeskGrant, {"authority_code": "POLDA"}),
    ):
        assert _refused(
            lambda model=model, values=values: model.objects.create(
                user=ani.user, granted_by=ani.user, reason="x", **values
            )
        )


def test_what_one_person_gave_alone_is_refused(ani: Any, hadi: Any, eko: Any) -> None:
    now = timezone.now()
    for model, values in (
        (StaffGrant, {"role": "auditor"}),
        (DeskGrant, {"authority_code": "POLDA"}),
    ):
        alone = {"user": ani.user, "granted_by": hadi.user, "reason": "x", **values}
        for second in (None, hadi.user, ani.user):
            decided = {"decided_by": second, "decided_at": now if second else None}
            assert _refused(lambda m=model, v={**alone, **decided}: m.objects.create(**v))
        both = {**alone, "decided_by": eko.user, "decided_at": now}
        assert not _refused(lambda m=model, v=both: m.objects.create(**v))


@pytest.mark.parametrize("role", ["emperor", ""])
def test_unknown_roles_are_refused(ani: Any, company: Any, role: str) -> None:
    assert _refused(lambda: StaffGrant.objects.create(user=ani.user, role=role, reason="x"))
    assert _refused(
        lambda: Membership.objects.create(user=ani.user, organisation=company, role=role)
    )


def test_nobody_holds_the_same_open_grant_twice(dewi: Any, ani: Any, company: Any) -> None:
    assert _refused(
        lambda: StaffGrant.objects.create(user=dewi.user, role="case_officer", reason="x")
    )
    assert _refused(
        lambda: Membership.objects.create(user=ani.user, organisation=company, role="viewer")
    )


def test_a_business_number_is_registered_once(company: Any) -> None:
    number = company.registration_no
    assert _refused(lambda: Organisation.objects.create(name="Lain", registration_no=number))
    assert not _refused(lambda: Organisation.objects.create(name="Tanpa nomor"))
    assert not _refused(lambda: Organisation.objects.create(name="Tanpa nomor juga"))


def test_an_invitation_is_accepted_by_somebody_or_not_at_all(ani: Any, company: Any) -> None:
    now = timezone.now()
    assert _refused(
        lambda: Invitation.objects.create(
            organisation=company,
            email="x@contoh.id",
            role="member",
            digest="d",
            state="accepted",
            invited_by=ani.user,
            expires_at=now + timedelta(days=1),
        )
    )


def test_an_interest_is_explained(dewi: Any, company: Any) -> None:
    assert _refused(lambda: Interest.objects.create(user=dewi.user, organisation=company, note=""))
