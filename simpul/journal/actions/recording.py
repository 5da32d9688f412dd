"""Append one entry to a subject's stream."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from django.db import connection, transaction
from django.utils import timezone

from simpul.journal.canonical import plain
from simpul.journal.models import FIRST, Entry


class ActorLike(Protocol):
    """What the journal keeps of whoever acted (see `kit.actors.Actor`)."""

    @property
    def kind(self) -> str: ...
    @property
    def id(self) -> str: ...
    @property
    def label(self) -> str: ...


def record(
    *, actor: ActorLike, verb: str, subject: str, data: Mapping[str, object] | None = None
) -> Entry:
    """Append `verb` to the stream of `subject`, e.g. "application:42", in the caller's transaction.

    Keep personal data out of `data`: name rows by their id, the journal is never erased.
    Holds a lock on the stream until the transaction ends; whoever writes to several streams in one
    transaction should do so in a fixed order. Raises TransactionManagementError outside a
    transaction, TypeError or ValueError for data that JSON cannot hold.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(
            "record() belongs into the transaction of what it records; open transaction.atomic()"
        )
    if not subject or ":" not in subject:
        raise ValueError(f'subject must look like "kind:id", not {subject!r}')
    kept = plain(data or {})
    _lock_stream(subject)
    head = Entry.objects.filter(subject=subject).order_by("-seq").only("seq", "hash").first()
    entry = Entry(
        subject=subject,
        seq=head.seq + 1 if head else 1,
        verb=verb,
        actor_kind=actor.kind,
        actor_id=actor.id,
        actor_label=actor.label[:200],
        at=timezone.now(),
        data=kept,
        prev_hash=head.hash if head else FIRST,
    )
    entry.hash = entry.computed_hash()
    entry.save(force_insert=True)
    return entry


def _lock_stream(subject: str) -> None:
    # Its own statement: the head must be read with a snapshot taken after the lock was granted.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 7))", [subject])
