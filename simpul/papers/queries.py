"""Reading files. Who may read one is decided by the room that owns its subject."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from simpul.papers.models import StoredFile


def file_for(id: UUID | str) -> StoredFile | None:
    """The file, or None where there is none, it was erased, or `id` is no identifier."""
    try:
        key = UUID(str(id))
    except ValueError:
        return None
    return StoredFile.objects.filter(pk=key, erased_at=None).first()


def files_about(subject: str) -> QuerySet[StoredFile]:
    """All files of one subject, oldest first."""
    return StoredFile.objects.filter(subject=subject, erased_at=None)


def subjects_without_retention(classes: tuple[str, ...]) -> list[str]:
    """Subjects that still have papers of these classes without a last day."""
    found = StoredFile.objects.filter(
        personal_class__in=classes, keep_until=None, erased_at=None
    ).values_list("subject", flat=True)
    return list(found.order_by("subject").distinct())
