"""Who may try rules before they are published: the commission's people who make or decide them."""

from __future__ import annotations

import uuid

from django.utils.translation import gettext as _

from simpul.incentives.models import LabReport
from simpul.kit.actors import Actor
from simpul.kit.outcomes import NotVisible

ROLES = (
    "legal_editor",
    "head_of_service",
    "incentive_officer",
    "incentive_approver",
    "incentive_auditor",
    "auditor",
    "administrator",
)


def may_use_lab(actor: Actor) -> bool:
    """Does the lab exist for the actor?"""
    return actor.has_role(*ROLES)


def require_lab(actor: Actor) -> None:
    """For everybody else the lab does not exist."""
    if not may_use_lab(actor):
        raise NotVisible(_("Not found."))


def report_for(actor: Actor, report_id: uuid.UUID) -> LabReport:
    """A trial, or NotVisible."""
    require_lab(actor)
    found = LabReport.objects.filter(pk=report_id).first()
    if found is None:
        raise NotVisible(_("Not found."))
    return found
