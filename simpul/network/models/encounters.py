"""Encounters: when we met whom, what was spoken of, and what the press made of it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from simpul.network.merging import follow
from simpul.network.models.kept import Kept
from simpul.network.models.partners import FactStatus, Partner, PartnerPerson


class Encounter(Kept):
    """A meeting, a talk at a festival, a round of discussion.

    `claimed_state` is what the press says came of it, with the sentence, its source and its day; it
    proves nothing. What stands proven is computed from signed agreements and kept nowhere else.
    """

    class Kind(models.TextChoices):
        MEETING = "meeting", pgettext_lazy("kind of encounter", "meeting")
        FESTIVAL = "festival", _("talk at a festival or market")
        DISCUSSION = "discussion", _("round of discussion")
        CALL = "call", _("call or video call")
        LETTER = "letter", pgettext_lazy("kind of encounter", "letter")
        OTHER = "other", pgettext_lazy("kind of encounter", "other")

    class Claimed(models.TextChoices):
        TALKS = "talks", _("talks were held")
        INTEREST = "interest", _("interest was stated")
        INVITED = "invited", _("an invitation was given")
        COOPERATION = "cooperation", _("a cooperation was begun")
        SIGNED = "signed", _("something was signed")

    kind = models.CharField(max_length=20, choices=Kind)
    title = models.CharField(max_length=200)
    held_on = models.DateField()
    held_until = models.DateField(null=True, blank=True)
    """The last day, where it took more than one."""

    event = models.CharField(max_length=200, blank=True)
    """The festival, market or conference around it."""

    place = models.CharField(max_length=200, blank=True)
    country = models.CharField(max_length=2, blank=True)
    topics = models.TextField(blank=True)
    note = models.TextField(blank=True)
    source = models.CharField(max_length=500, blank=True)
    """Where this account of the meeting comes from; empty: written by who was there."""

    status = models.CharField(max_length=10, choices=FactStatus, default=FactStatus.CONFIRMED)
    claimed_state = models.CharField(max_length=20, choices=Claimed, blank=True)
    claimed_text = models.TextField(blank=True)
    claimed_source = models.CharField(max_length=500, blank=True)
    claimed_on = models.DateField(null=True, blank=True)
    partners = models.ManyToManyField(
        Partner, through="network.EncounterPartner", related_name="encounters"
    )

    class Meta:
        verbose_name = _("encounter")
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.CheckConstraint(name="encounter_has_title", condition=~Q(title="")),
            models.CheckConstraint(
                name="encounter_kind_known",
                condition=Q(
                    kind__in=["meeting", "festival", "discussion", "call", "letter", "other"]
                ),
            ),
            models.CheckConstraint(
                name="encounter_days_in_order",
                condition=Q(held_until__isnull=True) | Q(held_until__gte=F("held_on")),
            ),
            models.CheckConstraint(
                name="encounter_country_code", condition=Q(country__regex=r"^([A-Z]{2})?$")
            ),
            models.CheckConstraint(
                name="encounter_status_known",
                condition=Q(status__in=["confirmed", "reported", "assumed"]),
            ),
            models.CheckConstraint(
                name="encounter_claim_names_its_source",
                condition=Q(
                    claimed_state="", claimed_text="", claimed_source="", claimed_on__isnull=True
                )
                | (
                    Q(
                        claimed_state__in=[
                            "talks",
                            "interest",
                            "invited",
                            "cooperation",
                            "signed",
                        ],
                        claimed_on__isnull=False,
                    )
                    & ~Q(claimed_source="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def subject(self) -> str:
        """The name of this encounter's stream in the journal."""
        return f"encounter:{self.pk}"


class EncounterPartner(models.Model):
    """A partner took part in an encounter."""

    encounter = models.ForeignKey(Encounter, on_delete=models.CASCADE, related_name="with_partners")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="in_encounters")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["encounter", "partner"], name="encounter_partner_once"),
        ]

    def __str__(self) -> str:
        return f"{self.encounter_id} {self.partner_id}"


class Attendance(models.Model):
    """Somebody who was there or goes: theirs is a person of a partner; ours an account or a name.

    Shared by encounters and visits. `label` is the office in which the person took part.
    """

    class Side(models.TextChoices):
        OURS = "ours", _("ours")
        THEIRS = "theirs", _("theirs")

    side = models.CharField(max_length=10, choices=Side)
    person = models.ForeignKey(
        PartnerPerson, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    user = models.ForeignKey(
        "people.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    name = models.CharField(max_length=200, blank=True)
    label = models.CharField(max_length=200, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name or str(self.person or self.user)


def sides_whole(name: str) -> models.CheckConstraint:
    """Theirs names a person of a partner; ours an account or, for an office holder, a name."""
    return models.CheckConstraint(
        name=name,
        condition=Q(side="theirs", person__isnull=False, user__isnull=True, name="")
        | (Q(side="ours", person__isnull=True) & (Q(user__isnull=False) | ~Q(name=""))),
    )


class EncounterPerson(Attendance):
    """Who took part in an encounter."""

    encounter = models.ForeignKey(Encounter, on_delete=models.CASCADE, related_name="attendances")
    person = models.ForeignKey(
        PartnerPerson,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="encounter_rows",
    )

    class Meta:
        ordering = ["side", "pk"]
        constraints = [
            sides_whole("encounter_person_side_whole"),
            models.UniqueConstraint(
                fields=["encounter", "person"],
                condition=Q(person__isnull=False),
                name="encounter_person_once",
            ),
            models.UniqueConstraint(
                fields=["encounter", "user"],
                condition=Q(user__isnull=False),
                name="encounter_account_once",
            ),
        ]


follow(EncounterPartner, "partner", once_with=("encounter_id",))
follow(EncounterPerson, "person", once_with=("encounter_id",))
