"""Clauses and how they are written: numbers that count, literals that stand for others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pysat.card import CardEnc, EncType, ITotalizer
from pysat.formula import IDPool

PAIRWISE_UP_TO = 5


@dataclass
class Formula:
    """Clauses that must hold. A literal is a number of `pool`, below zero where it is denied.

    With `wishes` a clause holds only while those literals are true.
    """

    hard: list[list[int]] = field(default_factory=list, init=False)
    pool: IDPool = field(default_factory=IDPool, init=False)

    def _new(self) -> int:
        return int(self.pool.id(object()))

    def _add(self, clause: list[int], *wishes: int | None) -> None:
        self.hard.append([*(-wish for wish in wishes if wish is not None), *clause])

    def _count(self, literals: Sequence[int], kind: str, bound: int, *wishes: int | None) -> None:
        """At most, at least, exactly `bound` of the literals."""
        write = {"most": CardEnc.atmost, "least": CardEnc.atleast, "exactly": CardEnc.equals}[kind]
        small = kind == "most" and bound == 1 and len(literals) <= PAIRWISE_UP_TO
        code = EncType.pairwise if small else EncType.seqcounter
        for clause in write(list(literals), bound, vpool=self.pool, encoding=code).clauses:
            self._add(clause, *wishes)

    def _count_all(self, names: Sequence[int], kind: str, bound: int) -> None:
        if kind == "least" and bound > len(names):
            self._add([])
            return
        write = {"most": CardEnc.atmost, "least": CardEnc.atleast}[kind]
        made = write(list(names), bound, vpool=self.pool, encoding=EncType.totalizer)
        for clause in made.clauses:
            self._add(clause)

    def _any(self, names: list[int]) -> int:
        """A literal that is true exactly if one of these is."""
        if len(names) == 1:
            return names[0]
        either = self._new()
        self._add([-either, *names])
        for name in names:
            self._add([-name, either])
        return either

    def _by(self, names: Sequence[int | None]) -> list[int]:
        """At most one is true. For each place a literal: it is this one or one before it.

        None is a place that cannot be it.
        """
        found: list[int] = []
        for name in names:
            before = found[-1:]
            if name is None and before:
                found.append(before[0])
                continue
            by = self._new()
            self._add([-by, *before, *(() if name is None else (name,))])
            for one in before:
                self._add([-one, by])
            if name is not None:
                self._add([-name, by])
                for one in before:
                    self._add([-one, -name])
            found.append(by)
        return found

    def _until(self, names: Sequence[int]) -> list[int]:
        """For each place a literal: one up to it is true."""
        found: list[int] = []
        for name in names:
            reached = self._new()
            before = found[-1:]
            self._add([-name, reached])
            for one in before:
                self._add([-one, reached])
            self._add([-reached, name, *before])
            found.append(reached)
        return found

    def _sums(self, names: Sequence[int], most: int | None = None) -> list[int]:
        """Literals that are true if at least one, two, three … of these are; `most`: so many."""
        if len(names) == 1:
            return list(names)
        bound = (len(names) if most is None else most) - 1
        counter = ITotalizer(lits=list(names), ubound=bound, top_id=self.pool.top)
        self.pool.occupy(self.pool.top + 1, counter.top_id)
        self.pool.top = counter.top_id
        self.hard.extend(counter.cnf.clauses)
        return list(counter.rhs)

    def _no_more(self, names: Iterable[int], most: int) -> None:
        """At most so many; said with few literals where there are many names."""
        chosen = list(names)
        if len(chosen) <= most:
            return
        if not most:
            self.hard.extend([-one] for one in chosen)
            return
        made = CardEnc.atmost(chosen, most, vpool=self.pool, encoding=EncType.cardnetwrk)
        self.hard.extend(made.clauses)
