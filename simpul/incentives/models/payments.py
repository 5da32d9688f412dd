"""Where a company wants its money, and the payments that went there."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q


class BankAccount(models.Model):
    """A company's account, usable only from `usable_from`: its people have time to stop a change.

    Rows are only added; a later one replaces an earlier one the moment it becomes usable.
    """

    company = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, related_name="bank_accounts"
    )
    bank = models.CharField(max_length=120)
    number = models.CharField(max_length=40)
    holder = models.CharField(max_length=200)
    swift = models.CharField(max_length=11, blank=True)
    requested_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    usable_from = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True, blank=True)
    stopped_by = models.ForeignKey(
        "people.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    stop_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-requested_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="bank_account_is_whole",
                condition=~Q(bank="") & ~Q(number="") & ~Q(holder=""),
            ),
            models.CheckConstraint(
                name="bank_account_cools", condition=Q(usable_from__gte=F("requested_at"))
            ),
            models.CheckConstraint(
                name="bank_account_stopped_whole",
                condition=Q(stopped_at__isnull=True, stopped_by__isnull=True, stop_reason="")
                | (Q(stopped_at__isnull=False, stopped_by__isnull=False) & ~Q(stop_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bank} {self.masked}"

    @property
    def masked(self) -> str:
        """Only the last four digits, for pages and letters."""
        return "•••• " + self.number[-4:]


class Payment(models.Model):
    """One part of a final award: prepared by one person, released by another, then really paid.

    `evidence` is the bank's own reference of the transfer; the paper behind it may be attached.
    """

    class State(models.TextChoices):
        PREPARED = "prepared"
        RELEASED = "released"
        PAID = "paid"
        BOUNCED = "bounced"
        CANCELLED = "cancelled"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("incentives.Case", on_delete=models.PROTECT, related_name="payments")
    award = models.ForeignKey("incentives.Award", on_delete=models.PROTECT, related_name="payments")
    part = models.PositiveIntegerField()
    label = models.JSONField(default=dict)
    amount = models.DecimalField(max_digits=20, decimal_places=2)
    currency = models.CharField(max_length=3)
    account = models.ForeignKey(BankAccount, on_delete=models.PROTECT, related_name="payments")
    reference = models.CharField(max_length=40, unique=True)
    """What stands on the bank statement."""

    state = models.CharField(max_length=10, default=State.PREPARED)
    prepared_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField()
    released_by = models.ForeignKey(
        "people.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    released_at = models.DateTimeField(null=True, blank=True)
    paid_on = models.DateField(null=True, blank=True)
    evidence = models.CharField(max_length=100, blank=True)
    proof = models.ForeignKey(
        "papers.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_by = models.ForeignKey(
        "people.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["case", "part", "prepared_at"]
        constraints = [
            models.CheckConstraint(
                name="incentive_payment_state_known",
                condition=Q(state__in=["prepared", "released", "paid", "bounced", "cancelled"]),
            ),
            models.CheckConstraint(name="incentive_payment_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="incentive_payment_needs_two_people",
                condition=Q(released_by__isnull=True) | ~Q(released_by=F("prepared_by")),
            ),
            models.CheckConstraint(
                name="incentive_payment_released_whole",
                condition=Q(
                    state__in=["prepared", "cancelled"],
                    released_by__isnull=True,
                    released_at__isnull=True,
                )
                | Q(
                    state__in=["released", "paid", "bounced", "cancelled"],
                    released_by__isnull=False,
                    released_at__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="incentive_payment_paid_has_evidence",
                condition=~Q(state__in=["paid", "bounced"])
                | (
                    Q(paid_on__isnull=False, recorded_by__isnull=False, recorded_at__isnull=False)
                    & ~Q(evidence="")
                ),
            ),
            models.CheckConstraint(
                name="incentive_payment_undone_says_why",
                condition=~Q(state__in=["bounced", "cancelled"]) | ~Q(end_reason=""),
            ),
            models.UniqueConstraint(
                name="incentive_payment_part_once",
                fields=["award", "part"],
                condition=Q(state__in=["prepared", "released", "paid"]),
            ),
            models.UniqueConstraint(
                name="incentive_payment_evidence_once",
                fields=["evidence"],
                condition=~Q(evidence="") & Q(state="paid"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.amount}"
