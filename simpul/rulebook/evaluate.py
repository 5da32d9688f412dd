"""What a table answers, and what it would need to know to answer more. Three-valued: a condition
on a fact that is not known is neither true nor false; false and unknown is false."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from simpul.rulebook.facttypes import Fact, FactProblem, FactValue
from simpul.rulebook.index import bits

if TYPE_CHECKING:
    from simpul.rulebook.tables import RuleRow, Table


@dataclass(frozen=True, slots=True)
class Possible:
    """A rule that would apply if the missing facts turned out so."""

    row: RuleRow
    missing: frozenset[str]


class Result:
    """The answer of a table on a day. Everything but the three masks is worked out when asked.

    `fired`: the rules that apply. `possible`: those that may, once a missing fact is known.
    `missing`: names of these facts; `questions`: the facts with their questions.
    `answer`: the rule that decides (hit one: the only one, none while it is open; strongest: the
    strongest so far). `could_be_stronger`: possible rules above the answer.
    """

    __slots__ = ("_absent", "_fired", "_possible", "on", "table")

    def __init__(
        self, table: Table, on: date, fired: int, possible: int, absent: tuple[str, ...]
    ) -> None:
        self.table = table
        self.on = on
        self._fired = fired
        self._possible = possible
        self._absent = absent

    @property
    def fired(self) -> tuple[RuleRow, ...]:
        """The rules that apply, in the order of the file."""
        return self.table.index.pick(self._fired)

    @property
    def possible(self) -> tuple[Possible, ...]:
        """The rules that may apply, each with the facts it waits for."""
        index = self.table.index
        found = []
        for number in bits(self._possible):
            bit = 1 << number
            waits = self._possible if bit & index.otherwise else bit
            missing = frozenset(n for n in self._absent if index.mentions[n] & waits)
            found.append(Possible(index.rows[number], missing))
        return tuple(found)

    @property
    def complete(self) -> bool:
        """Nothing more could be known that would change the answer."""
        return not self._possible

    @property
    def missing(self) -> tuple[str, ...]:
        """The facts that are not known and matter, in the order of the list of facts."""
        if not self._possible:
            return ()
        mentions = self.table.index.mentions
        return tuple(name for name in self._absent if mentions[name] & self._possible)

    @property
    def questions(self) -> tuple[Fact, ...]:
        """The missing facts, to be asked."""
        return tuple(self.table.facts[name] for name in self.missing)

    @property
    def answer(self) -> RuleRow | None:
        """The rule that decides; None when none does, or (hit one) while it is open."""
        fired = self.fired
        if not fired or self.table.hit == "all":
            return None
        if self.table.hit == "strongest":
            return max(fired, key=self.table.rank)
        if len(fired) > 1:
            ids = ", ".join(row.id for row in fired)
            raise ValueError(f"{self.table.name} gives more than one answer: {ids}")
        return fired[0]

    @property
    def could_be_stronger(self) -> tuple[Possible, ...]:
        """With hit strongest: the possible rules whose answer is above the present one."""
        if self.table.hit != "strongest":
            return ()
        answer = self.answer
        floor = -1 if answer is None else self.table.rank(answer)
        return tuple(p for p in self.possible if self.table.rank(p.row) > floor)

    def __repr__(self) -> str:
        fired = ", ".join(row.id for row in self.fired)
        return f"<{self.table.name} on {self.on}: {fired or 'nothing'}; open {self.missing}>"


def evaluate(table: Table, facts: Mapping[str, FactValue | None], on: date) -> Result:
    """The rules of `table` that apply to these facts on the day `on`.

    A fact that is absent or None is not known. FactProblem when a value the table uses cannot be
    such a fact (facts made by `FactList.check` never are); sets are frozensets.
    """
    index = table.index
    alive = index.in_force(on)
    unknown = 0
    absent: list[str] = []
    get = facts.get
    for name, masks, mention in index.plan:
        value = get(name)
        if value is None:
            unknown |= mention
            absent.append(name)
        else:
            try:
                alive &= masks[value]
            except TypeError:
                raise FactProblem(name, "wrong_type", value) from None
    possible = alive & unknown
    fired = alive ^ possible
    if table.hit == "one":
        plain = fired & ~index.otherwise
        if plain:
            # Rows do not overlap: once one applies, no other can.
            fired, possible = plain, 0
        elif possible and fired:
            fired, possible = 0, possible | fired
    return Result(table, on, fired, possible, tuple(absent))
