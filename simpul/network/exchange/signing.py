"""Signed HTTP requests (RFC 9421) with a digest of their content (RFC 9530).

One shape only: Ed25519; method, target, content type and content digest are covered; the moment, a
nonce used once, the key's name and the tag of this protocol are parameters. Whatever else a request
carries is not trusted.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from http_message_signatures import (
    HTTPMessageSigner,
    HTTPMessageVerifier,
    HTTPSignatureKeyResolver,
    algorithms,
)
from http_message_signatures.exceptions import HTTPMessageSignaturesException

TAG = "simpul-node-1"
LABEL = "simpul"
COVERED = ("@method", "@target-uri", "content-type", "content-digest")
CONTENT_TYPE = "application/json"
WINDOW = timedelta(minutes=5)
"""How far the clocks of two nodes may be apart, and how long a request may be under way."""
MOST_HEADER = 2000
"""Characters of one header of the signature."""
_NONCE = re.compile(r"[A-Za-z0-9_-]{16,64}")
_AGES = timedelta(days=365 * 60)


class NotAccepted(Exception):
    """A request that is not from whom it says, or not as it was sent. `str()` is for our log only:
    the sender is not told what was wrong."""


class WrongClock(Exception):
    """A request rightly signed by a trusted key, but of another time."""


@dataclass(slots=True)
class Message:
    """A request in the shape the library reads."""

    method: str
    url: str
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Signed:
    """What a request proved: the key, the nonce, when it was signed."""

    key_id: str
    nonce: str
    created: datetime


class _OneKey(HTTPSignatureKeyResolver):
    def __init__(
        self,
        find: Callable[[str], Ed25519PublicKey | None],
        private: Ed25519PrivateKey | None = None,
    ) -> None:
        self._find, self._private = find, private

    def resolve_public_key(self, key_id: str) -> Any:
        return self._find(key_id)

    def resolve_private_key(self, key_id: str) -> Any:
        return self._private


class _Verifier(HTTPMessageVerifier):
    """The time is looked at after the signature, so that only a known sender hears of clocks."""

    max_clock_skew = _AGES


def sign(
    *,
    method: str,
    url: str,
    body: bytes,
    key_id: str,
    private: Ed25519PrivateKey,
    now: datetime | None = None,
) -> dict[str, str]:
    """The headers of a signed request."""
    message = Message(method, url, {"Content-Type": CONTENT_TYPE})
    signer = HTTPMessageSigner(
        signature_algorithm=algorithms.ED25519,
        key_resolver=_OneKey(lambda _key: None, private),
    )
    signer.sign(
        message,
        key_id=key_id,
        created=now or datetime.now(UTC),
        nonce=secrets.token_urlsafe(18),
        label=LABEL,
        tag=TAG,
        covered_component_ids=COVERED,
        body=body,
    )
    return message.headers


def verify(
    *,
    method: str,
    url: str,
    headers: Mapping[str, str],
    body: bytes,
    find: Callable[[str], Ed25519PublicKey | None],
    now: datetime | None = None,
) -> Signed:
    """Who sent this. `url`: our own address of the target, never what the request calls it.

    Raises NotAccepted, or WrongClock once the signature is known to be right.
    """
    kept = _headers(headers)
    verifier = _Verifier(signature_algorithm=algorithms.ED25519, key_resolver=_OneKey(find))
    try:
        results = verifier.verify(
            Message(method, url, kept),
            max_age=None,
            expect_tag=TAG,
            require_components=COVERED,
            body=body,
        )
    except HTTPMessageSignaturesException as refused:
        raise NotAccepted(str(refused)[:200]) from refused
    if len(results) != 1:
        raise NotAccepted("more than one signature")
    found = results[0]
    nonce = str(found.nonce or "")
    if found.body is None or not _NONCE.fullmatch(nonce):
        raise NotAccepted("no digest of the content, or no nonce")
    created = datetime.fromtimestamp(int(found.parameters["created"]), UTC)
    if abs((now or datetime.now(UTC)) - created) > WINDOW:
        raise WrongClock(created.isoformat())
    return Signed(str(found.parameters["keyid"]), nonce, created)


def _headers(headers: Mapping[str, str]) -> dict[str, str]:
    """Only what is signed or signs; all of it there, and of a decent length."""
    wanted = ("Content-Type", "Content-Digest", "Signature-Input", "Signature")
    given = {name.lower(): value for name, value in headers.items()}
    kept = {name: given.get(name.lower(), "") for name in wanted}
    for name, value in kept.items():
        if not value or len(value) > MOST_HEADER:
            raise NotAccepted(f"{name} is missing or too long")
    if kept["Content-Type"] != CONTENT_TYPE:
        raise NotAccepted("another content type")
    return kept
