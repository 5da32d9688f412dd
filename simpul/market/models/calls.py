"""Calls for projects, what is entered, how it is chosen, and its materials behind permission."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from simpul.market.models.markets import Market
from simpul.market.models.participants import Badge


class Call(models.Model):
    """A call for projects, with its deadline on its own clock and its rule for late entries.

    `late_rule`: `none`: the deadline is the end; `grace`: `grace_minutes` more, marked late;
    `until_full`: later entries are taken, marked late, while fewer than `full_at` are in.
    `votes_needed`: selectors who must have voted before anybody decides.
    """

    class State(models.TextChoices):
        DRAFT = "draft"
        PUBLISHED = "published"

    class LateRule(models.TextChoices):
        NONE = "none"
        GRACE = "grace"
        UNTIL_FULL = "until_full"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    market = models.ForeignKey(Market, on_delete=models.PROTECT, related_name="calls")
    names = models.JSONField(default=dict)
    about = models.JSONField(default=dict)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    zone = models.CharField(max_length=60)
    late_rule = models.CharField(max_length=12, default=LateRule.NONE)
    grace_minutes = models.PositiveIntegerField(null=True, blank=True)
    full_at = models.PositiveIntegerField(null=True, blank=True)
    places = models.PositiveIntegerField(null=True, blank=True)
    votes_needed = models.PositiveSmallIntegerField(default=2)
    state = models.CharField(max_length=10, default=State.DRAFT)
    published_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["closes_at"]
        constraints = [
            models.CheckConstraint(
                name="market_call_in_order", condition=Q(closes_at__gt=F("opens_at"))
            ),
            models.CheckConstraint(
                name="market_call_late_rule_whole",
                condition=Q(late_rule="none", grace_minutes__isnull=True, full_at__isnull=True)
                # An unknown number is no number: a check that is NULL would let it pass.
                | Q(
                    late_rule="grace",
                    grace_minutes__isnull=False,
                    grace_minutes__gt=0,
                    full_at__isnull=True,
                )
                | Q(
                    late_rule="until_full",
                    grace_minutes__isnull=True,
                    full_at__isnull=False,
                    full_at__gt=0,
                ),
            ),
            models.CheckConstraint(
                name="market_call_state_known",
                condition=Q(state="draft", published_at__isnull=True)
                | Q(state="published", published_at__isnull=False),
            ),
            models.CheckConstraint(
                name="market_call_wants_votes", condition=Q(votes_needed__gte=1)
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def subject(self) -> str:
        return f"market_call:{self.pk}"


class Entry(models.Model):
    """A project a company entered. What it costs and who pays is the company's secret until it is
    selected; then accredited guests see it. `people`: director and producer, by their own wish.

    `words_public`, `words_guests`: what the search looks at, made by `search_words.py`.
    """

    class State(models.TextChoices):
        DRAFT = "draft"
        SUBMITTED = "submitted"
        SELECTED = "selected"
        REFUSED = "refused"
        WITHDRAWN = "withdrawn"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="entries")
    company = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+")
    production = models.ForeignKey(
        "productions.Production",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="market_entries",
    )
    title = models.CharField(max_length=200)
    original_title = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=20, blank=True)
    stage = models.CharField(max_length=20, blank=True)
    countries = models.JSONField(default=list)
    director = models.CharField(max_length=200, blank=True)
    producer = models.CharField(max_length=200, blank=True)
    logline = models.CharField(max_length=500, blank=True)
    synopsis = models.TextField(blank=True)
    budget = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, default="USD")
    secured_percent = models.PositiveSmallIntegerField(null=True, blank=True)
    sought = models.JSONField(default=list)
    sought_note = models.CharField(max_length=500, blank=True)
    words_public = models.TextField(blank=True)
    words_guests = models.TextField(blank=True)
    reference = models.CharField(max_length=20, null=True, blank=True, unique=True)
    state = models.CharField(max_length=10, default=State.DRAFT)
    submitted_at = models.DateTimeField(null=True, blank=True)
    late = models.BooleanField(default=False)
    decided_by = models.ForeignKey(
        "people.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)
    created_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(name="market_entry_titled", condition=~Q(title="")),
            models.CheckConstraint(
                name="market_entry_sent_says_when",
                condition=Q(state__in=["draft", "withdrawn"])
                | Q(
                    state__in=["submitted", "selected", "refused"],
                    submitted_at__isnull=False,
                    reference__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="market_entry_decided_whole",
                condition=Q(state__in=["draft", "submitted", "withdrawn"])
                | (Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(reason="")),
            ),
            models.CheckConstraint(
                name="market_entry_share_is_one",
                condition=Q(secured_percent__isnull=True) | Q(secured_percent__lte=100),
            ),
            models.CheckConstraint(
                name="market_entry_budget_positive",
                condition=Q(budget__isnull=True) | Q(budget__gt=0),
            ),
            models.CheckConstraint(
                name="market_entry_currency_is_a_code",
                condition=Q(currency__regex=r"^[A-Z]{3}$"),
            ),
        ]
        indexes = [
            models.Index(fields=["call", "state"], name="market_entry_state"),
            models.Index(fields=["company", "-created_at"], name="market_entry_company"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def subject(self) -> str:
        """The name of this entry's stream in the journal."""
        return f"market_entry:{self.pk}"


class Vote(models.Model):
    """What a selector thinks of an entry, 1 (no) to 5 (surely). Read by staff of the selection."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="votes")
    selector = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    score = models.PositiveSmallIntegerField()
    note = models.TextField(blank=True)
    voted_at = models.DateTimeField()

    class Meta:
        ordering = ["voted_at"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "selector"], name="market_vote_once"),
            models.CheckConstraint(
                name="market_vote_in_scale", condition=Q(score__gte=1, score__lte=5)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.score}"


class Material(models.Model):
    """A look-book, treatment or other paper of an entry. Guests see it only by permission, as a
    copy that names them on every page."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="materials")
    kind = models.CharField(max_length=20)
    file = models.ForeignKey("papers.StoredFile", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["added_at"]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class MaterialAccess(models.Model):
    """A guest asks for the materials of an entry; its company gives, refuses or ends it."""

    class State(models.TextChoices):
        ASKED = "asked"
        GIVEN = "given"
        REFUSED = "refused"
        ENDED = "ended"

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="accesses")
    badge = models.ForeignKey(Badge, on_delete=models.PROTECT, related_name="accesses")
    message = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=10, default=State.ASKED)
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        "people.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "badge"],
                condition=Q(state__in=["asked", "given"]),
                name="market_access_open_once",
            ),
            models.CheckConstraint(
                name="market_access_decided_whole",
                condition=Q(state="asked", decided_by__isnull=True, decided_at__isnull=True)
                | Q(
                    state__in=["given", "refused", "ended"],
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.badge_id} {self.state}"


class Reading(models.Model):
    """One copy handed out. `mark` is printed on its pages, so that a copy found elsewhere says
    whose it was."""

    material = models.ForeignKey(Material, on_delete=models.PROTECT, related_name="readings")
    badge = models.ForeignKey(Badge, on_delete=models.PROTECT, related_name="readings")
    mark = models.CharField(max_length=20, unique=True)
    read_at = models.DateTimeField()

    class Meta:
        ordering = ["-read_at"]

    def __str__(self) -> str:
        return self.mark
