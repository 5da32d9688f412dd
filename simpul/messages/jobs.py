"""Jobs of messages: deliver each one, forget the old ones."""

from __future__ import annotations

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from simpul.messages import actions
from simpul.messages.models import MessageState


class NotDeliveredYet(Exception):
    """The mail server did not take the message; the queue tries again."""


RETRY = RetryStrategy(max_attempts=10, exponential_wait=5, retry_exceptions=[NotDeliveredYet])
"""Waits 5, 25, 125 … seconds; `actions.delivering.MAX_ATTEMPTS` ends it."""


@app.task(queue="messages", retry=RETRY)
def deliver(message_id: int) -> None:
    """Send one message. Doing it twice sends once."""
    message = actions.deliver_now(message_id=message_id)
    if message is not None and message.state == MessageState.QUEUED:
        raise NotDeliveredYet(message.last_error)


@app.periodic(cron="40 1 * * *")
@app.task(queue="messages", queueing_lock="messages.forget")
def forget(timestamp: int) -> None:
    """Empty what is older than the keeping time; strike out the secrets of failed letters."""
    actions.strike_out_failed()
    actions.forget_old()
