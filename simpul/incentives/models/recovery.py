"""Money paid on account before the final certificate: what it waits for, and how it comes back."""

from __future__ import annotations

import uuid
from decimal import Decimal

from django.db import models
from django.db.models import F, Q, Sum


class Milestone(models.Model):
    """Shooting has begun or ended, as the case's officer saw it; parts of the money wait for it.

    `basis`: what it rests on (permit, call sheet, visit). Class of data: case.
    """

    class Kind(models.TextChoices):
        PHOTOGRAPHY = "photography"
        WRAP = "wrap"

    case = models.ForeignKey("incentives.Case", on_delete=models.PROTECT, related_name="milestones")
    kind = models.CharField(max_length=12)
    day = models.DateField()
    basis = models.CharField(max_length=300)
    recorded_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["day", "id"]
        constraints = [
            models.UniqueConstraint(name="milestone_once", fields=["case", "kind"]),
            models.CheckConstraint(
                name="milestone_kind_known", condition=Q(kind__in=["photography", "wrap"])
            ),
            models.CheckConstraint(name="milestone_names_basis", condition=~Q(basis="")),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.day}"


class Recovery(models.Model):
    """More was paid on account than is due in the end: the company gives the rest back.

    Follows from a final award or from the end of the case, so nobody decides it anew; it is settled
    by money that came (Receipt) and by what two people waived (Waiver). `dropped`: an objection
    was upheld and the case runs on. Class of data: case.
    """

    class Cause(models.TextChoices):
        FINAL_LOWER = "final_lower"
        REFUSED = "refused"
        WITHDRAWN = "withdrawn"
        LAPSED = "lapsed"

    class State(models.TextChoices):
        OPEN = "open"
        SETTLED = "settled"
        DROPPED = "dropped"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("incentives.Case", on_delete=models.PROTECT, related_name="recoveries")
    amount = models.DecimalField(max_digits=20, decimal_places=2)
    currency = models.CharField(max_length=3)
    cause = models.CharField(max_length=12)
    state = models.CharField(max_length=10, default=State.OPEN)
    due_on = models.DateField()
    claimed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["claimed_at"]
        constraints = [
            models.CheckConstraint(name="recovery_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="recovery_cause_known",
                condition=Q(cause__in=["final_lower", "refused", "withdrawn", "lapsed"]),
            ),
            models.CheckConstraint(
                name="recovery_state_known", condition=Q(state__in=["open", "settled", "dropped"])
            ),
            models.CheckConstraint(
                name="recovery_ended_has_time",
                condition=Q(state="open", ended_at__isnull=True)
                | (~Q(state="open") & Q(ended_at__isnull=False)),
            ),
            models.UniqueConstraint(
                name="recovery_one_open", fields=["case"], condition=Q(state="open")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.amount}"

    @property
    def left(self) -> Decimal:
        """What is still to come, after receipts and what was waived (two queries)."""
        came = self.receipts.aggregate(total=Sum("amount"))["total"] or Decimal(0)
        waived = self.waivers.filter(approved=True).aggregate(total=Sum("amount"))["total"]
        return self.amount - came - (waived or Decimal(0))


class Receipt(models.Model):
    """Money that came back, with the bank's own reference. Only added. Class of data: case."""

    recovery = models.ForeignKey(Recovery, on_delete=models.PROTECT, related_name="receipts")
    amount = models.DecimalField(max_digits=20, decimal_places=2)
    received_on = models.DateField()
    evidence = models.CharField(max_length=100, unique=True)
    recorded_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["recorded_at", "id"]
        constraints = [
            models.CheckConstraint(name="receipt_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(name="receipt_has_evidence", condition=~Q(evidence="")),
        ]

    def __str__(self) -> str:
        return f"{self.evidence} {self.amount}"


class Waiver(models.Model):
    """A part that is not asked back, proposed by one person and decided by another, with its law.

    The money stays paid in the ledger. Class of data: case.
    """

    recovery = models.ForeignKey(Recovery, on_delete=models.PROTECT, related_name="waivers")
    amount = models.DecimalField(max_digits=20, decimal_places=2)
    reason = models.TextField()
    law = models.CharField(max_length=300)
    proposed_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    approved = models.BooleanField(default=False)
    decided_by = models.ForeignKey(
        "people.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["proposed_at", "id"]
        constraints = [
            models.CheckConstraint(name="recovery_waiver_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="recovery_waiver_names_reason_and_law", condition=~Q(reason="") & ~Q(law="")
            ),
            models.CheckConstraint(
                name="recovery_waiver_needs_two_people",
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="recovery_waiver_decided_whole",
                condition=Q(decided_by__isnull=True, decided_at__isnull=True, approved=False)
                | Q(decided_by__isnull=False, decided_at__isnull=False),
            ),
            models.UniqueConstraint(
                name="recovery_waiver_one_open",
                fields=["recovery"],
                condition=Q(decided_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recovery_id} {self.amount}"
