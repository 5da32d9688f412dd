"""How long somebody stays signed in who handles cases: a working day, and an hour without a click.

Everybody else keeps the session of the browser (SESSION_COOKIE_AGE, two weeks).
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver

from simpul.people import kept
from simpul.web import limits

ENTERED, SEEN = "entered_at", "seen_at"
NOTE_EVERY = 300
"""Seconds: the session is written again at most so often."""


@receiver(user_logged_in, dispatch_uid="people.sessions")
def begin(sender: Any, request: Any, **more: Any) -> None:
    """The clock of a session starts when its person signs in."""
    if getattr(request, "session", None) is not None:
        kept.forget(request.session, unless=more["user"].pk)
        request.session.pop(kept.OVER, None)
        request.session[ENTERED] = request.session[SEEN] = limits.seconds_now()


def is_over(session: Any) -> bool:
    """Too long since signing in, or since the last click."""
    now = limits.seconds_now()
    return bool(
        now - session.get(ENTERED, now) >= settings.STAFF_SESSION_SECONDS
        or now - session.get(SEEN, now) >= settings.STAFF_IDLE_SECONDS
    )


def note(session: Any) -> None:
    """Somebody clicked; also begins the clock of a session that has none."""
    now = limits.seconds_now()
    if ENTERED not in session:
        session[ENTERED] = now
    if now - session.get(SEEN, 0) >= min(NOTE_EVERY, settings.STAFF_IDLE_SECONDS // 4):
        session[SEEN] = now
