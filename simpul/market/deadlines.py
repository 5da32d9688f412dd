"""When a call takes entries, by its deadline and its late rule. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

Standing = Literal["before", "open", "late", "closed"]


@dataclass(frozen=True, slots=True)
class Rule:
    """`late_rule`: none; grace: `grace_minutes` more; until_full: while fewer than `full_at`."""

    opens_at: datetime
    closes_at: datetime
    late_rule: str = "none"
    grace_minutes: int | None = None
    full_at: int | None = None


def last_moment(rule: Rule) -> datetime | None:
    """The end of the late time; None where no clock ends it."""
    if rule.late_rule == "grace":
        return rule.closes_at + timedelta(minutes=rule.grace_minutes or 0)
    return None if rule.late_rule == "until_full" else rule.closes_at


def standing(rule: Rule, now: datetime, entries: int) -> Standing:
    """Does it take an entry at `now`, when `entries` are in? The moment of the deadline itself is
    too late; what comes after it by the late rule is `late`."""
    if now < rule.opens_at:
        return "before"
    if now < rule.closes_at:
        return "open"
    if rule.late_rule == "until_full":
        return "late" if entries < (rule.full_at or 0) else "closed"
    end = last_moment(rule)
    return "late" if end is not None and now < end else "closed"
