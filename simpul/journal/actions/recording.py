"""Append one entry to a subject's stream."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from django.db import connection, transaction
from django.utils import timezone

from simpul.journal.canonical import plain
from simpul.journal.models import FIRST, Entry

AT_ONCE = 2000
"""Rows of one statement."""

Head = tuple[int, str]
"""Number and hash of a stream's newest entry."""
NO_ENTRY: Head = (0, FIRST)


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
    _require(subject)
    kept = plain(data or {})
    entry = _entry(actor, subject, _lock_stream(subject), verb, kept)
    entry.save(force_insert=True)
    return entry


def record_beginnings(
    *, actor: ActorLike, streams: Mapping[str, Sequence[tuple[str, Mapping[str, object]]]]
) -> None:
    """Begin many streams at once: subject -> (verb, data) in their order, as `record` would.

    Only for subjects that are born in this transaction, so that nobody else can write to them yet;
    IntegrityError for one that has a stream already. One statement for some thousand entries.
    """
    entries = []
    for subject, steps in streams.items():
        _require(subject)
        head = NO_ENTRY
        for verb, data in steps:
            entry = _entry(actor, subject, head, verb, plain(data))
            entries.append(entry)
            head = (entry.seq, entry.hash)
    Entry.objects.bulk_create(entries, batch_size=AT_ONCE)


def record_many(*, actor: ActorLike, verb: str, told: Mapping[str, Mapping[str, object]]) -> None:
    """One entry with this verb in each of many streams: subject -> data, as `record` would.

    The streams are locked in one order, so that two who do it never wait for each other in a
    circle. Three statements for some thousand entries.
    """
    for subject in told:
        _require(subject)
    subjects = sorted(told)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(key) FROM (SELECT DISTINCT hashtextextended(s, 7) AS key "
            "FROM unnest(%s::text[]) AS t (s) ORDER BY key) AS keys",
            [subjects],
        )
    newest = Entry.objects.filter(subject__in=subjects).order_by("subject", "-seq")
    heads = {head.subject: (head.seq, head.hash) for head in newest.distinct("subject")}
    Entry.objects.bulk_create(
        (_entry(actor, one, heads.get(one, NO_ENTRY), verb, plain(told[one])) for one in subjects),
        batch_size=AT_ONCE,
    )


def _require(subject: str) -> None:
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(
            "record() belongs into the transaction of what it records; open transaction.atomic()"
        )
    if not subject or ":" not in subject:
        raise ValueError(f'subject must look like "kind:id", not {subject!r}')


def _entry(actor: ActorLike, subject: str, head: Head, verb: str, kept: object) -> Entry:
    """The entry that follows `head`, not yet stored."""
    last, last_hash = head
    entry = Entry(
        subject=subject,
        seq=last + 1,
        verb=verb,
        actor_kind=actor.kind,
        actor_id=actor.id,
        actor_label=actor.label[:200],
        at=timezone.now(),
        data=kept,
        prev_hash=last_hash,
    )
    entry.hash = entry.computed_hash()
    return entry


def _lock_stream(subject: str) -> Head:
    """Keep everybody else from writing to the stream, and return its newest entry."""
    # Two statements: the head must be read with a snapshot taken after the lock was granted. In
    # SQL, as every action comes by here and Django takes longer to put the question than the
    # database to answer it.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 7))", [subject])
        cursor.execute(
            "SELECT seq, hash FROM journal_entry WHERE subject = %s ORDER BY seq DESC LIMIT 1",
            [subject],
        )
        return cursor.fetchone() or NO_ENTRY
