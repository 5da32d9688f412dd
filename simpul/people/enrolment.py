"""The first second factor of an account: a password alone does not set one up.

Whoever has stolen a password would otherwise give the account a second factor of their own and
then decide in its name. So a code goes to the account's mailbox first.
"""

from __future__ import annotations

import hmac
import secrets
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.utils.translation import gettext as _

from simpul.kit.outcomes import InvalidInput, WrongState
from simpul.messages.actions import send
from simpul.people.models import User
from simpul.web import limits

GOOD_FOR = 900
"""Seconds for which a code, and then the way it opened, is good."""
CODES_AN_HOUR = 5
TRIES_AN_HOUR = 10
PAGES = frozenset({"mfa_activate_totp", "mfa_add_webauthn"})
"""Where allauth sets up a second factor."""
_CODE, _UNTIL, _OPEN = "enrol_code", "enrol_until", "enrol_open_until"


def needs_code(user: User, session: Any) -> bool:
    """The account has no second factor yet and nobody has shown its mailbox in this session."""
    if session.get(_OPEN, 0) > limits.seconds_now():
        return False
    return not Authenticator.objects.filter(user_id=user.pk).exists()


def send_code(user: User, session: Any) -> None:
    """Mail a fresh code; the session keeps its digest. WrongState after too many in an hour."""
    if not limits.hit(f"enrol-code:{user.pk}", limit=CODES_AN_HOUR, seconds=3600):
        raise WrongState(_("Too many codes were sent. Try again in an hour."))
    code = f"{secrets.randbelow(10**8):08d}"
    session[_CODE], session[_UNTIL] = _digest(user, code), limits.seconds_now() + GOOD_FOR
    send(
        to=user.as_recipient(),
        template="people/enrolment_code",
        context={"code": code, "minutes": GOOD_FOR // 60},
        subject_ref=f"user:{user.pk}",
        secrets=[code],
    )


def is_waiting(session: Any) -> bool:
    """A code was sent and is still good."""
    return _CODE in session and session.get(_UNTIL, 0) > limits.seconds_now()


def use_code(user: User, session: Any, typed: str) -> None:
    """Open the way for a quarter of an hour; InvalidInput for a wrong code or too many tries."""
    if not limits.hit(f"enrol-try:{user.pk}", limit=TRIES_AN_HOUR, seconds=3600):
        raise InvalidInput({"code": [_("Too many tries. Try again in an hour.")]})
    known, until = session.get(_CODE, ""), session.get(_UNTIL, 0)
    digits = "".join(typed.split())
    if until <= limits.seconds_now() or not hmac.compare_digest(known, _digest(user, digits)):
        raise InvalidInput({"code": [_("This is not the code we sent last, or it is too old.")]})
    session.pop(_CODE)
    session[_OPEN] = limits.seconds_now() + GOOD_FOR


def _digest(user: User, code: str) -> str:
    text = f"enrol:{user.pk}:{code}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), text, "sha256").hexdigest()
