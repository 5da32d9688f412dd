"""Roles in the commission, desks of authorities, and interests that stand against them.

Nobody gets a role or a desk through one person alone: one administrator proposes, another person
confirms. Only what is named on the machine itself (the first administrators, the demonstration)
has no proposer.
"""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from simpul.people.models.accounts import Organisation, User
from simpul.people.models.dated import Dated, DatedQuerySet, dates_in_order


class GrantQuerySet(DatedQuerySet):
    def in_force(self, day: date | None = None) -> DatedQuerySet:
        """Rows confirmed and in force on `day` (today when not given)."""
        return super().in_force(day).filter(state=Grant.State.GIVEN)


class Grant(Dated):
    """Proposed by one person, with a reason, and decided by another."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("waits for a second person")
        GIVEN = "given", _("given")
        DECLINED = "declined", _("declined")

    state = models.CharField(_("state"), max_length=10, choices=State, default=State.GIVEN)
    granted_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)
    granted_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(_("reason"))
    objects: ClassVar[Any] = GrantQuerySet.as_manager()

    class Meta:
        abstract = True

    def is_in_force(self, day: date | None = None) -> bool:
        return self.state == self.State.GIVEN and super().is_in_force(day)


def by_two_people(name: str) -> models.CheckConstraint:
    """Named on the machine; or proposed by one and confirmed by another; neither is who gets it."""
    decided = Q(decided_by__isnull=False, decided_at__isnull=False)
    undecided = Q(decided_by__isnull=True, decided_at__isnull=True)
    proposed = Q(granted_by__isnull=False)
    return models.CheckConstraint(
        condition=(Q(state="given", granted_by__isnull=True) & undecided)
        | (
            Q(state="given")
            & proposed
            & decided
            & ~Q(decided_by=F("granted_by"))
            & ~Q(decided_by=F("user"))
        )
        | (Q(state="proposed") & proposed & undecided)
        | (Q(state="declined") & proposed & decided),
        name=name,
    )


OPEN = Q(ends_on__isnull=True, state__in=["proposed", "given"])


class StaffGrant(Grant):
    """A role in the commission."""

    class Role(models.TextChoices):
        CASE_OFFICER = "case_officer", _("case officer")
        HEAD_OF_SERVICE = "head_of_service", _("head of service")
        AUDITOR = "auditor", _("auditor")
        ADMINISTRATOR = "administrator", _("administrator")
        LEGAL_EDITOR = "legal_editor", _("legal editor")
        INCENTIVE_OFFICER = "incentive_officer", _("incentive officer")
        INCENTIVE_AUDITOR = "incentive_auditor", _("incentive auditor")
        INCENTIVE_APPROVER = "incentive_approver", _("incentive approver")
        INCENTIVE_PAYER = "incentive_payer", _("incentive payer")
        MARKET_OFFICER = "market_officer", _("market officer")
        MARKET_SELECTOR = "market_selector", _("market selector")
        PARTNERSHIPS_OFFICER = "partnerships_officer", _("partnerships officer")

    user = models.ForeignKey(User, models.PROTECT, related_name="staff_grants")
    role = models.CharField(_("role"), max_length=20, choices=Role)

    class Meta:
        constraints = [
            dates_in_order("staff_grant_dates"),
            by_two_people("staff_grant_by_two_people"),
            models.CheckConstraint(condition=~Q(reason=""), name="staff_grant_has_reason"),
            models.CheckConstraint(
                condition=Q(granted_by__isnull=True) | ~Q(granted_by=F("user")),
                name="staff_grant_by_another",
            ),
            models.CheckConstraint(
                condition=Q(
                    role__in=[
                        "case_officer",
                        "head_of_service",
                        "auditor",
                        "administrator",
                        "legal_editor",
                        "incentive_officer",
                        "incentive_auditor",
                        "incentive_approver",
                        "incentive_payer",
                        "market_officer",
                        "market_selector",
                        "partnerships_officer",
                    ]
                ),
                name="staff_grant_role_known",
            ),
            models.UniqueConstraint(
                fields=["user", "role"], condition=OPEN, name="staff_grant_open_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.role}"


class DeskGrant(Grant):
    """A person works at an authority's desk. The code is the pack's code of that authority."""

    class Level(models.TextChoices):
        READ = "read", _("reads")
        ANSWER = "answer", _("answers")
        MANAGE = "manage", _("answers and manages the desk")

    user = models.ForeignKey(User, models.PROTECT, related_name="desk_grants")
    authority_code = models.CharField(_("authority"), max_length=60)
    level = models.CharField(_("level"), max_length=20, choices=Level, default=Level.ANSWER)

    class Meta:
        constraints = [
            dates_in_order("desk_grant_dates"),
            by_two_people("desk_grant_by_two_people"),
            models.CheckConstraint(condition=~Q(reason=""), name="desk_grant_has_reason"),
            models.CheckConstraint(
                condition=~Q(authority_code=""), name="desk_grant_has_authority"
            ),
            models.CheckConstraint(
                condition=Q(granted_by__isnull=True) | ~Q(granted_by=F("user")),
                name="desk_grant_by_another",
            ),
            models.CheckConstraint(
                condition=Q(level__in=["read", "answer", "manage"]), name="desk_grant_level_known"
            ),
            models.UniqueConstraint(
                fields=["user", "authority_code"], condition=OPEN, name="desk_grant_open_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.authority_code} · {self.level}"


class Interest(models.Model):
    """A person declares a personal interest in a company and then handles none of its cases."""

    user = models.ForeignKey(User, models.PROTECT, related_name="interests")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="interests")
    declared_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(_("what the interest is"))

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("declared_at")),
                name="interest_dates",
            ),
            models.CheckConstraint(condition=~Q(note=""), name="interest_has_note"),
            models.UniqueConstraint(
                fields=["user", "organisation"],
                condition=Q(ended_at__isnull=True),
                name="interest_open_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.organisation}"
