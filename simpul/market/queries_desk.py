"""What the desk and the hall of a market look at. The caller has checked access."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable

from django.db.models import Avg, Case, Count, Q, QuerySet, Value, When

from simpul.kit.actors import Actor
from simpul.market.models import (
    Badge,
    Before,
    Call,
    CheckIn,
    Entry,
    Market,
    Meeting,
    NoShow,
    Run,
    Table,
)
from simpul.market.queries import catalogue, found_or_404, named


def counts_of(market: Market) -> dict[str, int]:
    """What the desk sees at a glance: guests waiting and accepted, meetings, projects."""
    badges = Badge.objects.filter(market=market).aggregate(
        waiting=Count("pk", filter=Q(state="applied")),
        accepted=Count("pk", filter=Q(state="accepted")),
    )
    meetings = Meeting.objects.filter(market=market).aggregate(
        asked=Count("pk", filter=Q(state="asked")), agreed=Count("pk", filter=Q(state="agreed"))
    )
    return {**badges, **meetings, "projects": catalogue(market).count()}


def voted_on(call: Call) -> QuerySet[Entry]:
    """Everything that was sent to a call with its votes (`n`, `mean`), the best first."""
    return (
        Entry.objects.filter(call=call, submitted_at__isnull=False)
        .select_related("company")
        .annotate(n=Count("votes"), mean=Avg("votes__score"))
        .order_by("-mean", "submitted_at", "pk")
    )


def voted_by(actor: Actor, call: Call) -> set[uuid.UUID]:
    """The entries of a call on which the actor has voted."""
    found = Entry.objects.filter(votes__selector_id=actor.user_id, call=call)
    return set(found.values_list("pk", flat=True))


def badges_in(market: Market, *, state: str = "") -> QuerySet[Badge]:
    """All badges, or those in a state; what waits comes first."""
    rows = Badge.objects.filter(market=market).select_related("company", "person")
    if state:
        rows = rows.filter(state=state)
    waits = Case(When(state=Badge.State.APPLIED, then=Value(0)), default=Value(1))
    return rows.order_by(waits, "applied_at", "pk")


def badge_in(market: Market, badge_id: int) -> Badge:
    """A badge of this market in any state, or NotVisible."""
    badge: Badge = found_or_404(Badge.objects.filter(pk=badge_id, market=market).first())
    return badge


def meetings_in(market: Market, *, state: str = "", words: str = "") -> QuerySet[Meeting]:
    """Meetings of a market, in a state, of companies or projects with these words."""
    rows = named(Meeting.objects.filter(market=market)).select_related("fixed_slot")
    if state:
        rows = rows.filter(state=state)
    if words:
        rows = rows.filter(
            Q(asker__company__name__icontains=words)
            | Q(asked__company__name__icontains=words)
            | Q(entry__title__icontains=words)
        )
    return rows.order_by("-required", "priority", "asked_at", "pk")


def named_meetings(ids: Iterable[str]) -> QuerySet[Meeting]:
    """The meetings that a search for a timetable names."""
    return named(Meeting.objects.filter(pk__in=[int(one) for one in ids]))


def orders_in(market: Market) -> QuerySet[Before]:
    """Which meeting is to come before which."""
    return Before.objects.filter(first__market=market).select_related(
        *[f"{one}__{side}__company" for one in ("first", "then") for side in ("asker", "asked")],
        "first__entry",
        "then__entry",
    )


def runs_of(market: Market) -> QuerySet[Run]:
    """Searches for a timetable, without the long texts of what was asked and answered."""
    return (
        Run.objects.filter(market=market)
        .defer("document", "answer")
        .select_related("asked_by", "published_as")
    )


def tables_of(market: Market) -> QuerySet[Table]:
    """The tables with their venues, in the order they were set up."""
    return Table.objects.filter(market=market).select_related("venue").order_by("pk")


def came_on(market: Market, day: dt.date) -> set[int]:
    """The badges that were checked in on a day."""
    found = CheckIn.objects.filter(badge__market=market, day=day)
    return set(found.values_list("badge_id", flat=True))


def missed_in(market: Market) -> set[tuple[int, int]]:
    """(meeting, badge) of everybody who did not come to a meeting."""
    found = NoShow.objects.filter(meeting__market=market)
    return set(found.values_list("meeting_id", "badge_id"))


def no_shows_in(market: Market) -> QuerySet[NoShow]:
    """The same with everything a list shows, the newest first."""
    return (
        NoShow.objects.filter(meeting__market=market)
        .select_related(
            "badge__person",
            "badge__company",
            "meeting__asker__company",
            "meeting__asked__company",
            "meeting__entry",
        )
        .order_by("-noted_at")
    )
