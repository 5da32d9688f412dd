"""Jobs of the exchange: hand messages over, end what has ended, forget used nonces."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from django.conf import settings
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from simpul.kit.actors import system_actor
from simpul.network.actions.passports import expire_received, expire_shares
from simpul.network.exchange import receiving, sending
from simpul.network.models import Outgoing


class NotDeliveredYet(Exception):
    """The other node did not take the message; the queue tries again."""


RETRY = RetryStrategy(max_attempts=10, exponential_wait=5, retry_exceptions=[NotDeliveredYet])
"""Waits 5, 25, 125 … seconds; `sending.MAX_ATTEMPTS` ends it."""


@app.task(queue="network", retry=RETRY)
def deliver(message_id: str) -> None:
    """Hand over one message. Doing it twice hands it over once."""
    message = sending.deliver_now(message_id=message_id)
    if message is not None and message.state == Outgoing.State.QUEUED:
        raise NotDeliveredYet(message.last_error)


@app.periodic(cron="5 * * * *")
@app.task(queue="network", queueing_lock="network.ends", pass_context=False)
def end_passports(timestamp: int) -> None:
    """Every hour: shares past their last day end, and so does what others shared with us."""
    now = dt.datetime.fromtimestamp(timestamp, ZoneInfo(settings.TIME_ZONE))
    actor = system_actor("worker")
    expire_shares(actor=actor, now=now)
    expire_received(actor=actor, now=now)
    receiving.forget_nonces(now=now)
    sending.forget_old_keys()
