"""What people report. Kept whether or not anybody holds an office that day."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

MOST = 4000
"""Characters of a complaint."""
MOST_OTHER = 300
"""Characters of each further answer."""


class Complaint(models.Model):
    """A report as it came in, by its reference; append-only (migration 0002).

    Nobody has to say who they are: `contact` is what the person chose to leave.
    """

    reference = models.CharField(_("reference"), max_length=20, unique=True)
    received_at = models.DateTimeField(auto_now_add=True, db_index=True)
    what = models.CharField(max_length=MOST)
    where = models.CharField(max_length=MOST_OTHER, blank=True)
    permit = models.CharField(max_length=MOST_OTHER, blank=True)
    contact = models.CharField(max_length=MOST_OTHER, blank=True)

    class Meta:
        verbose_name = _("complaint")
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="complaint_says_something", condition=~Q(what="")),
        ]

    def __str__(self) -> str:
        return self.reference
