"""A fund: money that was appropriated for one scheme and one period."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q


class Fund(models.Model):
    """Money for the schemes of one family, from `opens_on` up to, and not on, `closes_on`.

    What is promised inside that time is paid out of this fund in later years too. What nobody took
    is carried into the fund that continues this one, or lapses to the treasury. `state` is moved by
    money and dates alone (actions/funds.py); the balance is the ledger's (models/ledger.py).
    """

    class State(models.TextChoices):
        PLANNED = "planned"
        OPEN = "open"
        SPENT = "spent"
        CLOSED = "closed"

    class AtEnd(models.TextChoices):
        LAPSE = "lapse"
        CARRY = "carry"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.SlugField(max_length=60, unique=True)
    city_code = models.CharField(max_length=40)
    scheme_family = models.CharField(max_length=80)
    names = models.JSONField(default=dict)
    currency = models.CharField(max_length=3)
    rehearsal = models.BooleanField(default=False)
    """The scheme is only a proposal: everything here is practised and awards nothing."""

    opens_on = models.DateField()
    closes_on = models.DateField()
    at_end = models.CharField(max_length=10, default=AtEnd.LAPSE)
    continues = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="continued_by"
    )
    report_within_days = models.PositiveIntegerField(default=365)
    """Days from the provisional certificate within which the cost report must be in."""

    answer_within_days = models.PositiveIntegerField(default=30)
    """Days in which the commission wants to answer a request: its own target, no legal clock."""

    state = models.CharField(max_length=10, default=State.PLANNED)
    state_since = models.DateTimeField()
    created_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-opens_on", "code"]
        constraints = [
            models.CheckConstraint(
                name="fund_state_known",
                condition=Q(state__in=["planned", "open", "spent", "closed"]),
            ),
            models.CheckConstraint(
                name="fund_at_end_known", condition=Q(at_end__in=["lapse", "carry"])
            ),
            models.CheckConstraint(
                name="fund_days_in_order", condition=Q(closes_on__gt=F("opens_on"))
            ),
            models.CheckConstraint(
                name="fund_currency_is_a_code", condition=Q(currency__regex=r"^[A-Z]{3}$")
            ),
            models.CheckConstraint(
                name="fund_does_not_continue_itself",
                condition=Q(continues__isnull=True) | ~Q(continues=F("id")),
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def subject(self) -> str:
        """The name of this fund's stream in the journal."""
        return f"fund:{self.id}"


class Appropriation(models.Model):
    """Money given to a fund, or taken from it, by a named decision; two people enter it.

    `amount` may be negative: a cut never reaches below what is still free.
    """

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="appropriations")
    amount = models.DecimalField(max_digits=20, decimal_places=2)
    basis = models.CharField(max_length=300)
    """The decision it rests on: budget law, decree, with number and date."""

    proposed_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        "people.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    refused = models.BooleanField(default=False)

    class Meta:
        ordering = ["proposed_at"]
        constraints = [
            models.CheckConstraint(name="appropriation_not_zero", condition=~Q(amount=0)),
            models.CheckConstraint(name="appropriation_names_basis", condition=~Q(basis="")),
            models.CheckConstraint(
                name="appropriation_needs_two_people",
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="appropriation_decided_whole",
                condition=Q(decided_by__isnull=True, decided_at__isnull=True, refused=False)
                | Q(decided_by__isnull=False, decided_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fund_id} {self.amount}"
