"""A production's passport, what was shared of it, and what other commissions shared with us."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from simpul.network.merging import follow
from simpul.network.models.nodes import Node
from simpul.network.models.partners import Partner


class Receiver(models.Model):
    """A partner to whom companies may give passports. Public facts: who, and which of its forms
    (codes of the city pack) a passport is mapped to. Closed: nobody may share with it any more."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="receivers")
    forms = models.JSONField(default=list, blank=True)
    open = models.BooleanField(default=True)
    created_by = models.ForeignKey(
        "people.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["partner__name", "pk"]

    def __str__(self) -> str:
        return str(self.partner)


class Passport(models.Model):
    """What a company typed for passports of one production, beyond what the production holds.

    Class "case": the company's people read and change it; the commission's staff do not. `answers`
    is field → value (passport/fields.py); texts hold the languages besides the production's own.
    """

    production = models.OneToOneField(
        "productions.Production", on_delete=models.PROTECT, related_name="passport"
    )
    language = models.CharField(max_length=10, default="id")
    """The language the production's own title, logline and synopsis are written in."""

    answers = models.JSONField(default=dict, blank=True)
    version = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="passport_has_language", condition=~Q(language="")),
        ]

    def __str__(self) -> str:
        return f"passport of {self.production_id}"


class Share(models.Model):
    """One act of giving: which fields, to whom, what for, until when, and exactly what was given.

    Class "case", with personal data where `document` names people. Consent is part of the row:
    there is no share without an account that gave it. A share that ended keeps its document, for
    the company to know what it gave; nobody else reads it, and nothing sends it again.
    """

    class State(models.TextChoices):
        GIVEN = "given", pgettext_lazy("passport", "Shared")
        REVOKED = "revoked", pgettext_lazy("passport", "Taken back")
        EXPIRED = "expired", pgettext_lazy("passport", "Ended on its day")

    class Theirs(models.TextChoices):
        UNKNOWN = "", _("not sent by node")
        WAITING = "waiting", _("on its way")
        HELD = "held", _("received")
        DELETED = "deleted", _("deleted there")
        UNREACHED = "unreached", _("could not be delivered")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    production = models.ForeignKey(
        "productions.Production", on_delete=models.PROTECT, related_name="shares"
    )
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="shares")
    purpose = models.CharField(max_length=500)
    fields = models.JSONField()
    document = models.JSONField()
    sha256 = models.CharField(max_length=64)
    ends_on = models.DateField()
    """The last day on which the partner may use it."""

    consent_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    consent_at = models.DateTimeField()
    people_agreed = models.BooleanField(default=False)
    """The company said that the people named in it agreed."""

    state = models.CharField(max_length=10, choices=State, default=State.GIVEN)
    ended_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        "people.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    node = models.ForeignKey(
        Node, on_delete=models.PROTECT, null=True, blank=True, related_name="shares"
    )
    """The node it was sent to; none where the company hands it over itself."""

    theirs = models.CharField(max_length=10, choices=Theirs, blank=True, default="")
    """What the partner's node last said."""

    theirs_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-consent_at", "pk"]
        indexes = [models.Index(fields=["state", "ends_on"], name="share_ends")]
        constraints = [
            models.CheckConstraint(name="share_has_purpose", condition=~Q(purpose="")),
            models.CheckConstraint(name="share_has_fields", condition=~Q(fields=[])),
            models.CheckConstraint(
                name="share_sha256", condition=Q(sha256__regex=r"^[0-9a-f]{64}$")
            ),
            models.CheckConstraint(
                name="share_state_whole",
                condition=Q(state="given", ended_at__isnull=True, revoked_by__isnull=True)
                | Q(state="revoked", ended_at__isnull=False, revoked_by__isnull=False)
                | Q(state="expired", ended_at__isnull=False, revoked_by__isnull=True),
            ),
            models.CheckConstraint(
                name="share_theirs_known",
                condition=Q(theirs__in=["", "waiting", "held", "deleted", "unreached"]),
            ),
            models.CheckConstraint(
                name="share_theirs_of_a_node", condition=Q(theirs="") | Q(node__isnull=False)
            ),
            models.CheckConstraint(
                name="share_ends_after_it_begins",
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("consent_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"share {self.pk}"

    @property
    def subject(self) -> str:
        """The name of this share's stream in the journal."""
        return f"share:{self.pk}"


class ReceivedPassport(models.Model):
    """What another commission's node gave to us, for as long as its company allows.

    Class "case", with personal data. When it is taken back or ends, `document` is emptied at once;
    what stays is that there was one, from whom, until when.
    """

    class State(models.TextChoices):
        HELD = "held", pgettext_lazy("received passport", "May be read")
        REVOKED = "revoked", pgettext_lazy("received passport", "Taken back")
        EXPIRED = "expired", pgettext_lazy("received passport", "Ended on its day")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    node = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="received")
    share = models.UUIDField()
    """The giver's number of it."""

    document = models.JSONField(default=dict, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    """None where it was taken back before it arrived."""

    state = models.CharField(max_length=10, choices=State, default=State.HELD)
    received_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-received_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["node", "share"], name="received_passport_once"),
            models.CheckConstraint(
                name="received_passport_state_whole",
                condition=(
                    Q(state="held", ended_at__isnull=True, ends_on__isnull=False) & ~Q(document={})
                )
                | Q(state__in=["revoked", "expired"], ended_at__isnull=False, document={}),
            ),
        ]

    def __str__(self) -> str:
        return f"received {self.share}"

    @property
    def subject(self) -> str:
        """The name of this passport's stream in the journal."""
        return f"received-passport:{self.pk}"


follow(Receiver, "partner")
follow(Share, "partner", stays=True)
