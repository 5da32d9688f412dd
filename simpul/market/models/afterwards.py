"""What came of it, asked in private."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from simpul.market.models.participants import Badge


class Outcome(models.Model):
    """A guest's answer to what came of the market, so many months after it. Private: nobody but the
    guest reads one answer; only sums of many are shown (totals.py)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    badge = models.ForeignKey(Badge, on_delete=models.PROTECT, related_name="outcomes")
    months = models.PositiveSmallIntegerField()
    asked_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    talking = models.PositiveIntegerField(null=True, blank=True)
    agreements = models.PositiveIntegerField(null=True, blank=True)
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["asked_at"]
        constraints = [
            models.UniqueConstraint(fields=["badge", "months"], name="market_outcome_once"),
            models.CheckConstraint(
                name="market_outcome_months_known", condition=Q(months__in=[3, 12, 24])
            ),
            models.CheckConstraint(
                name="market_outcome_answered_whole",
                condition=Q(
                    answered_at__isnull=True,
                    talking__isnull=True,
                    agreements__isnull=True,
                    amount__isnull=True,
                )
                | Q(
                    answered_at__isnull=False,
                    talking__isnull=False,
                    agreements__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="market_outcome_amount_has_currency",
                condition=Q(amount__isnull=True) | Q(currency__regex=r"^[A-Z]{3}$"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.badge_id} +{self.months}"
