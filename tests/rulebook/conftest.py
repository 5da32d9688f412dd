"""Versions of a small rule book, and people who may handle them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from simpul.rulebook.actions import make_version, publish_version
from simpul.rulebook.models import Version
from tests.rulebook.build import ORIGIN

AUTHORITY = {
    "names": {"id": "Pengelola TIM", "en": "TIM office"},
    "short": {"id": "TIM", "en": "TIM"},
    "kind": "site",
    "level": "city",
    "deemed_grant_allowed": False,
    "status": "confirmed",
    "email": "",
}


def contents(*rows: tuple[str, str, dict[str, str]]) -> dict[str, Any]:
    """The contents of a version with one table of levies; rows: id, when, other cells."""
    base = {"answer": "PKJTIM", "amount": "2200000", "days": "14", "unit": "wd"}
    return {
        "laws": {"UU_1": {"title": {"id": "UU 1 tentang Contoh", "en": "Law 1 on Examples"}}},
        "sources": {"S1": {"title": "Berita Contoh", "address": "https://contoh.id/1"}},
        "authorities": {"PKJTIM": AUTHORITY},
        "tables": {
            "levies": {
                "header": {
                    "title": {"id": "Retribusi", "en": "Levies"},
                    "scope": "application",
                    "hit": "all",
                    "outcomes": {
                        "answer": "text",
                        "amount": "money?",
                        "days": "integer?",
                        "unit": "text?",
                    },
                },
                "rows": [
                    {"line": n, "cells": {**ORIGIN, **base, "id": i, "when": when, **cells}}
                    for n, (i, when, cells) in enumerate(rows, 2)
                ],
            }
        },
    }


TWO = contents(
    ("F01", "exterior = yes", {"text_id": "Lokasi di luar", "text_en": "Outdoors"}),
    ("F02", "night = yes", {"text_id": "Malam", "text_en": "Night", "status": "assumed"}),
)


@pytest.fixture
def editor(make_person: Callable[..., Any]) -> Any:
    """A legal editor with a second factor."""
    return make_person("Indah", roles=("legal_editor",), second_factor=True)


@pytest.fixture
def publish(editor: Any, hadi: Any) -> Callable[..., Version]:
    """Make a version and put it in force: the editor loads, the administrator publishes."""

    def both(found: dict[str, Any] = TWO) -> Version:
        draft = make_version(actor=editor.actor, city_code="uji", contents=found)
        return publish_version(actor=hadi.actor, version_id=draft.pk)

    return both


@pytest.fixture
def enter(client: Any, settings: Any) -> Callable[[Any], Any]:
    """A test client signed in as a person, with the second factor the person has."""
    from simpul.people.actors import DEMO_SESSION_KEY

    def sign_in(person: Any) -> Any:
        client.force_login(person.user, backend=settings.AUTHENTICATION_BACKENDS[0])
        if person.actor.second_factor:
            settings.DEMO = True
            session = client.session
            session[DEMO_SESSION_KEY] = person.user.pk
            session.save()
        return client

    return sign_in
