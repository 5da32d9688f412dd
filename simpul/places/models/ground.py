"""What can be held: a site, a stretch of street, a drawn shape, a whole area."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from simpul.places.models.fields import BoxField
from simpul.places.models.site import Site


class Ground(models.Model):
    """A piece of the city that holds point to.

    `code` names it for ever: "L27" (a site), "street:<key>", "shape:<digest>", "area:31.71.01".
    `geometry`: GeoJSON in WGS 84. `plane`: the same as WKB in metres on the city's plane, `extent`
    its box there; all three or none. `area`: the deepest official area it lies in, "" unknown.
    """

    class Kind(models.TextChoices):
        SITE = "site", _("site")
        STREET = "street", _("street")
        SHAPE = "shape", _("drawn place")
        AREA = "area", _("area")

    code = models.CharField(_("code"), max_length=120, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    name = models.JSONField(_("name"), default=dict, blank=True)
    site = models.OneToOneField(
        Site, on_delete=models.PROTECT, null=True, blank=True, related_name="ground"
    )
    area = models.CharField(max_length=20, blank=True, db_index=True)
    geometry = models.JSONField(null=True, blank=True)
    plane = models.BinaryField(null=True, blank=True)
    extent = BoxField(null=True, blank=True)
    parts = models.ManyToManyField(
        "self", through="GroundPart", symmetrical=False, related_name="wholes"
    )

    class Meta:
        verbose_name = _("ground")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="ground_kind_known",
                condition=Q(kind__in=["site", "street", "shape", "area"]),
            ),
            models.CheckConstraint(
                name="ground_site_when_site",
                condition=Q(kind="site", site__isnull=False)
                | (~Q(kind="site") & Q(site__isnull=True)),
            ),
            models.CheckConstraint(
                name="ground_geometry_whole",
                condition=Q(geometry__isnull=True, plane__isnull=True, extent__isnull=True)
                | Q(geometry__isnull=False, plane__isnull=False, extent__isnull=False),
            ),
            models.CheckConstraint(
                name="ground_drawn_has_geometry",
                condition=Q(geometry__isnull=False) | Q(kind__in=["site", "area"]),
            ),
        ]

    def __str__(self) -> str:
        return self.code


class GroundPart(models.Model):
    """`part` is a part of `whole`. Whoever takes the whole takes the parts, and the other way."""

    whole = models.ForeignKey(Ground, on_delete=models.CASCADE, related_name="+")
    part = models.ForeignKey(Ground, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("part of a ground")
        constraints = [
            models.UniqueConstraint(name="ground_part_once", fields=["whole", "part"]),
            models.CheckConstraint(name="ground_not_its_part", condition=~Q(whole=F("part"))),
        ]

    def __str__(self) -> str:
        return f"{self.part_id} < {self.whole_id}"
