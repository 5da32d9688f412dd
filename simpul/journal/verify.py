"""Does the journal still say what was written? Recomputes every hash and compares every seal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _

from simpul.journal.models import FIRST, Entry, Seal
from simpul.journal.queries import BEFORE_ALL, entries_for, heads_between


@dataclass(frozen=True, slots=True)
class Problem:
    """Where the record no longer holds.

    `code`: "changed" (a row's content), "broken_link" (rows do not follow one another), "missing"
    (a gap, a cut tail or a deleted stream), "late" (written under a finished seal), "seal" (a seal
    itself). `subject`: the stream, or "seal:<number>". `seq`: the first bad place.
    """

    code: str
    subject: str
    seq: int

    @property
    def text(self) -> str:
        """The sentence for a person."""
        params = {"subject": self.subject, "seq": self.seq}
        return {
            "changed": _("Entry %(seq)s of %(subject)s was changed after it was written."),
            "broken_link": _("Entry %(seq)s of %(subject)s does not follow the one before it."),
            "missing": _("Entry %(seq)s of %(subject)s is missing."),
            "late": _("Entry %(seq)s of %(subject)s was added under a finished seal."),
            "seal": _("%(subject)s was changed or its neighbour is missing."),
        }[self.code] % params


def verify(subject: str) -> Problem | None:
    """The first problem in one stream, or None. Also asks the seals whether its tail was cut."""
    rows = list(entries_for(subject))
    problem = _chain_problem(subject, rows)
    if problem:
        return problem
    by_seq = {row.seq: row.hash for row in rows}
    for heads in Seal.objects.filter(heads__has_key=subject).values_list("heads", flat=True):
        seq, hash_ = heads[subject]
        if seq not in by_seq:
            return Problem("missing", subject, len(rows) + 1)
        if by_seq[seq] != hash_:
            return Problem("changed", subject, seq)
    return None


def verify_all() -> list[Problem]:
    """Every problem in every stream and every seal. Reads the whole journal once."""
    rows = Entry.objects.order_by("subject", "seq").iterator(chunk_size=2000)
    problems = [
        problem
        for subject, stream in groupby(rows, key=lambda row: row.subject)
        if (problem := _chain_problem(subject, stream))
    ]
    return [*problems, *_seal_problems()]


def _chain_problem(subject: str, rows: Iterable[Entry]) -> Problem | None:
    expected_seq, previous = 1, FIRST
    for row in rows:
        if row.seq != expected_seq:
            return Problem("missing", subject, expected_seq)
        if row.prev_hash != previous:
            return Problem("broken_link", subject, row.seq)
        if row.hash != row.computed_hash():
            return Problem("changed", subject, row.seq)
        expected_seq, previous = expected_seq + 1, row.hash
    return None


def _seal_problems() -> Iterator[Problem]:
    previous, after, number = FIRST, BEFORE_ALL, 1
    for seal in Seal.objects.order_by("number").iterator(chunk_size=50):
        if seal.number != number or seal.prev_hash != previous or seal.hash != seal.computed_hash():
            yield Problem("seal", f"seal:{number}", number)
        yield from _differences(seal, heads_between(after, seal.last_entry))
        previous, after, number = seal.hash, seal.last_entry, seal.number + 1


def _differences(seal: Seal, found: dict[str, list[object]]) -> Iterator[Problem]:
    for subject, (seq, hash_) in seal.heads.items():
        now = found.get(subject)
        if now is None or int(str(now[0])) < seq:
            yield Problem("missing", subject, seq)
        elif now[1] != hash_:
            yield Problem("late" if int(str(now[0])) > seq else "changed", subject, seq)
    for subject in found.keys() - seal.heads.keys():
        yield Problem("late", subject, int(str(found[subject][0])))
