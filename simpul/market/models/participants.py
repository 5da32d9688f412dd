"""Who takes part: badges, when they are not free, and when they came."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from simpul.market.models.markets import Market, Slot, Talk


class Badge(models.Model):
    """A person accredited to a market for a company. Names are seen by accredited guests and the
    market's staff only; the address of the calendar and the code on the badge follow from the two
    serials, which make a new one when raised (tokens.py)."""

    class State(models.TextChoices):
        APPLIED = "applied"
        ACCEPTED = "accepted"
        REFUSED = "refused"
        WITHDRAWN = "withdrawn"

    market = models.ForeignKey(Market, on_delete=models.PROTECT, related_name="badges")
    person = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    company = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20)
    post = models.CharField(max_length=120, blank=True)
    interests = models.JSONField(default=list)
    languages = models.JSONField(default=list)
    about = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=10, default=State.APPLIED)
    reason = models.TextField(blank=True)
    applied_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        "people.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    feed_serial = models.PositiveIntegerField(default=1)
    code_serial = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["applied_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["market", "person"],
                condition=Q(state__in=["applied", "accepted"]),
                name="market_badge_open_once",
            ),
            models.CheckConstraint(
                name="market_badge_decided_whole",
                condition=Q(state__in=["applied", "withdrawn"])
                | Q(
                    state__in=["accepted", "refused"],
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="market_badge_refused_says_why",
                condition=~Q(state="refused") | ~Q(reason=""),
            ),
        ]
        indexes = [models.Index(fields=["market", "state"], name="market_badge_state")]

    def __str__(self) -> str:
        return f"{self.market_id} {self.person_id}"

    @property
    def subject(self) -> str:
        """The name of this badge's stream in the journal."""
        return f"market_badge:{self.pk}"

    def sent_open(self) -> int:
        """Requests this guest sent that nobody has answered."""
        return self.asked_for.filter(state="asked").count()


class Away(models.Model):
    """A slot in which somebody takes no meeting. `by_desk`: noted on the day by the market's staff
    (somebody comes late or did not come), not by the person."""

    badge = models.ForeignKey(Badge, on_delete=models.CASCADE, related_name="aways")
    slot = models.ForeignKey(Slot, on_delete=models.CASCADE, related_name="aways")
    by_desk = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["badge", "slot"], name="market_away_once")]

    def __str__(self) -> str:
        return f"{self.badge_id} {self.slot_id}"


class TalkSeat(models.Model):
    """Somebody attends a talk."""

    talk = models.ForeignKey(Talk, on_delete=models.CASCADE, related_name="attending")
    badge = models.ForeignKey(Badge, on_delete=models.CASCADE, related_name="talks")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["talk", "badge"], name="market_talk_seat")]

    def __str__(self) -> str:
        return f"{self.talk_id} {self.badge_id}"


class CheckIn(models.Model):
    """Somebody came, on this day."""

    badge = models.ForeignKey(Badge, on_delete=models.PROTECT, related_name="check_ins")
    day = models.DateField()
    at = models.DateTimeField()
    noted_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(fields=["badge", "day"], name="market_check_in_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.badge_id} {self.day}"
