"""Cases ready to be signed, and permits in hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from simpul.permits.actions import issuing
from simpul.permits.models import Application, Permit
from tests.permits.desk.conftest import SENT, accepted, answer_all, draft, sent
from tests.permits.issue.paying import pay_everything

__all__ = ["accepted", "answer_all", "draft", "sent"]

SIGNED = SENT + dt.timedelta(days=10)


@pytest.fixture
def ready(kept: Any, accepted: Any, answer_all: Any, dewi: Any) -> Callable[..., Application]:
    """A case with all answers in (but those of `but`) and everything paid: `ready("a")`."""

    def new(letter: str, but: tuple[str, ...]) -> Application:
        application = accepted(letter)
        answer_all(application, but=but)
        pay_everything(dewi.actor, application)
        application.refresh_from_db()
        return application

    def make(letter: str, *, but: tuple[str, ...] = ()) -> Application:
        made: Application = kept(("ready", letter, but), lambda: new(letter, but))
        return made

    return make


@pytest.fixture
def issued(kept: Any, ready: Any, dewi: Any) -> Callable[..., Permit]:
    """A permit in hand: `issued("a")`."""

    def new(letter: str, but: tuple[str, ...]) -> Permit:
        application = ready(letter, but=but)
        return issuing.issue_permit(actor=dewi.actor, application_id=application.pk, now=SIGNED)

    def make(letter: str = "a", *, but: tuple[str, ...] = ()) -> Permit:
        made: Permit = kept(("issued", letter, but), lambda: new(letter, but))
        return made

    return make


@pytest.fixture
def blast_waits(kept: Any, accepted: Any, answer_all: Any, dewi: Any) -> Callable[[], Permit]:
    """Shoot (e), issued while every authority that judges single parts is still thinking."""

    def new() -> Permit:
        application = accepted("e")
        about_parts = application.clearances.exclude(state="ended").exclude(severable=[])
        answer_all(application, but=tuple(about_parts.values_list("authority_code", flat=True)))
        pay_everything(dewi.actor, application)
        return issuing.issue_permit(actor=dewi.actor, application_id=application.pk, now=SIGNED)

    def make() -> Permit:
        made: Permit = kept("blast waits", new)
        return made

    return make
