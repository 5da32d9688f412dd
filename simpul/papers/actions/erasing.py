"""Let go of files whose time is up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

from django.core.files.storage import Storage, default_storage
from django.db import transaction
from django.utils import timezone

from simpul.papers.models import StoredFile


def set_retention(*, subject: str, personal_class: str, keep_until: date) -> int:
    """Give a subject's files of one class their last day, where they have none; how many.

    Called by the room that closes the case and knows how long its papers must be kept.
    """
    return StoredFile.objects.filter(
        subject=subject, personal_class=personal_class, erased_at=None, keep_until=None
    ).update(keep_until=keep_until)


def erase_due(*, today: date | None = None) -> int:
    """Erase bytes and names of files whose `keep_until` has passed; how many."""
    day = today or timezone.localdate()
    due = StoredFile.objects.filter(keep_until__lt=day, erased_at=None).values_list("pk", flat=True)
    return sum(_erase(pk) for pk in list(due))


def _erase(pk: UUID) -> bool:
    with transaction.atomic():
        file = StoredFile.objects.select_for_update().filter(pk=pk, erased_at=None).first()
        if file is None:
            return False
        storage, path = file.content.storage, str(file.content.name)
        file.content.name, file.name, file.erased_at = "", "", timezone.now()
        file.save(update_fields=["content", "name", "erased_at"])
        transaction.on_commit(lambda: storage.delete(path))
    return True


def sweep_orphans(*, older_than: timedelta = timedelta(days=2)) -> int:
    """Delete stored bytes that no row names: their transaction was rolled back. How many.

    Young ones are left alone: their transaction may still be running.
    """
    limit = timezone.now() - older_than
    swept = 0
    for folder in _folders(default_storage):
        paths = [f"{folder}/{name}" for name in default_storage.listdir(folder)[1]]
        known = set(StoredFile.objects.filter(content__in=paths).values_list("content", flat=True))
        for path in paths:
            if path not in known and default_storage.get_modified_time(path) < limit:
                default_storage.delete(path)
                swept += 1
    return swept


def _folders(storage: Storage) -> Iterator[str]:
    """The month folders of this room, e.g. papers/2026/11."""
    try:
        years = storage.listdir("papers")[0]
    except FileNotFoundError:
        return
    for year in years:
        for month in storage.listdir(f"papers/{year}")[0]:
            yield f"papers/{year}/{month}"
