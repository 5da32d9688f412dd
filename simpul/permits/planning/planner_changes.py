"""What one changed answer changes: two planner answers side by side, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _

from simpul.permits import wording
from simpul.permits.planning.planner import PlanAnswer
from simpul.web.formats import day_words, money_words

Kind = Literal["tier", "start", "fees", "added", "removed", "questions"]


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """One consequence. `better`: True lighter, False heavier, None neither."""

    kind: Kind
    text: str
    better: bool | None


def changes(old: PlanAnswer, new: PlanAnswer) -> tuple[AnswerChange, ...]:
    """Tier, first day, fees, clearances and people to be told that differ; empty if none do."""
    return (*_tier(old, new), *_start(old, new), *_fees(old, new), *_asked(old, new))


def _tier(old: PlanAnswer, new: PlanAnswer) -> Iterable[AnswerChange]:
    if old.tier.code != new.tier.code and old.tier.code and new.tier.code:
        order = list(wording.TIERS)
        both = {
            "old": wording.name(wording.TIERS, old.tier.code),
            "new": wording.name(wording.TIERS, new.tier.code),
        }
        better = order.index(new.tier.code) < order.index(old.tier.code)
        yield AnswerChange("tier", _("Impact: %(old)s → %(new)s") % both, better)


def _start(old: PlanAnswer, new: PlanAnswer) -> Iterable[AnswerChange]:
    if old.earliest_start != new.earliest_start:
        both = {
            "old": day_words(old.earliest_start, "short"),
            "new": day_words(new.earliest_start, "short"),
        }
        better = new.earliest_start < old.earliest_start
        yield AnswerChange("start", _("Earliest lawful start: %(old)s → %(new)s") % both, better)


def _fees(old: PlanAnswer, new: PlanAnswer) -> Iterable[AnswerChange]:
    if old.fees.total != new.fees.total:
        both = {"old": money_words(old.fees.total), "new": money_words(new.fees.total)}
        better = new.fees.total < old.fees.total
        yield AnswerChange("fees", _("Official fees: %(old)s → %(new)s") % both, better)


def _asked(old: PlanAnswer, new: PlanAnswer) -> Iterable[AnswerChange]:
    before, after = _authorities(old), _authorities(new)
    for key, name in after.items():
        if key not in before:
            yield AnswerChange("added", _("Now also: %(name)s") % {"name": name}, False)
    for key, name in before.items():
        if key not in after:
            yield AnswerChange("removed", _("No longer: %(name)s") % {"name": name}, True)


def _authorities(answer: PlanAnswer) -> dict[str, str]:
    codes = [one.required.authority for one in answer.clearances]
    codes += [one.authority for one in answer.notices]
    known = answer.facts.book.authorities
    return {
        code: wording.pick_active(known[code].names) if code in known else code for code in codes
    }
