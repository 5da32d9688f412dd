"""After the last day: what really happened."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class WrapReport(models.Model):
    """Actual days, hires, trainee days and spend by class (data dictionary 5.5)."""

    application = models.OneToOneField(
        "permits.Application", on_delete=models.PROTECT, related_name="wrap_report"
    )
    asked_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(
        "people.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    actual_days = models.PositiveIntegerField(null=True, blank=True)
    local_hires = models.PositiveIntegerField(null=True, blank=True)
    trainee_days = models.PositiveIntegerField(null=True, blank=True)
    background_days = models.PositiveIntegerField(null=True, blank=True)
    room_nights = models.PositiveIntegerField(null=True, blank=True)
    spend = models.JSONField(default=dict)
    currency = models.CharField(max_length=3, default="IDR")
    incidents = models.TextField(blank=True)
    consent_to_publish = models.BooleanField(default=False)
    evidence_level = models.CharField(max_length=10, default="declared")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="wrap_submitted_has_figures",
                condition=Q(submitted_at__isnull=True)
                | Q(
                    actual_days__isnull=False,
                    local_hires__isnull=False,
                    trainee_days__isnull=False,
                    submitted_by__isnull=False,
                ),
            )
        ]

    def __str__(self) -> str:
        return f"wrap {self.application_id}"
