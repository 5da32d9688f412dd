"""On the day: who came, who did not, who comes later."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from simpul.journal.actions import record
from simpul.kit.actors import Actor
from simpul.kit.outcomes import InvalidInput, WrongState
from simpul.market import access, wording
from simpul.market.actions.markets import require_running
from simpul.market.actions.meetings import end_all
from simpul.market.models import Away, Badge, CheckIn, Market, Meeting, NoShow
from simpul.market.queries import found_or_404, guest_for


@transaction.atomic
def check_in(
    *, actor: Actor, market: Market, badge_id: int, now: datetime | None = None
) -> CheckIn:
    """A guest has come, once a day; a second scan finds the first."""
    user_id = access.require_run(actor)
    require_running(market)
    badge = guest_for(market, badge_id)
    moment = now or timezone.now()
    day = moment.astimezone(market.tz).date()
    if not market.first_day <= day <= market.last_day:
        raise WrongState(_("The market is not on this day."))
    came, made = CheckIn.objects.get_or_create(
        badge=badge, day=day, defaults={"at": moment, "noted_by_id": user_id}
    )
    if made:
        record(
            actor=actor,
            verb="market_badge.checked_in",
            subject=badge.subject,
            data={"day": day.isoformat()},
        )
    return came


@transaction.atomic
def note_no_show(*, actor: Actor, market: Market, meeting_id: int, badge_id: int) -> NoShow:
    """Somebody did not come to one meeting. It is noted, nothing moves."""
    user_id = access.require_run(actor)
    require_running(market)
    meeting: Meeting = found_or_404(
        Meeting.objects.filter(pk=meeting_id, market=market, people__badge=badge_id).first()
    )
    noted, made = NoShow.objects.get_or_create(
        meeting=meeting,
        badge_id=badge_id,
        defaults={"noted_by_id": user_id, "noted_at": timezone.now()},
    )
    if made:
        record(
            actor=actor,
            verb="market_meeting.no_show",
            subject=meeting.subject,
            data={"badge": badge_id},
        )
    return noted


@transaction.atomic
def note_away(
    *,
    actor: Actor,
    market: Market,
    badge_id: int,
    until: int | None,
    now: datetime | None = None,
) -> Badge:
    """A guest is not here from now until a slot (its id), or does not come at all (None): then what
    lies ahead is cancelled. The timetable changes only when it is computed anew."""
    access.require_run(actor)
    require_running(market)
    badge = guest_for(market, badge_id)
    ahead = list(market.slots.filter(ends_at__gt=now or timezone.now()))
    if not ahead:
        raise WrongState(_("No slot lies ahead."))
    if until is not None:
        places = {one.pk: place for place, one in enumerate(ahead)}
        if until not in places:
            raise InvalidInput({"until": [_("Choose a time that lies ahead.")]})
        ahead = ahead[: places[until]]
    Away.objects.filter(badge=badge, slot__in=ahead, by_desk=False).update(by_desk=True)
    Away.objects.bulk_create(
        (Away(badge=badge, slot=one, by_desk=True) for one in ahead), ignore_conflicts=True
    )
    record(
        actor=actor,
        verb="market_badge.away_noted",
        subject=badge.subject,
        data={"slots": len(ahead), "gone": until is None},
    )
    if until is None:
        end_all(actor=actor, badge=badge, because=wording.ABSENT)
    return badge
