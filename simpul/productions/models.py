"""Titles: one row per production, from which every application hangs."""

from __future__ import annotations

from django.db import models


class Production(models.Model):
    """A title and who stands behind it (data dictionary 5.1)."""

    company = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, related_name="productions"
    )
    local_company = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    title = models.CharField(max_length=200)
    working_title = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=40)
    logline = models.CharField(max_length=500, blank=True)
    synopsis = models.TextField(blank=True)
    countries = models.JSONField(default=list)
    foreign_producer = models.BooleanField(null=True)
    # UU 33/2009 art. 17: one notification per title; foreign titles carry the ministry's permit.
    notification_no = models.CharField(max_length=60, blank=True)
    notification_date = models.DateField(null=True, blank=True)
    foreign_permit_no = models.CharField(max_length=60, blank=True)
    foreign_permit_date = models.DateField(null=True, blank=True)
    confidential = models.BooleanField(default=False)
    embargo_until = models.DateField(null=True, blank=True)
    created_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                name="production_title_not_blank", condition=~models.Q(title="")
            ),
            models.CheckConstraint(
                name="production_embargo_needs_confidential",
                condition=models.Q(embargo_until__isnull=True) | models.Q(confidential=True),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class KeyPerson(models.Model):
    """Somebody to call: producer, line producer, location manager, safety officer …"""

    production = models.ForeignKey(Production, on_delete=models.CASCADE, related_name="key_people")
    role = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)

    class Meta:
        ordering = ["role", "name"]

    def __str__(self) -> str:
        return f"{self.name} ({self.role})"
