"""Queue a message."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from simpul.kit.outcomes import InvalidInput
from simpul.messages.models import Message
from simpul.messages.recipients import Recipient
from simpul.messages.rendering import render


def send(
    *,
    to: Recipient,
    template: str,
    context: Mapping[str, object],
    subject_ref: str,
    key: str = "",
    secrets: Sequence[str] = (),
) -> Message:
    """Queue one message in the caller's transaction: row and job commit, or vanish, together.

    `secrets` names what in the text opens a door, e.g. a link's token: it goes out by mail and is
    struck out of what is kept (`actions.redacting`). With a `key`, the same recipient never gets a
    second message under it; the first is returned. Raises InvalidInput for an address that is none,
    TemplateDoesNotExist and BadTemplate.
    """
    email = _checked(to.email)
    rendered = render(template, {"recipient": to, **context}, to.language)
    values = {
        "user_id": to.user_id,
        "name": " ".join(to.name.split())[:200],
        "language": to.language,
        "template": template,
        "subject_ref": subject_ref,
        "subject": rendered.subject,
        "text": rendered.text,
        "html": rendered.html,
        "secrets": [secret for secret in secrets if secret],
        "queued_at": timezone.now(),
    }
    with transaction.atomic():
        if key:
            message, created = Message.objects.get_or_create(key=key, email=email, defaults=values)
            if not created:
                return message
        else:
            message = Message.objects.create(email=email, **values)
        queue_delivery(message)
    return message


def queue_delivery(message: Message) -> None:
    """Put the job beside the row, in the same transaction."""
    from simpul.messages import jobs  # the job calls back into these actions

    jobs.deliver.defer(message_id=message.pk)


def _checked(email: str) -> str:
    cleaned = email.strip().lower()
    try:
        validate_email(cleaned)
    except ValidationError as error:
        raise InvalidInput(
            {"email": [_("“%(email)s” is not an e-mail address.") % {"email": email[:80]}]}
        ) from error
    return cleaned
