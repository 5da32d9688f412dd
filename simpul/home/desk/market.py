"""Film markets on a person's desk: what waits for the market's team, what for a guest."""

from __future__ import annotations

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from simpul.home.addresses import find
from simpul.home.desk.parts import Link, Next, Row, Section, Stat
from simpul.kit.actors import Actor
from simpul.kit.texts import pick
from simpul.market.models import Badge, Entry, Market, Meeting

SHOWN = 8


def market_desk_section(actor: Actor) -> Section | None:
    """Guests and projects that wait, for whoever runs markets or selects."""
    if not actor.has_role("market_officer", "market_selector"):
        return None
    runs = actor.has_role("market_officer")
    waiting = Badge.objects.filter(state="applied").count() if runs else 0
    waiting_entries = Entry.objects.filter(state="submitted").exclude(
        company_id__in=[*actor.interests, *actor.companies]
    )
    if not runs:
        waiting_entries = waiting_entries.exclude(votes__selector_id=actor.user_id)
    undecided = list(
        waiting_entries.select_related("company", "call__market").order_by("submitted_at", "pk")[
            : SHOWN + 1
        ]
    )
    markets = list(Market.objects.exclude(state="ended")[:SHOWN])
    return Section(
        key="market",
        title=_("Film markets"),
        stats=[
            *([Stat(waiting, _("guests wait for accreditation"), tone="next" if waiting else "")]
              if runs else []),
            Stat(len(undecided), _("projects wait for a decision") if runs
                 else _("projects wait for your vote")),
        ],
        links=[
            Link(pick(one.names, actor.language), find("market:desk_market", one.code),
                 one.place, "people")
            for one in markets
        ],
        rows=[
            Row(
                title=one.title,
                href=find("market:desk_entry", one.pk),
                status=f"market_entry.{one.state}",
                text=f"{one.reference} · {one.company}",
            )
            for one in undecided[:SHOWN]
        ],
        rows_title=_("Oldest first"),
        all_href=find("market:desk_markets"),
        all_label=_("All film markets"),
    )  # fmt: skip


def market_guest_section(actor: Actor) -> Section | None:
    """A guest's markets that are not over; nothing for who is no guest."""
    if actor.user_id is None:
        return None
    mine = list(
        Badge.objects.filter(
            person_id=actor.user_id,
            state__in=["applied", "accepted"],
            market__last_day__gte=timezone.localdate(),
        )
        .select_related("market")
        .annotate(
            to_answer=Count(
                "was_asked", filter=Q(was_asked__state=Meeting.State.ASKED), distinct=True
            )
        )
        .order_by("market__first_day")[:SHOWN]
    )
    if not mine:
        return None
    asked = sum(one.to_answer for one in mine)
    first = next((one for one in mine if one.to_answer), None)
    return Section(
        key="my-market",
        title=_("Your film markets"),
        stats=[Stat(asked, _("requests wait for your answer"), tone="next" if asked else "")],
        links=[
            Link(
                pick(one.market.names, actor.language),
                find("market:mine", one.market.code),
                one.market.place,
                "people",
            )
            for one in mine
        ],
        next=Next(
            title=_("Answer requests for meetings"),
            href=find("market:mine", first.market.code),
            label=_("See the requests"),
            text=pick(first.market.names, actor.language),
        )
        if first
        else None,
    )
