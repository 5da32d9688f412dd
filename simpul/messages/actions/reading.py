"""What a person has read."""

from __future__ import annotations

from django.utils import timezone

from simpul.kit.actors import Actor
from simpul.kit.outcomes import NotVisible
from simpul.messages.models import Message


def mark_read(*, actor: Actor, message_id: int) -> Message:
    """Mark one message of the actor's own list as read; reading twice keeps the first time."""
    message = Message.objects.filter(pk=message_id, user_id__isnull=False).first()
    if message is None or actor.user_id is None or message.user_id != actor.user_id:
        raise NotVisible
    if message.read_at is None:
        Message.objects.filter(pk=message.pk, read_at=None).update(read_at=timezone.now())
        message.refresh_from_db(fields=["read_at"])
    return message


def mark_all_read(*, actor: Actor) -> int:
    """Mark everything in the actor's list as read; how many were not."""
    if actor.user_id is None:
        raise NotVisible
    return Message.objects.filter(user_id=actor.user_id, read_at=None).update(
        read_at=timezone.now()
    )
