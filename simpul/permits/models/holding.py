"""What a case has in the calendar of places, and what each person has seen of its neighbours."""

from __future__ import annotations

from django.db import models
from django.utils import timezone


class CaseHold(models.Model):
    """A hold that was placed for a case, live or released.

    Of the live ones a case has at most one that waits (pencil, option) and one that is confirmed.
    An amendment has only one that waits: what it wants beside the ground its permit has already.
    """

    application = models.ForeignKey(
        "permits.Application", on_delete=models.PROTECT, related_name="holds"
    )
    hold = models.OneToOneField("places.Hold", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.application_id} {self.hold_id}"


class CaseLook(models.Model):
    """When a person looked at the neighbours of a case, and what stood there.

    `seen`: what stood there at the visit before this one, `latest`: at this one; both map the uid
    of a neighbour to what was true of it. Pages opened soon after each other are one visit.
    """

    user = models.ForeignKey("people.User", on_delete=models.CASCADE, related_name="+")
    application = models.ForeignKey(
        "permits.Application", on_delete=models.CASCADE, related_name="looks"
    )
    seen = models.JSONField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    latest = models.JSONField(default=dict)
    looked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="case_look_once", fields=["user", "application"]),
            models.CheckConstraint(
                name="case_look_whole",
                condition=models.Q(seen__isnull=True, seen_at__isnull=True)
                | models.Q(seen__isnull=False, seen_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.application_id}"
