"""Whom a message is for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Recipient:
    """`language` decides the text; with `user_id` the message also shows in that person's list."""

    email: str
    name: str = ""
    language: str = "id"
    user_id: int | None = None
