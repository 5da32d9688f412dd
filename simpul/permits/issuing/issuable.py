"""May a permit be issued, for which parts, and which parts must wait. Pure; no database.

A clearance is about the whole shoot, or about named parts of it (a drone, a blast, a closed lane).
Every clearance about the whole shoot must be positive. One about parts decides only over its parts:
open, they are held; refused, they are forbidden; and the rest may start. Notices and information
are listed and never block. Official fees must be paid or waived first.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

POSITIVE = frozenset({"approve", "approve_with_conditions", "no_objection", "not_concerned"})
ONLY_SHOWN = "information"
"""The kind that reaches no desk: no authority has to answer it."""

TELLING = frozenset({"notice", ONLY_SHOWN})
"""Kinds of clearance that never stop a shoot; every other kind decides, also one unknown here."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What one authority was asked and what it said so far.

    `parts`: ids of the plan's parts it is about; empty means the whole shoot.
    `state`: waiting, requested, needs_information, answered, ended (replaced by a newer round).
    """

    authority: str
    kind: str
    state: str
    verdict: str = ""
    parts: frozenset[str] = frozenset()
    key: int = 0

    @property
    def decides(self) -> bool:
        """It can stop something: it is no notice and was not replaced."""
        return self.kind not in TELLING and self.state != "ended"

    @property
    def positive(self) -> bool:
        return self.state == "answered" and self.verdict in POSITIVE

    @property
    def refused(self) -> bool:
        return self.state == "answered" and self.verdict == "refuse"


@dataclass(frozen=True, slots=True)
class Stopped:
    """A part that may not happen, and the authorities because of which."""

    part: str
    authorities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why no permit can be issued. `code`: no_days, unanswered, refused, unpaid."""

    code: str
    authorities: tuple[str, ...] = ()
    amount: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer. `allowed`, `held` and `forbidden` share out all parts of the plan, none twice."""

    reasons: tuple[Reason, ...]
    allowed: tuple[str, ...]
    held: tuple[Stopped, ...]
    forbidden: tuple[Stopped, ...]
    told: tuple[str, ...]

    @property
    def issuable(self) -> bool:
        return not self.reasons


def can_issue(
    asked: Iterable[Asked], parts: Sequence[str], unpaid: Decimal, *, days: int
) -> Decision:
    """Decide from all clearances of a case, the ids of the plan's parts, and what is unpaid.

    `days`: how many days of use the plan has; without any there is nothing to allow.
    An id that a clearance names but the plan does not have is taken as the whole shoot: asking for
    too much is mended by an officer, allowing too much is not.
    """
    known = frozenset(parts)
    live = [_grounded(one, known) for one in asked]
    deciding = [one for one in live if one.decides]
    whole = [one for one in deciding if not one.parts]
    partial = [one for one in deciding if one.parts]
    held, forbidden = _stopped(partial, parts)
    away = {one.part for one in (*held, *forbidden)}
    return Decision(
        reasons=tuple(_reasons(whole, unpaid, days)),
        allowed=tuple(part for part in parts if part not in away),
        held=held,
        forbidden=forbidden,
        told=_names(one for one in live if one.kind in TELLING and one.state != "ended"),
    )


def _grounded(one: Asked, known: Collection[str]) -> Asked:
    if one.parts and not one.parts.issubset(known):
        return Asked(one.authority, one.kind, one.state, one.verdict, frozenset(), one.key)
    return one


def _names(asked: Iterable[Asked]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.authority for one in asked))


def _reasons(whole: Sequence[Asked], unpaid: Decimal, days: int) -> Iterable[Reason]:
    if days < 1:
        yield Reason("no_days")
    refused = [one for one in whole if one.refused]
    if refused:
        yield Reason("refused", _names(refused))
    unanswered = [one for one in whole if not one.refused and not one.positive]
    if unanswered:
        yield Reason("unanswered", _names(unanswered))
    if unpaid > 0:
        yield Reason("unpaid", amount=unpaid)


def _stopped(
    partial: Sequence[Asked], parts: Sequence[str]
) -> tuple[tuple[Stopped, ...], tuple[Stopped, ...]]:
    """A refusal outweighs an open answer: the part is forbidden, whoever else is still thinking."""
    held, forbidden = [], []
    for part in parts:
        about = [one for one in partial if part in one.parts]
        refused = [one for one in about if one.refused]
        waiting = [one for one in about if not one.refused and not one.positive]
        if refused:
            forbidden.append(Stopped(part, _names(refused)))
        elif waiting:
            held.append(Stopped(part, _names(waiting)))
    return tuple(held), tuple(forbidden)


def adds_to(new: Decision, allowed_before: Collection[str]) -> tuple[str, ...]:
    """Parts allowed now that were not allowed on the paper in hand."""
    return tuple(part for part in new.allowed if part not in set(allowed_before))
