"""The book of a city, kept in the process as long as neither version nor boundaries change."""

from __future__ import annotations

import threading
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.core.signals import request_finished, request_started
from django.db.models import QuerySet, Subquery
from django.utils.translation import gettext as _

from simpul.city.book import CityBook
from simpul.city.models import Area, Authority
from simpul.city.pack import read_pack, row_builders
from simpul.kit.outcomes import WrongState
from simpul.rulebook import queries as rulebook
from simpul.rulebook.book import digest
from simpul.rulebook.models import PUBLISHED, Version
from simpul.web.compiled import Compiled


def city_book(version_id: int | None = None) -> CityBook:
    """The book of a version, or of the one in force. One query when it is known already.

    Within one web request a named version is asked for once. WrongState when no pack is in force;
    Version.DoesNotExist for an unknown version.
    """
    asked: dict[int, CityBook] | None = getattr(_request, "books", None)
    if asked is None or version_id is None:
        return _found(version_id)
    if version_id not in asked:
        asked[version_id] = _found(version_id)
    return asked[version_id]


_request = threading.local()


def _begin(**_signal: Any) -> None:
    _request.books = {}


def _end(**_signal: Any) -> None:
    _request.books = None


request_started.connect(_begin, dispatch_uid="city.books.begin")
request_finished.connect(_end, dispatch_uid="city.books.end")


def _found(version_id: int | None) -> CityBook:
    rows = _IN_FORCE() if version_id is None else _NAMED(version_id)
    if not rows:
        if version_id is not None:
            raise Version.DoesNotExist(version_id)
        raise WrongState(_("No city pack is in force yet."))
    pk, number, fingerprint, stamp = rows[0]
    return _kept(pk, number, fingerprint, stamp.isoformat() if stamp else "")


def _identity(versions: QuerySet[Any]) -> QuerySet[Any]:
    """What tells one book from another: the version, and when boundaries came in last."""
    newest = Area.objects.filter(boundary_at__isnull=False).order_by("-boundary_at")
    stamp = Subquery(newest.values("boundary_at")[:1])
    return versions.values_list("pk", "number", "digest", stamp)


_NAMED = Compiled(lambda pk: _identity(Version.objects.filter(pk=pk)), -1)
_IN_FORCE = Compiled(
    lambda: _identity(Version.objects.filter(state=PUBLISHED).order_by("-published_at"))[:1]
)


@lru_cache(maxsize=8)
def _kept(version_id: int, number: int, digest: str, stamp: str) -> CityBook:
    compiled = rulebook.book(version_id)
    return CityBook(
        version_id=version_id,
        number=number,
        contents=compiled.contents,
        builders=row_builders(),
        boundaries=boundaries() if stamp else {},
        tables=compiled.tables,
    )


def boundaries() -> dict[str, dict[str, Any]]:
    """Area code and imported GeoJSON of the smallest areas."""
    rows = Area.objects.filter(level="kelurahan", boundary__isnull=False)
    return {code: geojson for code, geojson in rows.values_list("code", "boundary") if geojson}


def forget_books() -> None:
    """Drop the kept books (tests)."""
    _end()
    _kept.cache_clear()


def is_new(folder: Path) -> bool:
    """The pack in a folder reads well and says something that no version of its city ever said."""
    reading = read_pack(folder)
    if reading.problems:
        return False
    known = Version.objects.filter(city_code=reading.city_code)
    return known.exists() and not known.filter(digest=digest(reading.contents)).exists()


def contact_email(authority_code: str) -> str:
    """Where an authority without a desk is written to; empty where nobody has said."""
    found = Authority.objects.filter(code=authority_code).values_list("contact_email", flat=True)
    return found.first() or ""
