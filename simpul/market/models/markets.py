"""A market: one edition with its days, venues, tables, slots, breaks and talks."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q


class Market(models.Model):
    """One edition. Nothing in it is personal.

    `zone`: the clock of the place (an IANA name). `freeze_minutes`: so long before it begins a
    meeting stays where people were told. `fairness`: numbers of idle gaps differ by at most so
    many. `totals_threshold`: fewer answers than this are never added up in public.
    """

    class State(models.TextChoices):
        DRAFT = "draft"
        OPEN = "open"
        ENDED = "ended"

    code = models.SlugField(max_length=40, unique=True)
    names = models.JSONField(default=dict)
    place = models.CharField(max_length=120)
    about = models.JSONField(default=dict)
    zone = models.CharField(max_length=60)
    first_day = models.DateField()
    last_day = models.DateField()
    meeting_minutes = models.PositiveSmallIntegerField(default=30)
    fairness = models.PositiveSmallIntegerField(default=2)
    freeze_minutes = models.PositiveSmallIntegerField(default=30)
    totals_threshold = models.PositiveSmallIntegerField(default=5)
    state = models.CharField(max_length=10, default=State.DRAFT)
    ended_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-first_day", "code"]
        constraints = [
            models.CheckConstraint(
                name="market_state_known", condition=Q(state__in=["draft", "open", "ended"])
            ),
            models.CheckConstraint(
                name="market_days_in_order", condition=Q(last_day__gte=F("first_day"))
            ),
            models.CheckConstraint(
                name="market_minutes_sensible",
                condition=Q(meeting_minutes__gte=5, meeting_minutes__lte=240),
            ),
            models.CheckConstraint(
                name="market_totals_hide_single_answers", condition=Q(totals_threshold__gte=3)
            ),
            models.CheckConstraint(
                name="market_ended_says_when",
                condition=Q(state="ended", ended_at__isnull=False)
                | (~Q(state="ended") & Q(ended_at__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def subject(self) -> str:
        """The name of this market's stream in the journal."""
        return f"market:{self.pk}"

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)


class Venue(models.Model):
    """A hall or floor with tables."""

    market = models.ForeignKey(Market, on_delete=models.CASCADE, related_name="venues")
    name = models.CharField(max_length=120)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["market", "name"], name="market_venue_named_once")
        ]

    def __str__(self) -> str:
        return self.name


class Table(models.Model):
    """A table or room for one meeting at a time. `opened_from`: not before (a table added on the
    day); `seats`: people who fit."""

    market = models.ForeignKey(Market, on_delete=models.CASCADE, related_name="tables")
    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, related_name="tables")
    name = models.CharField(max_length=40)
    seats = models.PositiveSmallIntegerField(default=4)
    opened_from = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["venue_id", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["market", "name"], name="market_table_named_once"),
            models.CheckConstraint(name="market_table_seats_two", condition=Q(seats__gte=2)),
        ]

    def __str__(self) -> str:
        return self.name


class Walk(models.Model):
    """Minutes on foot between two venues, either way."""

    market = models.ForeignKey(Market, on_delete=models.CASCADE, related_name="walks")
    one = models.ForeignKey(Venue, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Venue, on_delete=models.CASCADE, related_name="+")
    minutes = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="market_walk_once"),
            models.CheckConstraint(name="market_walk_between_two", condition=Q(one__lt=F("other"))),
            models.CheckConstraint(name="market_walk_in_a_day", condition=Q(minutes__lte=240)),
        ]

    def __str__(self) -> str:
        return f"{self.one_id} {self.other_id} {self.minutes}"


class Slot(models.Model):
    """A time in which meetings take place; the same for all tables."""

    market = models.ForeignKey(Market, on_delete=models.CASCADE, related_name="slots")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.UniqueConstraint(fields=["market", "starts_at"], name="market_slot_once"),
            models.CheckConstraint(
                name="market_slot_has_length", condition=Q(ends_at__gt=F("starts_at"))
            ),
        ]

    def __str__(self) -> str:
        return self.starts_at.isoformat()


class Break(models.Model):
    """A time of each day, on the market's clock, in which nobody meets."""

    market = models.ForeignKey(Market, on_delete=models.CASCADE, related_name="breaks")
    starts = models.TimeField()
    ends = models.TimeField()

    class Meta:
        ordering = ["starts"]
        constraints = [
            models.CheckConstraint(name="market_break_in_order", condition=Q(ends__gt=F("starts")))
        ]

    def __str__(self) -> str:
        return f"{self.starts}–{self.ends}"


class Talk(models.Model):
    """A session on the programme. Who attends it has no meeting at that time."""

    market = models.ForeignKey(Market, on_delete=models.CASCADE, related_name="talks")
    title = models.CharField(max_length=200)
    where = models.CharField(max_length=120, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="market_talk_in_order", condition=Q(ends_at__gt=F("starts_at"))
            )
        ]

    def __str__(self) -> str:
        return self.title
