"""Runs of the solver, published versions of the timetable, and what happened on the day."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from simpul.market.models.markets import Market, Slot, Table
from simpul.market.models.meetings import Meeting
from simpul.market.models.participants import Badge


class Run(models.Model):
    """One search for a timetable. `document`: what went in (docs/market-timetable.md), frozen;
    `answer`: what came out; `progress`: the best so far and the proven bound. Ids only, no names.

    `stop`: somebody wants it to end and to keep the best so far.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    market = models.ForeignKey(Market, on_delete=models.PROTECT, related_name="runs")
    seconds = models.PositiveIntegerField()
    document = models.JSONField()
    meetings = models.PositiveIntegerField()
    progress = models.JSONField(default=dict)
    answer = models.JSONField(null=True, blank=True)
    status = models.CharField(max_length=12, blank=True)
    state = models.CharField(max_length=10, default=State.WAITING)
    stop = models.BooleanField(default=False)
    asked_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.CheckConstraint(
                name="market_run_state_known",
                condition=Q(state__in=["waiting", "running", "done", "failed"]),
            ),
            models.CheckConstraint(
                name="market_run_done_has_answer",
                condition=~Q(state="done")
                | (Q(answer__isnull=False, ended_at__isnull=False) & ~Q(status="")),
            ),
            models.UniqueConstraint(
                fields=["market"],
                condition=Q(state__in=["waiting", "running"]),
                name="market_run_one_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Timetable(models.Model):
    """A published version. The newest counts; earlier ones stay as they were."""

    market = models.ForeignKey(Market, on_delete=models.PROTECT, related_name="timetables")
    number = models.PositiveIntegerField()
    run = models.OneToOneField(Run, on_delete=models.PROTECT, related_name="published_as")
    published_at = models.DateTimeField()
    published_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["market", "number"], name="market_timetable_numbered")
        ]

    def __str__(self) -> str:
        return f"{self.market_id} {self.number}"


class Placed(models.Model):
    """A meeting at a table in a slot. `since`: the version that put it there."""

    timetable = models.ForeignKey(Timetable, on_delete=models.CASCADE, related_name="placed")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="placed")
    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="placed")
    table = models.ForeignKey(Table, on_delete=models.PROTECT, related_name="placed")
    since = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["timetable", "meeting"], name="market_placed_once"),
            models.UniqueConstraint(
                fields=["timetable", "slot", "table"], name="market_table_given_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.slot_id} {self.table_id}"


class Seat(models.Model):
    """One person at one placed meeting: the database puts nobody in two places."""

    placed = models.ForeignKey(Placed, on_delete=models.CASCADE, related_name="seats")
    timetable = models.ForeignKey(Timetable, on_delete=models.CASCADE, related_name="+")
    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="+")
    badge = models.ForeignKey(Badge, on_delete=models.PROTECT, related_name="seats")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["timetable", "slot", "badge"], name="market_person_in_one_place"
            )
        ]

    def __str__(self) -> str:
        return f"{self.badge_id} {self.slot_id}"


class NoShow(models.Model):
    """Somebody did not come to a meeting. Read by the market's staff only."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="no_shows")
    badge = models.ForeignKey(Badge, on_delete=models.PROTECT, related_name="no_shows")
    noted_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ["noted_at"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "badge"], name="market_no_show_once")
        ]

    def __str__(self) -> str:
        return f"{self.badge_id} {self.meeting_id}"
