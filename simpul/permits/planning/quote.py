"""Official fees of a plan, line by line: each with its rule, law, quantity, day type. Nothing else.

A line exists only where a verified rule fired on known facts. What the law leaves open (two tariffs
for the same use, a rate stated only for the first days, an unverified row, a missing fact) becomes
an open question beside the total, never a number in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

from simpul.kit.money import Money, total
from simpul.kit.texts import Texts
from simpul.permits.planning.facts import PlanFacts, SpotDay
from simpul.rulebook.evaluate import evaluate

if TYPE_CHECKING:
    from simpul.rulebook.tables import RuleRow

Why = Literal["competing", "beyond_stated_days", "missing_fact", "unverified", "hours_missing"]


@dataclass(frozen=True, slots=True)
class FeeLine:
    """One official line. `quantity` times `unit_amount`, whole IDR; negative only in differences.

    `key` names what is paid for (rule, place, day): the same use never has two lines.
    `per`: day | location_day | use_6h | use.
    """

    key: str
    rule_id: str
    version: int
    item: str
    texts: Texts
    law: tuple[str, ...]
    source: str
    status: str
    payee: str
    spot_key: str
    day: date
    day_type: str
    day_index: int
    per: str
    quantity: int
    unit_amount: Decimal
    currency: str

    @property
    def amount(self) -> Money:
        return Money(self.unit_amount, self.currency) * self.quantity


@dataclass(frozen=True, slots=True)
class OpenFee:
    """A fee that cannot be stated, and why; `rows` are the rules concerned, `missing` the facts."""

    why: Why
    spot_key: str
    days: tuple[date, ...]
    rows: tuple[RuleRow, ...]
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FeeQuote:
    """All lines of a plan under one rule version, and what is still open."""

    version: int
    currency: str
    lines: tuple[FeeLine, ...]
    open: tuple[OpenFee, ...]

    @property
    def total(self) -> Money:
        return total([line.amount for line in self.lines], self.currency)


def quote(facts: PlanFacts) -> FeeQuote:
    """The fees of every day of use at every place, by the table `levies` in force on that day."""
    table = facts.book.tables["levies"]
    lines: list[FeeLine] = []
    opened: list[OpenFee] = []
    once: set[str] = set()
    for spot_day in facts.spot_days:
        result = evaluate(table, spot_day.values, spot_day.on)
        for possible in result.possible:
            if possible.row.may_set_fee:
                missing = tuple(sorted(possible.missing))
                opened.append(_open("missing_fact", spot_day, [possible.row], missing))
        charged, left_open = _sorted_out(spot_day, result.fired)
        opened.extend(left_open)
        for row in charged:
            line = _line(row, spot_day, facts)
            if line is None:
                opened.append(_open("hours_missing", spot_day, [row], ("hours",)))
            elif line.key not in once:
                once.add(line.key)
                lines.append(line)
    return FeeQuote(
        facts.book.number, facts.book.settings.currency, tuple(lines), _gathered(opened)
    )


def _sorted_out(spot_day: SpotDay, fired: Sequence[RuleRow]) -> tuple[list[RuleRow], list[OpenFee]]:
    """The rows to charge, and what stays open. Of two verified rows for the same use (same
    `alternative`) neither is charged; beside one verified row, unverified ones are a question."""
    opened: list[OpenFee] = []
    sure = [row for row in fired if row.may_set_fee and row.outcomes["amount"] is not None]
    unsure = [row for row in fired if row not in sure]
    charged = []
    for row in sure:
        rivals = [r for r in fired if r is not row and _rivals(r, row)]
        if _beyond(row, spot_day):
            opened.append(_open("beyond_stated_days", spot_day, [row]))
        elif any(rival in sure for rival in rivals):
            together = sorted([row, *rivals], key=lambda r: r.id)
            opened.append(_open("competing", spot_day, together))
        else:
            charged.append(row)
            if rivals:
                opened.append(_open("competing", spot_day, [row, *rivals]))
    for row in unsure:
        if not any(_rivals(row, other) for other in sure):
            opened.append(_open("unverified", spot_day, [row]))
    return charged, opened


def _rivals(one: RuleRow, other: RuleRow) -> bool:
    group = one.outcomes.get("alternative")
    return bool(group) and group == other.outcomes.get("alternative")


def _beyond(row: RuleRow, spot_day: SpotDay) -> bool:
    limit = row.outcomes.get("limit_day_index")
    return limit not in (None, "") and int(str(spot_day.values["day_index"])) > int(str(limit))


def _open(
    why: Why, spot_day: SpotDay, rows: Sequence[RuleRow], missing: tuple[str, ...] = ()
) -> OpenFee:
    return OpenFee(why, str(spot_day.spot.id), (spot_day.on,), tuple(rows), missing)


def _line(row: RuleRow, spot_day: SpotDay, facts: PlanFacts) -> FeeLine | None:
    per = str(row.outcomes["per"])
    spot_key = str(spot_day.spot.id)
    uses = spot_day.values.get("six_hour_uses")
    if per == "use_6h" and uses is None:
        return None
    # A ticket by the day covers the whole site, one by the place and day each place in it.
    place = spot_day.spot.site or spot_key if per == "day" else spot_key
    amount = row.outcomes["amount"]
    unit_amount = amount.amount if isinstance(amount, Money) else Decimal(str(amount))
    # A tariff of zero is said once per place, not every day.
    by_day = per != "use" and unit_amount != 0
    key = f"{row.id}:{place}:{spot_day.on}" if by_day else f"{row.id}:{place}"
    return FeeLine(
        key=key,
        rule_id=row.id,
        version=facts.book.number,
        item=str(row.outcomes["item"]),
        texts=row.texts,
        law=tuple(row.law),
        source=row.source,
        status=row.status,
        payee=str(row.outcomes["payee"]),
        spot_key=spot_key,
        day=spot_day.on,
        day_type=str(spot_day.values["day_type"]),
        day_index=int(str(spot_day.values["day_index"])),
        per=per,
        quantity=int(str(uses)) if per == "use_6h" else 1,
        unit_amount=unit_amount,
        currency=facts.book.settings.currency,
    )


def _gathered(opened: Iterable[OpenFee]) -> tuple[OpenFee, ...]:
    """One entry for the same question on several days of one place."""
    found: dict[tuple[Any, ...], OpenFee] = {}
    for fee in opened:
        same = (fee.why, fee.spot_key, tuple(row.id for row in fee.rows), fee.missing)
        if same in found:
            days = dict.fromkeys((*found[same].days, *fee.days))
            fee = replace(fee, days=tuple(days))
        found[same] = fee
    return tuple(found.values())


def difference_lines(old: Iterable[FeeLine], new: Iterable[FeeLine]) -> tuple[FeeLine, ...]:
    """The lines to add so that what stands becomes what should stand; standing lines never change.

    `old`: every line of the case so far, earlier differences included. A use that is dropped or
    whose tariff changed is taken back in full; what is new or changed is charged in full.
    """
    standing = _standing(old)
    wanted = {line.key: line for line in new}
    added: list[FeeLine] = []
    for key, lines in standing.items():
        keeps = wanted.get(key)
        for (unit, currency), line in lines.items():
            right = keeps is not None and (keeps.unit_amount, keeps.currency) == (unit, currency)
            owed = keeps.quantity if keeps is not None and right else 0
            if line.quantity != owed:
                added.append(replace(line, quantity=owed - line.quantity))
    for key, line in wanted.items():
        if (line.unit_amount, line.currency) not in standing.get(key, {}):
            added.append(line)
    return tuple(added)


Standing = dict[str, dict[tuple[Decimal, str], FeeLine]]


def _standing(lines: Iterable[FeeLine]) -> Standing:
    """The sum of all lines so far, by use and tariff."""
    found: Standing = {}
    for line in lines:
        tariff = (line.unit_amount, line.currency)
        before = found.setdefault(line.key, {}).get(tariff)
        quantity = line.quantity + (before.quantity if before else 0)
        found[line.key][tariff] = replace(line, quantity=quantity)
    return found
