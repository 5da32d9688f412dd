"""One authority's answer, its clock, its questions and its conditions."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from simpul.permits.issuing.issuable import POSITIVE


class Clearance(models.Model):
    """What one authority was asked and what it said.

    A rider asks again only where the inputs changed: the new round points to the old one.
    `rule` keeps the rows that asked for it (ids, texts, law, source, status) as they stood.
    """

    class State(models.TextChoices):
        WAITING = "waiting"  # another authority must come first
        REQUESTED = "requested"
        NEEDS_INFORMATION = "needs_information"
        ANSWERED = "answered"
        ENDED = "ended"  # the case ended, or a newer round asks again

    class Verdict(models.TextChoices):
        APPROVE = "approve"
        APPROVE_WITH_CONDITIONS = "approve_with_conditions"
        NO_OBJECTION = "no_objection"
        REFUSE = "refuse"
        NOT_CONCERNED = "not_concerned"

    application = models.ForeignKey(
        "permits.Application", on_delete=models.PROTECT, related_name="clearances"
    )
    revision = models.ForeignKey("permits.PlanRevision", on_delete=models.PROTECT)
    authority_code = models.CharField(max_length=60)
    kind = models.CharField(max_length=20)
    round = models.PositiveIntegerField(default=1)
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True)
    position = models.PositiveIntegerField(default=0)
    after = models.JSONField(default=list)
    severable = models.JSONField(default=list)
    """Ids of plan parts (activities, traffic) this answer is about; empty: the whole shoot."""
    concerns = models.JSONField(default=dict)
    documents = models.JSONField(default=list)
    rule = models.JSONField(default=list)
    verified = models.BooleanField(default=False)

    state = models.CharField(max_length=20, default=State.WAITING)
    verdict = models.CharField(max_length=30, blank=True)
    reason = models.TextField(blank=True)
    law = models.CharField(max_length=300, blank=True)
    note = models.JSONField(default=dict, blank=True)
    """How the answer came in: a code with its names, worded when read (looks.note_words)."""

    process_days = models.PositiveIntegerField(null=True, blank=True)
    process_unit = models.CharField(max_length=4, blank=True)
    requested_at = models.DateTimeField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    escalated_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by_label = models.CharField(max_length=200, blank=True)
    channel = models.CharField(max_length=20, blank=True)
    """desk | link | recorded (from a letter or call) | deemed | carried (a deemed grant of an
    earlier request, which keeps the claim and its countersignature)."""

    evidence = models.ForeignKey(
        "papers.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    deemed_allowed = models.BooleanField(default=False)
    deemed_claimed_at = models.DateTimeField(null=True, blank=True)
    deemed_countersigned_by = models.ForeignKey(
        "people.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["position", "id"]
        indexes = [
            models.Index(fields=["authority_code", "state", "due_on"], name="clearance_desk"),
            models.Index(
                fields=["due_on"],
                name="clearance_due",
                condition=Q(state__in=["requested"]),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                name="clearance_once_per_round",
                fields=["application", "authority_code", "kind", "round"],
            ),
            models.CheckConstraint(
                name="clearance_kind_known",
                condition=Q(kind__in=["permit", "consent", "recommendation", "notice"]),
            ),
            models.CheckConstraint(
                name="clearance_state_known",
                condition=Q(
                    state__in=["waiting", "requested", "needs_information", "answered", "ended"]
                ),
            ),
            models.CheckConstraint(
                name="clearance_verdict_known",
                condition=Q(
                    verdict__in=[
                        "",
                        "approve",
                        "approve_with_conditions",
                        "no_objection",
                        "refuse",
                        "not_concerned",
                    ]
                ),
            ),
            models.CheckConstraint(
                name="clearance_channel_known",
                condition=Q(channel__in=["", "desk", "link", "recorded", "deemed", "carried"]),
            ),
            models.CheckConstraint(
                # Another's word entered by an officer counts only with the paper it stands on.
                name="clearance_recorded_has_evidence",
                condition=~Q(channel="recorded") | Q(evidence__isnull=False),
            ),
            models.CheckConstraint(
                # Silence grants nothing by itself: a person signs for it (UU 30/2014 art. 53).
                name="clearance_deemed_is_countersigned",
                condition=~Q(channel="deemed") | Q(deemed_countersigned_by__isnull=False),
            ),
            models.CheckConstraint(
                name="clearance_answered_has_verdict",
                condition=(Q(state="answered", answered_at__isnull=False) & ~Q(verdict=""))
                | (~Q(state="answered") & Q(verdict=""))
                | Q(state="ended"),
            ),
            models.CheckConstraint(
                name="clearance_refusal_names_reason_and_law",
                condition=~Q(verdict="refuse") | (~Q(reason="") & ~Q(law="")),
            ),
            models.CheckConstraint(
                name="clearance_asked_has_time",
                condition=Q(state__in=["waiting", "ended"]) | Q(requested_at__isnull=False),
            ),
            models.CheckConstraint(
                # An assumed row never starts a legal clock (DESIGN, promise 1).
                name="clearance_unverified_has_no_clock",
                condition=Q(verified=True) | Q(due_on__isnull=True),
            ),
            models.CheckConstraint(
                # UU 30/2014 art. 53: the claim is never open for police or safety clearances.
                name="clearance_deemed_only_where_allowed",
                condition=Q(deemed_claimed_at__isnull=True) | Q(deemed_allowed=True),
            ),
            models.CheckConstraint(
                name="clearance_countersigned_after_claim",
                condition=Q(deemed_countersigned_by__isnull=True)
                | Q(deemed_claimed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.authority_code} {self.state}"

    @property
    def has_clock(self) -> bool:
        """A verified rule sets a time to answer."""
        return self.verified and self.process_days is not None

    @property
    def is_open(self) -> bool:
        """Still to be answered."""
        return self.state in (
            self.State.WAITING,
            self.State.REQUESTED,
            self.State.NEEDS_INFORMATION,
        )

    @property
    def is_positive(self) -> bool:
        """Answered, and nothing stands in the way from this side."""
        return self.state == self.State.ANSWERED and self.verdict in POSITIVE


class ClockEvent(models.Model):
    """When a clearance's clock started, paused, resumed or stopped."""

    clearance = models.ForeignKey(Clearance, on_delete=models.CASCADE, related_name="clock_events")
    kind = models.CharField(max_length=10)  # start | pause | resume | stop
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                name="clock_event_kind",
                condition=Q(kind__in=["start", "pause", "resume", "stop"]),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M}"


class Question(models.Model):
    """Something the applicant must answer: at completeness (no clearance) or for one authority."""

    application = models.ForeignKey(
        "permits.Application", on_delete=models.PROTECT, related_name="questions"
    )
    clearance = models.ForeignKey(
        Clearance, on_delete=models.PROTECT, null=True, blank=True, related_name="questions"
    )
    text = models.TextField()
    part = models.CharField(max_length=60, blank=True)
    asked_by_label = models.CharField(max_length=200)
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by_label = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="question_answered_has_text",
                condition=Q(answered_at__isnull=True) | ~Q(answer=""),
            ),
            models.UniqueConstraint(
                # One open question per clearance: the clock pauses once and resumes once.
                name="question_one_open_per_clearance",
                fields=["clearance"],
                condition=Q(answered_at__isnull=True, clearance__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class AttachedCondition(models.Model):
    """A condition an authority set: from the library (with its law) or in its own words."""

    clearance = models.ForeignKey(Clearance, on_delete=models.CASCADE, related_name="conditions")
    code = models.CharField(max_length=60, blank=True)
    texts = models.JSONField()
    law = models.CharField(max_length=300, blank=True)
    applies_to = models.JSONField(default=list)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.code or str(self.pk)


class AnswerLink(models.Model):
    """A way for an authority to answer one clearance by e-mail, without an account.

    Only a digest of the token is stored: who reads the database cannot answer.
    """

    clearance = models.ForeignKey(Clearance, on_delete=models.PROTECT, related_name="links")
    email = models.EmailField()
    token_digest = models.CharField(max_length=64, unique=True)
    created_by = models.ForeignKey(
        "people.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    """Empty: the program sent it, because nobody is at the authority's desk."""

    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                name="answer_link_expires_later",
                condition=Q(expires_at__gt=F("created_at")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.email} {self.created_at:%Y-%m-%d}"
