"""What was read from a file and waits until somebody has looked at it."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from simpul.network.models.visits import Visit


class ReadFile(models.Model):
    """A file of contacts or of a calendar, read whole and shown before anything is kept.

    `rows` is what it says (plain data; contacts.py, calendars.py). It holds personal data of people
    who may not have consented: it is emptied once it is used or a day old.
    """

    class Format(models.TextChoices):
        VCARD = "vcard"
        CSV = "csv"
        CALENDAR = "calendar"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    format = models.CharField(max_length=10)
    file_name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    rows = models.JSONField(default=list)
    visit = models.ForeignKey(
        Visit, on_delete=models.CASCADE, null=True, blank=True, related_name="read_files"
    )
    read_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField(auto_now_add=True)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-read_at"]
        constraints = [
            models.CheckConstraint(
                name="read_file_format_known",
                condition=Q(format="calendar", visit__isnull=False)
                | Q(format__in=["vcard", "csv"], visit__isnull=True),
            ),
            models.CheckConstraint(
                name="read_file_used_is_empty", condition=Q(used_at__isnull=True) | Q(rows=[])
            ),
        ]

    def __str__(self) -> str:
        return self.file_name
