"""What the front pages read."""

from __future__ import annotations

from django.db.models import QuerySet

from simpul.home.access import require_reads_complaints
from simpul.home.models import Complaint
from simpul.kit.actors import Actor


def complaints(actor: Actor) -> QuerySet[Complaint]:
    """Every complaint, the newest first; NotVisible for anybody but head of service and auditor."""
    require_reads_complaints(actor)
    return Complaint.objects.all()
