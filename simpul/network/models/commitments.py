"""What somebody is to do: follow-ups of a talk, and commitments that are measured."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from simpul.network.merging import follow
from simpul.network.models.agreements import Agreement
from simpul.network.models.encounters import Encounter
from simpul.network.models.partners import Partner
from simpul.network.models.visits import Visit


class FollowUp(models.Model):
    """What somebody of ours does after an encounter or a visit, and until when."""

    class State(models.TextChoices):
        OPEN = "open"
        DONE = "done"
        DROPPED = "dropped"

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="follow_ups")
    encounter = models.ForeignKey(
        Encounter, on_delete=models.PROTECT, null=True, blank=True, related_name="follow_ups"
    )
    visit = models.ForeignKey(
        Visit, on_delete=models.PROTECT, null=True, blank=True, related_name="follow_ups"
    )
    what = models.CharField(max_length=300)
    owner = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    state = models.CharField(max_length=10, default=State.OPEN)
    outcome = models.TextField(blank=True)
    """What came of it, once done; why not, once dropped."""

    ended_on = models.DateField(null=True, blank=True)
    ended_by = models.ForeignKey(
        "people.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("follow-up")
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index(
                fields=["due_on"], condition=Q(state="open"), name="network_follow_up_open"
            )
        ]
        constraints = [
            models.CheckConstraint(name="follow_up_says_what", condition=~Q(what="")),
            models.CheckConstraint(
                name="follow_up_of_one_thing",
                condition=Q(encounter__isnull=False, visit__isnull=True)
                | Q(encounter__isnull=True, visit__isnull=False),
            ),
            models.CheckConstraint(
                name="follow_up_state_whole",
                condition=Q(
                    state="open",
                    outcome="",
                    ended_on__isnull=True,
                    ended_by__isnull=True,
                    ended_at__isnull=True,
                )
                | (
                    Q(
                        state__in=["done", "dropped"],
                        ended_on__isnull=False,
                        ended_by__isnull=False,
                        ended_at__isnull=False,
                    )
                    & ~Q(outcome="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def subject(self) -> str:
        """The stream in the journal: that of the talk it came from."""
        return f"visit:{self.visit_id}" if self.visit_id else f"encounter:{self.encounter_id}"


class Commitment(models.Model):
    """Who promised whom what, measured how, until when.

    The target is a number with a unit, or words. Met only by an entry with evidence (`met_by`, of
    this commitment: a trigger in the migration looks).
    """

    class Side(models.TextChoices):
        OURS = "ours", pgettext_lazy("who promised", "we")
        THEIRS = "theirs", pgettext_lazy("who promised", "the partner")
        BOTH = "both", pgettext_lazy("who promised", "both")

    class State(models.TextChoices):
        OPEN = "open"
        MET = "met"
        DROPPED = "dropped"

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="commitments")
    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, null=True, blank=True, related_name="commitments"
    )
    side = models.CharField(max_length=10, choices=Side)
    what = models.CharField(max_length=300)
    indicator = models.CharField(max_length=300)
    """By what one sees that it is kept."""

    target_number = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    unit = models.CharField(max_length=60, blank=True)
    target_text = models.CharField(max_length=300, blank=True)
    due_on = models.DateField()
    owner = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    """Who of ours sees to it."""

    state = models.CharField(max_length=10, default=State.OPEN)
    met_by = models.ForeignKey(
        "network.Progress", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    met_on = models.DateField(null=True, blank=True)
    """The day of that evidence."""

    reason = models.TextField(blank=True)
    """Why it was dropped."""

    ended_by = models.ForeignKey(
        "people.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("commitment")
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index(
                fields=["due_on"], condition=Q(state="open"), name="network_commitment_open"
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="commitment_says_what", condition=~Q(what="") & ~Q(indicator="")
            ),
            models.CheckConstraint(
                name="commitment_side_known", condition=Q(side__in=["ours", "theirs", "both"])
            ),
            models.CheckConstraint(
                name="commitment_has_one_target",
                condition=(Q(target_number__gt=0, target_text="") & ~Q(unit=""))
                | (Q(target_number__isnull=True, unit="") & ~Q(target_text="")),
            ),
            models.CheckConstraint(
                name="commitment_state_whole",
                condition=Q(
                    state="open",
                    met_by__isnull=True,
                    met_on__isnull=True,
                    reason="",
                    ended_by__isnull=True,
                    ended_at__isnull=True,
                )
                | Q(
                    state="met",
                    met_by__isnull=False,
                    met_on__isnull=False,
                    reason="",
                    ended_by__isnull=False,
                    ended_at__isnull=False,
                )
                | (
                    Q(
                        state="dropped",
                        met_by__isnull=True,
                        met_on__isnull=True,
                        ended_by__isnull=False,
                        ended_at__isnull=False,
                    )
                    & ~Q(reason="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def subject(self) -> str:
        """The name of this commitment's stream in the journal."""
        return f"commitment:{self.pk}"


class Progress(models.Model):
    """One entry on the way of a commitment: a day, what happened, how much is reached so far.

    With a file or an address it is evidence. Entries are only added (a trigger keeps them).
    """

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="entries")
    on_day = models.DateField()
    note = models.TextField()
    value = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    link = models.URLField(max_length=500, blank=True)
    file = models.ForeignKey(
        "papers.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["on_day", "pk"]
        constraints = [
            models.CheckConstraint(name="progress_says_what", condition=~Q(note="")),
            models.CheckConstraint(
                name="progress_value_not_negative",
                condition=Q(value__isnull=True) | Q(value__gte=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commitment_id} {self.on_day}"

    @property
    def proves(self) -> bool:
        """Something that another person can look at."""
        return bool(self.link) or self.file_id is not None


class PolicyNote(models.Model):
    """What a partner does, from a source and as of a day, and what it inspired here.

    Public facts about organisations; no personal data. `scheme_id` names a scheme of the city pack.
    """

    class Kind(models.TextChoices):
        SCHEME = "scheme", _("scheme of support")
        PROGRAMME = "programme", _("programme")
        TICKETS = "tickets", _("ticket policy")
        PERMITS = "permits", _("permits and services")
        OTHER = "other", pgettext_lazy("kind of policy note", "other")

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="policy_notes")
    kind = models.CharField(max_length=20, choices=Kind)
    titles = models.JSONField(default=dict)
    texts = models.JSONField(default=dict)
    source = models.CharField(max_length=500)
    source_on = models.DateField()
    """The day of the source; where it bears none, the day on which it was read."""

    status = models.CharField(max_length=10)
    scheme_id = models.CharField(max_length=80, blank=True)
    programme = models.CharField(max_length=200, blank=True)
    """What of ours it inspired."""

    created_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=0)
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_why = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("policy note")
        ordering = ["-source_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="policy_note_kind_known",
                condition=Q(kind__in=["scheme", "programme", "tickets", "permits", "other"]),
            ),
            models.CheckConstraint(
                name="policy_note_says_what", condition=~Q(titles={}) & ~Q(texts={})
            ),
            models.CheckConstraint(name="policy_note_has_source", condition=~Q(source="")),
            models.CheckConstraint(
                name="policy_note_status_known",
                condition=Q(status__in=["confirmed", "reported", "assumed"]),
            ),
            models.CheckConstraint(
                name="policy_note_withdrawn_says_why",
                condition=Q(withdrawn_on__isnull=True, withdrawn_why="")
                | (Q(withdrawn_on__gte=F("source_on")) & ~Q(withdrawn_why="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner_id} {self.kind}"

    @property
    def subject(self) -> str:
        """The name of this note's stream in the journal."""
        return f"policy-note:{self.pk}"


follow(FollowUp, "partner")
follow(Commitment, "partner")
follow(PolicyNote, "partner")
