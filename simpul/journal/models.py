"""What happened (`Entry`) and the daily seal over it (`Seal`). Both are only ever appended to;
database triggers refuse anything else (migration 0002)."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from django.db import models

from simpul.journal.canonical import digest

FIRST = "0" * 64
"""What stands in `prev_hash` where nothing came before."""


class Entry(models.Model):
    """One thing that happened to one subject, e.g. `application:42`, chained to the one before."""

    subject = models.CharField(max_length=120)
    seq = models.PositiveIntegerField()
    verb = models.CharField(max_length=80)
    actor_kind = models.CharField(max_length=20)
    actor_id = models.CharField(max_length=120)
    actor_label = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    data = models.JSONField(default=dict)
    prev_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name_plural = "entries"
        ordering = ["subject", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["subject", "seq"], name="journal_entry_seq_once"),
            models.CheckConstraint(
                condition=models.Q(seq__gte=1)
                & (
                    models.Q(seq=1, prev_hash=FIRST)
                    | (models.Q(seq__gt=1) & ~models.Q(prev_hash=FIRST))
                ),
                name="journal_entry_starts_at_one",
            ),
            models.CheckConstraint(
                condition=models.Q(hash__regex=r"^[0-9a-f]{64}$")
                & models.Q(prev_hash__regex=r"^[0-9a-f]{64}$"),
                name="journal_entry_hash_shape",
            ),
        ]
        indexes = [
            models.Index(fields=["at"], name="journal_entry_at"),
            models.Index(fields=["verb", "at"], name="journal_entry_verb_at"),
            models.Index(fields=["actor_id", "at"], name="journal_entry_actor_at"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} #{self.seq} {self.verb}"

    def content(self) -> dict[str, Any]:
        """Everything the hash covers."""
        return {
            "subject": self.subject,
            "seq": self.seq,
            "verb": self.verb,
            "actor": [self.actor_kind, self.actor_id, self.actor_label],
            "at": self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "data": self.data,
            "prev": self.prev_hash,
        }

    def computed_hash(self) -> str:
        """The hash this row should carry."""
        return digest(self.content())


class Seal(models.Model):
    """The heads of all streams that grew since the seal before, chained to that seal.

    A stream that is deleted, or cut short, no longer has the head that a seal names.
    """

    number = models.PositiveIntegerField(unique=True)
    at = models.DateTimeField()
    last_entry = models.BigIntegerField()
    """Highest entry id under this seal."""
    entries = models.PositiveIntegerField()
    """How many entries lie between the seal before and this one."""
    heads = models.JSONField(default=dict)
    """subject -> [seq, hash] of the newest entry up to `last_entry`."""
    prev_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(condition=models.Q(number__gte=1), name="journal_seal_from_one"),
        ]

    def __str__(self) -> str:
        return f"seal {self.number}"

    def content(self) -> dict[str, Any]:
        """Everything the hash covers."""
        return {
            "number": self.number,
            "at": self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "last_entry": self.last_entry,
            "entries": self.entries,
            "heads": self.heads,
            "prev": self.prev_hash,
        }

    def computed_hash(self) -> str:
        """The hash this row should carry."""
        return digest(self.content())
