"""Papers with personal data are kept only as long as the commission's schedule says."""

from __future__ import annotations

import datetime as dt
import uuid

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from simpul.journal.actions import record
from simpul.kit.actors import Actor
from simpul.papers.actions import set_retention
from simpul.papers.queries import subjects_without_retention
from simpul.permits.models import Application


def set_last_days(*, actor: Actor, now: dt.datetime | None = None) -> int:
    """Give the papers of ended cases the day on which they are erased; how many got one.

    UU 27/2022 asks for a limit; `settings.KEEP_DAYS` holds it per class. Running it again changes
    nothing: a day once set stays. The erasing itself is a job of papers.
    """
    day = timezone.localdate(now or timezone.now())
    marked = 0
    for application in _ended_with_papers():
        assert application.ended_at is not None
        ended = timezone.localdate(application.ended_at)
        with transaction.atomic():
            found = {
                name: set_retention(
                    subject=application.subject,
                    personal_class=name,
                    keep_until=max(day, ended + dt.timedelta(days=days)),
                )
                for name, days in settings.KEEP_DAYS.items()
            }
            if any(found.values()):
                record(
                    actor=actor,
                    verb="papers.retention_set",
                    subject=application.subject,
                    data=found,
                )
                marked += sum(found.values())
    return marked


def _ended_with_papers() -> list[Application]:
    keys = [
        uuid.UUID(subject.partition(":")[2])
        for subject in subjects_without_retention(tuple(settings.KEEP_DAYS))
        if subject.startswith("application:")
    ]
    return list(Application.objects.filter(pk__in=keys, ended_at__isnull=False).order_by("pk"))
