"""Files that were uploaded, and documents that Simpul made."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Q


class PersonalClass(models.TextChoices):
    """How careful one must be with a file; decides who may open it and how long it is kept."""

    PUBLIC = "public"
    CASE = "case"
    PERSONAL = "personal"
    SENSITIVE = "sensitive"


def _storage_path(file: StoredFile, _name: str) -> str:
    # Never the uploader's name: it may be personal, hostile, or taken.
    return f"papers/{file.uploaded_at:%Y/%m}/{file.id}.{file.extension}"


class StoredFile(models.Model):
    """One inspected file. Its bytes lie in the store; `sha256` is over the bytes as kept.

    When `keep_until` has passed the bytes and the name are erased; the row stays.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    mime = models.CharField(max_length=120)
    extension = models.CharField(max_length=10)
    name = models.CharField(max_length=150)
    kind = models.CharField(max_length=80)
    """What it is for, e.g. a document code of the city pack."""
    personal_class = models.CharField(max_length=10, choices=PersonalClass.choices)
    subject = models.CharField(max_length=120, db_index=True)
    made_here = models.BooleanField(default=False)
    uploaded_by = models.CharField(max_length=120)
    uploaded_by_user = models.BigIntegerField(null=True)
    uploaded_at = models.DateTimeField()
    keep_until = models.DateField(null=True)
    erased_at = models.DateTimeField(null=True)
    content = models.FileField(upload_to=_storage_path, max_length=200)

    class Meta:
        ordering = ["uploaded_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="file_has_its_digest"
            ),
            models.CheckConstraint(condition=Q(size__gt=0), name="file_is_not_empty"),
            models.CheckConstraint(
                condition=Q(personal_class__in=PersonalClass.values), name="file_class_is_known"
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None) & ~Q(content="")
                | Q(erased_at__isnull=False, content="", name=""),
                name="file_erased_is_empty",
            ),
        ]
        indexes = [
            models.Index(
                fields=["keep_until"], condition=Q(erased_at=None), name="file_keep_until"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"
