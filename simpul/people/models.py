"""Accounts, companies, and who may act for whom from when to when.

Every grant is dated and half-open: in force on a day when `starts_on <= day < ends_on`. A grant is
ended, never deleted, so that the record can always say who could do what on a given day.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def today() -> date:
    """The day it is in the city."""
    return timezone.localdate()


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **extra: Any) -> User:
        """Make an account; without a password it can only enter by a link or a passkey."""
        if not email:
            raise ValueError("an account needs an e-mail address")
        user = self.model(email=self.normalize_email(email), **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A person. What the person may do is in the grants, never in flags on the account."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=10, default="id")
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = UserManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_whatever_case"),
            models.CheckConstraint(condition=~Q(email=""), name="user_has_email"),
        ]

    def __str__(self) -> str:
        return self.get_full_name()

    def get_full_name(self) -> str:
        return self.name or self.email.split("@")[0]

    def get_short_name(self) -> str:
        return self.get_full_name().split(" ")[0]


class DatedQuerySet(models.QuerySet[Any]):
    def in_force(self, day: date | None = None) -> DatedQuerySet:
        """Rows in force on `day` (today when not given)."""
        day = day or today()
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=day), starts_on__lte=day)


class Dated(models.Model):
    """In force from `starts_on` up to, and not on, `ends_on`."""

    starts_on = models.DateField(_("from"), default=today)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True

    def is_in_force(self, day: date | None = None) -> bool:
        day = day or today()
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)

    @property
    def last_day(self) -> date | None:
        """The last day on which it holds, for people to read; None while it is open."""
        return self.ends_on - timedelta(days=1) if self.ends_on else None


def dates_in_order(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name=name
    )


class Organisation(models.Model):
    """A production company, an agency, a school, a community: whoever applies."""

    class Kind(models.TextChoices):
        PRODUCTION = "production", _("production company")
        SERVICE = "service", _("production services company")
        ADVERTISING = "advertising", _("advertising agency")
        BROADCASTER = "broadcaster", _("broadcaster or platform")
        SCHOOL = "school", _("school or university")
        COMMUNITY = "community", _("community or independent team")
        PUBLIC = "public", _("public body")
        OTHER = "other", _("other")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.PRODUCTION)
    name = models.CharField(_("name"), max_length=200)
    country = models.CharField(_("country"), max_length=2, default="ID")
    registration_no = models.CharField(_("business number (NIB)"), max_length=40, blank=True)
    tax_no = models.CharField(_("tax number (NPWP)"), max_length=40, blank=True)
    address = models.TextField(_("address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True, editable=False
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="organisation_has_name"),
            models.CheckConstraint(
                condition=Q(country__regex=r"^[A-Z]{2}$"), name="organisation_country_code"
            ),
            models.CheckConstraint(
                condition=Q(
                    kind__in=[
                        "production",
                        "service",
                        "advertising",
                        "broadcaster",
                        "school",
                        "community",
                        "public",
                        "other",
                    ]
                ),
                name="organisation_kind_known",
            ),
            models.UniqueConstraint(
                fields=["country", "registration_no"],
                condition=~Q(registration_no=""),
                name="organisation_registered_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Membership(Dated):
    """A person works for a company in a role."""

    class Role(models.TextChoices):
        OWNER = "owner", _("owner: everything, also the team")
        PRODUCER = "producer", _("producer: prepares and sends applications")
        MEMBER = "member", _("member: prepares applications")
        VIEWER = "viewer", _("viewer: reads only")

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=20, choices=Role)

    class Meta:
        constraints = [
            dates_in_order("membership_dates"),
            models.CheckConstraint(
                condition=Q(role__in=["owner", "producer", "member", "viewer"]),
                name="membership_role_known",
            ),
            models.UniqueConstraint(
                fields=["user", "organisation"],
                condition=Q(ends_on__isnull=True),
                name="membership_open_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.organisation} · {self.role}"


class Invitation(models.Model):
    """A company asks somebody, by e-mail, to join. The link's secret is kept only as a digest."""

    class State(models.TextChoices):
        SENT = "sent", _("waiting for an answer")
        ACCEPTED = "accepted", _("accepted")
        WITHDRAWN = "withdrawn", _("withdrawn")

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="invitations")
    email = models.EmailField(_("e-mail address"))
    role = models.CharField(_("role"), max_length=20, choices=Membership.Role)
    digest = models.CharField(max_length=64, unique=True)
    state = models.CharField(max_length=20, choices=State, default=State.SENT)
    invited_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)
    accepted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="accepted", accepted_by__isnull=False, accepted_at__isnull=False)
                | Q(
                    state__in=["sent", "withdrawn"],
                    accepted_by__isnull=True,
                    accepted_at__isnull=True,
                ),
                name="invitation_state_and_answer",
            ),
            models.CheckConstraint(
                condition=Q(role__in=["owner", "producer", "member", "viewer"]),
                name="invitation_role_known",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("invited_at")), name="invitation_expires_later"
            ),
            models.UniqueConstraint(
                Lower("email"),
                "organisation",
                condition=Q(state="sent"),
                name="invitation_open_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} → {self.organisation}"

    @property
    def is_open(self) -> bool:
        return self.state == self.State.SENT and timezone.now() < self.expires_at


class StaffGrant(Dated):
    """A role in the commission, given by another person, with a reason."""

    class Role(models.TextChoices):
        CASE_OFFICER = "case_officer", _("case officer")
        HEAD_OF_SERVICE = "head_of_service", _("head of service")
        AUDITOR = "auditor", _("auditor")
        ADMINISTRATOR = "administrator", _("administrator")
        LEGAL_EDITOR = "legal_editor", _("legal editor")

    user = models.ForeignKey(User, models.PROTECT, related_name="staff_grants")
    role = models.CharField(_("role"), max_length=20, choices=Role)
    granted_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)
    granted_at = models.DateTimeField(default=timezone.now)
    reason = models.TextField(_("reason"))

    class Meta:
        constraints = [
            dates_in_order("staff_grant_dates"),
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
                    ]
                ),
                name="staff_grant_role_known",
            ),
            models.UniqueConstraint(
                fields=["user", "role"],
                condition=Q(ends_on__isnull=True),
                name="staff_grant_open_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.role}"


class DeskGrant(Dated):
    """A person works at an authority's desk. The code is the pack's code of that authority."""

    class Level(models.TextChoices):
        READ = "read", _("reads")
        ANSWER = "answer", _("answers")
        MANAGE = "manage", _("answers and manages the desk")

    user = models.ForeignKey(User, models.PROTECT, related_name="desk_grants")
    authority_code = models.CharField(_("authority"), max_length=60)
    level = models.CharField(_("level"), max_length=20, choices=Level, default=Level.ANSWER)
    granted_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)
    granted_at = models.DateTimeField(default=timezone.now)
    reason = models.TextField(_("reason"))

    class Meta:
        constraints = [
            dates_in_order("desk_grant_dates"),
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
                fields=["user", "authority_code"],
                condition=Q(ends_on__isnull=True),
                name="desk_grant_open_once",
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
