"""The calendar of one site as everybody may read it: what is confirmed in the next weeks."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from simpul.city.book import CityBook
from simpul.kit.periods import Period
from simpul.places.models import Ground
from simpul.places.near import shape_of
from simpul.places.public.entries import stays
from simpul.places.public.listing import Row, listed
from simpul.places.public.reading import Region, read

AHEAD = timedelta(days=90)


def site_calendar(code: str, book: CityBook) -> list[Row]:
    """What is confirmed at a site, at its parts and at what it is a part of, from now on."""
    own = Ground.objects.filter(site__code=code)
    linked = Ground.objects.filter(
        Q(pk__in=own.values("pk")) | Q(wholes__in=own.values("pk")) | Q(parts__in=own.values("pk"))
    )
    grounds = list(linked.values_list("pk", "plane", "site__code"))
    if not grounds:
        return []
    plane = next((shape_of(flat) for _pk, flat, site in grounds if site == code), None)
    # A point is only where somebody put the pin; a drawn footprint meets what is drawn over it.
    drawn = plane if plane is not None and plane.area > 0 else None
    now = timezone.now()
    found = read(
        Period(now, now + AHEAD),
        Region(grounds=frozenset(pk for pk, _flat, _site in grounds), shape=drawn),
    )
    return listed(stays(found.entries), book)
