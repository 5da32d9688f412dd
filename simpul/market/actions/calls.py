"""Set up a call and publish it."""

from __future__ import annotations

import uuid
from datetime import datetime
from zoneinfo import available_timezones

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from simpul.journal.actions import record
from simpul.kit.actors import Actor
from simpul.kit.outcomes import InvalidInput, WrongState
from simpul.kit.texts import Texts
from simpul.market.access import require_run
from simpul.market.actions.markets import require_running
from simpul.market.models import Call, Market
from simpul.market.queries import call_for, found_or_404, market_for


@transaction.atomic
def create_call(
    *,
    actor: Actor,
    code: str,
    names: Texts,
    about: Texts,
    opens_at: datetime,
    closes_at: datetime,
    zone: str,
    late_rule: str = "none",
    grace_minutes: int | None = None,
    full_at: int | None = None,
    places: int | None = None,
    votes_needed: int = 2,
) -> Call:
    """A call of a market, not published yet. What the late rule does not use is left aside."""
    user_id = require_run(actor)
    market = market_for(actor, code, lock=True)
    require_running(market)
    wrong: dict[str, list[str]] = {}
    if zone not in available_timezones():
        wrong["zone"] = [_("This time zone does not exist.")]
    if closes_at <= opens_at:
        wrong["closes_day"] = [_("The deadline is before the call opens.")]
    wrong |= _wrong_rule(late_rule, grace_minutes, full_at)
    if votes_needed < 1:
        wrong["votes_needed"] = [_("At least one vote is needed.")]
    if wrong:
        raise InvalidInput(wrong)
    call = Call.objects.create(
        market=market,
        names=dict(names),
        about=dict(about),
        opens_at=opens_at,
        closes_at=closes_at,
        zone=zone,
        late_rule=late_rule,
        grace_minutes=grace_minutes if late_rule == Call.LateRule.GRACE else None,
        full_at=full_at if late_rule == Call.LateRule.UNTIL_FULL else None,
        places=places,
        votes_needed=votes_needed,
        created_by_id=user_id,
    )
    record(
        actor=actor,
        verb="market_call.created",
        subject=call.subject,
        data={"closes_at": closes_at.isoformat(), "late_rule": late_rule},
    )
    return call


def _wrong_rule(late_rule: str, grace: int | None, full_at: int | None) -> dict[str, list[str]]:
    if late_rule == Call.LateRule.GRACE and not grace:
        return {"grace_minutes": [_("Write for how many minutes late projects are taken.")]}
    if late_rule == Call.LateRule.UNTIL_FULL and not full_at:
        return {"full_at": [_("Write at how many projects the call is full.")]}
    return {}


@transaction.atomic
def publish_call(*, actor: Actor, call_id: uuid.UUID | str, now: datetime | None = None) -> Call:
    """From now on everybody reads it; its deadline and late rule stay as they are."""
    require_run(actor)
    call_for(actor, call_id)
    call: Call = found_or_404(
        Call.objects.select_for_update(of=("self",))
        .select_related("market")
        .filter(pk=call_id)
        .first()
    )
    if call.state != Call.State.DRAFT:
        raise WrongState(_("The call is published already."))
    if call.market.state != Market.State.OPEN:
        raise WrongState(_("Make the market public first."))
    moment = now or timezone.now()
    if call.closes_at <= moment:
        raise WrongState(_("The deadline has passed already."))
    call.state, call.published_at = Call.State.PUBLISHED, moment
    call.save(update_fields=["state", "published_at"])
    record(actor=actor, verb="market_call.published", subject=call.subject)
    return call
