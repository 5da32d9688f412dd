"""Reading messages."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone

from simpul.kit.actors import Actor
from simpul.kit.outcomes import NotVisible
from simpul.messages.models import KEEP_FAILED, Message, MessageState


def messages_of(user_id: int) -> QuerySet[Message]:
    """A person's own list, newest first."""
    return Message.objects.filter(user_id=user_id, forgotten_at=None)


def unread_count(user_id: int) -> int:
    """How many in the list are not read."""
    return messages_of(user_id).filter(read_at=None).count()


def failed_messages(actor: Actor) -> QuerySet[Message]:
    """What can still be sent again, the latest failure first; NotVisible for anybody but
    administrators."""
    if not actor.has_role("administrator"):
        raise NotVisible("")
    return Message.objects.filter(
        state=MessageState.FAILED,
        forgotten_at=None,
        failed_at__gt=timezone.now() - KEEP_FAILED,
    ).order_by("-failed_at", "-id")
