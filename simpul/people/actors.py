"""Load who acts: the account with everything it may be today, in at most two queries."""

from __future__ import annotations

import datetime as dt
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import QuerySet, TextField, Value
from django.db.models.functions import Cast

from simpul.kit.actors import PUBLIC, Actor
from simpul.people.models import DeskGrant, Interest, Membership, StaffGrant
from simpul.people.models.dated import today
from simpul.web.compiled import Compiled

DEMO_DOMAIN = "@contoh.simpul.test"
"""The address of everybody in the demonstration's cast; no real mail can come from it."""
DEMO_SESSION_KEY = "demo_step_in"
"""Set in a session that stepped in on the demonstration page; names the account's id."""


def load_actor(user: Any, *, session: Any = None) -> Actor:
    """The actor for an account; `PUBLIC` for nobody or a closed account.

    `session` is the request's session: without it there is no second factor. The people of the
    demonstration are nobody once it is over: their passwords and sessions were open to everybody.
    """
    if user is None or not user.is_authenticated or not user.is_active:
        return PUBLIC
    if user.email.endswith(DEMO_DOMAIN) and not settings.DEMO:
        return PUBLIC
    held: dict[str, list[tuple[str, str]]] = {"role": [], "desk": [], "company": [], "interest": []}
    for kind, where, what in _HELD(user.pk, today()):
        held[kind].append((where, what))
    return Actor(
        kind="user",
        id=f"user:{user.pk}",
        label=user.get_full_name(),
        user_id=user.pk,
        language=user.language,
        roles=frozenset(role for _nowhere, role in held["role"]),
        # Where grants of one desk overlap the stronger level holds.
        desks=dict(sorted(held["desk"], key=lambda pair: _STRENGTH.index(pair[1]))),
        companies={int(company): role for company, role in held["company"]},
        interests=frozenset(int(company) for company, _nothing in held["interest"]),
        second_factor=has_used_second_factor(user, session),
    )


_STRENGTH = DeskGrant.Level.values


def _held(user_id: int, day: dt.date) -> QuerySet[Any]:
    """Everything that somebody holds on a day: of which kind, where (authority, company), what."""

    def own(rows: QuerySet[Any], kind: str, where: Any, what: Any) -> QuerySet[Any]:
        return rows.filter(user_id=user_id).values_list(Value(kind), where, what)

    company, nothing = Cast("organisation_id", TextField()), Value("")
    return own(StaffGrant.objects.in_force(day), "role", nothing, "role").union(
        own(DeskGrant.objects.in_force(day), "desk", "authority_code", "level"),
        own(Membership.objects.in_force(day), "company", company, "role"),
        own(Interest.objects.filter(ended_at__isnull=True), "interest", company, nothing),
        all=True,
    )


_HELD = Compiled(_held, -1, dt.date.min)


class _Holder:
    """The shape allauth reads authentication records from."""

    def __init__(self, session: Any) -> None:
        self.session = session


def has_used_second_factor(user: Any, session: Any) -> bool:
    """The account has a second factor that still exists and was used in this session."""
    if session is None:
        return False
    if session.get(DEMO_SESSION_KEY) == user.pk:
        return True
    used = {
        record.get("id")
        for record in get_authentication_records(_Holder(session), user)
        if record.get("method") == "mfa"
    }
    used.discard(None)
    if not used:
        return False
    return bool(Authenticator.objects.filter(user_id=user.pk, pk__in=used).exists())
