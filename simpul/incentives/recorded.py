"""Which scheme was in force on a day, as we know it now or as we knew it then."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import F, Q, QuerySet

from simpul.incentives.models import SchemeVersion
from simpul.incentives.scheme.reading import read_scheme
from simpul.incentives.scheme.spec import Scheme

NOT_IN_FORCE = ("proposal", "unknown")
"""Statuses that are no law of any day."""


def known_at(moment: datetime | None) -> QuerySet[SchemeVersion]:
    """The versions that were on record at a moment; None: that are now."""
    if moment is None:
        return SchemeVersion.objects.filter(recorded_to=None)
    before = Q(recorded_to=None) | Q(recorded_to__gt=moment)
    return SchemeVersion.objects.filter(before, recorded_from__lte=moment)


def scheme_in_force(family: str, on: date, *, as_known_at: datetime | None = None) -> Scheme | None:
    """The version of a family in force on a day, None where there is none.

    `as_known_at`: by what was on record then. A decree may reach back: what is in force on a day
    can be known only later. A version whose beginning is not known yields to one that says it.
    """
    begun = Q(valid_from=None) | Q(valid_from__lte=on)
    open_ = Q(valid_to=None) | Q(valid_to__gt=on)
    rows = known_at(as_known_at).filter(begun, open_, family=family)
    found = rows.exclude(status__in=NOT_IN_FORCE).order_by(F("valid_from").desc(nulls_last=True))
    row = found.first()
    return None if row is None else read_scheme(row.text, row.file)


def scheme_on_record(scheme_id: str, digest: str) -> Scheme | None:
    """The very text a case was decided under, None when it was never published here."""
    row = SchemeVersion.objects.filter(scheme_id=scheme_id, digest=digest).first()
    return None if row is None else read_scheme(row.text, row.file)


def versions_of(family: str) -> QuerySet[SchemeVersion]:
    """Everything ever recorded of a family, the law's order first, then ours."""
    return SchemeVersion.objects.filter(family=family).order_by(
        F("valid_from").asc(nulls_first=True), "recorded_from"
    )
