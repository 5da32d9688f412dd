"""The verbs of messages."""

from simpul.messages.actions.delivering import deliver_now, send_again
from simpul.messages.actions.forgetting import forget_old
from simpul.messages.actions.reading import mark_all_read, mark_read
from simpul.messages.actions.redacting import strike_out_failed
from simpul.messages.actions.sending import send
from simpul.messages.recipients import Recipient

__all__ = [
    "Recipient",
    "deliver_now",
    "forget_old",
    "mark_all_read",
    "mark_read",
    "send",
    "send_again",
    "strike_out_failed",
]
