"""Hand a queued message to the mail server, once."""

from __future__ import annotations

import smtplib
from email.utils import formataddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from simpul.kit.actors import Actor
from simpul.kit.outcomes import NotAllowed, WrongState
from simpul.messages.actions.redacting import strike_out
from simpul.messages.actions.sending import queue_delivery
from simpul.messages.models import KEEP_FAILED, Message, MessageState

MAX_ATTEMPTS = 8
"""With the waits of `jobs.RETRY` this tries for about a day."""
NO_SERVER = "no mail server is set up (SIMPUL_SMTP_HOST)"


def deliver_now(*, message_id: int) -> Message | None:
    """Send one queued message; None where there is nothing (more) to send.

    The row is locked meanwhile, so two workers never send the same message. A final refusal, or
    the last attempt, leaves it `failed`; any other failure leaves it `queued`, one attempt more.
    """
    with transaction.atomic():
        message = Message.objects.select_for_update().filter(pk=message_id).first()
        if message is None or message.state != MessageState.QUEUED:
            return None
        message.attempts += 1
        error, final = _try(message)
        if not error:
            message.state, message.sent_at, message.last_error = (
                MessageState.SENT,
                timezone.now(),
                "",
            )
            strike_out(message)
        else:
            message.last_error = error
            if final or message.attempts >= MAX_ATTEMPTS:
                message.state, message.failed_at = MessageState.FAILED, timezone.now()
        message.save(
            update_fields=[
                "attempts",
                "state",
                "sent_at",
                "failed_at",
                "last_error",
                "subject",
                "text",
                "html",
                "secrets",
            ]
        )
    return message


def send_again(*, actor: Actor, message_id: int) -> Message:
    """Queue a failed message once more. For administrators; WrongState for any other message."""
    if not actor.has_role("administrator"):
        raise NotAllowed(_("Only an administrator sends a message again."))
    with transaction.atomic():
        message = Message.objects.select_for_update().filter(pk=message_id).first()
        if message is None or not _can_go_again(message):
            raise WrongState(_("This message is not waiting to be sent again."))
        message.state, message.failed_at, message.attempts = MessageState.QUEUED, None, 0
        message.save(update_fields=["state", "failed_at", "attempts"])
        queue_delivery(message)
    return message


def _can_go_again(message: Message) -> bool:
    """It failed, and its text is still whole: later its links are struck out."""
    if message.failed_at is None or message.forgotten_at is not None:
        return False
    return timezone.now() - message.failed_at < KEEP_FAILED


def _try(message: Message) -> tuple[str, bool]:
    """("", False) when the server took it; else what went wrong, without the address, and whether
    trying again is pointless."""
    if settings.EMAIL_BACKEND.endswith(".dummy.EmailBackend") and not settings.DEMO:
        return NO_SERVER, True
    try:
        _as_mail(message).send()
    except smtplib.SMTPRecipientsRefused as refused:
        codes = [code for code, _text in refused.recipients.values()]
        return f"recipient refused ({codes[0]})", all(500 <= code < 600 for code in codes)
    except smtplib.SMTPResponseException as answer:
        return f"{type(answer).__name__} ({answer.smtp_code})", 500 <= answer.smtp_code < 600
    except (OSError, smtplib.SMTPException) as trouble:
        return type(trouble).__name__, False
    return "", False


def _as_mail(message: Message) -> EmailMultiAlternatives:
    host = settings.PUBLIC_URL.split("//")[-1].split("/")[0].split(":")[0]
    mail = EmailMultiAlternatives(
        subject=message.subject,
        body=message.text,
        to=[formataddr((message.name, message.email)) if message.name else message.email],
        headers={
            # The same for every attempt: a mail program drops the copy of a doubtful delivery.
            "Message-ID": f"<simpul-{message.pk}@{host}>",
            "Auto-Submitted": "auto-generated",
            "Content-Language": message.language,
        },
    )
    if message.html:
        mail.attach_alternative(message.html, "text/html")
    return mail
