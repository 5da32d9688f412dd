"""Who reads the stored messages later finds no key in them."""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone
from django.utils.html import escape
from django.utils.http import urlencode

from simpul.messages.models import KEEP_FAILED, Message, MessageState

STRUCK_OUT = "[…]"


def strike_out(message: Message) -> None:
    """Take the secrets out of subject, text and HTML; the caller saves.

    A demonstration has no mailboxes: there the inbox page stands for them, so its text stays.
    """
    if not settings.DEMO:
        for secret in sorted(message.secrets, key=len, reverse=True):
            for form in {secret, escape(secret), urlencode({"": secret})[1:]}:
                message.subject = message.subject.replace(form, STRUCK_OUT)
                message.text = message.text.replace(form, STRUCK_OUT)
                message.html = message.html.replace(form, STRUCK_OUT)
    message.secrets = []


def strike_out_failed() -> int:
    """Secrets of messages that nobody sent again in time; how many messages."""
    late = Message.objects.filter(
        state=MessageState.FAILED, failed_at__lt=timezone.now() - KEEP_FAILED
    ).exclude(secrets=[])
    for message in late:
        strike_out(message)
        message.save(update_fields=["subject", "text", "html", "secrets"])
    return len(late)
