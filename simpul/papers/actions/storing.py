"""Take in a file."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from datetime import date
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from simpul.kit.actors import Actor
from simpul.kit.outcomes import InvalidInput
from simpul.papers.inspection import HostileFile, Inspected, inspect, inspect_ledger
from simpul.papers.models import PersonalClass, StoredFile


def store_upload(
    *,
    actor: Actor,
    upload: UploadedFile[Any],
    kind: str,
    personal_class: str,
    subject: str,
    accept: Collection[str] | None = None,
    keep_until: date | None = None,
) -> StoredFile:
    """Inspect an upload and keep it. The caller has checked that the actor may add it there.

    `accept` narrows the kinds of file by extension, e.g. {"xlsx", "csv"}. Images are kept without
    their metadata. Raises InvalidInput({"file": [sentence]}) for anything that is not harmless.
    """
    try:
        if upload.size is not None and upload.size > settings.UPLOAD_MAX_BYTES:
            raise HostileFile("too_large", limit=settings.UPLOAD_MAX_BYTES)
        data = upload.read(settings.UPLOAD_MAX_BYTES + 1)
        found = inspect(data, upload.name or "", accept=accept)
    except HostileFile as refusal:
        raise InvalidInput({"file": [refusal.text]}) from refusal
    return _store(
        actor=actor,
        found=found,
        kind=kind,
        personal_class=personal_class,
        subject=subject,
        keep_until=keep_until,
        made_here=False,
    )


def store_ledger(
    *, actor: Actor, upload: UploadedFile[Any], kind: str, personal_class: str, subject: str
) -> StoredFile:
    """Inspect a whole production's ledger (CSV, XLSX, SAF-T) and keep it byte for byte.

    Raises InvalidInput({"file": [sentence]}) for anything that is not harmless; the size is looked
    at before a byte is read.
    """
    try:
        if upload.size is not None and upload.size > settings.LEDGER_MAX_BYTES:
            raise HostileFile("too_large", limit=settings.LEDGER_MAX_BYTES)
        found = inspect_ledger(upload.read(settings.LEDGER_MAX_BYTES + 1), upload.name or "")
    except HostileFile as refusal:
        raise InvalidInput({"file": [refusal.text]}) from refusal
    return _store(
        actor=actor,
        found=found,
        kind=kind,
        personal_class=personal_class,
        subject=subject,
        keep_until=None,
        made_here=False,
    )


def store_document(
    *,
    actor: Actor,
    content: bytes,
    name: str,
    kind: str,
    personal_class: str,
    subject: str,
    mime: str = "application/pdf",
    keep_until: date | None = None,
) -> StoredFile:
    """Keep a document that Simpul made itself, e.g. a signed permit, byte for byte."""
    _stem, _, extension = name.rpartition(".")
    return _store(
        actor=actor,
        found=Inspected(content=content, mime=mime, extension=extension or "pdf", name=name),
        kind=kind,
        personal_class=personal_class,
        subject=subject,
        keep_until=keep_until,
        made_here=True,
    )


def _store(
    *,
    actor: Actor,
    found: Inspected,
    kind: str,
    personal_class: str,
    subject: str,
    keep_until: date | None,
    made_here: bool,
) -> StoredFile:
    file = StoredFile(
        sha256=hashlib.sha256(found.content).hexdigest(),
        size=len(found.content),
        mime=found.mime,
        extension=found.extension,
        name=found.name,
        kind=kind,
        personal_class=PersonalClass(personal_class),
        subject=subject,
        made_here=made_here,
        uploaded_by=actor.id,
        uploaded_by_user=actor.user_id,
        uploaded_at=timezone.now(),
        keep_until=keep_until,
    )
    # The bytes first: a row without bytes would be a lost document, bytes without a row are swept.
    with transaction.atomic():
        file.content.save(found.name, ContentFile(found.content), save=False)
        file.save(force_insert=True)
    return file
