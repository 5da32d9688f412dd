"""Comparisons a producer keeps, and trials of rules before they are published."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q


class SavedComparison(models.Model):
    """`query`: the comparison as typed (field → texts), so that it opens as it was. `seen`: what it
    answered when it was kept, with the rates and the digests of the schemes.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    company = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+")
    production = models.ForeignKey(
        "productions.Production",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="incentive_comparisons",
    )
    title = models.CharField(max_length=200)
    query = models.JSONField(default=dict)
    seen = models.JSONField(default=dict)
    made_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-made_at"]
        indexes = [models.Index(fields=["company", "-made_at"], name="incentive_compared_by")]
        constraints = [
            models.CheckConstraint(name="incentive_comparison_titled", condition=~Q(title=""))
        ]

    def __str__(self) -> str:
        return self.title


class LabReport(models.Model):
    """One trial. `frozen`: everything that went in, cases included, with its `digest`; `result`:
    what came out, from which PDF and JSON are made again, byte by byte.
    """

    class Kind(models.TextChoices):
        SCHEME = "scheme"
        LEVIES = "levies"

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=10)
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=10, default=State.WAITING)
    frozen = models.JSONField()
    digest = models.CharField(max_length=64)
    cases = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    result = models.JSONField(null=True, blank=True)
    trouble = models.TextField(blank=True)
    made_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(
                name="lab_report_known",
                condition=Q(kind__in=["scheme", "levies"])
                & Q(state__in=["waiting", "running", "done", "failed"]),
            ),
            models.CheckConstraint(
                name="lab_report_done_has_result",
                condition=~Q(state="done") | Q(result__isnull=False, ended_at__isnull=False),
            ),
            models.CheckConstraint(
                name="lab_report_failed_says_why",
                condition=~Q(state="failed") | (~Q(trouble="") & Q(ended_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return self.title
