"""Reading the journal."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from simpul.journal.models import Entry, Seal


def entries_for(subject: str) -> QuerySet[Entry]:
    """The whole stream of one subject, oldest first."""
    return Entry.objects.filter(subject=subject).order_by("seq")


def entries_for_any(subjects: Iterable[str]) -> QuerySet[Entry]:
    """The streams of several subjects as one history, oldest first."""
    return Entry.objects.filter(subject__in=list(subjects)).order_by("at", "id")


def last_seal() -> Seal | None:
    """The newest seal; print its hash elsewhere and the whole journal before it is held."""
    return Seal.objects.order_by("-number").first()


BEFORE_ALL = -(2**63) - 1
"""Below every id that the column can hold: the first seal covers whatever somebody slips in."""


def heads_between(after: int, up_to: int) -> dict[str, list[object]]:
    """subject -> [seq, hash] of its newest entry with `after` < id <= `up_to`."""
    rows = (
        Entry.objects.filter(id__gt=after, id__lte=up_to)
        .order_by("subject", "-seq")
        .distinct("subject")
        .values_list("subject", "seq", "hash")
    )
    return {subject: [seq, hash_] for subject, seq, hash_ in rows}
