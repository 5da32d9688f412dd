"""Reusable querysets. Each starts from what the actor may see."""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from simpul.kit.actors import Actor
from simpul.kit.outcomes import NotVisible
from simpul.market import access
from simpul.market.models import (
    Badge,
    Call,
    Entry,
    Market,
    Material,
    Meeting,
    Placed,
    Run,
    Timetable,
)


def found_or_404(row: Any) -> Any:
    """The row, or NotVisible."""
    if row is None:
        raise NotVisible(_("Not found."))
    return row


def markets_visible_to(actor: Actor) -> QuerySet[Market]:
    """Public ones; those in preparation for staff only."""
    if actor.has_role(*access.SELECTION_ROLES):
        return Market.objects.all()
    return Market.objects.exclude(state=Market.State.DRAFT)


def market_for(actor: Actor, code: str, *, lock: bool = False) -> Market:
    """A market by its code, or NotVisible."""
    found = markets_visible_to(actor)
    if lock:
        found = found.select_for_update()
    market: Market = found_or_404(found.filter(code=code).first())
    return market


def calls_visible_to(actor: Actor) -> QuerySet[Call]:
    """Published calls of public markets; all for staff."""
    if actor.has_role(*access.SELECTION_ROLES):
        return Call.objects.select_related("market")
    return Call.objects.select_related("market").filter(
        state=Call.State.PUBLISHED, market__in=markets_visible_to(actor)
    )


def call_for(actor: Actor, call_id: uuid.UUID | str) -> Call:
    call: Call = found_or_404(calls_visible_to(actor).filter(pk=call_id).first())
    return call


def entries_visible_to(actor: Actor) -> QuerySet[Entry]:
    """One's companies' own, and for who selects everything that was sent."""
    seen = Q(company_id__in=list(actor.companies))
    if actor.has_role(*access.SELECTION_ROLES):
        seen |= Q(submitted_at__isnull=False)
    return Entry.objects.filter(seen)


def entry_for(actor: Actor, entry_id: uuid.UUID | str, *, lock: bool = False) -> Entry:
    """The entry, or NotVisible for an outsider."""
    found = entries_visible_to(actor)
    if lock:
        found = found.select_for_update(of=("self",))
    found = found.select_related("call__market", "company", "production")
    entry: Entry = found_or_404(found.filter(pk=entry_id).first())
    return entry


def entries_in(call: Call) -> QuerySet[Entry]:
    """What was sent and not withdrawn: what a place of the late rule is counted by."""
    return Entry.objects.filter(call=call).exclude(state__in=["draft", "withdrawn"])


def catalogue(market: Market) -> QuerySet[Entry]:
    """The projects that were selected for a market."""
    return (
        Entry.objects.filter(call__market=market, state=Entry.State.SELECTED)
        .select_related("company")
        .order_by("title", "pk")
    )


# --- guests ----------------------------------------------------------------------------------
def badge_of(actor: Actor, market: Market) -> Badge | None:
    """The actor's own badge at a market: the open one, else the newest."""
    if actor.user_id is None:
        return None
    found = Badge.objects.filter(market=market, person_id=actor.user_id)
    found = found.select_related("company", "market", "person")
    mine = list(found.order_by("-applied_at", "-pk"))
    order = {Badge.State.ACCEPTED: 0, Badge.State.APPLIED: 1}
    return min(mine, key=lambda one: order.get(Badge.State(one.state), 2), default=None)


def guests_of(market: Market) -> QuerySet[Badge]:
    """Everybody who is accredited."""
    return (
        Badge.objects.filter(market=market, state=Badge.State.ACCEPTED)
        .select_related("company", "person")
        .order_by("company__name", "person__name", "pk")
    )


def guest_for(market: Market, badge_id: int) -> Badge:
    """An accredited guest, or NotVisible."""
    badge: Badge = found_or_404(guests_of(market).filter(pk=badge_id).first())
    return badge


def meetings_of(badge: Badge) -> QuerySet[Meeting]:
    """What a guest asked for and was asked."""
    return (
        Meeting.objects.filter(Q(asker=badge) | Q(asked=badge))
        .select_related(
            "asker__person", "asker__company", "asked__person", "asked__company", "entry"
        )
        .order_by("priority", "asked_at", "pk")
    )


def meeting_for(badge: Badge, meeting_id: int, *, lock: bool = False) -> Meeting:
    """A meeting the guest has part in, or NotVisible."""
    found = meetings_of(badge)
    if lock:
        found = found.select_for_update(of=("self",))
    meeting: Meeting = found_or_404(found.filter(pk=meeting_id).first())
    return meeting


def may_read_material(actor: Actor, material: Material, badge: Badge | None) -> bool:
    """The company itself, who selects, and a guest with a permission that is in force."""
    entry = material.entry
    if access.can_see_entry(actor, entry):
        return True
    if badge is None or badge.state != Badge.State.ACCEPTED:
        return False
    if entry.state != Entry.State.SELECTED or badge.market_id != entry.call.market_id:
        return False
    return entry.accesses.filter(badge=badge, state="given").exists()


# --- timetable -------------------------------------------------------------------------------
def timetable_of(market: Market) -> Timetable | None:
    """The version that counts."""
    return Timetable.objects.filter(market=market).order_by("-number").first()


def run_for(market: Market, run_id: uuid.UUID | str) -> Run:
    run: Run = found_or_404(
        Run.objects.filter(market=market, pk=run_id).select_related("asked_by").first()
    )
    return run


def placed_of(timetable: Timetable) -> QuerySet[Placed]:
    """What takes place by a timetable: cancelled meetings are left out."""
    return placed_in(Timetable.objects.filter(pk=timetable.pk)).filter(
        meeting__state=Meeting.State.AGREED
    )


def placed_in(timetables: QuerySet[Timetable]) -> QuerySet[Placed]:
    """Everything a schedule, the board or a calendar shows of each meeting of these versions."""
    return (
        Placed.objects.filter(timetable__in=timetables)
        .select_related(
            "slot",
            "table__venue",
            "meeting__entry",
            "meeting__asker__company",
            "meeting__asker__person",
            "meeting__asked__company",
            "meeting__asked__person",
        )
        .prefetch_related("seats__badge__person", "seats__badge__company")
        .order_by("slot__starts_at", "table_id")
    )


def own_placed(timetable: Timetable | None, badge: Badge) -> list[Placed]:
    """One guest's day, in the order of time."""
    if timetable is None:
        return []
    return list(placed_of(timetable).filter(seats__badge=badge).distinct())
