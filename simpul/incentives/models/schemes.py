"""Every version of every scheme that was ever in force here, as it was known when."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class SchemeVersion(models.Model):
    """A scheme file as a publication of the pack brought it.

    Two times: the law's, [valid_from, valid_to), None where not known or open; and ours, from
    `recorded_from` until `recorded_to`, when another publication changed or dropped the file (None:
    still so). A row is never overwritten: a trigger lets only `recorded_to` be set, once; an
    exclusion constraint refuses two versions of a family on one day (migration 0005).
    """

    scheme_id = models.CharField(max_length=80)
    family = models.CharField(max_length=80)
    country = models.CharField(max_length=2)
    area = models.CharField(max_length=80, blank=True)
    instrument = models.CharField(max_length=30)
    currency = models.CharField(max_length=3)
    grade = models.CharField(max_length=1)
    status = models.CharField(max_length=20)
    date_basis = models.CharField(max_length=30)
    decreed = models.DateField(null=True, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    file = models.CharField(max_length=200)
    text = models.TextField()
    digest = models.CharField(max_length=64)
    recorded_from = models.DateTimeField(default=timezone.now)
    recorded_to = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("version of a scheme")
        ordering = ["family", "valid_from", "recorded_from"]
        indexes = [models.Index(fields=["family", "valid_from"], name="scheme_version_family")]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme_id"],
                condition=Q(recorded_to=None),
                name="scheme_version_current_once",
            ),
            models.CheckConstraint(
                name="scheme_version_valid_order",
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
            ),
            models.CheckConstraint(
                name="scheme_version_recorded_order",
                condition=Q(recorded_to=None) | Q(recorded_to__gte=F("recorded_from")),
            ),
        ]

    def __str__(self) -> str:
        return self.scheme_id
