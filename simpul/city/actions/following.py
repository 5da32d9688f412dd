"""Tables that follow a publication, in its transaction, whatever path it took."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from simpul.city.models import Area, Authority
from simpul.city.pack import publishers
from simpul.rulebook.models import PUBLISHED, Version


def follow(sender: object, instance: Version, **kwargs: Any) -> None:
    """A version was saved: when it is the one in force, bring the tables in line."""
    if instance.state != PUBLISHED:
        return
    with transaction.atomic():
        for name, publish in publishers().items():
            content = instance.contents.get(name)
            if content is not None:
                publish(content)


def publish_areas(content: Mapping[str, Any]) -> None:
    """Areas of the version in force; boundaries stay as they are."""
    rows = [
        Area(
            code=code,
            level=row["level"],
            name=row["name"],
            parent_id=row["parent"] or None,
            lat=row["lat"],
            lon=row["lon"],
            in_force=True,
        )
        for code, row in content.items()
    ]
    Area.objects.exclude(code__in=content).update(in_force=False)
    Area.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["level", "name", "parent", "lat", "lon", "in_force"],
    )


def publish_authorities(content: Mapping[str, Any]) -> None:
    """Authorities of the version in force; the e-mail of a desk stays, unless it had none."""
    kept = dict(Authority.objects.values_list("code", "contact_email"))
    rows = [
        Authority(
            code=code,
            names=row["names"],
            short=row["short"],
            kind=row["kind"],
            level=row["level"],
            deemed_grant_allowed=row["deemed_grant_allowed"],
            status=row["status"],
            in_force=True,
            contact_email=kept.get(code) or row["email"],
        )
        for code, row in content.items()
    ]
    Authority.objects.exclude(code__in=content).update(in_force=False)
    Authority.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=[
            "names",
            "short",
            "kind",
            "level",
            "deemed_grant_allowed",
            "status",
            "in_force",
            "contact_email",
        ],
    )
