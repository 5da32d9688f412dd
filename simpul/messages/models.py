"""One message to one recipient, kept from the moment it is queued."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

KEEP_FAILED = timedelta(days=14)
"""A failed message can be sent again for so long; then its secrets go too."""


class MessageState(models.TextChoices):
    """queued -> sent | failed; failed -> queued (sent again by a person)."""

    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"


class Message(models.Model):
    """Rendered text for one recipient. Text and address are forgotten when the time is up
    (`actions.forget_old`); the row stays as proof that a message went out."""

    user_id = models.BigIntegerField(null=True, db_index=True)
    """The account whose in-app list shows it. A bare number: accounts live on a higher floor."""
    email = models.EmailField(blank=True)
    name = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=10)
    template = models.CharField(max_length=80)
    subject_ref = models.CharField(max_length=120, db_index=True)
    """What the message is about, e.g. "application:42"."""
    key = models.CharField(max_length=160, blank=True)
    subject = models.CharField(max_length=250)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    secrets = ArrayField(models.TextField(), default=list, blank=True)
    """What in the text opens a door (a link's token, a code); struck out once it is delivered."""
    state = models.CharField(max_length=10, default=MessageState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=200, blank=True)
    queued_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    forgotten_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-queued_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="queued", sent_at=None, failed_at=None)
                | Q(state="sent", sent_at__isnull=False, failed_at=None)
                | (Q(state="failed", sent_at=None, failed_at__isnull=False) & ~Q(last_error="")),
                name="message_state_has_its_time",
            ),
            models.CheckConstraint(
                condition=Q(forgotten_at=None, email__gt="")
                | Q(forgotten_at__isnull=False, email="", name="", text="", html=""),
                name="message_forgotten_is_empty",
            ),
            models.CheckConstraint(
                condition=~Q(state="queued") | Q(forgotten_at=None),
                name="message_queued_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(secrets=[]) | ~Q(state="sent"), name="message_sent_keeps_no_secrets"
            ),
            models.CheckConstraint(
                condition=Q(read_at=None) | Q(user_id__isnull=False),
                name="message_read_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["key", "email"], condition=~Q(key=""), name="message_key_once"
            ),
        ]
        indexes = [
            models.Index(fields=["user_id", "-queued_at"], name="message_inbox"),
            models.Index(fields=["user_id"], condition=Q(read_at=None), name="message_unread"),
        ]

    def __str__(self) -> str:
        return f"message {self.pk} {self.template} {self.state}"
