"""Bus lines and stops of the one GTFS feed in force. A new feed replaces the old one whole."""

from __future__ import annotations

from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from simpul.places.models.fields import BoxField


class BusFeed(models.Model):
    """An imported feed. Rows of older feeds remain as a record; their lines and stops are gone.

    `runs_until`: last day of its timetable. `corridors`: short names of the lines an operator has
    named as busways, where the feed does not say so itself.
    """

    source = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    runs_from = models.DateField(null=True, blank=True)
    runs_until = models.DateField(null=True, blank=True)
    corridors = models.JSONField(default=list, blank=True)
    counts = models.JSONField(default=dict, blank=True)
    in_force = models.BooleanField(default=True)
    imported_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("bus timetable")
        constraints = [
            models.UniqueConstraint(
                name="one_bus_feed_in_force", fields=["in_force"], condition=Q(in_force=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} ({self.imported_at:%Y-%m-%d})"


class BusRoute(models.Model):
    """A bus line. `colour`: six hexadecimal digits or "". `corridor` empty: nobody has said."""

    feed = models.ForeignKey(BusFeed, on_delete=models.CASCADE, related_name="routes")
    key = models.CharField(max_length=100)
    short_name = models.CharField(max_length=40, blank=True)
    long_name = models.CharField(max_length=200, blank=True)
    colour = models.CharField(max_length=6, blank=True)
    agency = models.CharField(max_length=100, blank=True)
    corridor = models.BooleanField(null=True, blank=True)

    class Meta:
        verbose_name = _("bus line")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(name="bus_route_once", fields=["feed", "key"]),
        ]

    def __str__(self) -> str:
        return f"{self.short_name} {self.long_name}".strip()


class BusShape(models.Model):
    """A way a line takes in one direction; a line has several. `plane`: WKB in metres.

    `from_stops`: the feed draws no line, so this one goes straight from stop to stop.
    """

    route = models.ForeignKey(BusRoute, on_delete=models.CASCADE, related_name="shapes")
    direction = models.PositiveSmallIntegerField(null=True, blank=True)
    key = models.CharField(max_length=120)
    headsign = models.CharField(max_length=200, blank=True)
    from_stops = models.BooleanField(default=False)
    plane = models.BinaryField()
    extent = BoxField()
    length_m = models.FloatField()

    class Meta:
        verbose_name = _("way of a bus line")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="bus_shape_once", fields=["route", "direction", "key"], nulls_distinct=False
            ),
        ]
        indexes = [GistIndex(name="bus_shape_near", fields=["extent"])]

    def __str__(self) -> str:
        return f"{self.route} {self.headsign or self.direction}"


class BusStop(models.Model):
    """A stop. `lines`: the keys of the routes that call there. `plane`: WKB of the point."""

    feed = models.ForeignKey(BusFeed, on_delete=models.CASCADE, related_name="stops")
    key = models.CharField(max_length=100)
    name = models.CharField(_("name"), max_length=200)
    lat = models.FloatField()
    lon = models.FloatField()
    lines = models.JSONField(default=list, blank=True)
    plane = models.BinaryField()
    extent = BoxField()

    class Meta:
        verbose_name = _("bus stop")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(name="bus_stop_once", fields=["feed", "key"]),
            models.CheckConstraint(
                name="bus_stop_on_earth",
                condition=Q(lat__range=(-90, 90), lon__range=(-180, 180)),
            ),
        ]
        indexes = [GistIndex(name="bus_stop_near", fields=["extent"])]

    def __str__(self) -> str:
        return self.name
