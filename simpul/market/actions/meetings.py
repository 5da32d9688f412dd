"""Requests from both sides, meetings the market sets, their order, and their end."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from simpul.journal.actions import record
from simpul.kit.actors import Actor
from simpul.kit.outcomes import InvalidInput, NotAllowed, NotVisible, WrongState
from simpul.market import access, notify, states
from simpul.market.actions.badges import slots_taken
from simpul.market.actions.markets import require_running
from simpul.market.choices import HALVES, PRIORITIES
from simpul.market.days import half_of
from simpul.market.market_document import circle
from simpul.market.models import Badge, Before, Entry, Market, Meeting, MeetingPerson, Slot
from simpul.market.queries import badge_of, catalogue, found_or_404, guest_for, meeting_for
from simpul.people.models import User

MOST_REQUESTS = 80
"""Open requests of one guest."""
MOST_COLLEAGUES = 6


@transaction.atomic
def ask(
    *,
    actor: Actor,
    market: Market,
    badge_id: int,
    priority: int = 2,
    message: str = "",
    entry_id: object = None,
    colleagues: Collection[int] = (),
    half: str = "",
) -> Meeting:
    """A guest asks another, of another company, for a meeting; perhaps about a selected project of
    either side, perhaps with colleagues. Raises InvalidInput, WrongState, NotVisible."""
    mine = access.require_guest(badge_of(actor, market))
    other = guest_for(market, badge_id)
    _require_open(market)
    if priority not in PRIORITIES or half not in HALVES:
        raise InvalidInput({"priority": [_("Choose one of the list.")]})
    if mine.sent_open() >= MOST_REQUESTS:
        told = _("You have %(most)d open requests. Wait for answers, or withdraw some.")
        raise InvalidInput({"": [told % {"most": MOST_REQUESTS}]})
    entry = _entry(market, entry_id, mine, other)
    with_me = _colleagues(mine, colleagues)
    _require_possible(market, [mine, other, *with_me], half)
    meeting = _create(
        market, mine, other, entry=entry, priority=priority, message=message, half=half
    )
    _seat(meeting, [mine, other, *with_me])
    record(actor=actor, verb="market_meeting.asked", subject=meeting.subject)
    notify.meeting_asked(meeting)
    return meeting


def _require_open(market: Market) -> None:
    if market.state != Market.State.OPEN:
        raise WrongState(_("Meetings can be asked for only while the market is open."))


def _entry(market: Market, entry_id: object, *sides: Badge) -> Entry | None:
    if entry_id in (None, ""):
        return None
    entry: Entry = found_or_404(catalogue(market).filter(pk=str(entry_id)).first())
    if entry.company_id not in {one.company_id for one in sides}:
        raise InvalidInput({"entry": [_("This project belongs to neither of you.")]})
    return entry


def _colleagues(badge: Badge, ids: Collection[int]) -> list[Badge]:
    """Accredited people of the same company."""
    wanted = set(ids) - {badge.pk}
    if len(wanted) > MOST_COLLEAGUES:
        raise InvalidInput(
            {"colleagues": [_("At most %(most)d colleagues.") % {"most": MOST_COLLEAGUES}]}
        )
    found = list(
        Badge.objects.filter(
            pk__in=wanted,
            market_id=badge.market_id,
            company_id=badge.company_id,
            state=Badge.State.ACCEPTED,
        )
    )
    if len(found) != len(wanted):
        raise InvalidInput({"colleagues": [_("Choose accredited people of your own company.")]})
    return found


def _require_possible(market: Market, people: Collection[Badge], half: str = "") -> None:
    """Not with oneself, and there is a slot in which all of them can."""
    one, other = list(people)[:2]
    if one.pk == other.pk or one.company_id == other.company_id:
        raise InvalidInput({"": [_("A meeting is with another company, not with oneself.")]})
    slots = list(market.slots.all())
    if not slots:
        return
    if not common_slots(market, people, slots, half):
        told = _("There is no time in which all of you are free. Change your availability first.")
        raise InvalidInput({"": [told]})


def common_slots(
    market: Market, people: Collection[Badge], slots: list[Slot], half: str = ""
) -> list[Slot]:
    """The slots in which everybody is free, by what they said and the talks they attend."""
    taken: set[int] = set()
    for one in people:
        taken |= slots_taken(one, slots)
    return [
        slot
        for slot in slots
        if slot.pk not in taken and half in ("", half_of(slot.starts_at, market.tz))
    ]


def _create(market: Market, asker: Badge, asked: Badge, **more: object) -> Meeting:
    """One open meeting between two guests, whoever asks first."""
    # Both badges are held in one order: who asks each other at the same time meets here.
    list(Badge.objects.select_for_update().filter(pk__in=[asker.pk, asked.pk]).order_by("pk"))
    open_one = Meeting.objects.filter(
        Q(asker=asker, asked=asked) | Q(asker=asked, asked=asker),
        market=market,
        state__in=["asked", "agreed"],
    )
    if open_one.exists():
        raise WrongState(_("The two of you have a meeting or an open request already."))
    message = str(more.pop("message", "")).strip()[:500]
    return Meeting.objects.create(
        market=market,
        asker=asker,
        asked=asked,
        message=message,
        asked_at=timezone.now(),
        **more,
    )


def _seat(meeting: Meeting, people: Collection[Badge]) -> None:
    MeetingPerson.objects.bulk_create(
        (MeetingPerson(meeting=meeting, badge=one) for one in people), ignore_conflicts=True
    )


@transaction.atomic
def answer(
    *,
    actor: Actor,
    market: Market,
    meeting_id: int,
    accept: bool,
    reply: str = "",
    colleagues: Collection[int] = (),
) -> Meeting:
    """Who was asked accepts, perhaps with colleagues, or declines."""
    mine = access.require_guest(badge_of(actor, market))
    meeting = meeting_for(mine, meeting_id, lock=True)
    _require_open(market)
    if meeting.asked_id != mine.pk:
        raise NotAllowed(_("Only who was asked answers."))
    if accept:
        with_me = _colleagues(mine, colleagues)
        _require_possible(market, [meeting.asker, mine, *with_me], meeting.half)
        _seat(meeting, with_me)
    meeting = states.move(
        meeting,
        "accept" if accept else "decline",
        reply=reply.strip()[:500],
        answered_at=timezone.now(),
    )
    record(actor=actor, verb=f"market_meeting.{meeting.state}", subject=meeting.subject)
    notify.meeting_answered(meeting)
    return meeting


@transaction.atomic
def withdraw(*, actor: Actor, market: Market, meeting_id: int) -> Meeting:
    """Who asked takes an open request back."""
    mine = access.require_guest(badge_of(actor, market))
    meeting = meeting_for(mine, meeting_id, lock=True)
    if meeting.asker_id != mine.pk:
        raise NotAllowed(_("Only who asked takes it back."))
    meeting = states.move(meeting, "withdraw", answered_at=timezone.now())
    record(actor=actor, verb="market_meeting.withdrawn", subject=meeting.subject)
    return meeting


@transaction.atomic
def cancel(*, actor: Actor, market: Market, meeting_id: int, why: str) -> Meeting:
    """Either side, or the market, cancels an agreed meeting; the others hear why."""
    require_running(market)
    told = why.strip()[:300]
    if not told:
        raise InvalidInput({"why": [_("Write why; the others read it.")]})
    found: Meeting = found_or_404(
        Meeting.objects.select_for_update(of=("self",))
        .select_related("market", "asker__company", "asked__company")
        .filter(pk=meeting_id, market=market)
        .first()
    )
    mine = badge_of(actor, market)
    inside = mine is not None and access.is_in_meeting(mine, found)
    if not inside and not access.at_desk(actor):
        raise NotVisible(_("Not found."))
    if not inside:
        access.require(access.can_run(actor))
    return _cancelled(actor, found, told)


def _cancelled(actor: Actor, meeting: Meeting, why: str) -> Meeting:
    meeting = states.move(meeting, "cancel", answered_at=timezone.now(), ended_because=why)
    record(actor=actor, verb="market_meeting.cancelled", subject=meeting.subject)
    others = User.objects.filter(
        pk__in=meeting.people.exclude(badge__person_id=actor.user_id).values("badge__person_id")
    )
    notify.meeting_ended(meeting, others)
    return meeting


def end_all(*, actor: Actor, badge: Badge, because: str) -> int:
    """Everything open of a guest who does not come; inside the caller's transaction."""
    found = Meeting.objects.select_for_update(of=("self",)).filter(
        Q(asker=badge) | Q(asked=badge), state__in=["asked", "agreed"]
    )
    ended = 0
    for meeting in found.select_related("market", "asker__company", "asked__company").order_by(
        "pk"
    ):
        if meeting.state == Meeting.State.AGREED:
            _cancelled(actor, meeting, because)
        else:
            verb = "withdraw" if meeting.asker_id == badge.pk else "decline"
            states.move(meeting, verb, answered_at=timezone.now())
        ended += 1
    # A colleague who only came along leaves the others their meeting.
    MeetingPerson.objects.filter(badge=badge, meeting__state="agreed").delete()
    return ended


# --- what the market sets ----------------------------------------------------------------------
@transaction.atomic
def set_meeting(
    *,
    actor: Actor,
    market: Market,
    first_id: int,
    second_id: int,
    required: bool,
    slot_id: int | None = None,
    half: str = "",
) -> Meeting:
    """The market sets a meeting, agreed at once; perhaps at a fixed slot, perhaps promised."""
    user_id = access.require_run(actor)
    require_running(market)
    one, other = guest_for(market, first_id), guest_for(market, second_id)
    slot = None
    if half not in HALVES:
        raise InvalidInput({"half": [_("Choose one of the list.")]})
    if slot_id is not None:
        slot = found_or_404(market.slots.filter(pk=slot_id).first())
    _require_possible(market, [one, other], half)
    if slot is not None and slot not in common_slots(market, [one, other], [slot], half):
        raise InvalidInput({"slot": [_("One of the two is not free at this time.")]})
    meeting = _create(
        market,
        one,
        other,
        required=required,
        half=half,
        fixed_slot=slot,
        set_by_id=user_id,
        state=Meeting.State.AGREED,
        answered_at=timezone.now(),
        priority=1,
    )
    _seat(meeting, [one, other])
    record(actor=actor, verb="market_meeting.set", subject=meeting.subject)
    return meeting


@transaction.atomic
def set_before(*, actor: Actor, market: Market, first_id: int, then_id: int) -> Before:
    """One meeting must come before another; a circle is refused and told."""
    access.require_run(actor)
    require_running(market)
    Market.objects.select_for_update().get(pk=market.pk)
    if first_id == then_id:
        raise InvalidInput({"then": [_("A meeting cannot come before itself.")]})
    agreed = Meeting.objects.filter(market=market, state=Meeting.State.AGREED)
    first = found_or_404(agreed.filter(pk=first_id).first())
    then = found_or_404(agreed.filter(pk=then_id).first())
    pairs = list(Before.objects.filter(first__market=market).values_list("first_id", "then_id"))
    if (first_id, then_id) in pairs:
        raise WrongState(_("This order is set already."))
    if found := circle([*pairs, (first_id, then_id)]):
        shown = " → ".join(_names(found + found[:1]))
        told = _("The order would run in a circle: %(circle)s") % {"circle": shown}
        raise InvalidInput({"then": [told]})
    before = Before.objects.create(first=first, then=then)
    record(
        actor=actor,
        verb="market_meeting.ordered",
        subject=then.subject,
        data={"after": first.pk},
    )
    return before


def _names(ids: list[int]) -> list[str]:
    rows = Meeting.objects.filter(pk__in=ids).select_related("asker__company", "asked__company")
    named = {one.pk: f"{one.asker.company.name} – {one.asked.company.name}" for one in rows}
    return [named[one] for one in ids]
