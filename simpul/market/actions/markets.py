"""Set up an edition: market, venues and tables, slots, talks; make it public, end it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from simpul.journal.actions import record
from simpul.kit.actors import Actor
from simpul.kit.outcomes import InvalidInput, WrongState
from simpul.kit.texts import Texts
from simpul.market.access import require_run
from simpul.market.days import slots_of
from simpul.market.models import Break, Market, Placed, Slot, Table, Talk, Venue, Walk
from simpul.market.queries import market_for

MOST_DAYS = 14
MOST_TABLES = 400
MOST_SLOTS = 400


@transaction.atomic
def create_market(
    *,
    actor: Actor,
    code: str,
    names: Texts,
    place: str,
    zone: str,
    first_day: date,
    last_day: date,
    about: Texts | None = None,
    meeting_minutes: int = 30,
    fairness: int = 2,
    freeze_minutes: int = 30,
) -> Market:
    """A new edition, seen by staff only until it is opened. Raises InvalidInput by field."""
    user_id = require_run(actor)
    wrong = _wrong_days(zone, first_day, last_day, meeting_minutes)
    if Market.objects.filter(code=code).exists():
        wrong["code"] = [_("There is a market with this code already.")]
    if wrong:
        raise InvalidInput(wrong)
    market = Market.objects.create(
        code=code,
        names=dict(names),
        about=dict(about or {}),
        place=place,
        zone=zone,
        first_day=first_day,
        last_day=last_day,
        meeting_minutes=meeting_minutes,
        fairness=fairness,
        freeze_minutes=freeze_minutes,
        created_by_id=user_id,
    )
    record(actor=actor, verb="market.created", subject=market.subject, data={"code": code})
    return market


def _wrong_days(zone: str, first: date, last: date, minutes: int) -> dict[str, list[str]]:
    wrong: dict[str, list[str]] = {}
    if zone not in available_timezones():
        wrong["zone"] = [_("This time zone does not exist.")]
    if last < first:
        wrong["last_day"] = [_("The last day is before the first.")]
    elif (last - first).days >= MOST_DAYS:
        wrong["last_day"] = [_("At most %(most)d days.") % {"most": MOST_DAYS}]
    if not 5 <= minutes <= 240:
        wrong["meeting_minutes"] = [_("Between 5 and 240 minutes.")]
    return wrong


@transaction.atomic
def open_market(*, actor: Actor, code: str) -> Market:
    """Make it public: guests may apply, published calls show."""
    require_run(actor)
    market = market_for(actor, code, lock=True)
    if market.state != Market.State.DRAFT:
        raise WrongState(_("The market is public already."))
    market.state = Market.State.OPEN
    market.save(update_fields=["state"])
    record(actor=actor, verb="market.opened", subject=market.subject)
    return market


@transaction.atomic
def end_market(*, actor: Actor, code: str) -> Market:
    """Over: nothing changes any more, guests are asked later what came of it."""
    require_run(actor)
    market = market_for(actor, code, lock=True)
    if market.state != Market.State.OPEN:
        raise WrongState(_("Only a public market can end."))
    if datetime.now(market.tz).date() < market.last_day:
        raise InvalidInput({"": [_("The market's last day has not come yet.")]})
    market.state, market.ended_at = Market.State.ENDED, timezone.now()
    market.save(update_fields=["state", "ended_at"])
    record(actor=actor, verb="market.ended", subject=market.subject)
    return market


def require_running(market: Market) -> None:
    """Nothing changes in a market that is over."""
    if market.state == Market.State.ENDED:
        raise WrongState(_("This market is over."))


@transaction.atomic
def add_tables(
    *,
    actor: Actor,
    code: str,
    venue: str,
    count: int,
    seats: int,
    letters: str = "",
    opened_from: datetime | None = None,
) -> list[Table]:
    """Tables in a venue, numbered on from those there are. `opened_from`: on the day, from then."""
    require_run(actor)
    market = market_for(actor, code, lock=True)
    require_running(market)
    name = " ".join(venue.split())
    _check_tables(market, name, count, seats)
    where, _made = Venue.objects.get_or_create(market=market, name=name)
    begins = letters.strip() or "M"
    taken = set(market.tables.values_list("name", flat=True))
    numbers = (n for n in range(1, MOST_TABLES * 2) if f"{begins}{n}" not in taken)
    tables = [
        Table(
            market=market,
            venue=where,
            name=f"{begins}{next(numbers)}",
            seats=seats,
            opened_from=opened_from,
        )
        for _n in range(count)
    ]
    Table.objects.bulk_create(tables)
    record(
        actor=actor,
        verb="market.tables_added",
        subject=market.subject,
        data={"venue": name, "tables": count, "seats": seats},
    )
    return tables


def _check_tables(market: Market, name: str, count: int, seats: int) -> None:
    wrong: dict[str, list[str]] = {}
    if not name or len(name) > 120:
        wrong["venue"] = [_("Write the venue, at most 120 characters.")]
    if count < 1 or market.tables.count() + count > MOST_TABLES:
        wrong["count"] = [_("Between 1 and %(most)d tables in all.") % {"most": MOST_TABLES}]
    if not 2 <= seats <= 30:
        wrong["seats"] = [_("Between 2 and 30 seats.")]
    if wrong:
        raise InvalidInput(wrong)


@transaction.atomic
def set_walk(*, actor: Actor, code: str, one_id: int, other_id: int, minutes: int) -> Walk:
    """Minutes on foot between two venues; said again, it replaces what was said."""
    require_run(actor)
    market = market_for(actor, code, lock=True)
    require_running(market)
    if one_id == other_id:
        raise InvalidInput({"other": [_("Choose two different venues.")]})
    first, second = sorted((one_id, other_id))
    if market.venues.filter(pk__in=[first, second]).count() != 2:
        raise InvalidInput({"other": [_("Choose two venues of this market.")]})
    if not 0 <= minutes <= 240:
        raise InvalidInput({"minutes": [_("Between 0 and 240 minutes.")]})
    walk, _made = Walk.objects.update_or_create(
        market=market, one_id=first, other_id=second, defaults={"minutes": minutes}
    )
    record(
        actor=actor,
        verb="market.walk_set",
        subject=market.subject,
        data={"between": [first, second], "minutes": minutes},
    )
    return walk


@transaction.atomic
def plan_slots(
    *,
    actor: Actor,
    code: str,
    begins: time,
    ends: time,
    breaks: Sequence[tuple[time, time]],
) -> int:
    """The slots of all days, anew while no timetable uses the old ones; how many there are."""
    require_run(actor)
    market = market_for(actor, code, lock=True)
    require_running(market)
    if Placed.objects.filter(timetable__market=market).exists():
        raise WrongState(_("A timetable is published: its slots can no longer be changed."))
    found = _slots(market, begins, ends, breaks)
    if market.meetings.filter(fixed_slot__isnull=False).exists():
        raise WrongState(_("Meetings are fixed to slots: cancel them first."))
    market.slots.all().delete()
    market.breaks.all().delete()
    Slot.objects.bulk_create(
        Slot(market=market, starts_at=start, ends_at=end) for start, end in found
    )
    Break.objects.bulk_create(
        Break(market=market, starts=since, ends=until) for since, until in breaks
    )
    record(
        actor=actor,
        verb="market.slots_planned",
        subject=market.subject,
        data={"slots": len(found)},
    )
    return len(found)


def _slots(
    market: Market, begins: time, ends: time, breaks: Sequence[tuple[time, time]]
) -> list[tuple[datetime, datetime]]:
    wrong: dict[str, list[str]] = {}
    if ends <= begins:
        wrong["ends"] = [_("The end is before the beginning.")]
    if any(until <= since for since, until in breaks):
        wrong["break_until"] = [_("A break ends before it begins.")]
    if wrong:
        raise InvalidInput(wrong)
    found = slots_of(
        market.first_day,
        market.last_day,
        begins=begins,
        ends=ends,
        minutes=market.meeting_minutes,
        breaks=breaks,
        zone=ZoneInfo(market.zone),
    )
    if not 1 <= len(found) <= MOST_SLOTS:
        told = _("These hours give %(n)d slots; there must be 1 to %(most)d.")
        raise InvalidInput({"ends": [told % {"n": len(found), "most": MOST_SLOTS}]})
    return found


@transaction.atomic
def add_talk(*, actor: Actor, code: str, data: Mapping[str, Any]) -> Talk:
    """A session on the programme: `title`, `where`, `starts_at`, `ends_at`."""
    require_run(actor)
    market = market_for(actor, code, lock=True)
    require_running(market)
    title = " ".join(str(data["title"]).split())
    if data["ends_at"] <= data["starts_at"]:
        raise InvalidInput({"ends": [_("The end is before the beginning.")]})
    if not title:
        raise InvalidInput({"title": [_("Write the title.")]})
    talk = Talk.objects.create(
        market=market,
        title=title[:200],
        where=str(data.get("where", ""))[:120],
        starts_at=data["starts_at"],
        ends_at=data["ends_at"],
    )
    record(actor=actor, verb="market.talk_added", subject=market.subject, data={"talk": talk.pk})
    return talk
