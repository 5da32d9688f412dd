"""Accreditation, availability, and the secrets of a badge."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from simpul.journal.actions import record
from simpul.kit.actors import Actor
from simpul.kit.outcomes import InvalidInput, NotAllowed, WrongState
from simpul.market import access, notify, states, wording
from simpul.market.actions.markets import require_running
from simpul.market.choices import LANGUAGES, ROLES, SOUGHT
from simpul.market.market_document import SlotRow
from simpul.market.market_rows import away_of, talk_rows
from simpul.market.models import Away, Badge, Market, Slot, TalkSeat
from simpul.market.queries import badge_of, found_or_404
from simpul.people.access import require_signed_in


@transaction.atomic
def apply(
    *,
    actor: Actor,
    market: Market,
    company_id: int,
    role: str,
    post: str = "",
    about: str = "",
    interests: Collection[str] = (),
    languages: Collection[str] = (),
) -> Badge:
    """Ask for accreditation for a company one works for. One open badge per person and market."""
    user_id = require_signed_in(actor)
    if market.state != Market.State.OPEN:
        raise WrongState(_("This market takes no guests now."))
    _check_application(actor, company_id, role, languages)
    # Two clicks at once: one waits here for the other.
    Market.objects.select_for_update().get(pk=market.pk)
    mine = badge_of(actor, market)
    if mine is not None and mine.state in (Badge.State.APPLIED, Badge.State.ACCEPTED):
        raise WrongState(_("You have applied already."))
    badge = Badge.objects.create(
        market=market,
        person_id=user_id,
        company_id=company_id,
        role=role,
        post=post.strip()[:120],
        about=about.strip()[:500],
        interests=[one for one in SOUGHT if one in set(interests)],
        languages=[one for one in LANGUAGES if one in set(languages)],
        applied_at=timezone.now(),
    )
    record(actor=actor, verb="market_badge.applied", subject=badge.subject)
    notify.badge_applied(badge)
    return badge


def _check_application(
    actor: Actor, company_id: int, role: str, languages: Collection[str]
) -> None:
    wrong: dict[str, list[str]] = {}
    if company_id not in actor.companies:
        wrong["company"] = [_("You do not work for this company.")]
    if role not in ROLES:
        wrong["role"] = [_("Choose one of the list.")]
    if not languages:
        wrong["languages"] = [_("Choose the languages you can meet in.")]
    if wrong:
        raise InvalidInput(wrong)


@transaction.atomic
def decide(*, actor: Actor, badge_id: int, accept: bool, reason: str = "") -> Badge:
    """Accept or refuse; a refusal says why. Nobody accredits oneself."""
    user_id = access.require_run(actor)
    badge: Badge = found_or_404(
        Badge.objects.select_for_update(of=("self",))
        .select_related("market", "person", "company")
        .filter(pk=badge_id)
        .first()
    )
    require_running(badge.market)
    if badge.person_id == user_id:
        raise NotAllowed(_("Another person must decide about your own badge."))
    told = reason.strip()
    if not accept and not told:
        raise InvalidInput({"reason": [_("Write the reason; the guest reads it.")]})
    badge = states.move(
        badge,
        "accept" if accept else "refuse",
        decided_by_id=user_id,
        decided_at=timezone.now(),
        reason=told,
    )
    record(actor=actor, verb=f"market_badge.{badge.state}", subject=badge.subject)
    notify.badge_decided(badge)
    return badge


@transaction.atomic
def withdraw(*, actor: Actor, market: Market) -> Badge:
    """Not coming after all: open requests end, agreed meetings are cancelled."""
    mine = found_or_404(badge_of(actor, market))
    badge: Badge = Badge.objects.select_for_update().get(pk=mine.pk)
    require_running(market)
    badge = states.move(badge, "withdraw")
    from simpul.market.actions.meetings import end_all

    end_all(actor=actor, badge=badge, because=wording.WITHDREW)
    badge.accesses.filter(state__in=["asked", "given"]).update(
        state="ended", decided_by_id=actor.user_id, decided_at=timezone.now()
    )
    record(actor=actor, verb="market_badge.withdrawn", subject=badge.subject)
    return badge


@transaction.atomic
def save_availability(
    *, actor: Actor, market: Market, free: Collection[int], talks: Collection[int]
) -> Badge:
    """The slots (ids) a guest can meet in, and the talks attended. InvalidInput when no slot is
    left, by what was unticked and the talks together; what the desk noted stays."""
    badge = access.require_guest(badge_of(actor, market))
    require_running(market)
    Badge.objects.select_for_update().get(pk=badge.pk)
    slots = list(market.slots.all())
    by_desk = set(badge.aways.filter(by_desk=True).values_list("slot_id", flat=True))
    away = {one.pk for one in slots if one.pk not in set(free)} - by_desk
    badge.aways.filter(by_desk=False).delete()
    Away.objects.bulk_create(Away(badge=badge, slot_id=one) for one in sorted(away))
    badge.talks.all().delete()
    attended = market.talks.filter(pk__in=list(talks))
    TalkSeat.objects.bulk_create(TalkSeat(badge=badge, talk=one) for one in attended)
    left = {one.pk for one in slots} - slots_taken(badge, slots)
    if slots and not left:
        told = _("No time is left in which you could meet anybody. Keep at least one.")
        raise InvalidInput({"free": [told]})
    record(
        actor=actor,
        verb="market_badge.availability",
        subject=badge.subject,
        data={"free": len(left)},
    )
    return badge


def slots_taken(badge: Badge, slots: list[Slot]) -> set[int]:
    """The slots (ids) in which a guest cannot meet: said, noted by the desk, or in a session."""
    market = badge.market
    rows = [SlotRow(one.pk, one.starts_at, one.ends_at, "") for one in slots]
    taken = set(away_of(market, badge).get(badge.pk, frozenset()))
    return taken.union(*(one.slots for one in talk_rows(market, rows, badge)))


@transaction.atomic
def renew_feed(*, actor: Actor, market: Market) -> Badge:
    """A new address for the personal calendar; the old one answers nobody from now on."""
    badge = access.require_guest(badge_of(actor, market))
    Badge.objects.filter(pk=badge.pk).update(feed_serial=F("feed_serial") + 1)
    record(actor=actor, verb="market_badge.feed_renewed", subject=badge.subject)
    badge.refresh_from_db()
    return badge
