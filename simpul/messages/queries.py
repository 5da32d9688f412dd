"""Reading messages."""

from __future__ import annotations

from django.db.models import QuerySet

from simpul.messages.models import Message


def messages_of(user_id: int) -> QuerySet[Message]:
    """A person's own list, newest first."""
    return Message.objects.filter(user_id=user_id, forgotten_at=None)


def unread_count(user_id: int) -> int:
    """How many in the list are not read."""
    return messages_of(user_id).filter(read_at=None).count()
