"""The permit: a signed paper, and its living state that anyone can check."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q


class Permit(models.Model):
    """One issued version. A rider makes the next version and supersedes this one.

    `contents` is the frozen content of the paper: allowed, held, places, days, vehicles,
    conditions, fees, contacts; the PDF and the check page are drawn from nothing else.
    """

    class State(models.TextChoices):
        VALID = "valid"
        SUPERSEDED = "superseded"
        SUSPENDED = "suspended"
        REVOKED = "revoked"
        CANCELLED = "cancelled"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(
        "permits.Application", on_delete=models.PROTECT, related_name="permits"
    )
    number = models.CharField(max_length=30)
    version = models.PositiveIntegerField(default=1)
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    state = models.CharField(max_length=12, default=State.VALID)
    short_code = models.CharField(max_length=20, unique=True)
    token = models.TextField()
    contents = models.JSONField()
    document = models.ForeignKey("papers.StoredFile", on_delete=models.PROTECT, related_name="+")
    document_sha256 = models.CharField(max_length=64)
    valid_from = models.DateField()
    valid_to = models.DateField()
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    state_changed_at = models.DateTimeField(null=True, blank=True)
    state_reason = models.TextField(blank=True)
    state_law = models.CharField(max_length=300, blank=True)
    appeal = models.TextField(blank=True)

    class Meta:
        ordering = ["-issued_at"]
        indexes = [
            models.Index(fields=["state", "valid_from", "valid_to"], name="permit_in_force"),
        ]
        constraints = [
            models.UniqueConstraint(name="permit_version_once", fields=["number", "version"]),
            models.UniqueConstraint(
                name="permit_one_living_version",
                fields=["number"],
                condition=~Q(state="superseded"),
            ),
            models.CheckConstraint(
                name="permit_state_known",
                condition=Q(state__in=["valid", "superseded", "suspended", "revoked", "cancelled"]),
            ),
            models.CheckConstraint(
                name="permit_no_longer_valid_has_time",
                condition=Q(state="valid") | Q(state_changed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="permit_days_in_order", condition=Q(valid_to__gte=F("valid_from"))
            ),
            models.CheckConstraint(
                name="permit_taken_back_names_reason_law_appeal",
                condition=~Q(state__in=["suspended", "revoked"])
                | (~Q(state_reason="") & ~Q(state_law="") & ~Q(appeal="")),
            ),
            models.CheckConstraint(
                name="permit_first_version_supersedes_nothing",
                condition=Q(version=1, supersedes__isnull=True)
                | Q(version__gt=1, supersedes__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} v{self.version}"


class PermitCheck(models.Model):
    """Somebody checked a permit on the street. No person is stored, only that it happened."""

    permit = models.ForeignKey(Permit, on_delete=models.CASCADE, related_name="checks")
    at = models.DateTimeField(auto_now_add=True)
    way = models.CharField(max_length=10)  # qr | code | api
    answer = models.CharField(max_length=12)

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.permit_id} {self.answer}"
