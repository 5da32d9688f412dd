"""Cost reports: what a production says it spent, and what its auditor makes of it.

Lines are no rows here: half a million of them lie in one file of the store (decision 0014). Stored
are the file, its totals by category, and the lines somebody has to decide about (findings).
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

READ = ["ready", "auditing", "audited"]


class CostReport(models.Model):
    """One ledger of one case. `layout`: how its owner says it is to be read; `totals`: control
    totals he typed; `questions`: what the file leaves open; `faults`: the first of its bad lines.

    `step`, `step_lines`, `step_part` (thousandths), `step_at`: how far a job is, and when it said
    so; `renewing_at`: since when the lines wait to be classified by what was said last.

    `lines`: the classified lines, one Parquet file; `flags`: what the checks found; `seed`: of the
    random sample, drawn when the audit begins and not known before.
    """

    class State(models.TextChoices):
        READING = "reading"
        ASKING = "asking"
        REFUSED = "refused"
        READY = "ready"
        AUDITING = "auditing"
        AUDITED = "audited"
        RETURNED = "returned"

    case = models.ForeignKey(
        "incentives.Case", on_delete=models.PROTECT, related_name="cost_reports"
    )
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, default=State.READING)
    currency = models.CharField(max_length=3)
    source = models.ForeignKey("papers.StoredFile", on_delete=models.PROTECT, related_name="+")
    layout = models.JSONField(default=dict)
    totals = models.JSONField(default=dict)
    questions = models.JSONField(default=list)
    faults = models.JSONField(default=list)
    faults_count = models.PositiveIntegerField(default=0)
    fault_list = models.ForeignKey(
        "papers.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    step = models.CharField(max_length=10, default="wait")
    step_lines = models.PositiveIntegerField(default=0)
    step_part = models.PositiveSmallIntegerField(default=0)
    step_at = models.DateTimeField(null=True, blank=True)
    renewing_at = models.DateTimeField(null=True, blank=True)
    lines_count = models.PositiveIntegerField(default=0)
    total = models.DecimalField(max_digits=24, decimal_places=4, null=True, blank=True)
    claimed = models.DecimalField(max_digits=24, decimal_places=4, null=True, blank=True)
    accepted = models.DecimalField(max_digits=24, decimal_places=4, null=True, blank=True)
    untagged = models.PositiveIntegerField(default=0)
    findings_open = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64)
    lines = models.ForeignKey(
        "papers.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    flags = models.ForeignKey(
        "papers.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    names = models.JSONField(default=dict)
    not_run = models.JSONField(default=list)
    rules_version = models.ForeignKey(
        "rulebook.Version", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    threshold = models.DecimalField(max_digits=24, decimal_places=4, null=True, blank=True)
    sample_size = models.PositiveIntegerField(default=0)
    seed = models.CharField(max_length=64, blank=True)
    uploaded_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    auditor = models.ForeignKey(
        "people.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    audited_at = models.DateTimeField(null=True, blank=True)
    opinion = models.TextField(blank=True)
    paper = models.ForeignKey(
        "papers.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["case", "number"]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="cost_report_number_once"),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state__in=["auditing", "audited"]),
                name="cost_report_one_audit",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        "reading",
                        "asking",
                        "refused",
                        "ready",
                        "auditing",
                        "audited",
                        "returned",
                    ]
                ),
                name="cost_report_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=READ)
                | Q(lines__isnull=False, claimed__isnull=False, read_at__isnull=False),
                name="cost_report_ready_has_lines",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["reading", "asking", "refused"])
                | Q(lines__isnull=True, claimed__isnull=True),
                name="cost_report_refused_keeps_nothing",
            ),
            models.CheckConstraint(
                condition=Q(renewing_at__isnull=True) | Q(state__in=["ready", "auditing"]),
                name="cost_report_renewed_while_open",
            ),
            models.CheckConstraint(
                condition=~Q(state="auditing") | (~Q(seed="") & Q(auditor__isnull=False)),
                name="cost_report_audit_has_seed",
            ),
            models.CheckConstraint(
                condition=~Q(state="audited")
                | Q(
                    findings_open=0,
                    untagged=0,
                    accepted__isnull=False,
                    audited_at__isnull=False,
                    paper__isnull=False,
                ),
                name="cost_report_audited_is_complete",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.number}"

    @property
    def subject(self) -> str:
        """How the journal and the file store name it."""
        return f"cost-report:{self.pk}"


class CostTotal(models.Model):
    """Lines of one category and treatment, added up exactly."""

    report = models.ForeignKey(CostReport, on_delete=models.CASCADE, related_name="sums")
    category = models.CharField(max_length=60, blank=True)
    treatment = models.CharField(max_length=10, blank=True)
    lines = models.PositiveIntegerField()
    amount = models.DecimalField(max_digits=24, decimal_places=4)
    eligible = models.DecimalField(max_digits=24, decimal_places=4)

    class Meta:
        ordering = ["category", "treatment"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "category", "treatment"], name="cost_total_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.category} {self.amount}"


class MappingRule(models.Model):
    """What a company has said of its own chart, remembered for its next report.

    `accounts`: patterns separated by "|"; or, with a `scheme`, `accounts` names a category of the
    chart and `category` the scheme's.
    """

    company = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, related_name="account_rules"
    )
    scheme = models.CharField(max_length=80, blank=True)
    accounts = models.CharField(max_length=300)
    category = models.CharField(max_length=60)
    treatment = models.CharField(max_length=10, default="count")
    share = models.DecimalField(max_digits=9, decimal_places=8, default=1)
    method = models.CharField(max_length=100, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    created_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(share__gte=0, share__lte=1), name="mapping_share_is_a_part"
            ),
            models.CheckConstraint(
                condition=Q(share=1) | (~Q(method="") & ~Q(reason="")),
                name="mapping_part_has_method_and_reason",
            ),
            models.CheckConstraint(
                condition=Q(treatment__in=["count", "part", "exclude", "ignore"]),
                name="mapping_treatment_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.accounts} → {self.category}"


class RelatedParty(models.Model):
    """Somebody the company is related to, by its own word or an auditor's."""

    company = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, related_name="related_parties"
    )
    name = models.CharField(max_length=200)
    tax_id = models.CharField(max_length=40, blank=True)
    payee_id = models.CharField(max_length=60, blank=True)
    created_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Finding(models.Model):
    """A line somebody has to decide about: flagged, drawn, or named by the auditor.

    `row` 0: the report as a whole. `amount`: what the line claims; `allowed`: what is left of it.
    """

    class State(models.TextChoices):
        OPEN = "open"
        ACCEPTED = "accepted"
        REDUCED = "reduced"
        REFUSED = "refused"

    report = models.ForeignKey(CostReport, on_delete=models.PROTECT, related_name="findings")
    row = models.PositiveIntegerField()
    why = models.CharField(max_length=10)
    flags = models.JSONField(default=list)
    account = models.CharField(max_length=60, blank=True)
    payee = models.CharField(max_length=200, blank=True)
    category = models.CharField(max_length=60, blank=True)
    amount = models.DecimalField(max_digits=24, decimal_places=4)
    state = models.CharField(max_length=10, default=State.OPEN)
    allowed = models.DecimalField(max_digits=24, decimal_places=4, null=True, blank=True)
    reason = models.CharField(max_length=1000, blank=True)
    evidence = models.ForeignKey(
        "papers.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    raised_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(
        "people.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["row"]
        constraints = [
            models.UniqueConstraint(fields=["report", "row"], name="finding_once_per_line"),
            models.CheckConstraint(
                condition=Q(why__in=["large", "drawn", "flag", "own"]), name="finding_why_known"
            ),
            models.CheckConstraint(
                condition=Q(state="open", allowed__isnull=True, decided_by__isnull=True)
                | Q(
                    state__in=["accepted", "reduced", "refused"],
                    allowed__isnull=False,
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                ),
                name="finding_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(allowed=F("amount")),
                name="finding_accepted_is_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | Q(allowed=0), name="finding_refused_is_nothing"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["reduced", "refused"]) | ~Q(reason=""),
                name="finding_cut_has_reason",
            ),
        ]
        indexes = [models.Index(fields=["report", "state"], name="finding_by_state")]

    def __str__(self) -> str:
        return f"{self.report_id}:{self.row}"
