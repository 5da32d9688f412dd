"""Money: official lines only, each with its law; nothing is ever edited, only added."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class FeeLine(models.Model):
    """One official line, frozen with the rule it came from. A change is a further line.

    `kind`: charge (from the quote), difference (a rider changed it), correction (an officer's
    mistake undone). Amounts of differences may be negative. A database trigger refuses edits.
    """

    application = models.ForeignKey(
        "permits.Application", on_delete=models.PROTECT, related_name="fee_lines"
    )
    revision = models.ForeignKey("permits.PlanRevision", on_delete=models.PROTECT)
    kind = models.CharField(max_length=12, default="charge")
    key = models.CharField(max_length=160)
    rule_id = models.CharField(max_length=60)
    rule_version = models.ForeignKey("rulebook.Version", on_delete=models.PROTECT)
    item = models.CharField(max_length=60)
    texts = models.JSONField()
    law = models.JSONField(default=list)
    source = models.CharField(max_length=200)
    payee = models.CharField(max_length=60)
    spot_key = models.CharField(max_length=40, blank=True)
    day = models.DateField(null=True, blank=True)
    day_type = models.CharField(max_length=10, blank=True)
    quantity = models.DecimalField(max_digits=9, decimal_places=2)
    unit_amount = models.DecimalField(max_digits=16, decimal_places=2)
    amount = models.DecimalField(max_digits=16, decimal_places=2)
    currency = models.CharField(max_length=3)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["day", "id"]
        constraints = [
            models.UniqueConstraint(
                name="fee_line_once_per_revision",
                fields=["application", "revision", "kind", "key"],
            ),
            models.CheckConstraint(
                name="fee_line_kind_known",
                condition=Q(kind__in=["charge", "difference", "correction"]),
            ),
            models.CheckConstraint(
                name="fee_line_amount_is_product",
                condition=Q(amount=F("quantity") * F("unit_amount")),
            ),
            models.CheckConstraint(
                name="fee_charge_not_negative",
                condition=~Q(kind="charge") | Q(amount__gte=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.amount}"


class Waiver(models.Model):
    """A line not asked for: with a reason, and two people."""

    fee_line = models.ForeignKey(FeeLine, on_delete=models.PROTECT, related_name="waivers")
    amount = models.DecimalField(max_digits=16, decimal_places=2)
    reason = models.TextField()
    law = models.CharField(max_length=300, blank=True)
    proposed_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    approved_by = models.ForeignKey(
        "people.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    refused = models.BooleanField(default=False)

    class Meta:
        ordering = ["proposed_at"]
        constraints = [
            models.CheckConstraint(
                name="waiver_needs_two_people",
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("proposed_by")),
            ),
            models.CheckConstraint(name="waiver_amount_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(name="waiver_names_reason", condition=~Q(reason="")),
            models.UniqueConstraint(
                name="waiver_one_open_per_line",
                fields=["fee_line"],
                condition=Q(decided_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fee_line_id} {self.amount}"


class Bill(models.Model):
    """What one payee asks for now, under one billing reference. A case has one open bill for each
    payee; money paid to one never covers what another is owed.
    """

    application = models.ForeignKey(
        "permits.Application", on_delete=models.PROTECT, related_name="bills"
    )
    payee = models.CharField(max_length=60)
    reference = models.CharField(max_length=40, unique=True)
    amount = models.DecimalField(max_digits=16, decimal_places=2)
    currency = models.CharField(max_length=3)
    state = models.CharField(max_length=10, default="open")  # open | paid | cancelled
    created_at = models.DateTimeField(auto_now_add=True)
    paid_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.CheckConstraint(
                name="bill_state_known", condition=Q(state__in=["open", "paid", "cancelled"])
            ),
            models.CheckConstraint(name="bill_amount_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="bill_paid_has_time",
                condition=(Q(state="paid") & Q(paid_at__isnull=False))
                | (~Q(state="paid") & Q(paid_at__isnull=True)),
            ),
            models.UniqueConstraint(
                name="bill_one_open_per_payee",
                fields=["application", "payee"],
                condition=Q(state="open"),
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class Payment(models.Model):
    """Money that came in: recorded by an officer with proof, or told by a provider, once."""

    bill = models.ForeignKey(Bill, on_delete=models.PROTECT, related_name="payments")
    amount = models.DecimalField(max_digits=16, decimal_places=2)
    currency = models.CharField(max_length=3)
    channel = models.CharField(max_length=20)  # officer | provider code
    provider_reference = models.CharField(max_length=100)
    paid_at = models.DateTimeField()
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by_label = models.CharField(max_length=200)
    proof = models.ForeignKey(
        "papers.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["recorded_at"]
        constraints = [
            models.UniqueConstraint(
                name="payment_told_once", fields=["channel", "provider_reference"]
            ),
            models.CheckConstraint(
                name="payment_by_officer_has_proof",
                condition=~Q(channel="officer") | Q(proof__isnull=False),
            ),
            models.CheckConstraint(name="payment_positive", condition=Q(amount__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.provider_reference} {self.amount}"
