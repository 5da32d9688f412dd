"""Areas and authorities as rows, so that other rows can point to them.

What they say is in the version of the rules; these tables follow each publication. Only the
boundaries of areas and the working address of an authority live here alone.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from simpul.city.sections.areas import LEVELS
from simpul.city.sections.authorities import KINDS, NEVER_DEEMED


class Area(models.Model):
    """An official area. `boundary`: GeoJSON Polygon or MultiPolygon, once imported."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    level = models.CharField(_("level"), max_length=20)
    name = models.CharField(_("name"), max_length=200)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        to_field="code",
        db_column="parent_code",
        null=True,
        blank=True,
        related_name="children",
    )
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    in_force = models.BooleanField(default=True)
    boundary = models.JSONField(null=True, blank=True)
    boundary_source = models.CharField(max_length=200, blank=True)
    boundary_at = models.DateTimeField(null=True, blank=True, db_index=True)

    class Meta:
        verbose_name = _("area")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(name="area_level_known", condition=Q(level__in=LEVELS)),
            models.CheckConstraint(
                name="area_province_has_no_parent",
                condition=Q(level="province", parent=None) | ~Q(level="province"),
            ),
            models.CheckConstraint(
                name="area_boundary_has_source",
                condition=Q(boundary=None, boundary_source="", boundary_at=None)
                | (Q(boundary__isnull=False, boundary_at__isnull=False) & ~Q(boundary_source="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Authority(models.Model):
    """Somebody who answers. `contact_email`: where its desk's mail goes; kept by the commission."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    names = models.JSONField(_("names"))
    short = models.JSONField(_("short names"))
    kind = models.CharField(_("kind"), max_length=20)
    level = models.CharField(_("level"), max_length=20)
    deemed_grant_allowed = models.BooleanField(default=False)
    status = models.CharField(max_length=20)
    in_force = models.BooleanField(default=True)
    contact_email = models.EmailField(_("e-mail of the desk"), blank=True)

    class Meta:
        verbose_name = _("authority")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(name="authority_kind_known", condition=Q(kind__in=KINDS)),
            models.CheckConstraint(
                name="authority_never_deemed",
                condition=Q(deemed_grant_allowed=False) | ~Q(kind__in=NEVER_DEEMED),
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def subject(self) -> str:
        """Its stream in the journal."""
        return f"authority:{self.code}"
