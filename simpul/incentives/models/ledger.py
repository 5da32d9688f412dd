"""The ledger of a fund: each row moves money from one account to another, so it always balances.

Rows are only added. The balances are written by the database itself when a row arrives, and no
balance but the treasury's may sink below zero, whatever path writes (migrations/0002…).
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Account(models.TextChoices):
    """Where money of a fund stands. `treasury` is outside: its balance is what was appropriated,
    with a minus."""

    TREASURY = "treasury"
    AVAILABLE = "available"
    RESERVED = "reserved"
    COMMITTED = "committed"
    FINAL = "final"
    PAID = "paid"
    LAPSED = "lapsed"
    CARRIED = "carried"


CASE_ACCOUNTS = ("reserved", "committed", "final", "paid")
"""Accounts in which money belongs to one case."""

MOVES: dict[str, tuple[tuple[str, str], ...]] = {
    "appropriate": (("treasury", "available"),),
    "cut": (("available", "treasury"),),
    "carry_in": (("treasury", "available"),),
    "reserve": (("available", "reserved"),),
    "commit": (("reserved", "committed"),),
    "uncommit": (("committed", "reserved"),),
    "certify": (("committed", "final"),),
    "top_up": (("available", "committed"),),
    "pay": (("final", "paid"), ("committed", "paid")),
    "bounce": (("paid", "final"), ("paid", "committed")),
    "recover": (("paid", "available"),),
    "release": (("reserved", "available"), ("committed", "available"), ("final", "available")),
    "lapse": (("available", "lapsed"),),
    "carry_out": (("available", "carried"),),
}
"""Every kind of row with the accounts (from, to) it may join; a constraint says the same."""


def _known_moves() -> Q:
    allowed = Q()
    for kind, pairs in MOVES.items():
        for source, target in pairs:
            allowed |= Q(kind=kind, source=source, target=target)
    return allowed


def _belongs_to_case() -> Q:
    of_case = [kind for kind, pairs in MOVES.items() if {*pairs[0]} & {*CASE_ACCOUNTS}]
    return Q(kind__in=of_case, case__isnull=False) | (~Q(kind__in=of_case) & Q(case__isnull=True))


class Booking(models.Model):
    """One movement of money inside one fund."""

    fund = models.ForeignKey("incentives.Fund", on_delete=models.PROTECT, related_name="bookings")
    kind = models.CharField(max_length=12)
    source = models.CharField(max_length=10, choices=Account)
    target = models.CharField(max_length=10, choices=Account)
    amount = models.DecimalField(max_digits=20, decimal_places=2)
    case = models.ForeignKey(
        "incentives.Case", on_delete=models.PROTECT, null=True, blank=True, related_name="bookings"
    )
    award = models.ForeignKey(
        "incentives.Award", on_delete=models.PROTECT, null=True, blank=True, related_name="bookings"
    )
    payment = models.ForeignKey(
        "incentives.Payment",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="bookings",
    )
    appropriation = models.OneToOneField(
        "incentives.Appropriation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="booking",
    )
    receipt = models.OneToOneField(
        "incentives.Receipt",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="booking",
    )
    at = models.DateTimeField()
    by_label = models.CharField(max_length=200)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["fund", "id"], name="booking_of_fund")]
        constraints = [
            models.CheckConstraint(name="booking_amount_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(name="booking_move_known", condition=_known_moves()),
            models.CheckConstraint(name="booking_names_its_case", condition=_belongs_to_case()),
            models.CheckConstraint(
                name="booking_of_payment",
                condition=Q(kind__in=["pay", "bounce"], payment__isnull=False)
                | (~Q(kind__in=["pay", "bounce"]) & Q(payment__isnull=True)),
            ),
            models.CheckConstraint(
                name="booking_of_award",
                condition=~Q(kind__in=["reserve", "certify", "top_up"]) | Q(award__isnull=False),
            ),
            models.CheckConstraint(
                name="booking_of_receipt",
                condition=Q(kind="recover", receipt__isnull=False)
                | (~Q(kind="recover") & Q(receipt__isnull=True)),
            ),
            models.CheckConstraint(
                name="booking_of_appropriation",
                condition=Q(kind__in=["appropriate", "cut"], appropriation__isnull=False)
                | (~Q(kind__in=["appropriate", "cut"]) & Q(appropriation__isnull=True)),
            ),
            models.UniqueConstraint(
                name="booking_pays_once", fields=["payment"], condition=Q(kind="pay")
            ),
            models.UniqueConstraint(
                name="booking_bounces_once", fields=["payment"], condition=Q(kind="bounce")
            ),
            models.UniqueConstraint(
                name="booking_award_counts_once",
                fields=["award", "kind"],
                condition=Q(kind__in=["reserve", "certify", "top_up"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount}"


class FundBalance(models.Model):
    """What stands in one account of a fund now. Written by the database only."""

    fund = models.ForeignKey("incentives.Fund", on_delete=models.PROTECT, related_name="balances")
    account = models.CharField(max_length=10, choices=Account)
    amount = models.DecimalField(max_digits=20, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="fund_balance_once", fields=["fund", "account"]),
            models.CheckConstraint(
                name="fund_balance_never_below_zero",
                condition=Q(account="treasury", amount__lte=0)
                | (~Q(account="treasury") & Q(amount__gte=0)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.amount}"


class CaseBalance(models.Model):
    """What of one case's money stands in an account now. Written by the database only."""

    case = models.ForeignKey("incentives.Case", on_delete=models.PROTECT, related_name="balances")
    account = models.CharField(max_length=10, choices=Account)
    amount = models.DecimalField(max_digits=20, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="case_balance_once", fields=["case", "account"]),
            models.CheckConstraint(
                name="case_balance_never_below_zero", condition=Q(amount__gte=0)
            ),
            models.CheckConstraint(
                name="case_balance_account_known",
                condition=Q(account__in=["reserved", "committed", "final", "paid"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.amount}"
