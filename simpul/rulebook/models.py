"""Versions of the rules: every load of a city pack is one, published ones never change."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from simpul.rulebook.states import STATES

DRAFT, PUBLISHED, SUPERSEDED = "draft", "published", "superseded"


class Version(models.Model):
    """What a pack said when it was loaded: every section of it as plain data.

    A draft may be thrown away. Once published it is what cases were decided under: a trigger
    refuses any change but its being superseded (migration 0002), and it is never deleted.
    `loaded_as` and `published_as` are the actors' ids ("user:7", "system:setup"): two different
    ones, always; `loaded_by` and `published_by` the accounts where there are any.
    """

    city_code = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    contents = models.JSONField()
    state = models.CharField(max_length=20, choices=STATES, default=DRAFT)
    note = models.TextField(blank=True)
    loaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    loaded_as = models.CharField(max_length=80)
    loaded_at = models.DateTimeField(default=timezone.now)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_as = models.CharField(max_length=80, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("version of the rules")
        ordering = ["city_code", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["city_code", "number"], name="version_number_once"),
            models.UniqueConstraint(
                fields=["city_code"],
                condition=Q(state=PUBLISHED),
                name="version_one_in_force",
            ),
            models.CheckConstraint(
                name="version_state_known", condition=Q(state__in=[code for code, _ in STATES])
            ),
            models.CheckConstraint(
                name="version_loader_named", condition=~Q(loaded_as="") & Q(number__gte=1)
            ),
            models.CheckConstraint(
                name="version_published_by_another",
                condition=Q(state=DRAFT, published_as="", published_at=None, published_by=None)
                | Q(
                    ~Q(published_as=""),
                    ~Q(published_as=F("loaded_as")),
                    Q(loaded_by=None) | Q(published_by=None) | ~Q(published_by=F("loaded_by")),
                    state__in=[PUBLISHED, SUPERSEDED],
                    published_at__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="version_superseded_has_day",
                condition=Q(state=SUPERSEDED, superseded_at__isnull=False)
                | (~Q(state=SUPERSEDED) & Q(superseded_at=None)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.city_code} {self.number}"

    def get_absolute_url(self) -> str:
        from django.urls import reverse

        return reverse("rulebook:version", args=[self.pk])

    @property
    def subject(self) -> str:
        """Its stream in the journal."""
        return f"rules:{self.pk}"
