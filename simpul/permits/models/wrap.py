"""After the last day: what really happened."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class WrapReport(models.Model):
    """Actual days, hires, trainee days and spend by class (data dictionary 5.5).

    `consent_to_publish`: the figures may stand beside the title; without it they only go into sums
    over many productions. `evidence_level`: how much stands behind the figures.
    """

    class Evidence(models.TextChoices):
        DECLARED = "declared"  # the production's own word
        LEDGER = "ledger"  # an officer compared them with the production's ledger
        AUDITED = "audited"  # an independent accountant's report says the same

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
    evidence_level = models.CharField(max_length=10, default=Evidence.DECLARED)
    evidence = models.ForeignKey(
        "papers.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    evidence_by_label = models.CharField(max_length=200, blank=True)
    evidence_at = models.DateTimeField(null=True, blank=True)

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
            ),
            models.CheckConstraint(
                name="wrap_evidence_known",
                condition=Q(evidence_level__in=["declared", "ledger", "audited"]),
            ),
            models.CheckConstraint(
                # More than the production's word needs the paper it rests on, and who read it.
                name="wrap_evidence_has_paper",
                condition=Q(evidence_level="declared")
                | (
                    Q(evidence__isnull=False, evidence_at__isnull=False, submitted_at__isnull=False)
                    & ~Q(evidence_by_label="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"wrap {self.application_id}"
