"""Sites as rows, so that holds and days can point to them, and what their managers add.

What the pack says of a site is in the version of the rules; `Site` follows each publication.
`Terms` is the manager's own word about its place: no law, no fee.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from simpul.places.sections.sites import LISTING
from simpul.rulebook.choices import ASSET_CLASSES, OWNERS, SETTINGS

MOST_PEOPLE, LONGEST_NOTICE = 200_000, 365
"""Beyond these a manager has mistyped."""


class Site(models.Model):
    """A place one can film at. `kelurahan` is the nearest one unless the pack names it."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    names = models.JSONField(_("names"))
    categories = models.JSONField(_("categories"), default=list)
    kelurahan = models.CharField(max_length=20, blank=True)
    kecamatan = models.CharField(max_length=20)
    city = models.CharField(max_length=20)
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    exact = models.BooleanField(default=False)
    footprint = models.JSONField(null=True, blank=True)
    manager = models.CharField(_("manager"), max_length=40, db_index=True)
    owner = models.CharField(max_length=20)
    asset_class = models.CharField(max_length=40)
    setting = models.CharField(max_length=20)
    zone = models.CharField(max_length=20, blank=True)
    heritage = models.BooleanField(default=False)
    residential = models.BooleanField(default=False)
    listing_status = models.CharField(max_length=20, default="public")
    status = models.CharField(max_length=20)
    in_force = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("site")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="site_listing_known", condition=Q(listing_status__in=LISTING)
            ),
            models.CheckConstraint(
                name="site_kind_known",
                condition=Q(
                    owner__in=list(OWNERS),
                    asset_class__in=list(ASSET_CLASSES),
                    setting__in=list(SETTINGS),
                ),
            ),
            models.CheckConstraint(
                name="site_point_whole",
                condition=Q(lat__isnull=True, lon__isnull=True)
                | Q(
                    lat__isnull=False,
                    lon__isnull=False,
                    lat__range=(-90, 90),
                    lon__range=(-180, 180),
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.names.get('id', '')}"

    def get_absolute_url(self) -> str:
        return reverse("places:site", args=[self.code])

    @property
    def subject(self) -> str:
        """Its stream in the journal."""
        return f"site:{self.code}"


class Terms(models.Model):
    """What the manager of a site says about it. `edition` grows with every change."""

    site = models.OneToOneField(Site, on_delete=models.PROTECT, related_name="terms")
    edition = models.PositiveIntegerField(default=1)
    how_to_ask_id = models.TextField(blank=True)
    how_to_ask_en = models.TextField(blank=True)
    hours_id = models.TextField(blank=True)
    hours_en = models.TextField(blank=True)
    not_allowed_id = models.TextField(blank=True)
    not_allowed_en = models.TextField(blank=True)
    facilities_id = models.TextField(blank=True)
    facilities_en = models.TextField(blank=True)
    most_people = models.PositiveIntegerField(null=True, blank=True)
    notice_days = models.PositiveIntegerField(null=True, blank=True)
    contact_phone = models.CharField(max_length=40, blank=True)
    contact_email = models.EmailField(blank=True)
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("terms of a site")
        constraints = [
            models.CheckConstraint(
                name="terms_sane_numbers",
                condition=(Q(most_people=None) | Q(most_people__range=(1, MOST_PEOPLE)))
                & (Q(notice_days=None) | Q(notice_days__range=(1, LONGEST_NOTICE))),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.site} ({self.edition})"

    def _texts(self, name: str) -> dict[str, str]:
        found = {code: getattr(self, f"{name}_{code}") for code in ("id", "en")}
        return {code: text for code, text in found.items() if text}

    @property
    def how_to_ask(self) -> dict[str, str]:
        """In the languages it was written in."""
        return self._texts("how_to_ask")

    @property
    def hours(self) -> dict[str, str]:
        """In the languages it was written in."""
        return self._texts("hours")

    @property
    def not_allowed(self) -> dict[str, str]:
        """In the languages it was written in."""
        return self._texts("not_allowed")

    @property
    def facilities(self) -> dict[str, str]:
        """In the languages it was written in."""
        return self._texts("facilities")
