"""One edition after another of what a source brings: nothing doubles, nothing is lost."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import TypeVar

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from simpul.journal.actions import record
from simpul.kit.actors import Actor
from simpul.kit.outcomes import InvalidInput, NotAllowed
from simpul.places.models import NeighbourhoodUnit, QuietSpot, Street
from simpul.places.troubles import REFUSED, Troubles

BATCH = 2000
MOST_TOLD = 100
Row = TypeVar("Row", Street, NeighbourhoodUnit, QuietSpot)
_FILLED = ("id", "source", "key")


@dataclass(frozen=True, slots=True)
class Edition:
    """How the rows of a source changed. `gone`: those the newest file no longer holds. `kept`:
    those it holds, but not so that they can be taken: they stay as they were."""

    new: int
    changed: int
    same: int
    gone: int
    kept: int = 0


def require_importer(actor: Actor) -> None:
    """NotAllowed unless the actor may bring the city's data."""
    if actor.kind != "system" and not actor.has_role("administrator"):
        raise NotAllowed(_("Only an administrator brings data of the city."))


def refuse_if_refused(troubles: Troubles) -> None:
    """InvalidInput with the refusals, for those who take a file whole or not at all."""
    if troubles.count(REFUSED):
        raise InvalidInput({"file": [*_refusals(troubles), _("Nothing was loaded, as wished.")]})


def refuse_empty(found: Collection[object], troubles: Troubles, sentence: str) -> None:
    """InvalidInput with this sentence and the reasons when nothing in a file can be taken: an
    empty edition would put all that is known out of force."""
    if not found:
        raise InvalidInput({"file": [*_refusals(troubles), sentence]})


def _refusals(troubles: Troubles) -> list[str]:
    language = get_language() or "id"
    told = [one.sentence(language) for one in troubles if one.done == REFUSED]
    return told[:MOST_TOLD]


def source_of(file: Path, named: str) -> str:
    """What a file stands for: the name given to it, else its own without its ending."""
    return (named or file.name.removesuffix(".gz").rpartition(".")[0] or file.name)[:100]


def import_edition(
    *,
    actor: Actor,
    model: type[Row],
    source: str,
    rows: Callable[[], Iterable[Row]],
    failed: Collection[str],
    troubles: Troubles,
    verb: str,
    subject: str,
) -> Edition:
    """Store and record the newest edition of a source, one import of it at a time.

    `rows` is asked once nobody else can change what the source has brought before. `failed`: keys
    that the file holds, but not so that they can be taken; what is known of them stays in force.
    """
    with transaction.atomic():
        lock_source(subject, source)
        edition = keep_edition(model, source, rows(), failed)
        counts = {name: value for name, value in asdict(edition).items() if name != "same"}
        record(
            actor=actor,
            verb=verb,
            subject=subject,
            data={"source": source, **counts, "refused": troubles.count(REFUSED)},
        )
    return edition


def lock_source(kind: str, source: str) -> None:
    """Until the transaction ends: two imports of one source would each take the other's rows for
    gone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"{kind}:{source}"])


def keep_edition(
    model: type[Row], source: str, rows: Iterable[Row], failed: Collection[str] = ()
) -> Edition:
    """Store the rows as the newest edition of their source, in the caller's transaction and under
    its lock. The keys of the rows are unique; a row keeps its primary key for ever. `failed`: as
    in `import_edition`; the key of a whole stands for its parts, "way/4" for "way/4/1".
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
    missing = [key for key, (_, in_force, _) in before.items() if in_force and key not in seen]
    gone = [before[key][0] for key in missing if not _stands_for(key, failed)]
    model._default_manager.filter(pk__in=gone).update(in_force=False)
    kept = len(missing) - len(gone)
    return Edition(new, changed, len(seen) - new - changed, len(gone), kept)


def _stands_for(key: str, failed: Collection[str]) -> bool:
    whole, slash, part = key.rpartition("/")
    return key in failed or bool(slash and part.isdecimal() and whole in failed)


def _mark(row: Street | NeighbourhoodUnit | QuietSpot) -> int:
    """The same for a row that has not changed."""
    values = (getattr(row, name) for name in row.CONTENT)
    return hash(tuple(bytes(one) if isinstance(one, memoryview) else one for one in values))


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    rest = iter(rows)
    while batch := list(islice(rest, BATCH)):
        yield batch
