"""Which rules are in force, and the compiled book of a version (kept in the process)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import lru_cache

from django.db.models import QuerySet
from django.utils import timezone

from simpul.rulebook.book import Book
from simpul.rulebook.models import DRAFT, PUBLISHED, Version

LIGHT = ("contents",)
"""Not read unless wanted: a pack is large."""


def current_version(city_code: str | None = None) -> Version | None:
    """The version in force, without its contents; None before the first publication.

    Without a city: the node's only one (the newest, should there be several).
    """
    found = Version.objects.defer(*LIGHT).filter(state=PUBLISHED)
    if city_code is not None:
        found = found.filter(city_code=city_code)
    return found.order_by("-published_at").first()


def version_on(day: date, city_code: str | None = None) -> Version | None:
    """The version that was in force at the end of a day.

    Before the first publication: the first one, which says what it knows of earlier days; for days
    to come the one in force now.
    """
    end = timezone.make_aware(datetime.combine(day, time.min)) + timedelta(days=1)
    found = Version.objects.defer(*LIGHT).exclude(state=DRAFT)
    if city_code is not None:
        found = found.filter(city_code=city_code)
    then = found.filter(published_at__lt=end).order_by("-published_at").first()
    return then or found.order_by("published_at").first()


@lru_cache(maxsize=16)
def _compiled(version_id: int, digest: str) -> Book:
    # A version never changes once made; the digest keeps two databases with equal numbers apart.
    return Book(Version.objects.only("contents").get(pk=version_id).contents)


def book(version_id: int) -> Book:
    """The compiled rules of a version; Version.DoesNotExist when there is none."""
    digest = Version.objects.values_list("digest", flat=True).get(pk=version_id)
    return _compiled(version_id, digest)


def book_of(version: Version) -> Book:
    """The compiled rules of a version already at hand, without asking for its digest."""
    return _compiled(version.pk, version.digest)


def versions() -> QuerySet[Version]:
    """All versions with the people behind them, newest first, without contents."""
    return (
        Version.objects.defer(*LIGHT)
        .select_related("loaded_by", "published_by")
        .order_by("city_code", "-number")
    )
