"""Keep what is typed into the public planner, and forget it in time. No account, no journal: a plan
is nobody's case until it becomes an application."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from simpul.permits.models import PlanDraft

KEPT_FOR = timedelta(days=60)
"""Untouched drafts are deleted after this; an application keeps its own copy of the plan."""


def owner_hash(session_key: str) -> str:
    """What is stored of a session: its key never stands in the table."""
    return hashlib.sha256(f"{settings.SECRET_KEY}:plan:{session_key}".encode()).hexdigest()


def is_own(draft_id: uuid.UUID | None, session_key: str | None) -> bool:
    """The draft exists and this session made it: saving changes it in place."""
    if draft_id is None or session_key is None:
        return False
    mine = PlanDraft.objects.filter(pk=draft_id, owner_hash=owner_hash(session_key))
    return mine.exists()


def keep(
    *, plan: Mapping[str, Any], session_key: str, draft_id: uuid.UUID | None = None
) -> PlanDraft:
    """Save a plan as typed: in place for the session that made the draft, else as a copy.

    A draft that changes remembers the plan it had, so that the page can say what changed.
    """
    owner = owner_hash(session_key)
    with transaction.atomic():
        kept = PlanDraft.objects.select_for_update()
        found = kept.filter(pk=draft_id).first() if draft_id else None
        if found is None:
            return PlanDraft.objects.create(plan=plan, owner_hash=owner)
        if found.owner_hash != owner:
            before = found.plan if found.plan != plan else found.before
            return PlanDraft.objects.create(plan=plan, before=before, owner_hash=owner)
        if found.plan != plan:
            found.before, found.plan = found.plan, dict(plan)
            found.save(update_fields=["before", "plan", "changed_at"])
        return found


def purge(*, now: datetime) -> int:
    """Delete drafts nobody changed for `KEPT_FOR`; returns how many."""
    deleted, _ = PlanDraft.objects.filter(changed_at__lt=now - KEPT_FOR).delete()
    return deleted
