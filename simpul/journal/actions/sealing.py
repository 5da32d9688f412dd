"""Seal what was recorded since the last seal."""

from __future__ import annotations

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from simpul.journal.models import FIRST, Entry, Seal
from simpul.journal.queries import BEFORE_ALL, heads_between


def seal() -> Seal | None:
    """Write the next seal; None where nothing happened since the last one.

    Waits for running writers and keeps new ones out for the moment it takes to read the highest id,
    so that no entry can slip in under a finished seal.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE journal_seal IN SHARE ROW EXCLUSIVE MODE")
            cursor.execute("LOCK TABLE journal_entry IN SHARE MODE")
        before = Seal.objects.order_by("-number").first()
        since = before.last_entry if before else BEFORE_ALL
        last = Entry.objects.filter(id__gt=since).aggregate(last=Max("id"))["last"]
        if last is None:
            return None
        made = Seal(
            number=before.number + 1 if before else 1,
            at=timezone.now(),
            last_entry=last,
            entries=Entry.objects.filter(id__gt=since, id__lte=last).count(),
            heads=heads_between(since, last),
            prev_hash=before.hash if before else FIRST,
        )
        made.hash = made.computed_hash()
        made.save(force_insert=True)
        return made
