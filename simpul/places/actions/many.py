"""Many bookings of the world (imports) placed at once: what `holds.place_hold` does for each, in a
few statements for all of them.

They stand in the way of nobody's decision: what the world does is recorded even where it clashes.
Only who waits for the same ground must be told, and is told one by one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from simpul.journal.actions import record_beginnings
from simpul.kit.actors import Actor
from simpul.places.access import require_hold
from simpul.places.actions.holds import GUARDED, check_claim, checked_uses, told
from simpul.places.actions.queue import lock_grounds
from simpul.places.actions.rebooking import write_many
from simpul.places.models import Hold
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
    waited_for = {
        owner[one.use]
        for one in clashing_bookings(uses)
        if one.shares
        and one.state in UNCONFIRMED
        and one.holder != claims[owner[one.use]].holder
        and (one.exclusive or uses[one.use].exclusive)
    }
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


def _steps(hold: Hold, claim: Claim) -> list[tuple[str, dict[str, object]]]:
    grounds = sorted({use.ground.code for use in claim.uses})
    return [
        ("hold.placed", told(hold, claim.uses)),
        ("hold.confirmed", {"grounds": grounds}),
    ]
