"""What was public and no longer takes place there."""

from __future__ import annotations

from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.utils.translation import gettext_lazy as _

from simpul.places.models.ground import Ground
from simpul.places.models.hold import Hold


class Withdrawn(models.Model):
    """A booking of a confirmed hold as the public had read of it, before it moved to other ground
    or went away.

    `booking_id`: of that booking; no foreign key, because its row may be gone. `sequence`, `at`: of
    the change. Feeds say for a while that it is cancelled there (`public/reading.py`).
    """

    hold = models.ForeignKey(Hold, on_delete=models.CASCADE, related_name="withdrawn")
    booking_id = models.BigIntegerField()
    ground = models.ForeignKey(Ground, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=12)
    during = DateTimeRangeField()
    sequence = models.PositiveIntegerField()
    at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("withdrawn booking")

    def __str__(self) -> str:
        return f"{self.kind} {self.ground_id} {self.during}"
