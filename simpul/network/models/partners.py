"""Partner organisations, their people, the posts they held, and what each person consented to."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from simpul.network.merging import follow
from simpul.network.models.kept import MERGED_WHOLE, Mergeable


class FactStatus(models.TextChoices):
    """How sure a written fact is; the same words as in the city pack."""

    CONFIRMED = "confirmed", _("confirmed")
    REPORTED = "reported", _("reported")
    ASSUMED = "assumed", _("assumed")


class Partner(Mergeable):
    """An organisation abroad or at home that the commission works with.

    `name` is how it writes itself; `names` its names by language. Public facts only, with `source`
    and `status`. A partner that was merged into another stays as a signpost: `merged_into`.
    """

    class Kind(models.TextChoices):
        FILM_COMMISSION = "film_commission", _("film commission")
        FUND = "fund", pgettext_lazy("kind of partner", "fund")
        MARKET = "market", pgettext_lazy("kind of partner", "market")
        FESTIVAL = "festival", _("festival")
        SCHOOL = "school", _("school or academy")
        CITY = "city", pgettext_lazy("kind of partner", "city government")
        STUDIO = "studio", _("studio or company")
        OTHER = "other", pgettext_lazy("kind of partner", "other")

    kind = models.CharField(max_length=20, choices=Kind)
    name = models.CharField(max_length=200)
    names = models.JSONField(default=dict, blank=True)
    country = models.CharField(max_length=2)
    city = models.CharField(max_length=100, blank=True)
    time_zone = models.CharField(max_length=60, blank=True)
    """A zone of the IANA database, such as Asia/Seoul; empty while nobody has said."""

    languages = models.JSONField(default=list, blank=True)
    """Codes of the languages one can write to them in, the best first."""

    links = models.JSONField(default=list, blank=True)
    known_by = models.TextField(blank=True)
    """How we know them."""

    note = models.TextField(blank=True)
    source = models.CharField(max_length=500, blank=True)
    status = models.CharField(max_length=10, choices=FactStatus, default=FactStatus.REPORTED)

    class Meta:
        verbose_name = _("partner")
        ordering = ["name", "pk"]
        indexes = [models.Index(fields=["country", "kind"], name="network_partner_place")]
        constraints = [
            models.CheckConstraint(name="partner_has_name", condition=~Q(name="")),
            models.CheckConstraint(
                name="partner_country_code", condition=Q(country__regex=r"^[A-Z]{2}$")
            ),
            models.CheckConstraint(
                name="partner_kind_known",
                condition=Q(
                    kind__in=[
                        "film_commission",
                        "fund",
                        "market",
                        "festival",
                        "school",
                        "city",
                        "studio",
                        "other",
                    ]
                ),
            ),
            models.CheckConstraint(
                name="partner_status_known",
                condition=Q(status__in=["confirmed", "reported", "assumed"]),
            ),
            models.CheckConstraint(
                name="partner_merged_whole",
                condition=MERGED_WHOLE,
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> str:
        """The name of this partner's stream in the journal."""
        return f"partner:{self.pk}"


class PartnerPerson(Mergeable):
    """Somebody at a partner. Personal data of the class "business contact".

    Without consent only the card is kept, for the record of the meeting: name, and in `Post` what
    a business card says. All beyond the card (`languages`, `mobile`, `note`) needs a consent in
    force for keeping contact; the database refuses it otherwise. Names of one spelling are not one
    person: only somebody who looks merges two rows.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    card_uid = models.CharField(max_length=255, blank=True)
    """The UID of the card it was read from, so that the same card again makes no second person."""

    name = models.CharField(max_length=200)
    names = models.JSONField(default=dict, blank=True)
    """The name in other scripts, by language, as on the card."""

    consented = models.BooleanField(default=False)
    """A consent for keeping contact is in force (kept by actions/people.py)."""

    languages = models.JSONField(default=list, blank=True)
    mobile = models.CharField(max_length=40, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        verbose_name = _("person at a partner")
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(name="partner_person_has_name", condition=~Q(name="")),
            models.CheckConstraint(
                name="partner_person_beyond_card_needs_consent",
                condition=Q(consented=True) | Q(languages=[], mobile="", note=""),
            ),
            models.CheckConstraint(
                name="partner_person_merged_whole",
                condition=MERGED_WHOLE,
            ),
            models.UniqueConstraint(
                fields=["card_uid"],
                condition=~Q(card_uid="") & Q(merged_into__isnull=True),
                name="partner_person_card_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> str:
        """The name of this person's stream in the journal."""
        return f"partner-person:{self.pk}"


class Post(models.Model):
    """A post somebody holds at a partner, as a card says it, from a day up to and not on another.

    Unknown days are None. The same person holds the same post there once at a time (an exclusion
    constraint in the migration). Two people may hold one post.
    """

    person = models.ForeignKey(PartnerPerson, on_delete=models.PROTECT, related_name="posts")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="posts")
    title = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-valid_from", "pk"]
        constraints = [
            models.CheckConstraint(
                name="post_days_in_order",
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_to__gt=F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.title}"


class Consent(models.Model):
    """What a person agreed to: for what purpose, when, how; and when it was taken back."""

    class Purpose(models.TextChoices):
        CONTACT = "contact", _("keep their details and write to them")
        SHARING = "sharing", _("pass their details on, for example in a list of delegates")

    class How(models.TextChoices):
        WRITTEN = "written", _("in writing")
        FORM = "form", _("by a form")
        SPOKEN = "spoken", _("said so at a meeting")

    person = models.ForeignKey(PartnerPerson, on_delete=models.PROTECT, related_name="consents")
    purpose = models.CharField(max_length=10, choices=Purpose)
    how = models.CharField(max_length=10, choices=How)
    note = models.CharField(max_length=300, blank=True)
    """Where it can be found: the letter, the form, who heard it."""

    given_on = models.DateField()
    withdrawn_on = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-given_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="consent_purpose_known", condition=Q(purpose__in=["contact", "sharing"])
            ),
            models.CheckConstraint(
                name="consent_how_known", condition=Q(how__in=["written", "form", "spoken"])
            ),
            models.CheckConstraint(
                name="consent_days_in_order",
                condition=Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gte=F("given_on")),
            ),
            models.UniqueConstraint(
                fields=["person", "purpose"],
                condition=Q(withdrawn_on__isnull=True),
                name="consent_open_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.purpose}"


class Distinct(models.Model):
    """Two that look alike, and somebody who looked says that they are two. By number: `first` is
    the smaller one; a number that was merged away means nothing any more."""

    class Kind(models.TextChoices):
        PARTNER = "partner"
        PERSON = "person"

    kind = models.CharField(max_length=10)
    first = models.BigIntegerField()
    second = models.BigIntegerField()
    decided_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "first", "second"], name="distinct_once"),
            models.CheckConstraint(
                name="distinct_in_order",
                condition=Q(kind__in=["partner", "person"], first__lt=F("second")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.first} {self.second}"


follow(Partner, "merged_into")
follow(PartnerPerson, "merged_into")
follow(Post, "person", by_hand=True)
follow(Post, "partner", by_hand=True)
follow(Consent, "person", by_hand=True)
