"""How often something was tried lately."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Hit(models.Model):
    """The tries of one key that passed lately; written only by `limits.hit`."""

    key = models.CharField(primary_key=True, max_length=200)
    tries = ArrayField(models.BigIntegerField())
    """Seconds since 1970, oldest first; never more than the limit."""
    allowed = models.BooleanField()
    """Whether the last try passed."""
    seen_at = models.BigIntegerField(db_index=True)

    def __str__(self) -> str:
        return f"{self.key}: {len(self.tries)}"
