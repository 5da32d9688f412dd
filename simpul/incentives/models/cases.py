"""The case: one production asks one fund for money, from the first word to the last payment."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

DECIDED = ["waiting", "provisional", "reported", "audit", "certified", "closed"]


class Case(models.Model):
    """`facts`: answers by the id of the scheme's input, as text. `quote`: the estimate that the
    applicant saw when sending. `declared`: figures nobody else stores (days, hires, trainee days).
    """

    class State(models.TextChoices):
        DRAFT = "draft"
        SUBMITTED = "submitted"
        REVIEW = "review"
        RETURNED = "returned"
        WAITING = "waiting"
        PROVISIONAL = "provisional"
        REPORTED = "reported"
        AUDIT = "audit"
        CERTIFIED = "certified"
        CLOSED = "closed"
        WITHDRAWN = "withdrawn"
        LAPSED = "lapsed"
        REFUSED = "refused"
        APPEALED = "appealed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=30, unique=True, null=True, blank=True)
    state = models.CharField(max_length=12, default=State.DRAFT)
    fund = models.ForeignKey("incentives.Fund", on_delete=models.PROTECT, related_name="cases")
    production = models.ForeignKey(
        "productions.Production", on_delete=models.PROTECT, related_name="incentive_cases"
    )
    company = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, related_name="incentive_cases"
    )
    language = models.CharField(max_length=10, default="id")
    currency = models.CharField(max_length=3)
    scheme_id = models.CharField(max_length=80)
    scheme_digest = models.CharField(max_length=64, blank=True)
    """Of the scheme file the applicant saw: a later version does not change what was asked."""

    facts = models.JSONField(default=dict)
    declared = models.JSONField(default=dict)
    quote = models.JSONField(default=dict)
    window_from = models.DateField(null=True, blank=True)
    window_to = models.DateField(null=True, blank=True)
    """Days of spending that may count, both included, as the scheme and the certificate say."""

    asked = models.DecimalField(max_digits=20, decimal_places=2, null=True, blank=True)
    declaration_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    """Counts saves; a save that read an older one is refused, so that nobody overwrites."""

    officer = models.ForeignKey(
        "people.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    """When it first came in whole: the order of the waiting list."""

    report_due = models.DateField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.TextField(blank=True)
    end_law = models.CharField(max_length=300, blank=True)
    ended_by = models.ForeignKey(
        "people.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_from = models.CharField(max_length=12, blank=True)
    """The state before a refusal, to which an upheld appeal returns."""

    class Meta:
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["state", "submitted_at"], name="incentive_case_queue"),
            models.Index(fields=["company", "-created_at"], name="incentive_case_of_company"),
            models.Index(fields=["fund", "state", "submitted_at"], name="incentive_case_of_fund"),
        ]
        constraints = [
            models.CheckConstraint(
                name="incentive_case_state_known",
                condition=Q(
                    state__in=[
                        "draft",
                        "submitted",
                        "review",
                        "returned",
                        "waiting",
                        "provisional",
                        "reported",
                        "audit",
                        "certified",
                        "closed",
                        "withdrawn",
                        "lapsed",
                        "refused",
                        "appealed",
                    ]
                ),
            ),
            models.CheckConstraint(
                name="incentive_case_sent_is_whole",
                condition=Q(state__in=["draft", "withdrawn"])
                | Q(
                    reference__isnull=False,
                    submitted_at__isnull=False,
                    declaration_at__isnull=False,
                    asked__gt=0,
                ),
            ),
            models.CheckConstraint(
                name="incentive_case_decided_has_officer",
                condition=~Q(state__in=["review", *DECIDED]) | Q(officer__isnull=False),
            ),
            models.CheckConstraint(
                name="incentive_case_provisional_has_last_day",
                condition=~Q(state__in=["provisional", "reported", "audit"])
                | Q(report_due__isnull=False),
            ),
            models.CheckConstraint(
                name="incentive_case_refused_names_reason_and_law",
                condition=~Q(state__in=["refused", "appealed"])
                | (~Q(end_reason="") & ~Q(end_law="") & Q(ended_by__isnull=False)),
            ),
            models.CheckConstraint(
                name="incentive_case_ended_has_time",
                condition=~Q(state__in=["closed", "withdrawn", "lapsed", "refused"])
                | Q(ended_at__isnull=False),
            ),
            models.CheckConstraint(
                name="incentive_case_window_in_order",
                condition=Q(window_from__isnull=True)
                | Q(window_to__isnull=True)
                | Q(window_to__gte=F("window_from")),
            ),
            models.UniqueConstraint(
                # One production takes one fund's money once at a time.
                name="incentive_case_one_open",
                fields=["fund", "production"],
                condition=~Q(state__in=["closed", "withdrawn", "lapsed", "refused"]),
            ),
        ]

    def __str__(self) -> str:
        return self.reference or f"draft {self.id}"

    @property
    def subject(self) -> str:
        """The name of this case's stream in the journal."""
        return f"incentive:{self.id}"


class CaseQuestion(models.Model):
    """Something the officer needs from the applicant before the case goes on."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="questions")
    text = models.TextField()
    asked_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        "people.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.CheckConstraint(name="incentive_question_says_something", condition=~Q(text="")),
            models.CheckConstraint(
                name="incentive_question_answered_whole",
                condition=Q(answered_at__isnull=True, answered_by__isnull=True, answer="")
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class Appeal(models.Model):
    """The company objects to a refusal; somebody else than who refused decides."""

    class Outcome(models.TextChoices):
        UPHELD = "upheld"
        DISMISSED = "dismissed"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="appeals")
    grounds = models.TextField()
    refused_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    filed_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    filed_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, blank=True)
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(
        "people.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["filed_at"]
        constraints = [
            models.CheckConstraint(name="appeal_has_grounds", condition=~Q(grounds="")),
            models.CheckConstraint(
                name="appeal_decided_whole",
                condition=Q(decided_at__isnull=True, decided_by__isnull=True, outcome="")
                | (
                    Q(
                        decided_at__isnull=False,
                        decided_by__isnull=False,
                        outcome__in=["upheld", "dismissed"],
                    )
                    & ~Q(reason="")
                ),
            ),
            models.CheckConstraint(
                name="appeal_decided_by_another",
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("refused_by")),
            ),
            models.UniqueConstraint(
                name="appeal_one_open", fields=["case"], condition=Q(decided_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.outcome or 'open'}"


class Reconciled(models.Model):
    """One figure of a case held against what permits and wrap reports say of it, at the audit."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="reconciled")
    key = models.CharField(max_length=40)
    declared = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    recorded = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    sources = models.JSONField(default=list)
    evidence = models.CharField(max_length=10)
    accepted = models.DecimalField(max_digits=14, decimal_places=2)
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(name="reconciled_once", fields=["case", "key"]),
            models.CheckConstraint(
                name="reconciled_evidence_known",
                condition=Q(evidence__in=["declared", "permit", "wrap", "ledger", "audited"]),
            ),
            models.CheckConstraint(name="reconciled_not_negative", condition=Q(accepted__gte=0)),
            models.CheckConstraint(
                # What nobody stores, or what differs from the record, is accepted with a reason.
                name="reconciled_other_than_recorded_says_why",
                condition=Q(recorded__isnull=False, accepted=F("recorded")) | ~Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.accepted}"
