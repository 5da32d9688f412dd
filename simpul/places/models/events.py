"""Which hold an event of a file became, so that the file can be brought again."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from simpul.places.models.hold import Hold


class ImportedEvent(models.Model):
    """An event or road works as last seen. `uid`, `sequence`: the file's own; `digest`: of its
    content. `feed`: the name under which the file was brought."""

    uid = models.CharField(max_length=190, unique=True)
    feed = models.CharField(max_length=100, db_index=True)
    sequence = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64)
    hold = models.OneToOneField(Hold, on_delete=models.PROTECT, related_name="imported")
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("imported event")

    def __str__(self) -> str:
        return f"{self.uid} ({self.sequence})"
