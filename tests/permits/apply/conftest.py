"""Drafts of Ani's, made by the same verbs as her clicks."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from tests.permits.desk.conftest import SENT, accepted, answer_all, draft, sent

__all__ = ["SENT", "accepted", "answer_all", "draft", "picture", "sent"]


def picture(name: str = "foto.png") -> SimpleUploadedFile:
    """A small real picture."""
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "#e08a00").save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue(), content_type="image/png")


@pytest.fixture
def bare(jakarta: Any, ani: Any, company: Any) -> Any:
    """A draft in which only title and kind are known."""
    from simpul.permits.actions import drafts

    return drafts.start_application(
        actor=ani.actor, company_id=company.pk, production={"title": "Senja", "kind": "short"}
    )


@pytest.fixture
def as_person() -> Any:
    """A signed-in test client: `as_person(ani)`; `language="en"` reads in English."""

    def enter(person: Any, language: str = "id") -> Client:
        client = Client(headers={"accept-language": language})
        client.force_login(person.user, backend="django.contrib.auth.backends.ModelBackend")
        client.cookies["django_language"] = language
        return client

    return enter
