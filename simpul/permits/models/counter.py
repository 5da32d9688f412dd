"""Numbers that follow each other within a year, for references that people read aloud."""

from __future__ import annotations

from django.db import models


class ReferenceCounter(models.Model):
    """The last number given under a prefix in a year; `counters.next_number` moves it."""

    prefix = models.CharField(max_length=10)
    year = models.PositiveIntegerField()
    last_number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="reference_counter_once", fields=["prefix", "year"])
        ]

    def __str__(self) -> str:
        return f"{self.prefix}-{self.year}: {self.last_number}"
