"""Whose hold is it? The rooms above answer, because places cannot know them.

A hold names its holder as "<kind>:<key>", e.g. "application:8f1c…". The room that owns the kind
registers it once, in its `apps.py`:

    holders.register("application", may=may_hold, told=tell_the_team)

`may(actor, holder, verb)` answers whether the actor may act for the holder; verbs are those of
`access.VERBS`. `told(news)` runs in a job of its own after the transaction, at least once: send
messages with `news.key` as their key, so that nobody hears the same twice.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from simpul.kit.actors import Actor
from simpul.kit.outcomes import Answer

May = Callable[[Actor, str, str], Answer]

EVENTS = ("moved_up", "moved_back", "ahead_confirmed", "expired", "released")


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What happened to a hold without its holder doing it.

    `event`: moved_up (nearer to the front; `position` 1 is the front), moved_back, ahead_confirmed
    (another now has some of the ground for itself), expired, released (by the commission).
    `text`: why, Indonesian and English; never the name of a confidential production. `key`: the
    same for the same news.
    """

    event: str
    holder: str
    hold_id: int
    uid: str
    position: int
    text: dict[str, str]
    key: str


Told = Callable[[News], None]

_holders: dict[str, tuple[May, Told]] = {}


def register(kind: str, *, may: May, told: Told) -> None:
    """Name who answers for holders of this kind. ValueError when somebody does already."""
    if kind in _holders:
        raise ValueError(f"holders of kind {kind!r} are registered twice")
    _holders[kind] = (may, told)


def may(actor: Actor, holder: str, verb: str) -> Answer | None:
    """What the owning room says; None when nobody owns this kind."""
    found = _holders.get(holder.partition(":")[0])
    return found[0](actor, holder, verb) if found else None


def tell(news: News) -> None:
    """Hand the news to the owning room; where nobody owns the kind, nobody is told."""
    found = _holders.get(news.holder.partition(":")[0])
    if found is not None:
        found[1](news)
