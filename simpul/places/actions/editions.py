"""One edition after another of what a source brings: nothing doubles, nothing is lost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TypeVar

from django.db import connection
from django.utils import timezone

from simpul.places.models.units import Brought

BATCH = 1000
Row = TypeVar("Row", bound=Brought)
_FILLED = ("id", "source", "key")


@dataclass(frozen=True, slots=True)
class Edition:
    """How the rows of a source changed. `gone`: those the newest file no longer holds."""

    new: int
    changed: int
    same: int
    gone: int


def source_of(file: Path, named: str) -> str:
    """What a file stands for: the name given to it, else its own without its ending."""
    return (named or file.name.removesuffix(".gz").rpartition(".")[0] or file.name)[:100]


def lock_source(kind: str, source: str) -> None:
    """Until the transaction ends: two imports of one source would each take the other's rows for
    gone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"{kind}:{source}"])


def keep_edition(model: type[Row], source: str, rows: Iterable[Row]) -> Edition:
    """Store the rows as the newest edition of their source, in the caller's transaction and under
    its lock. The keys of the rows are unique; a row keeps its primary key for ever.
    """
    now = timezone.now()
    stored = model._default_manager.filter(source=source)
    before = {row.key: (row.pk, row.in_force, _mark(row)) for row in stored.iterator(BATCH)}
    fields = [one.name for one in model._meta.concrete_fields if one.name not in _FILLED]
    new = changed = 0
    seen: set[str] = set()
    for batch in _batches(rows):
        fresh: list[Row] = []
        other: list[Row] = []
        for row in batch:
            row.source, row.imported_at = source, now
            seen.add(row.key)
            known = before.get(row.key)
            if known is None:
                fresh.append(row)
            elif not known[1] or known[2] != _mark(row):
                row.pk = known[0]
                other.append(row)
        model._default_manager.bulk_create(fresh)
        model._default_manager.bulk_update(other, fields, batch_size=500)
        new, changed = new + len(fresh), changed + len(other)
    gone = [pk for key, (pk, in_force, _) in before.items() if in_force and key not in seen]
    model._default_manager.filter(pk__in=gone).update(in_force=False)
    return Edition(new, changed, len(seen) - new - changed, len(gone))


def _mark(row: Brought) -> int:
    """The same for a row that has not changed."""
    values = (getattr(row, name) for name in row.CONTENT)
    return hash(tuple(bytes(one) if isinstance(one, memoryview) else one for one in values))


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    rest = iter(rows)
    while batch := list(islice(rest, BATCH)):
        yield batch
