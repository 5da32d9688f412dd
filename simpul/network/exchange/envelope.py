"""What nodes say to each other: one JSON object with a number, a kind and what it is about.

passport.given      {"passport": document}          here is a passport
passport.held       {"share": id, "sha256": text}   we have it
passport.revoked    {"share": id}                   it was taken back: delete it
passport.deleted    {"share": id}                   we deleted it
key.introduced      {"public_key": text}            from now on we sign with this key
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

VERSION = 1
PATH = "/api/v1/network/messages"
LARGEST = 192 * 1024
"""Bytes of a message; a passport has at most 128 KiB."""

GIVEN, HELD = "passport.given", "passport.held"
REVOKED, DELETED = "passport.revoked", "passport.deleted"
KEY = "key.introduced"
KINDS: Mapping[str, frozenset[str]] = {
    GIVEN: frozenset({"passport"}),
    HELD: frozenset({"share", "sha256"}),
    REVOKED: frozenset({"share"}),
    DELETED: frozenset({"share"}),
    KEY: frozenset({"public_key"}),
}
"""Kind → what it is about."""


class NotAMessage(Exception):
    """Something that is no message; `code` is for programs."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class Envelope:
    """A message: its number, its kind, what it is about."""

    number: UUID
    kind: str
    about: Mapping[str, Any]


def written(number: UUID, kind: str, about: Mapping[str, Any]) -> bytes:
    """A message as bytes."""
    whole = {"simpul": VERSION, "id": str(number), "kind": kind, "about": dict(about)}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def read(body: bytes) -> Envelope:
    """A message from bytes. Raises NotAMessage."""
    try:
        whole = json.loads(body, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise NotAMessage("not_json") from None
    if not isinstance(whole, dict) or set(whole) != {"simpul", "id", "kind", "about"}:
        raise NotAMessage("not_a_message")
    if type(whole["simpul"]) is not int or whole["simpul"] != VERSION:
        raise NotAMessage("unknown_version")
    number, kind, about = whole["id"], whole["kind"], whole["about"]
    if not isinstance(kind, str) or kind not in KINDS:
        raise NotAMessage("unknown_kind")
    if not isinstance(about, dict) or set(about) != KINDS[kind]:
        raise NotAMessage("not_a_message")
    return Envelope(uuid_of(number), kind, about)


def uuid_of(value: object) -> UUID:
    """A UUID in its one spelling. Raises NotAMessage."""
    try:
        found = UUID(value) if isinstance(value, str) else None
    except ValueError:
        found = None
    if found is None or str(found) != value:
        raise NotAMessage("not_a_message")
    return found


def _refuse(text: str) -> None:
    raise ValueError(text)
