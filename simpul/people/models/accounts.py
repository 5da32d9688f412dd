"""Accounts, companies and their teams."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from simpul.messages.recipients import Recipient
from simpul.people.models.dated import Dated, dates_in_order


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

    def as_recipient(self) -> Recipient:
        """For messages to this person, in the person's language."""
        return Recipient(
            email=self.email, name=self.get_full_name(), language=self.language, user_id=self.pk
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
