"""Meetings: asked for, agreed, or set by the market."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least

from simpul.market.models.calls import Entry
from simpul.market.models.markets import Market, Slot
from simpul.market.models.participants import Badge


class Meeting(models.Model):
    """One meeting. `asker` asks `asked`, about an entry perhaps; `set_by`: the market set it
    instead, and it is agreed at once. Messages and replies are read by the two sides only.

    `priority`: 1 must-have, 2 wanted, 3 gladly. `required`: the market promised it; without that it
    is a wish, worth what its priority says (market_document.py). `half` and `fixed_slot` narrow
    when it may be.
    """

    class State(models.TextChoices):
        ASKED = "asked"
        AGREED = "agreed"
        DECLINED = "declined"
        WITHDRAWN = "withdrawn"
        CANCELLED = "cancelled"

    market = models.ForeignKey(Market, on_delete=models.PROTECT, related_name="meetings")
    asker = models.ForeignKey(Badge, on_delete=models.PROTECT, related_name="asked_for")
    asked = models.ForeignKey(Badge, on_delete=models.PROTECT, related_name="was_asked")
    entry = models.ForeignKey(
        Entry, on_delete=models.PROTECT, null=True, blank=True, related_name="meetings"
    )
    priority = models.PositiveSmallIntegerField(default=2)
    message = models.CharField(max_length=500, blank=True)
    reply = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=10, default=State.ASKED)
    required = models.BooleanField(default=False)
    half = models.CharField(max_length=10, blank=True)
    fixed_slot = models.ForeignKey(
        Slot, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    set_by = models.ForeignKey(
        "people.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    ended_because = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="market_meeting_not_with_oneself", condition=~Q(asker=F("asked"))
            ),
            models.CheckConstraint(
                name="market_meeting_priority", condition=Q(priority__gte=1, priority__lte=3)
            ),
            models.CheckConstraint(
                name="market_meeting_half",
                condition=Q(half__in=["", "morning", "afternoon"]),
            ),
            models.CheckConstraint(
                name="market_meeting_state_whole",
                condition=Q(state="asked", answered_at__isnull=True)
                | Q(
                    state__in=["agreed", "declined", "withdrawn", "cancelled"],
                    answered_at__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="market_meeting_only_market_requires",
                condition=Q(required=False) | Q(state__in=["agreed", "cancelled"]),
            ),
            models.UniqueConstraint(
                "market",
                Least("asker", "asked"),
                Greatest("asker", "asked"),
                condition=Q(state__in=["asked", "agreed"]),
                name="market_meeting_open_once",
            ),
        ]
        indexes = [
            models.Index(fields=["market", "state"], name="market_meeting_state"),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def subject(self) -> str:
        """The name of this meeting's stream in the journal."""
        return f"market_meeting:{self.pk}"


class MeetingPerson(models.Model):
    """Somebody who sits at the table: asker, asked, and colleagues each side brings."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="people")
    badge = models.ForeignKey(Badge, on_delete=models.PROTECT, related_name="meetings")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "badge"], name="market_meeting_person_once")
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.badge_id}"


class Before(models.Model):
    """`first` must be in an earlier slot than `then`."""

    first = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="comes_before")
    then = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="comes_after")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "then"], name="market_before_once"),
            models.CheckConstraint(name="market_before_itself", condition=~Q(first=F("then"))),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} → {self.then_id}"
