"""What stands, on a day: promised or late, claimed or proven, running or over. Pure.

Days are calendar days of the commission's city; a day that is due is late from the next day on.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TypedDict

PROOFS = ("nothing", "partly", "signed", "in_force")
"""What papers prove, from weak to strong."""

_CLAIMED_NEEDS = {"invited": "partly", "cooperation": "signed", "signed": "signed"}
"""What must be proven for a claim to hold; talks and interest claim nothing that binds."""

FOLLOW_UP_LEADS = (3, 0)
COMMITMENT_LEADS = (14, 1)
RENEWAL_LEADS = (30, 7)
"""Days before the day at which the owner is reminded; the first renewal day is the agreement's."""

LATE_EVERY = 7
"""Days between two reminders of something late."""


# --- promises ------------------------------------------------------------------------------
class Facts(TypedDict):
    """What is asked of a promise: its state, its day, the day it was met, and today."""

    state: str
    due_on: date
    ended_on: date | None
    today: date


def standing(*, state: str, due_on: date, ended_on: date | None, today: date) -> str:
    """How a promise stands: open | late | met | met_late | dropped.

    `state` is open, met or dropped; `ended_on` the day on which it was met. Done follow-ups are
    met promises.
    """
    if state == "dropped":
        return "dropped"
    if state in ("met", "done"):
        return "met_late" if ended_on is not None and ended_on > due_on else "met"
    return "late" if today > due_on else "open"


def days_late(*, state: str, due_on: date, ended_on: date | None, today: date) -> int:
    """How many days after its day a promise was met, or has been waiting; 0 when in time."""
    if state == "dropped":
        return 0
    end = ended_on if state in ("met", "done") and ended_on is not None else today
    return max(0, (end - due_on).days)


def reached(target: Decimal | None, value: Decimal | None) -> bool:
    """Is the number of the target reached? A target in words is judged by whoever decides."""
    if target is None:
        return True
    return value is not None and value >= target


def share(target: Decimal | None, value: Decimal | None) -> int | None:
    """How much of the target is reached, in whole per cent, rounded down; at most 100.

    None where nothing can be said: no number, or a target of zero or less.
    """
    if target is None or value is None or target <= 0:
        return None
    return int(min(Decimal(100), max(Decimal(0), value * 100 / target)))


def count(standings: Iterable[str]) -> dict[str, int]:
    """How many of each standing; every standing is a key."""
    counted = dict.fromkeys(("open", "late", "met", "met_late", "dropped"), 0)
    for one in standings:
        counted[one] += 1
    return counted


# --- reminders -----------------------------------------------------------------------------
def reminder(due_on: date, today: date, leads: Sequence[int]) -> str | None:
    """The stage of reminding that `today` is in, as a key; None before the first.

    Stages: "before-<days>" for each lead, then "late-0", "late-1" … one every `LATE_EVERY` days.
    Who skips a day is still in the stage it began: with the key nothing is told twice, nothing
    is left out.
    """
    if today > due_on:
        return f"late-{(today - due_on).days // LATE_EVERY}"
    begun = [lead for lead in leads if today >= due_on - timedelta(days=lead)]
    return f"before-{min(begun)}" if begun else None


def renewal_stage(valid_to: date | None, first_lead: int, today: date) -> str | None:
    """As `reminder`, for the end of an agreement; nothing more once it is over, or without end."""
    if valid_to is None or today > valid_to:
        return None
    return reminder(valid_to, today, (first_lead, *(x for x in RENEWAL_LEADS if x < first_lead)))


def renewal_day(valid_to: date | None, lead: int) -> date | None:
    """From this day on one should talk about what comes after."""
    return valid_to - timedelta(days=lead) if valid_to is not None else None


# --- agreements ----------------------------------------------------------------------------
def due_state(
    *, state: str, confirmed: bool, valid_from: date | None, valid_to: date | None, today: date
) -> str:
    """The state that the calendar gives a signed agreement: signed | in_force | expired.

    Every other state stays as it is.
    """
    if state not in ("signed", "in_force") or not confirmed or valid_from is None:
        return state
    if valid_to is not None and today > valid_to:
        return "expired"
    return "in_force" if today >= valid_from else "signed"


@dataclass(frozen=True, slots=True)
class Proof:
    """What papers prove of an agreement: `level` of PROOFS, by how many of how many parties."""

    level: str
    signed: int
    parties: int


def proof(*, state: str, confirmed: bool, papers: Collection[bool]) -> Proof:
    """`papers`: for each party, is its signed paper stored?

    Only papers count: a state without them proves nothing. What has ended or expired was in force
    when it had been confirmed.
    """
    signed, parties = sum(papers), len(papers)
    if not signed:
        level = "nothing"
    elif signed < parties:
        level = "partly"
    elif confirmed and state in ("in_force", "expired", "ended"):
        level = "in_force"
    else:
        level = "signed"
    return Proof(level, signed, parties)


def overstated(claimed: str, proven: str) -> bool:
    """Does the claim (of an encounter or an agreement) say more than the papers?"""
    needs = claimed if claimed in PROOFS else _CLAIMED_NEEDS.get(claimed, "nothing")
    return PROOFS.index(needs) > PROOFS.index(proven)


def strongest(levels: Iterable[str], scale: Sequence[str] = PROOFS) -> str:
    """The strongest level of several; the weakest of the scale for none."""
    return max(levels, key=scale.index, default=scale[0])


# --- texts side by side --------------------------------------------------------------------
def untranslated(
    languages: Sequence[str], articles: Iterable[tuple[int, Mapping[str, str], Mapping[str, str]]]
) -> list[tuple[int, str]]:
    """(article, language) pairs whose heading or text is missing, in order.

    Each article is (number, headings by language, texts by language). A heading may be missing
    in all languages, not in some.
    """
    holes = []
    for number, headings, texts in articles:
        headed = any(headings.get(code, "").strip() for code in languages)
        for code in languages:
            bare = headed and not headings.get(code, "").strip()
            if bare or not texts.get(code, "").strip():
                holes.append((number, code))
    return holes
