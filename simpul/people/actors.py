"""Load who acts: the account with everything it may be today, in at most five queries."""

from __future__ import annotations

from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings

from simpul.kit.actors import PUBLIC, Actor
from simpul.people.models import DeskGrant, Interest, Membership, StaffGrant

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
    return Actor(
        kind="user",
        id=f"user:{user.pk}",
        label=user.get_full_name(),
        user_id=user.pk,
        language=user.language,
        roles=frozenset(
            StaffGrant.objects.filter(user_id=user.pk).in_force().values_list("role", flat=True)
        ),
        desks=_desks(user.pk),
        companies=dict(
            Membership.objects.filter(user_id=user.pk)
            .in_force()
            .values_list("organisation_id", "role")
        ),
        interests=frozenset(
            Interest.objects.filter(user_id=user.pk, ended_at__isnull=True).values_list(
                "organisation_id", flat=True
            )
        ),
        second_factor=has_used_second_factor(user, session),
    )


def _desks(user_id: int) -> dict[str, str]:
    """Authority code -> level; where grants overlap the stronger level holds."""
    strength = {"read": 0, "answer": 1, "manage": 2}
    rows = DeskGrant.objects.filter(user_id=user_id).in_force()
    pairs = rows.values_list("authority_code", "level")
    return dict(sorted(pairs, key=lambda pair: strength[pair[1]]))


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
