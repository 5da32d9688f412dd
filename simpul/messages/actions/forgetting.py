"""Personal data is kept only as long as it serves."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from simpul.messages.models import Message, MessageState

KEEP_MAIL_DAYS = 90
"""Mail to addresses without account: often carries a personal link."""
KEEP_LIST_DAYS = 730
"""Messages in a person's own list."""


def forget_old() -> int:
    """Empty address, name and text of messages whose time is up; how many."""
    now = timezone.now()
    due = Q(user_id=None, queued_at__lt=now - timedelta(days=KEEP_MAIL_DAYS)) | Q(
        queued_at__lt=now - timedelta(days=KEEP_LIST_DAYS)
    )
    return (
        Message.objects.filter(due, forgotten_at=None)
        .exclude(state=MessageState.QUEUED)
        .update(forgotten_at=now, email="", name="", text="", html="", key="", secrets=[])
    )
