"""A confidential shoot and what stands beside it, tomorrow, in Menteng."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import shapely
from django.utils import timezone
from shapely.geometry.base import BaseGeometry

from simpul.kit.actors import system_actor
from simpul.kit.geometry import Shape, metres
from simpul.kit.periods import Period
from simpul.places.actions.grounds import ensure_ground, of_shape, of_site, of_street
from simpul.places.actions.holds import place_hold
from simpul.places.models import Ground, Hold, Site, Street
from simpul.places.near import Use

WIB = ZoneInfo("Asia/Jakarta")
SYSTEM = system_actor("test")
MENTENG = "31.71.06"
LINE = shapely.LineString([(106.8360, -6.1990), (106.8400, -6.1995)])
"""A street of some 450 m in Menteng."""

SECRET = "Rahasia Besar"
COMPANY = "PT Layar Tertutup"
SECRETS = (SECRET, COMPANY, "Set Rahasia", "secret:77", "alasan dalam")
"""Nothing of this may be read by outsiders: title, company, name of the set, holder, reason."""


def at(day: int, start: float, end: float) -> Period:
    """Hours of a local day, so many days from today."""
    midnight = datetime.combine(timezone.localdate() + timedelta(days=day), time(0), WIB)
    return Period(midnight + timedelta(hours=start), midnight + timedelta(hours=end))


def drawn(geometry: BaseGeometry, name: str = "") -> Ground:
    """The ground of a drawing in degrees."""
    names = {"id": name, "en": name} if name else {}
    return ensure_ground(piece=of_shape(Shape(geometry), name=names))


def site(code: str = "L27") -> Ground:
    """The ground of a site of the pack."""
    return ensure_ground(piece=of_site(Site.objects.get(code=code)))


def street(name: str = "Jalan Surabaya") -> Street:
    """A street on the city's map."""
    flat = metres(32748).plane(Shape(LINE))
    return Street.objects.create(
        source="test",
        key=name,
        name=name,
        geometry=Shape(LINE).geojson,
        plane=flat.wkb,
        extent=flat.bounds,
        length_m=flat.length,
    )


def street_ground(row: Street) -> Ground:
    """The ground of a street."""
    names = {"id": row.name, "en": row.name}
    return ensure_ground(piece=of_street(str(row.pk), Shape(LINE), name=names))


def confirmed(title: str, *uses: Use, **more: Any) -> Hold:
    """A confirmed hold."""
    return place_hold(
        actor=SYSTEM,
        holder=more.pop("holder", f"test:{title}"),
        source=more.pop("source", "permit"),
        state=more.pop("state", "confirmed"),
        title=title,
        uses=uses,
        **more,
    ).hold


def secret(*uses: Use, **more: Any) -> Hold:
    """A confidential one: title and company in its title, its holder telling too."""
    return confirmed(f"{SECRET} – {COMPANY}", *uses, holder="secret:77", confidential=True, **more)


def use(ground: Ground, kind: str = "shoot", period: Period | None = None, **more: Any) -> Use:
    """A use of a ground, tomorrow by day where nothing else is said."""
    return Use(ground=ground, kind=kind, period=period or at(1, 8, 18), **more)
