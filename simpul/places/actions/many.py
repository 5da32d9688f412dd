"""Many bookings of the world (imports) placed or moved at once: what `holds.place_hold` and
`holds.change_uses` do for each, in a few statements for all of them.

They stand in the way of nobody's decision: what the world does is recorded even where it clashes.
Only who waits for the same ground must be told, and is told one by one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from simpul.journal.actions import record_beginnings, record_many
from simpul.kit.actors import Actor
from simpul.places.access import require_hold
from simpul.places.actions.holds import GUARDED, check_claim, checked_uses, told
from simpul.places.actions.queue import lock_grounds
from simpul.places.actions.rebooking import rebook_many, write_many
from simpul.places.models import Booking, Hold
from simpul.places.near import Use, clashing_bookings
from simpul.places.states import UNCONFIRMED, S


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A hold to be, confirmed from its first moment. As in `holds.place_hold`."""

    holder: str
    source: str
    title: str
    uses: tuple[Use, ...]
    confidential: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A confirmed hold, its bookings and uses as they were read, and what it is to be."""

    hold: Hold
    bookings: tuple[Booking, ...]
    before: tuple[Use, ...]
    claim: Claim


def checked(actor: Actor, claim: Claim) -> Claim:
    """The claim with its uses in UTC, each once. NotVisible, InvalidInput; ValueError for a source
    whose holds are guarded: these are decided one by one."""
    require_hold(actor, claim.holder, "hold")
    if claim.source in GUARDED:
        raise ValueError(f"holds of {claim.source} are confirmed one by one")
    check_claim(claim.holder, claim.source, S.CONFIRMED, claim.title, None)
    return Claim(
        holder=claim.holder,
        source=claim.source,
        title=claim.title.strip(),
        uses=tuple(checked_uses(claim.uses)),
        confidential=claim.confidential,
    )


def place_many(*, actor: Actor, claims: Sequence[Claim]) -> list[int]:
    """Place checked claims, in the caller's transaction; the numbers of those left out.

    Left out are those on whose ground somebody else has an unconfirmed hold: `place_hold` puts
    that one's queue in order and tells its holder. The statements do not grow with the claims.
    """
    uses = [use for claim in claims for use in claim.uses]
    owner = [n for n, claim in enumerate(claims) for _ in claim.uses]
    if not uses:
        return []
    lock_grounds(uses)
    waited_for = {owner[n] for n in _waited_for(uses, [claims[n].holder for n in owner])}
    free = [claim for n, claim in enumerate(claims) if n not in waited_for]
    now = timezone.now()
    holds = Hold.objects.bulk_create(
        Hold(
            holder=claim.holder,
            source=claim.source,
            state=S.CONFIRMED,
            title=claim.title,
            confidential=claim.confidential,
            confirmed_at=now,
        )
        for claim in free
    )
    pairs = list(zip(holds, free, strict=True))
    write_many((hold, use) for hold, claim in pairs for use in claim.uses)
    record_beginnings(actor=actor, streams={hold.subject: _steps(hold, one) for hold, one in pairs})
    return sorted(waited_for)


def move_many(*, actor: Actor, changes: Sequence[Change]) -> list[int]:
    """Move confirmed holds to what their claims say now, in the caller's transaction; the numbers
    of those left out, as in `place_many`, or because somebody has changed them meanwhile.

    The bookings keep their rows as in `holds.change_uses`. The statements do not grow with them.
    """
    uses = [use for one in changes for use in (*one.before, *one.claim.uses)]
    owner = [n for n, one in enumerate(changes) for _ in (*one.before, *one.claim.uses)]
    if not uses:
        return []
    lock_grounds(uses)
    holders = [changes[n].claim.holder for n in owner]
    left = {owner[n] for n in _waited_for(uses, holders)}
    # Ground first, then rows in one order: nobody waits in a circle.
    keys = [one.hold.pk for one in changes]
    rows = Hold.objects.select_for_update().filter(pk__in=keys).order_by("pk")
    now = {row.pk: (row.sequence, row.state) for row in rows}
    left |= {
        n for n, one in enumerate(changes) if now[one.hold.pk] != (one.hold.sequence, S.CONFIRMED)
    }
    moving = [one for n, one in enumerate(changes) if n not in left]
    _write(moving)
    rebook_many([(one.hold, one.bookings, one.claim.uses) for one in moving])
    told_of = {one.hold.subject: told(one.hold, one.claim.uses) for one in moving}
    record_many(actor=actor, verb="hold.changed", told=told_of)
    return sorted(left)


def _write(moving: Sequence[Change]) -> None:
    now = timezone.now()
    for one in moving:
        one.hold.sequence += 1
        one.hold.changed_at = now
        one.hold.title, one.hold.confidential = one.claim.title, one.claim.confidential
    fields = ["sequence", "changed_at", "title", "confidential"]
    Hold.objects.bulk_update([one.hold for one in moving], fields, batch_size=500)


def _waited_for(uses: Sequence[Use], holders: Sequence[str]) -> set[int]:
    """Numbers of the uses on whose ground somebody else has an unconfirmed hold at that time, one
    of both alone. `holders`: of the uses."""
    return {
        one.use
        for one in clashing_bookings(uses)
        if one.shares
        and one.state in UNCONFIRMED
        and one.holder != holders[one.use]
        and (one.exclusive or uses[one.use].exclusive)
    }


def _steps(hold: Hold, claim: Claim) -> list[tuple[str, dict[str, object]]]:
    grounds = sorted({use.ground.code for use in claim.uses})
    return [
        ("hold.placed", told(hold, claim.uses)),
        ("hold.confirmed", {"grounds": grounds}),
    ]
