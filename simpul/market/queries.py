"""Reusable querysets. Each starts from what the actor may see."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Q, QuerySet
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
    MaterialAccess,
    Meeting,
    Outcome,
    Placed,
    Run,
    Slot,
    Timetable,
)
from simpul.market.search_words import matching


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


def counted(calls: QuerySet[Call]) -> QuerySet[Any]:
    """With `sent`, what `entries_in` counts, and `undecided` of these."""
    return calls.annotate(
        sent=Count("entries", filter=~Q(entries__state__in=["draft", "withdrawn"])),
        undecided=Count("entries", filter=Q(entries__state=Entry.State.SUBMITTED)),
    )


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


def searched(market: Market, asked: Mapping[str, Any], *, words: str) -> QuerySet[Entry]:
    """The catalogue as it was asked for: `q`, `kind`, `stage`, `sought`. `words`: the column of
    words that the reader may search."""
    rows = catalogue(market)
    if asked.get("q"):
        condition = matching(words, asked["q"])
        rows = rows.filter(condition) if condition is not None else rows.none()
    for name in ("kind", "stage"):
        if asked.get(name):
            rows = rows.filter(**{name: asked[name]})
    if asked.get("sought"):
        rows = rows.filter(sought__contains=[asked["sought"]])
    return rows


def own_entries(actor: Actor) -> QuerySet[Entry]:
    """Drafts and projects of one's companies, the newest first."""
    return (
        Entry.objects.filter(company_id__in=list(actor.companies))
        .select_related("call__market", "company")
        .order_by("-created_at", "pk")
    )


def papers_of(entry: Entry) -> QuerySet[Material]:
    """The materials that are there still."""
    return entry.materials.filter(removed_at__isnull=True).select_related("file")


def accesses_of(entry: Entry) -> QuerySet[MaterialAccess]:
    """Who asks for the materials, with everything the list shows."""
    return entry.accesses.select_related("badge__company", "badge__person", "decided_by")


def answered(market: Market) -> QuerySet[Outcome]:
    """What guests said came of their meetings."""
    return Outcome.objects.filter(badge__market=market, answered_at__isnull=False)


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


def open_badge(badge_id: int) -> Badge:
    """An accredited badge of a market that is not in preparation, or NotVisible. Who asks is not
    looked at: the address carries a token."""
    found = Badge.objects.select_related("market", "company", "person").filter(
        pk=badge_id, state=Badge.State.ACCEPTED
    )
    badge: Badge = found_or_404(found.exclude(market__state=Market.State.DRAFT).first())
    return badge


def guests_asked_for(market: Market, asked: Mapping[str, Any]) -> QuerySet[Badge]:
    """The guests as they were asked for: `q`, `role`, `language`."""
    rows = guests_of(market)
    if asked.get("q"):
        words = Q(person__name__icontains=asked["q"]) | Q(company__name__icontains=asked["q"])
        rows = rows.filter(words)
    if asked.get("role"):
        rows = rows.filter(role=asked["role"])
    if asked.get("language"):
        rows = rows.filter(languages__contains=[asked["language"]])
    return rows


def guest_for(market: Market, badge_id: int) -> Badge:
    """An accredited guest, or NotVisible."""
    badge: Badge = found_or_404(guests_of(market).filter(pk=badge_id).first())
    return badge


def named(meetings: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """With what a meeting is called by: both companies and the project."""
    return meetings.select_related("asker__company", "asked__company", "entry")


def agreed_in(market: Market) -> QuerySet[Meeting]:
    """The meetings both sides want."""
    return named(Meeting.objects.filter(market=market, state=Meeting.State.AGREED))


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


# --- the day ---------------------------------------------------------------------------------
def slots_ahead(market: Market, *, now: dt.datetime) -> QuerySet[Slot]:
    """The slots that have not ended."""
    return market.slots.filter(ends_at__gt=now)
