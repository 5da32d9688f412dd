"""Visits: a delegation that comes, or a working visit (kunjungan kerja) of ours."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from simpul.network.merging import follow
from simpul.network.models.encounters import Attendance, Encounter, sides_whole
from simpul.network.models.kept import Kept
from simpul.network.models.partners import Partner, PartnerPerson


class Visit(Kept):
    """`starts_on` to `ends_on`, both days included, in the zone of the place visited.

    States and moves: states.py. `sequence` counts what changed after the calendar went out.
    """

    class Direction(models.TextChoices):
        INCOMING = "incoming", _("they come to us")
        OUTGOING = "outgoing", _("we go to them")

    class State(models.TextChoices):
        PLANNED = "planned"
        CONFIRMED = "confirmed"
        UNDER_WAY = "under_way"
        REPORTED = "reported"
        CLOSED = "closed"
        CANCELLED = "cancelled"

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    direction = models.CharField(max_length=10, choices=Direction)
    title = models.CharField(max_length=200)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="visits")
    """The other side: host of our visit, sender of a delegation."""

    encounter = models.ForeignKey(
        Encounter, on_delete=models.PROTECT, null=True, blank=True, related_name="visits"
    )
    """The encounter it grew from."""

    starts_on = models.DateField()
    ends_on = models.DateField()
    city = models.CharField(max_length=100)
    country = models.CharField(max_length=2)
    time_zone = models.CharField(max_length=60)
    objectives = models.TextField()
    briefing = models.TextField(blank=True)
    """What the delegates should know before: goes into the briefing paper."""

    report = models.TextField(blank=True)
    outcomes = models.TextField(blank=True)
    no_gifts = models.BooleanField(default=False)
    """Declared with the report: nothing was given or received."""

    no_costs = models.BooleanField(default=False)
    """Declared with the report: the visit cost nothing."""

    state = models.CharField(max_length=10, default=State.PLANNED)
    reason = models.CharField(max_length=1000, blank=True)
    """Why it was cancelled."""

    sequence = models.PositiveIntegerField(default=0)
    reported_by = models.ForeignKey(
        "people.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reported_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        "people.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("visit")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="visit_direction_known", condition=Q(direction__in=["incoming", "outgoing"])
            ),
            models.CheckConstraint(
                name="visit_says_what", condition=~Q(title="") & ~Q(objectives="")
            ),
            models.CheckConstraint(
                name="visit_days_in_order", condition=Q(ends_on__gte=F("starts_on"))
            ),
            models.CheckConstraint(
                name="visit_place_known",
                condition=~Q(city="") & ~Q(time_zone="") & Q(country__regex=r"^[A-Z]{2}$"),
            ),
            models.CheckConstraint(
                name="visit_state_whole",
                condition=Q(
                    state__in=["planned", "confirmed", "under_way", "cancelled"],
                    reported_at__isnull=True,
                    closed_at__isnull=True,
                )
                | (
                    Q(state="reported", reported_at__isnull=False, closed_at__isnull=True)
                    & Q(reported_by__isnull=False)
                    & ~Q(report="")
                )
                | (
                    Q(state="closed", reported_at__isnull=False, closed_at__isnull=False)
                    & Q(reported_by__isnull=False, closed_by__isnull=False)
                    & ~Q(report="")
                    & ~Q(outcomes="")
                ),
            ),
            models.CheckConstraint(
                name="visit_closed_by_another",
                condition=Q(closed_by__isnull=True) | ~Q(closed_by=F("reported_by")),
            ),
            models.CheckConstraint(
                name="visit_cancelled_says_why", condition=~Q(state="cancelled") | ~Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def subject(self) -> str:
        """The name of this visit's stream in the journal."""
        return f"visit:{self.pk}"


class VisitDelegate(Attendance):
    """Who goes, or who comes and who receives them."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="delegates")
    person = models.ForeignKey(
        PartnerPerson, on_delete=models.PROTECT, null=True, blank=True, related_name="visit_rows"
    )

    class Meta:
        ordering = ["side", "pk"]
        constraints = [
            sides_whole("visit_delegate_side_whole"),
            models.UniqueConstraint(
                fields=["visit", "person"],
                condition=Q(person__isnull=False),
                name="visit_delegate_once",
            ),
            models.UniqueConstraint(
                fields=["visit", "user"],
                condition=Q(user__isnull=False),
                name="visit_account_once",
            ),
        ]


class ItineraryItem(models.Model):
    """One entry of the itinerary: two moments, and the zone of the place where it happens.

    `uid` stays the same in every calendar; what was read from a partner's calendar keeps theirs.
    """

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="items")
    uid = models.CharField(max_length=255)
    title = models.CharField(max_length=200)
    place = models.CharField(max_length=300, blank=True)
    note = models.TextField(blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    time_zone = models.CharField(max_length=60)
    imported = models.BooleanField(default=False)
    cancelled = models.BooleanField(default=False)
    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["visit", "uid"], name="itinerary_uid_once"),
            models.CheckConstraint(name="itinerary_has_title", condition=~Q(title="")),
            models.CheckConstraint(
                name="itinerary_in_order", condition=Q(ends_at__gt=F("starts_at"))
            ),
            models.CheckConstraint(name="itinerary_has_zone", condition=~Q(time_zone="")),
        ]

    def __str__(self) -> str:
        return self.title


class VisitCost(models.Model):
    """What the visit cost, in its own currency, and who paid."""

    class PaidBy(models.TextChoices):
        US = "us", _("the commission")
        PARTNER = "partner", _("the partner")
        THIRD = "third", _("somebody else")

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="costs")
    what = models.CharField(max_length=200)
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    currency = models.CharField(max_length=3)
    paid_by = models.CharField(max_length=10, choices=PaidBy)
    payer = models.CharField(max_length=200, blank=True)
    """Who, where it was somebody else."""

    declared_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    declared_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="visit_cost_says_what", condition=~Q(what="")),
            models.CheckConstraint(name="visit_cost_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="visit_cost_currency", condition=Q(currency__regex=r"^[A-Z]{3}$")
            ),
            models.CheckConstraint(
                name="visit_cost_payer_named",
                condition=Q(paid_by__in=["us", "partner"]) | (Q(paid_by="third") & ~Q(payer="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.amount} {self.currency}"


class Gift(models.Model):
    """A gift, given or received: what, from whom, to whom, its estimated worth, where it is now."""

    class Direction(models.TextChoices):
        GIVEN = "given", _("given")
        RECEIVED = "received", _("received")

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="gifts")
    direction = models.CharField(max_length=10, choices=Direction)
    what = models.CharField(max_length=200)
    giver = models.CharField(max_length=200)
    receiver = models.CharField(max_length=200)
    worth = models.DecimalField(max_digits=18, decimal_places=2)
    """Estimated."""

    currency = models.CharField(max_length=3)
    on_day = models.DateField()
    kept = models.CharField(max_length=200, blank=True)
    """Where a received gift went."""

    declared_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    declared_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["on_day", "pk"]
        constraints = [
            models.CheckConstraint(
                name="gift_direction_known", condition=Q(direction__in=["given", "received"])
            ),
            models.CheckConstraint(
                name="gift_says_what", condition=~Q(what="") & ~Q(giver="") & ~Q(receiver="")
            ),
            models.CheckConstraint(name="gift_worth_not_negative", condition=Q(worth__gte=0)),
            models.CheckConstraint(
                name="gift_currency", condition=Q(currency__regex=r"^[A-Z]{3}$")
            ),
        ]

    def __str__(self) -> str:
        return self.what


follow(Visit, "partner")
follow(VisitDelegate, "person", once_with=("visit_id",))
