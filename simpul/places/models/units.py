"""Neighbourhood units and places that need quiet, as the city's files bring them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, ClassVar

from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from simpul.places.models.fields import BoxField

QUIET_KINDS = ("mosque", "church", "temple", "school", "hospital")


class Brought(models.Model):
    """A thing with a shape that a file of the city brings, and brings again.

    `key`: its name in its `source`; together they are unique. `plane`: WKB in metres on the city's
    plane, `extent` its box there. What a newer file of the source no longer holds is not
    `in_force`.
    """

    source = models.CharField(max_length=100)
    key = models.CharField(max_length=120)
    name = models.CharField(_("name"), max_length=200)
    geometry = models.JSONField()
    plane = models.BinaryField()
    extent = BoxField()
    in_force = models.BooleanField(default=True)
    imported_at = models.DateTimeField(default=timezone.now)

    CONTENT: ClassVar[Collection[str]] = ("name", "plane")
    """The fields that say whether it has changed."""

    class Meta:
        abstract = True
        ordering: ClassVar[Any] = ["pk"]

    def __str__(self) -> str:
        return self.name


class NeighbourhoodUnit(Brought):
    """A neighbourhood unit (RW, rukun warga): where street fatigue is counted for residents.

    `kelurahan`: code of its area, empty where nobody could say. The boundaries are those of the
    source and its year; they have no legal effect.
    """

    kelurahan = models.CharField(max_length=20, blank=True)
    number = models.PositiveSmallIntegerField()

    CONTENT = ("name", "plane", "kelurahan", "number")

    class Meta(Brought.Meta):
        verbose_name = _("neighbourhood unit")
        constraints = [
            models.UniqueConstraint(name="unit_once_per_source", fields=["source", "key"]),
            models.CheckConstraint(name="unit_number_sane", condition=Q(number__range=(1, 999))),
        ]
        indexes = [GistIndex(name="unit_near", fields=["extent"], condition=Q(in_force=True))]


class QuietSpot(Brought):
    """A place that needs quiet, besides those of the city pack. `lat`, `lon`: a point of it."""

    kind = models.CharField(max_length=20)
    lat = models.FloatField()
    lon = models.FloatField()

    CONTENT = ("name", "plane", "kind")

    class Meta(Brought.Meta):
        verbose_name = _("place that needs quiet")
        constraints = [
            models.UniqueConstraint(name="quiet_spot_once_per_source", fields=["source", "key"]),
            models.CheckConstraint(name="quiet_spot_kind_known", condition=Q(kind__in=QUIET_KINDS)),
            models.CheckConstraint(
                name="quiet_spot_on_earth",
                condition=Q(lat__range=(-90, 90), lon__range=(-180, 180)),
            ),
        ]
        indexes = [
            GistIndex(name="quiet_spot_near", fields=["extent"], condition=Q(in_force=True)),
        ]
