"""Who claims which ground when, and what the database itself refuses to give twice.

The states and the moves between them: `states.py`. `Booking.state` follows `Hold.state` through a
foreign key of both columns (migration 0002), so the two can never differ.
"""

from __future__ import annotations

import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, BigIntegerRangeField, DateTimeRangeField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from simpul.places.models.fields import BoxField, KeysField
from simpul.places.models.ground import Ground

LARGEST_RADIUS_M = 5000
"""A radius beyond this is a mistyped one."""


class Hold(models.Model):
    """A claim of one holder on one or more grounds.

    `holder`: whose it is, "application:<id>", "event:<uid>", "import:<id>". `uid` and `sequence`
    are for feeds: the sequence grows with every change. `complete_at`, `people_disturbed` and
    `impact` are what the rule of priority looks at; null is unknown. `cancelled`: it was confirmed
    and will not happen; feeds say so.
    """

    class State(models.TextChoices):
        PENCIL = "pencil", _("pencil")
        OPTION_2 = "option_2", _("second option")
        OPTION_1 = "option_1", _("first option")
        CONFIRMED = "confirmed", _("confirmed")
        RELEASED = "released", _("released")

    class Source(models.TextChoices):
        PERMIT = "permit", _("filming")
        EVENT = "event", _("event")
        ROAD_WORKS = "road_works", _("road works")
        REST = "rest", _("rest of the street")
        IMPORT = "import", _("imported booking")

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    sequence = models.PositiveIntegerField(default=0)
    holder = models.CharField(max_length=200, db_index=True)
    source = models.CharField(_("source"), max_length=12, choices=Source)
    state = models.CharField(_("state"), max_length=10, choices=State)
    title = models.CharField(_("title"), max_length=300)
    confidential = models.BooleanField(_("confidential"), default=False)
    complete_at = models.DateTimeField(null=True, blank=True)
    people_disturbed = models.PositiveIntegerField(null=True, blank=True)
    impact = models.PositiveSmallIntegerField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    cancelled = models.BooleanField(default=False)
    reason = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("hold")
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(name="hold_state_for_bookings", fields=["id", "state"]),
            models.CheckConstraint(
                name="hold_known",
                condition=Q(
                    state__in=["pencil", "option_2", "option_1", "confirmed", "released"],
                    source__in=["permit", "event", "road_works", "rest", "import"],
                )
                & ~Q(holder="")
                & ~Q(title=""),
            ),
            models.CheckConstraint(
                name="hold_unconfirmed_expires",
                condition=~Q(state__in=["pencil", "option_2", "option_1"])
                | Q(expires_at__isnull=False, confirmed_at=None, released_at=None, cancelled=False),
            ),
            models.CheckConstraint(
                name="hold_confirmed_since",
                condition=~Q(state="confirmed")
                | Q(confirmed_at__isnull=False, released_at=None, expires_at=None, cancelled=False),
            ),
            models.CheckConstraint(
                name="hold_released_why",
                condition=~Q(state="released") | (Q(released_at__isnull=False) & ~Q(reason="")),
            ),
            models.CheckConstraint(
                name="hold_cancelled_was_confirmed",
                condition=Q(cancelled=False) | Q(state="released", confirmed_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                name="hold_expiring",
                fields=["expires_at"],
                condition=Q(state__in=["pencil", "option_2", "option_1"]),
            ),
            models.Index(name="hold_changed", fields=["changed_at"]),
            models.Index(
                name="hold_cancelled", fields=["released_at"], condition=Q(cancelled=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.holder} ({self.state})"

    @property
    def subject(self) -> str:
        """Its stream in the journal."""
        return f"hold:{self.uid}"


class Booking(models.Model):
    """One ground, one period, one kind of use. `extent`: of the ground, widened by `radius_m`.

    `squares`: where and when it lies, for the index; the database computes it (`squares.py`).
    `details`: what else it takes (`places.details.Details`); `counted_at` and `cuts` are the codes
    in it by which it is found: where its fatigue is counted, which roads and bus lines it cuts.
    """

    class Kind(models.TextChoices):
        SHOOT = "shoot", _("filming")
        PREP = "prep", _("preparation")
        STRIKE = "strike", _("clearing up")
        UNIT_BASE = "unit_base", _("unit base")
        PARKING = "parking", _("parking of vehicles")
        CLOSURE = "closure", _("closure")
        DRONE = "drone", _("drone flight")
        BLAST = "blast", _("explosion")
        EVENT = "event", _("event")
        ROAD_WORKS = "road_works", _("road works")

    hold = models.ForeignKey(Hold, on_delete=models.CASCADE, related_name="bookings")
    ground = models.ForeignKey(
        Ground, on_delete=models.PROTECT, related_name="bookings", db_index=False
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    during = DateTimeRangeField(_("period"))
    exclusive = models.BooleanField(default=False)
    vehicles = models.PositiveIntegerField(default=0)
    radius_m = models.PositiveIntegerField(default=0)
    extent = BoxField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=Hold.State)
    details = models.JSONField(default=dict, blank=True)
    counted_at = ArrayField(models.TextField(), default=list, blank=True)
    cuts = ArrayField(models.TextField(), default=list, blank=True)
    squares = models.GeneratedField(
        expression=models.Func(F("extent"), F("during"), function="places_squares"),
        output_field=ArrayField(models.BigIntegerField()),
        db_persist=True,
        null=True,
    )

    class Meta:
        verbose_name = _("booking")
        constraints = [
            models.CheckConstraint(
                name="booking_kind_known",
                condition=Q(
                    kind__in=[
                        "shoot",
                        "prep",
                        "strike",
                        "unit_base",
                        "parking",
                        "closure",
                        "drone",
                        "blast",
                        "event",
                        "road_works",
                    ]
                ),
            ),
            models.CheckConstraint(
                name="booking_period_bounded",
                condition=Q(
                    during__isempty=False,
                    during__lower_inc=True,
                    during__lower_inf=False,
                    during__upper_inc=False,
                    during__upper_inf=False,
                ),
            ),
            models.CheckConstraint(
                name="booking_sane_radius", condition=Q(radius_m__lte=LARGEST_RADIUS_M)
            ),
        ]
        indexes = [
            # Without the list of pending entries, which every question would have to read.
            GinIndex(
                name="booking_squares",
                fields=["squares"],
                fastupdate=False,
                condition=~Q(state="released"),
            ),
            models.Index(F("ground"), Upper("during"), name="booking_of_ground"),
            models.Index(Upper("during"), name="booking_ends", condition=Q(state="confirmed")),
            GinIndex(
                name="booking_counted_at",
                fields=["counted_at"],
                fastupdate=False,
                condition=Q(state="confirmed") & ~Q(counted_at=[]),
            ),
            GinIndex(
                name="booking_cuts",
                fields=["cuts"],
                fastupdate=False,
                condition=~Q(state="released") & ~Q(cuts=[]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.ground_id} {self.during}"


class Taken(models.Model):
    """The last guard: what confirmed filming takes. Nothing else in the program is trusted so far.

    `takes`: the keys of grounds taken, with all their parts. `lanes`: everything for exclusive
    use, the hold's own key for a use that others may share. Two rows that meet in all three of
    grounds, time and lanes cannot both exist, whatever path wrote them.
    """

    hold = models.ForeignKey(Hold, on_delete=models.CASCADE, related_name="taken")
    takes = KeysField()
    during = DateTimeRangeField()
    lanes = BigIntegerRangeField()
    state = models.CharField(max_length=10, default=Hold.State.CONFIRMED)

    class Meta:
        verbose_name = _("taken ground")
        constraints = [
            ExclusionConstraint(
                name="taken_once",
                expressions=[("takes", "&&"), ("during", "&&"), ("lanes", "&&")],
            ),
            models.CheckConstraint(name="taken_confirmed", condition=Q(state="confirmed")),
            # What is empty meets nothing, so it would guard nothing.
            models.CheckConstraint(
                name="taken_something",
                condition=Q(during__isempty=False, lanes__isempty=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.hold_id} {self.during}"
