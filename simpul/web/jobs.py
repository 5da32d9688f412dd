"""Nightly: what was only kept to count tries, and sessions nobody can use any more, are dropped."""

from __future__ import annotations

from django.contrib.sessions.backends.db import SessionStore
from procrastinate.contrib.django import app

from simpul.web import limits


@app.periodic(cron="20 1 * * *")
@app.task(queue="web", queueing_lock="web.forget")
def forget(timestamp: int) -> None:
    """Running it twice does no harm."""
    limits.forget()
    SessionStore.clear_expired()
