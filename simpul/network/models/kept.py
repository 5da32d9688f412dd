"""What several tables keep alike: who wrote a row and when, and what a merged row is."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

MERGED_WHOLE = Q(merged_into__isnull=True, merged_at__isnull=True) | (
    Q(merged_into__isnull=False, merged_at__isnull=False) & ~Q(merged_into=F("id"))
)
"""A row is merged with its moment, and never into itself."""


class Kept(models.Model):
    """A row that people change: its version (counted up by each change), its writer, its moments.

    `created_by` is empty where a job or a command wrote it.
    """

    version = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey(
        "people.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True


class Mergeable(Kept):
    """A row that may turn out to be another: then it stays as a signpost to the one that is left.

    Its table holds the constraint `MERGED_WHOLE` under a name of its own.
    """

    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged"
    )
    merged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
