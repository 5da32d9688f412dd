"""The application: what was asked, in which words, under which version of the rules."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q


class Application(models.Model):
    """One request of one production: a new permit, or a rider to an issued one.

    `plan` and `details` are what the applicant is typing now; what was sent is a `PlanRevision`.
    """

    class State(models.TextChoices):
        DRAFT = "draft"
        SUBMITTED = "submitted"
        RETURNED = "returned"
        IN_REVIEW = "in_review"
        AWAITING_PAYMENT = "awaiting_payment"
        READY = "ready"
        ISSUED = "issued"
        CLOSED = "closed"
        WITHDRAWN = "withdrawn"
        REFUSED = "refused"
        CANCELLED = "cancelled"

    class Kind(models.TextChoices):
        NEW = "new"
        RIDER = "rider"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=30, unique=True, null=True, blank=True)
    city_code = models.CharField(max_length=40)
    kind = models.CharField(max_length=10, default=Kind.NEW)
    state = models.CharField(max_length=20, default=State.DRAFT)
    production = models.ForeignKey(
        "productions.Production", on_delete=models.PROTECT, related_name="applications"
    )
    company = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, related_name="applications"
    )
    amends = models.ForeignKey(
        "permits.Permit", on_delete=models.PROTECT, null=True, blank=True, related_name="riders"
    )
    language = models.CharField(max_length=10, default="id")
    confidential = models.BooleanField(default=False)
    plan = models.JSONField(default=dict)
    details = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    """Counts saves; a save that read an older one is refused, so that nobody overwrites."""

    rule_version = models.ForeignKey(
        "rulebook.Version", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    tier = models.CharField(max_length=20, blank=True)
    tier_reasons = models.JSONField(default=list)
    first_day = models.DateField(null=True, blank=True)
    last_day = models.DateField(null=True, blank=True)

    officer = models.ForeignKey(
        "people.User", on_delete=models.PROTECT, null=True, blank=True, related_name="cases"
    )
    created_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    changed_by = models.ForeignKey(
        "people.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    """Who saved last: named to the colleague whose save came too late."""

    submitted_at = models.DateTimeField(null=True, blank=True)
    submit_key = models.UUIDField(null=True, blank=True, unique=True)
    complete_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.TextField(blank=True)
    end_law = models.CharField(max_length=300, blank=True)
    end_appeal = models.TextField(blank=True)
    """Where and until when one may object to a refusal, in the officer's words."""

    class Meta:
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["state", "submitted_at"], name="application_queue"),
            models.Index(fields=["company", "-created_at"], name="application_of_company"),
            models.Index(fields=["officer", "state"], name="application_of_officer"),
            models.Index(fields=["last_day"], name="application_last_day"),
        ]
        constraints = [
            models.CheckConstraint(
                name="application_state_known",
                condition=Q(
                    state__in=[
                        "draft",
                        "submitted",
                        "returned",
                        "in_review",
                        "awaiting_payment",
                        "ready",
                        "issued",
                        "closed",
                        "withdrawn",
                        "refused",
                        "cancelled",
                    ]
                ),
            ),
            models.CheckConstraint(
                name="application_kind_known", condition=Q(kind__in=["new", "rider"])
            ),
            models.CheckConstraint(
                name="application_sent_has_reference_and_rules",
                condition=Q(state="draft")
                | Q(
                    reference__isnull=False,
                    submitted_at__isnull=False,
                    rule_version__isnull=False,
                    first_day__isnull=False,
                    last_day__isnull=False,
                )
                | Q(state="withdrawn"),
            ),
            models.CheckConstraint(
                name="application_in_review_is_complete_and_has_officer",
                condition=~Q(state__in=["in_review", "awaiting_payment", "ready", "issued"])
                | Q(complete_at__isnull=False, officer__isnull=False),
            ),
            models.CheckConstraint(
                name="application_refused_names_reason_and_law",
                condition=~Q(state="refused") | (~Q(end_reason="") & ~Q(end_law="")),
            ),
            models.CheckConstraint(
                name="application_ended_has_time",
                condition=~Q(state__in=["withdrawn", "refused", "cancelled", "closed"])
                | Q(ended_at__isnull=False),
            ),
            models.CheckConstraint(
                name="application_rider_names_permit",
                condition=Q(kind="new", amends__isnull=True)
                | Q(kind="rider", amends__isnull=False),
            ),
            models.CheckConstraint(
                name="application_days_in_order",
                condition=Q(first_day__isnull=True) | Q(last_day__gte=models.F("first_day")),
            ),
            models.UniqueConstraint(
                name="application_one_open_rider",
                fields=["amends"],
                condition=Q(kind="rider")
                & ~Q(state__in=["issued", "closed", "withdrawn", "refused", "cancelled"]),
            ),
        ]

    def __str__(self) -> str:
        return self.reference or f"draft {self.id}"

    @property
    def subject(self) -> str:
        """The name of this case's stream in the journal."""
        return f"application:{self.id}"


class PlanRevision(models.Model):
    """What was sent, word for word. Never changed; a change is the next revision."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    plan = models.JSONField()
    details = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    created_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(name="revision_number_once", fields=["application", "number"])
        ]

    def __str__(self) -> str:
        return f"{self.application_id} r{self.number}"


class ActivityDay(models.Model):
    """One day at one place, from the newest revision, so that it can be searched and mapped."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="days")
    revision = models.ForeignKey(PlanRevision, on_delete=models.CASCADE, related_name="days")
    date = models.DateField()
    kind = models.CharField(max_length=20)
    contingency = models.BooleanField(default=False)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    people = models.PositiveIntegerField(null=True, blank=True)
    spot_key = models.CharField(max_length=40)
    place_name = models.CharField(max_length=200)
    site = models.ForeignKey(
        "places.Site", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    geometry = models.JSONField(null=True, blank=True)
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    kecamatan_code = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ["starts_at"]
        indexes = [
            models.Index(fields=["date", "kecamatan_code"], name="activity_day_by_area"),
        ]
        constraints = [
            models.CheckConstraint(
                name="activity_day_ends_after_start",
                condition=Q(ends_at__gt=models.F("starts_at")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.place_name}"


class Attachment(models.Model):
    """A paper of the case, kept the moment it is uploaded."""

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="attachments"
    )
    document_code = models.CharField(max_length=60)
    file = models.ForeignKey("papers.StoredFile", on_delete=models.PROTECT, related_name="+")
    uploaded_by_label = models.CharField(max_length=200)
    uploaded_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["uploaded_at"]

    def __str__(self) -> str:
        return self.document_code
