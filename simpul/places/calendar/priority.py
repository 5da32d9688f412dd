"""Who goes first where two want the same ground at the same time. Pure.

The rule is written and published (`RULE`). It looks at what is on file, never at who asks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from types import MappingProxyType

from simpul.kit.texts import Texts

RULE: Texts = MappingProxyType(
    {
        "id": "Yang sudah pasti tetap berlaku. Permohonan yang sudah diajukan (opsi) mendahului "
        "rencana (catatan pensil). Di antara yang setingkat, yang didahulukan adalah permohonan "
        "yang lebih dahulu lengkap, dihitung per hari; bila lengkap pada hari yang sama, yang "
        "mengganggu lebih sedikit orang; bila sama, yang dampaknya lebih kecil; bila masih sama, "
        "yang lebih dahulu tercatat. Yang belum diketahui dihitung paling akhir.",
        "en": "What is confirmed stands. An application (an option) goes before a plan (a pencil "
        "note). Among equals, the application that was complete first goes first, by the day; of "
        "those complete on one day, the one that disturbs fewer people; then the one with the "
        "smaller impact; then the one recorded earlier. What is unknown counts last.",
    }
)

_STANDING: Mapping[str, int] = {"confirmed": 0, "option_1": 1, "option_2": 1, "pencil": 2}

_Key = tuple[int, date, float, float, datetime, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What the rule may look at. None is unknown. `ref` tells equal ones apart, for ever."""

    ref: str
    state: str
    recorded_at: datetime
    complete_at: datetime | None = None
    people_disturbed: int | None = None
    impact: int | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """`mine_first`, the criterion that decided (standing, complete, people, impact, recorded), and
    the sentence for the holder of `mine`."""

    mine_first: bool
    criterion: str
    text: Texts


_CRITERIA = ("standing", "complete", "people", "impact", "recorded", "recorded")

_BECAUSE: Mapping[str, tuple[Texts, Texts]] = {
    "standing": (
        {
            "id": "Anda didahulukan: yang lain baru berupa rencana atau opsi.",
            "en": "You go first: the other is only a plan or an option.",
        },
        {
            "id": "Yang lain didahulukan: sudah pasti, atau permohonannya sudah diajukan.",
            "en": "The other goes first: it is confirmed, or has applied already.",
        },
    ),
    "complete": (
        {
            "id": "Anda didahulukan: permohonan Anda lebih dahulu lengkap.",
            "en": "You go first: your application was complete earlier.",
        },
        {
            "id": "Yang lain didahulukan: permohonannya lebih dahulu lengkap.",
            "en": "The other goes first: its application was complete earlier.",
        },
    ),
    "people": (
        {
            "id": "Anda didahulukan: lebih sedikit orang yang terganggu.",
            "en": "You go first: fewer people are disturbed.",
        },
        {
            "id": "Yang lain didahulukan: lebih sedikit orang yang terganggu.",
            "en": "The other goes first: it disturbs fewer people.",
        },
    ),
    "impact": (
        {
            "id": "Anda didahulukan: dampak kegiatan Anda lebih kecil.",
            "en": "You go first: your impact is smaller.",
        },
        {
            "id": "Yang lain didahulukan: dampaknya lebih kecil.",
            "en": "The other goes first: its impact is smaller.",
        },
    ),
    "recorded": (
        {
            "id": "Anda didahulukan: Anda lebih dahulu tercatat.",
            "en": "You go first: yours was recorded earlier.",
        },
        {
            "id": "Yang lain didahulukan: lebih dahulu tercatat.",
            "en": "The other goes first: it was recorded earlier.",
        },
    ),
}


def decide(mine: Claim, other: Claim, *, zone: tzinfo) -> Decision:
    """Which of the two goes first, and why. `zone`: in which days are counted."""
    ours, theirs = _key(mine, zone), _key(other, zone)
    first = ours < theirs
    place = next(
        (n for n, pair in enumerate(zip(ours, theirs, strict=True)) if pair[0] != pair[1]), 5
    )
    criterion = _CRITERIA[place]
    return Decision(first, criterion, _BECAUSE[criterion][0 if first else 1])


def in_order(claims: Iterable[Claim], *, zone: tzinfo) -> list[Claim]:
    """All claims, the one that goes first at the front. KeyError for one that is released."""
    return sorted(claims, key=lambda claim: _key(claim, zone))


def _key(claim: Claim, zone: tzinfo) -> _Key:
    complete = claim.complete_at
    return (
        _STANDING[claim.state],
        complete.astimezone(zone).date() if complete is not None else date.max,
        _known(claim.people_disturbed),
        _known(claim.impact),
        claim.recorded_at,
        claim.ref,
    )


def _known(value: int | None) -> float:
    return float("inf") if value is None else value
