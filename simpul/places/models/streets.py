"""The city's streets, as a file of roads brings them; a street is a ground once it is held."""

from __future__ import annotations

from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from simpul.places.models.fields import BoxField
from simpul.places.streets.reading import AGAINST, BOTH, MOST_LANES, WITH


class Street(models.Model):
    """One stretch of road between two ends, with its line.

    `key`: the name of the road in its `source`; together they are unique, so that a file can be
    brought again. `plane`: WKB in metres on the city's plane, `extent` its box there. `oneway`:
    both, or with or against the stored line. `lanes` empty: nobody has said. Streets missing from
    a newer file of their source are no longer `in_force`; grounds and holds keep them.
    """

    source = models.CharField(max_length=100)
    key = models.CharField(max_length=100)
    name = models.CharField(_("name"), max_length=200, blank=True)
    type = models.CharField(max_length=40, blank=True)
    lanes = models.PositiveSmallIntegerField(null=True, blank=True)
    oneway = models.CharField(max_length=8, default=BOTH)
    geometry = models.JSONField()
    plane = models.BinaryField()
    extent = BoxField()
    length_m = models.FloatField()
    in_force = models.BooleanField(default=True)
    imported_at = models.DateTimeField(default=timezone.now)

    CONTENT = ("name", "type", "lanes", "oneway", "plane")
    """The fields that say whether it has changed."""

    class Meta:
        verbose_name = _("street")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(name="street_once_per_source", fields=["source", "key"]),
            models.CheckConstraint(
                name="street_direction_known", condition=Q(oneway__in=[BOTH, WITH, AGAINST])
            ),
            models.CheckConstraint(name="street_has_length", condition=Q(length_m__gt=0)),
            models.CheckConstraint(
                name="street_lanes_sane",
                condition=Q(lanes__isnull=True) | Q(lanes__range=(1, MOST_LANES)),
            ),
        ]
        indexes = [
            GistIndex(name="street_near", fields=["extent"], condition=Q(in_force=True)),
            models.Index(Upper("name"), name="street_named", condition=Q(in_force=True)),
        ]

    def __str__(self) -> str:
        return self.name or f"{self.type} {self.key}".strip()

    @property
    def ground_code(self) -> str:
        """The code of its ground, whether or not there is one yet."""
        return f"street:{self.pk}"
