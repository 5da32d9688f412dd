"""The parts in which an award is paid. Pure: plain data in and out; they add up exactly.

A part is a mapping: `label` (texts), `amount` (text), `due` (scheme/spec.DUES), and `paid` on the
one line that says what was paid before.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_FLOOR, Decimal
from typing import Any

from simpul.incentives.scheme.spec import FINAL
from simpul.kit.money import MINOR_DIGITS

Part = dict[str, Any]

WHOLE = {"id": "Seluruhnya", "en": "The whole amount"}
PAID_BEFORE = {
    "id": "Sudah dibayar sebelum sertifikat akhir",
    "en": "Paid before the final certificate",
}


def planned(kept: Mapping[str, Any], amount: Decimal, currency: str) -> list[Part]:
    """The parts of an amount in the scheme's proportions, from a kept quote.

    Each but the last is rounded down to the currency's smallest coin; the last has the rest.
    """
    total = Decimal(kept["result"] or 0)
    said = [one for one in kept["payments"] if one["amount"]]
    if not said or total <= 0:
        return [_part(WHOLE, amount, FINAL)] if amount else []
    coin = Decimal(1).scaleb(-MINOR_DIGITS.get(currency, 2))
    parts, left = [], amount
    for one in said[:-1]:
        share = (amount * Decimal(one["amount"]) / total).quantize(coin, ROUND_FLOOR)
        parts.append(_part(one["label"], share, one.get("due", FINAL)))
        left -= share
    parts.append(_part(said[-1]["label"], left, said[-1].get("due", FINAL)))
    return parts


def after_advances(parts: list[Part], had: Decimal) -> list[Part]:
    """What is left of the parts of a final award when `had` was paid on account: the earliest parts
    are covered first. Nothing is left where more was paid than was awarded."""
    if not had:
        return parts
    left: list[Part] = [{**_part(PAID_BEFORE, had, FINAL), "paid": True}]
    for part in parts:
        covered = min(had, Decimal(part["amount"]))
        had -= covered
        rest = Decimal(part["amount"]) - covered
        if rest:
            left.append({**part, "amount": _text(rest)})
    return left


def paid_before(parts: list[Part]) -> Decimal:
    """What the parts of a final award take as paid on account."""
    return sum((Decimal(one["amount"]) for one in parts if one.get("paid")), Decimal(0))


def numbered(parts: list[Part]) -> list[tuple[int, Part]]:
    """The parts that are still to be paid, each with its number in the award, from 1."""
    found = enumerate(parts, start=1)
    return [(n, one) for n, one in found if not one.get("paid") and Decimal(one["amount"]) > 0]


def due_of(part: Mapping[str, Any]) -> str:
    """What a part waits for; awards of earlier times say nothing and wait for the final one."""
    return str(part.get("due", FINAL))


def _part(label: Mapping[str, str], amount: Decimal, due: str) -> Part:
    return {"label": dict(label), "amount": _text(amount), "due": due}


def _text(value: Decimal) -> str:
    return f"{value.normalize():f}"
