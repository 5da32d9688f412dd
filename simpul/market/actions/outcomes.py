"""Ask guests what came of a market, 3, 12 and 24 months after it; keep what they answer."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from simpul.journal.actions import record
from simpul.kit.actors import Actor
from simpul.kit.outcomes import InvalidInput, NotVisible, WrongState
from simpul.market import notify
from simpul.market.choices import MONTHS
from simpul.market.models import Badge, Market, Outcome, Seat
from simpul.market.queries import found_or_404, timetable_of

ANSWER_DAYS = 60
"""Days in which a round takes answers; sums are told only when it is closed."""


def after_months(day: date, months: int) -> date:
    """The same day so many months later; the last of the month where that day does not exist."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def ask_due(*, actor: Actor, now: datetime) -> int:
    """Ask everybody who met somebody and whose round is due; once each. How many were asked."""
    asked = 0
    for market in Market.objects.filter(state=Market.State.ENDED):
        today = now.astimezone(market.tz).date()
        for months in MONTHS:
            due = after_months(market.last_day, months)
            if due <= today < due + timedelta(days=ANSWER_DAYS):
                asked += _ask(actor, market, months, now)
    return asked


@transaction.atomic
def _ask(actor: Actor, market: Market, months: int, now: datetime) -> int:
    timetable = timetable_of(market)
    if timetable is None:
        return 0
    met = Seat.objects.filter(timetable=timetable, placed__meeting__state="agreed")
    guests = Badge.objects.filter(pk__in=met.values("badge_id"), state=Badge.State.ACCEPTED)
    known = Outcome.objects.filter(badge__market=market, months=months)
    wanted = list(
        guests.exclude(pk__in=known.values("badge_id")).select_related("person", "market")
    )
    # One round closes for everybody at one moment, or the sums would tell who came last.
    closes = known.values_list("closes_at", flat=True).first() or now + timedelta(days=ANSWER_DAYS)
    for badge in wanted:
        outcome, made = Outcome.objects.get_or_create(
            badge=badge, months=months, defaults={"asked_at": now, "closes_at": closes}
        )
        if made:
            record(
                actor=actor,
                verb="market_badge.outcome_asked",
                subject=badge.subject,
                data={"months": months},
            )
            notify.outcome_asked(outcome)
    return len(wanted)


def outcome_for(actor: Actor, outcome_id: uuid.UUID | str, *, lock: bool = False) -> Outcome:
    """A question to the actor; for everybody else, staff too, it does not exist."""
    if actor.user_id is None:
        raise NotVisible(_("Not found."))
    found = Outcome.objects.select_related("badge__market", "badge__company")
    if lock:
        found = found.select_for_update(of=("self",))
    mine = found.filter(pk=outcome_id, badge__person_id=actor.user_id)
    outcome: Outcome = found_or_404(mine.first())
    return outcome


@transaction.atomic
def answer(
    *,
    actor: Actor,
    outcome_id: uuid.UUID | str,
    talking: int,
    agreements: int,
    amount: Decimal | None = None,
    currency: str = "",
    note: str = "",
    now: datetime | None = None,
) -> Outcome:
    """Answer, or change the answer, while the round is open. The journal keeps that it was
    answered, not what."""
    moment = now or timezone.now()
    outcome = outcome_for(actor, outcome_id, lock=True)
    if moment >= outcome.closes_at:
        raise WrongState(_("This round is closed."))
    wrong: dict[str, list[str]] = {}
    code = currency.strip().upper()
    if min(talking, agreements) < 0:
        wrong["talking"] = [_("The numbers cannot be negative.")]
    if amount is not None and not 0 < amount < Decimal(10) ** 12:
        wrong["amount"] = [_("Write the amount as a number, or nothing.")]
    if amount is not None and not (len(code) == 3 and code.isascii() and code.isalpha()):
        wrong["currency"] = [_("Write a currency code of three letters, for example USD.")]
    if wrong:
        raise InvalidInput(wrong)
    outcome.talking, outcome.agreements, outcome.amount = talking, agreements, amount
    outcome.currency = code if amount is not None else ""
    outcome.note, outcome.answered_at = note.strip()[:2000], moment
    outcome.save()
    record(
        actor=actor,
        verb="market_badge.outcome_answered",
        subject=outcome.badge.subject,
        data={"months": outcome.months},
    )
    return outcome
