"""How often something was tried lately."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Hit(models.Model):
    """Tries of one key in its current window; written only by `limits.hit`."""

    key = models.CharField(primary_key=True, max_length=200)
    window_start = models.BigIntegerField(db_index=True)
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(count__gte=1), name="hit_counts")]

    def __str__(self) -> str:
        return f"{self.key}: {self.count}"
