"""The parts of a case's money: what each waits for, which is paid, which is next.

A part due before the final certificate belongs to the provisional award and is paid on account.
What was not paid by then is in the parts of the final award.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from simpul.incentives.case.parts import due_of, numbered
from simpul.incentives.models import Award, Booking, Case, Payment
from simpul.incentives.scheme.spec import FINAL

PROMISED = (Case.State.PROVISIONAL, Case.State.REPORTED, Case.State.AUDIT)
"""States in which money may be paid on account."""

LIVING = (Payment.State.PREPARED, Payment.State.RELEASED, Payment.State.PAID)


@dataclass(frozen=True, slots=True)
class Instalment:
    """One part. `state`: waits, ready, or its living payment's; `day`: of what it waited for."""

    award: Award
    number: int
    label: Mapping[str, str]
    amount: Decimal
    due: str
    state: str
    day: dt.date | None = None


def schedule(case: Case) -> list[Instalment]:
    """Every part of the case's awards that count, in their order (reads awards, payments,
    milestones of the case as prefetched, and the ledger once after a final award)."""
    awards = [one for one in case.awards.all() if one.state == Award.State.APPROVED]
    final = next((one for one in awards if one.kind == Award.Kind.FINAL), None)
    first = _newest(one for one in awards if one.kind == Award.Kind.PROVISIONAL)
    living = {
        (one.award_id, one.part): one.state for one in case.payments.all() if one.state in LIVING
    }
    known = {one.kind: one.day for one in case.milestones.all()}
    rows: list[Instalment] = []
    if first is not None:
        again = _owed_again(case) if final is not None else set()
        for number, part in numbered(first.parts):
            if final is not None and (first.pk, number) not in {*living, *again}:
                continue
            rows.append(_row(case, first, number, part, living, known, again))
    if final is not None:
        for number, part in numbered(final.parts):
            rows.append(_row(case, final, number, part, living, known, ()))
    return rows


def next_part(case: Case) -> Instalment | None:
    """The first part that can be prepared now."""
    return next((one for one in schedule(case) if one.state == "ready"), None)


def all_paid(case: Case) -> bool:
    """No part of the case is still to be paid."""
    return all(one.state == Payment.State.PAID for one in schedule(case))


def _newest(awards: Iterable[Award]) -> Award | None:
    return max(awards, key=lambda one: (one.decided_at, one.pk), default=None)


def _owed_again(case: Case) -> set[tuple[int, int]]:
    """Parts paid on account that the bank sent back after the final award had counted them."""
    rows = Booking.objects.filter(case=case, kind="bounce", target="final")
    return set(rows.values_list("payment__award_id", "payment__part"))


def _row(
    case: Case,
    award: Award,
    number: int,
    part: Mapping[str, Any],
    living: Mapping[tuple[int, int], str],
    known: Mapping[str, dt.date],
    again: Collection[tuple[int, int]],
) -> Instalment:
    key, due = (award.pk, number), due_of(part)
    if key in living:
        state = str(living[key])
    elif award.kind == Award.Kind.FINAL or key in again:
        state = "ready" if case.state == Case.State.CERTIFIED else "waits"
    elif case.state in PROMISED and (due == "provisional" or due in known):
        state = "ready"
    else:
        state = "waits"
    shown = FINAL if award.kind == Award.Kind.FINAL else due
    amount = Decimal(part["amount"])
    return Instalment(award, number, part["label"], amount, shown, state, known.get(due))
