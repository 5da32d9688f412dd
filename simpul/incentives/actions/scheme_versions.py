"""Scheme versions follow a publication of the pack, in its transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from simpul.incentives.models import SchemeVersion
from simpul.incentives.scheme.reading import read_scheme
from simpul.incentives.scheme.spec import Scheme


def publish_schemes(content: Mapping[str, Mapping[str, Any]]) -> None:
    """Record what changed: a new or changed file begins, a changed or dropped one ends.

    `content`: the section of the version, id -> file and text. A file that is the same keeps its
    row, so that it stays known since when it was said.
    """
    now = timezone.now()
    current = dict(
        SchemeVersion.objects.filter(recorded_to=None).values_list("scheme_id", "digest")
    )
    texts = {code: str(row["text"]) for code, row in content.items()}
    same = {code for code, text in texts.items() if current.get(code) == _digest(text)}
    gone = current.keys() - same
    SchemeVersion.objects.filter(recorded_to=None, scheme_id__in=gone).update(recorded_to=now)
    SchemeVersion.objects.bulk_create(
        _row(read_scheme(texts[code], str(content[code]["file"])), str(content[code]["file"]), now)
        for code in texts
        if code not in same
    )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _row(scheme: Scheme, file: str, now: Any) -> SchemeVersion:
    return SchemeVersion(
        scheme_id=scheme.id,
        family=scheme.family,
        country=scheme.country,
        area=scheme.area,
        instrument=scheme.instrument,
        currency=scheme.currency,
        grade=scheme.grade,
        status=scheme.status,
        date_basis=scheme.date_basis,
        decreed=scheme.decreed,
        valid_from=scheme.valid_from,
        valid_to=scheme.valid_to,
        file=file,
        text=scheme.text,
        digest=scheme.digest,
        recorded_from=now,
    )
