"""Take hold of a case and its fund, always in this order, so that nobody waits in a circle."""

from __future__ import annotations

import uuid

from simpul.incentives import ledger
from simpul.incentives.models import Case, Fund
from simpul.incentives.queries import case_for
from simpul.kit.actors import Actor


def hold_case(actor: Actor, case_id: uuid.UUID | str) -> tuple[Fund, Case]:
    """Fund and case, both held until the transaction ends; NotVisible for an outsider."""
    seen = case_for(actor, case_id)
    fund = ledger.hold(seen.fund_id)
    case = case_for(actor, case_id, lock=True)
    case.fund = fund
    return fund, case
