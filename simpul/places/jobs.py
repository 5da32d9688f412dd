"""What happens by itself in the calendar: holds end when their time is over, holders hear of it."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from simpul.places import holders
from simpul.places.actions import expiry


@app.task(queue="places", retry=RetryStrategy(max_attempts=8, exponential_wait=4))
def tell_holder(
    event: str, holder: str, hold_id: int, uid: str, position: int, text: dict[str, str], key: str
) -> None:
    """Hand one piece of news to the room that owns the holder; at least once."""
    holders.tell(
        holders.News(
            event=event,
            holder=holder,
            hold_id=hold_id,
            uid=uid,
            position=position,
            text=text,
            key=key,
        )
    )


@app.periodic(cron="*/10 * * * *")
@app.task(queue="places", queueing_lock="places.expiry", pass_context=False)
def end_overdue_holds(timestamp: int) -> None:
    """Release every unconfirmed hold whose time is over; the next in the queue moves up."""
    expiry.expire_due(now=datetime.fromtimestamp(timestamp, ZoneInfo(settings.TIME_ZONE)))
