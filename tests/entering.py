"""A test client that somebody has entered."""

from __future__ import annotations

from typing import Any

from django.test import Client

from simpul.people.actors import DEMO_SESSION_KEY


def into(person: Any) -> Client:
    """Signed in, reading Indonesian; with a second factor where the person has one."""
    client = Client(headers={"accept-language": "id"})
    client.force_login(person.user, backend="django.contrib.auth.backends.ModelBackend")
    if person.actor.second_factor:
        session = client.session
        session[DEMO_SESSION_KEY] = person.user.pk
        session.save()
    return client
