"""Passports and consents are opened by those who work on the case, and by nobody else."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from simpul.permits.actions import drafts
from tests.permits.desk.conftest import accepted, answer_all, draft, sent

__all__ = ["accepted", "answer_all", "draft", "sent"]

pytestmark = pytest.mark.django_db


def test_papers_open_for_those_who_work_on_the_case_only(
    accepted: Any,
    ani: Any,
    citra: Any,
    dewi: Any,
    eko: Any,
    gita: Any,
    hadi: Any,
    make_person: Any,
    client: Client,
) -> None:
    application = accepted("a")
    paper = drafts.attach(
        actor=ani.actor,
        application_id=application.pk,
        document_code="other",
        upload=SimpleUploadedFile("surat.txt", b"Surat persetujuan pemilik rumah.\n"),
    )
    address = f"/kasus/{application.pk}/berkas/{paper.pk}/"
    editor = make_person("Ira", roles=("legal_editor",), second_factor=True)
    for person in (ani, dewi, eko, gita):
        client.force_login(person.user)
        assert client.get(address).status_code == 200, person.user.name
    for person in (citra, hadi, editor):
        client.force_login(person.user)
        assert client.get(address).status_code == 404, person.user.name
    client.logout()
    assert client.get(address).status_code == 404
