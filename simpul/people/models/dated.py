"""What holds from one day to another."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def today() -> date:
    """The day it is in the city."""
    return timezone.localdate()


class DatedQuerySet(models.QuerySet[Any]):
    def in_force(self, day: date | None = None) -> DatedQuerySet:
        """Rows in force on `day` (today when not given)."""
        day = day or today()
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=day), starts_on__lte=day)


class Dated(models.Model):
    """In force from `starts_on` up to, and not on, `ends_on`."""

    starts_on = models.DateField(_("from"), default=today)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    objects: ClassVar[Any] = DatedQuerySet.as_manager()

    class Meta:
        abstract = True

    def is_in_force(self, day: date | None = None) -> bool:
        day = day or today()
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)

    @property
    def last_day(self) -> date | None:
        """The last day on which it holds, for people to read; None while it is open."""
        return self.ends_on - timedelta(days=1) if self.ends_on else None


def dates_in_order(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name=name
    )
