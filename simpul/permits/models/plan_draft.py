"""What somebody typed into the planner, kept word for word under an address nobody can guess."""

from __future__ import annotations

import uuid

from django.db import models


class PlanDraft(models.Model):
    """A plan in the making, no account needed.

    `plan`: the plan JSON as typed, also what is wrong in it. `before`: the plan of the answer
    shown before this one. `owner_hash`: who may change it in place (a hash of the browser's
    session); anybody else with the address reads it, and changing makes a copy.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.JSONField(default=dict)
    before = models.JSONField(null=True, blank=True)
    owner_hash = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        indexes = [models.Index(fields=["changed_at"], name="plan_draft_age")]

    def __str__(self) -> str:
        return str(self.id)
