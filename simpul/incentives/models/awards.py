"""Awards, decided by two people, and the signed certificates that say them."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q


class Award(models.Model):
    """An amount that one person proposes and another approves. The final one ends the provisional.

    `facts` and `quote` are those the amount was computed from: the scheme's inputs as text, and the
    steps as the engine gave them. `parts`: how a final award is paid, amounts as text with labels.
    """

    class Kind(models.TextChoices):
        PROVISIONAL = "provisional"
        FINAL = "final"

    class State(models.TextChoices):
        PROPOSED = "proposed"
        APPROVED = "approved"
        DECLINED = "declined"
        DROPPED = "dropped"

    case = models.ForeignKey("incentives.Case", on_delete=models.PROTECT, related_name="awards")
    kind = models.CharField(max_length=12)
    state = models.CharField(max_length=10, default=State.PROPOSED)
    amount = models.DecimalField(max_digits=20, decimal_places=2)
    currency = models.CharField(max_length=3)
    scheme_id = models.CharField(max_length=80)
    scheme_digest = models.CharField(max_length=64, blank=True)
    facts = models.JSONField(default=dict)
    quote = models.JSONField(default=dict)
    parts = models.JSONField(default=list)
    reason = models.TextField(blank=True)
    """Why the amount is lower than computed; what the proposal rests on."""

    report_sha256 = models.CharField(max_length=64, blank=True)
    """Of the audited cost report, for a final award."""

    proposed_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        "people.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_note = models.TextField(blank=True)

    class Meta:
        ordering = ["proposed_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="award_kind_known", condition=Q(kind__in=["provisional", "final"])
            ),
            models.CheckConstraint(
                name="award_state_known",
                condition=Q(state__in=["proposed", "approved", "declined", "dropped"]),
            ),
            models.CheckConstraint(
                # A cost report may certify nothing: the case then ends with everything released.
                name="award_amount_in_order",
                condition=Q(amount__gt=0) | Q(kind="final", amount=0),
            ),
            models.CheckConstraint(
                name="award_needs_two_people",
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="award_decided_whole",
                condition=Q(state="proposed", decided_by__isnull=True, decided_at__isnull=True)
                | Q(
                    state__in=["approved", "declined"],
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                )
                | Q(state="dropped", decided_by__isnull=True),
            ),
            models.CheckConstraint(
                name="award_final_names_its_report",
                condition=~Q(kind="final") | ~Q(report_sha256=""),
            ),
            models.UniqueConstraint(
                name="award_one_open", fields=["case"], condition=Q(state="proposed")
            ),
            models.UniqueConstraint(
                name="award_one_final_approved",
                fields=["case"],
                condition=Q(kind="final", state="approved"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount}"


class Certificate(models.Model):
    """A signed paper that says an award. `contents` is frozen; only its living state changes."""

    class State(models.TextChoices):
        VALID = "valid"
        REPLACED = "replaced"
        LAPSED = "lapsed"
        REVOKED = "revoked"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    award = models.OneToOneField(Award, on_delete=models.PROTECT, related_name="certificate")
    case = models.ForeignKey(
        "incentives.Case", on_delete=models.PROTECT, related_name="certificates"
    )
    kind = models.CharField(max_length=12)
    number = models.CharField(max_length=40, unique=True)
    state = models.CharField(max_length=10, default=State.VALID)
    state_changed_at = models.DateTimeField(null=True, blank=True)
    state_reason = models.TextField(blank=True)
    short_code = models.CharField(max_length=20, unique=True)
    token = models.TextField()
    contents = models.JSONField()
    document = models.ForeignKey("papers.StoredFile", on_delete=models.PROTECT, related_name="+")
    document_sha256 = models.CharField(max_length=64)
    rehearsal = models.BooleanField()
    valid_to = models.DateField(null=True, blank=True)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-issued_at"]
        constraints = [
            models.CheckConstraint(
                name="certificate_state_known",
                condition=Q(state__in=["valid", "replaced", "lapsed", "revoked"]),
            ),
            models.CheckConstraint(
                name="certificate_no_longer_valid_has_time",
                condition=Q(state="valid") | Q(state_changed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="certificate_revoked_names_reason",
                condition=~Q(state="revoked") | ~Q(state_reason=""),
            ),
            models.CheckConstraint(
                name="certificate_provisional_has_last_day",
                condition=Q(kind="provisional", valid_to__isnull=False)
                | Q(kind="final", valid_to__isnull=True),
            ),
            models.UniqueConstraint(
                name="certificate_one_valid", fields=["case"], condition=Q(state="valid")
            ),
        ]

    def __str__(self) -> str:
        return self.number
