"""Agreements: who binds whom, with which words, on which paper, from when until when."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from simpul.network.merging import follow
from simpul.network.models.encounters import Encounter
from simpul.network.models.partners import Partner
from simpul.network.models.visits import Visit


class Agreement(models.Model):
    """An invitation, a letter of intent, a memorandum, an action plan. States: states.py.

    What somebody says of it in public (`claimed_…`) and what papers prove are kept apart: the
    proof is the parties' signed papers and nothing else (standing.proof). The database refuses an
    agreement without a counterpart, one that is signed while a party's paper is missing, and
    another word in an article once somebody has signed (triggers in the migration).
    """

    class Kind(models.TextChoices):
        INVITATION = "invitation", _("invitation")
        LETTER = "letter_of_intent", _("letter of intent")
        MEMORANDUM = "memorandum", _("memorandum of understanding")
        ACTION_PLAN = "action_plan", _("action plan")

    class State(models.TextChoices):
        DRAFT = "draft"
        NEGOTIATING = "negotiating"
        SIGNED = "signed"
        IN_FORCE = "in_force"
        EXPIRED = "expired"
        ENDED = "ended"

    class Claimed(models.TextChoices):
        TALKS = "talks", _("talks were held")
        COOPERATION = "cooperation", _("a cooperation was begun")
        SIGNED = "signed", _("something was signed")
        IN_FORCE = "in_force", _("it is in force")

    kind = models.CharField(max_length=20, choices=Kind)
    state = models.CharField(max_length=12, default=State.DRAFT)
    titles = models.JSONField(default=dict)
    """The title in each language of the text."""

    languages = models.JSONField(default=list)
    """Codes of the languages of the text, in their order on paper."""

    prevailing = models.CharField(max_length=10, blank=True)
    """Which language holds where they differ; empty: all of them alike."""

    number = models.CharField(max_length=100, blank=True)
    """The number on the paper."""

    encounter = models.ForeignKey(
        Encounter, on_delete=models.PROTECT, null=True, blank=True, related_name="agreements"
    )
    visit = models.ForeignKey(
        Visit, on_delete=models.PROTECT, null=True, blank=True, related_name="agreements"
    )
    renews = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="renewals"
    )
    """The earlier agreement that this one is to follow."""

    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    """The last day; empty: until somebody ends it."""

    renewal_lead = models.PositiveSmallIntegerField(default=90)
    """Days before the last day from which on the owner is reminded."""

    owner = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    claimed_state = models.CharField(max_length=20, choices=Claimed, blank=True)
    claimed_text = models.TextField(blank=True)
    claimed_source = models.CharField(max_length=500, blank=True)
    claimed_on = models.DateField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        "people.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        "people.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_on = models.DateField(null=True, blank=True)
    end_reason = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("agreement")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="agreement_kind_known",
                condition=Q(
                    kind__in=["invitation", "letter_of_intent", "memorandum", "action_plan"]
                ),
            ),
            models.CheckConstraint(
                name="agreement_state_known",
                condition=Q(
                    state__in=["draft", "negotiating", "signed", "in_force", "expired", "ended"]
                ),
            ),
            models.CheckConstraint(
                name="agreement_has_words", condition=~Q(languages=[]) & ~Q(titles={})
            ),
            models.CheckConstraint(
                name="agreement_days_in_order",
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=False, valid_to__gte=F("valid_from")),
            ),
            models.CheckConstraint(
                name="agreement_claim_names_its_source",
                condition=Q(
                    claimed_state="", claimed_text="", claimed_source="", claimed_on__isnull=True
                )
                | (
                    Q(claimed_state__in=["talks", "cooperation", "signed", "in_force"])
                    & Q(claimed_on__isnull=False)
                    & ~Q(claimed_source="")
                ),
            ),
            models.CheckConstraint(
                name="agreement_in_force_is_confirmed",
                condition=~Q(state__in=["in_force", "expired"])
                | Q(
                    confirmed_by__isnull=False, confirmed_at__isnull=False, valid_from__isnull=False
                ),
            ),
            models.CheckConstraint(
                name="agreement_expired_had_an_end",
                condition=~Q(state="expired") | Q(valid_to__isnull=False),
            ),
            models.CheckConstraint(
                name="agreement_ended_says_why",
                condition=(
                    Q(state="ended", ended_by__isnull=False, ended_on__isnull=False)
                    & ~Q(end_reason="")
                )
                | (
                    ~Q(state="ended")
                    & Q(ended_by__isnull=True, ended_on__isnull=True, end_reason="")
                ),
            ),
            models.CheckConstraint(
                name="agreement_renews_another",
                condition=Q(renews__isnull=True) | ~Q(renews=F("id")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def subject(self) -> str:
        """The name of this agreement's stream in the journal."""
        return f"agreement:{self.pk}"


class AgreementParty(models.Model):
    """One party and its signature: day, who signed in which office, and the signed paper.

    `name` as it stands on the paper, also when the partner is called otherwise later. Who signs is
    on a paper that both sides hold: name and office, nothing more (business contact).
    """

    class Side(models.TextChoices):
        OURS = "ours", pgettext_lazy("party of an agreement", "our side")
        THEIRS = "theirs", pgettext_lazy("party of an agreement", "counterpart")

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="parties")
    side = models.CharField(max_length=10, choices=Side)
    partner = models.ForeignKey(
        Partner, on_delete=models.PROTECT, null=True, blank=True, related_name="in_agreements"
    )
    name = models.CharField(max_length=200)
    signed_on = models.DateField(null=True, blank=True)
    signatory = models.CharField(max_length=200, blank=True)
    office = models.CharField(max_length=200, blank=True)
    paper = models.ForeignKey(
        "papers.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_by = models.ForeignKey(
        "people.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["side", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "name"], name="agreement_party_once"),
            models.CheckConstraint(
                name="agreement_party_side_whole",
                condition=(
                    Q(side="ours", partner__isnull=True) | Q(side="theirs", partner__isnull=False)
                )
                & ~Q(name=""),
            ),
            models.CheckConstraint(
                name="agreement_party_signed_whole",
                condition=Q(
                    signed_on__isnull=True,
                    signatory="",
                    office="",
                    paper__isnull=True,
                    recorded_by__isnull=True,
                    recorded_at__isnull=True,
                )
                | (
                    Q(
                        signed_on__isnull=False,
                        paper__isnull=False,
                        recorded_by__isnull=False,
                        recorded_at__isnull=False,
                    )
                    & ~Q(signatory="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def has_signed(self) -> bool:
        """Its signed paper is stored."""
        return self.paper_id is not None


class Article(models.Model):
    """One article, its heading and text in each language of the agreement, side by side."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="articles")
    number = models.PositiveSmallIntegerField()
    headings = models.JSONField(default=dict, blank=True)
    texts = models.JSONField(default=dict)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "number"],
                name="agreement_article_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                name="agreement_article_has_text", condition=Q(number__gt=0) & ~Q(texts={})
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id} {self.number}"


follow(AgreementParty, "partner")
