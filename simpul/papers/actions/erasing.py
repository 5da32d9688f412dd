"""Let go of files whose time is up."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from simpul.papers.models import StoredFile


def set_retention(*, subject: str, keep_until: date) -> int:
    """Give all files of a subject the same last day; called by the room that closes the case."""
    return StoredFile.objects.filter(subject=subject, erased_at=None).update(keep_until=keep_until)


def erase_due(*, today: date | None = None) -> int:
    """Erase bytes and names of files whose `keep_until` has passed; how many."""
    day = today or timezone.localdate()
    due = StoredFile.objects.filter(keep_until__lt=day, erased_at=None).values_list("pk", flat=True)
    return sum(_erase(pk) for pk in list(due))


def _erase(pk: object) -> bool:
    with transaction.atomic():
        file = StoredFile.objects.select_for_update().filter(pk=pk, erased_at=None).first()
        if file is None:
            return False
        storage, path = file.content.storage, file.content.name
        file.content.name, file.name, file.erased_at = "", "", timezone.now()
        file.save(update_fields=["content", "name", "erased_at"])
        transaction.on_commit(lambda: storage.delete(path))
    return True
