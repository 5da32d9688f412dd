"""Signed tokens for the QR of a permit: compact JWS (RFC 7515), ES256, small, checkable offline.

The page that checks a permit verifies the same bytes with Web Crypto and the keys of
`/.well-known/simpul-keys.json`. Only one spelling of a token is accepted: canonical base64url, the
low form of the signature, one algorithm, a known key.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)
from django.conf import settings

from simpul.papers.keys import new_key, only_one, read_key, write_file, write_key

MAX_LENGTH = 2200
"""Characters; more does not fit a QR code (level M) that a phone reads from paper."""
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""Order of P-256 (SEC 2)."""
_SHAPE = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")


class InvalidToken(Exception):
    """Not a token of ours, or no longer the one we signed."""


class ExpiredToken(InvalidToken):
    """Ours and unchanged, but `exp` has passed."""


def issue(payload: Mapping[str, Any], *, use: str = "check") -> str:
    """Sign a small payload of JSON values.

    `use` says what the token is good for; `read` asks for the same, so that a token printed on a
    permit never opens anything else. `exp` (seconds since 1970) in the payload ends it. Raises
    ValueError where it grows too long for a QR code, TypeError for what JSON cannot hold.
    """
    kid, key = _current_key()
    header = {"alg": "ES256", "kid": kid, "typ": use}
    signed = f"{_encode(_json(header))}.{_encode(_json(dict(payload)))}"
    r, s = decode_dss_signature(key.sign(signed.encode(), ec.ECDSA(hashes.SHA256())))
    signature = r.to_bytes(32, "big") + min(s, ORDER - s).to_bytes(32, "big")
    token = f"{signed}.{_encode(signature)}"
    if len(token) > MAX_LENGTH:
        raise ValueError(f"a token of {len(token)} characters does not fit a QR code")
    return token


def read(token: str, *, use: str = "check", allow_expired: bool = False) -> dict[str, Any]:
    """The payload of a token that we signed for this use.

    Raises InvalidToken for anything else, ExpiredToken once `exp` has passed (unless allowed, for
    pages that say "this permit has ended").
    """
    if len(token) > MAX_LENGTH or not _SHAPE.fullmatch(token):
        raise InvalidToken("not a token")
    head, body, tail = token.split(".")
    header = _mapping(head)
    if header.keys() != {"alg", "kid", "typ"} or header["alg"] != "ES256":
        raise InvalidToken("unknown kind of token")
    if header["typ"] != use:
        raise InvalidToken("made for another use")
    key = _public_keys().get(str(header["kid"]))
    if key is None:
        raise InvalidToken("unknown key")
    _check_signature(key, f"{head}.{body}".encode(), _decode(tail))
    payload = _mapping(body)
    expires = payload.get("exp", float("inf"))
    if isinstance(expires, bool) or not isinstance(expires, int | float):
        raise InvalidToken("no time at which it ends")
    if not allow_expired and time.time() >= expires:
        raise ExpiredToken("expired")
    return payload


def public_jwk() -> dict[str, str]:
    """The public half of the key that signs today, as JWK (RFC 7517)."""
    kid, key = _current_key()
    return _jwk(kid, key.public_key())


def public_jwks() -> list[dict[str, str]]:
    """All keys that verify, the one that signs today first."""
    today = _current_key()[0]
    keys = [_jwk(kid, key) for kid, key in _public_keys().items()]
    return sorted(keys, key=lambda jwk: jwk["kid"] != today)


def rotate_key() -> str:
    """Sign with a new key from now on. The old private key is destroyed; its public half keeps
    verifying what is already printed. Returns the new key's id."""
    folder = _folder()
    with only_one(folder):
        for path in folder.glob("*.key.pem"):
            key = read_key(path)
            jwk = _jwk(_thumbprint(key.public_key()), key.public_key())
            write_file(path.with_name(f"{jwk['kid']}.jwk.json"), _json(jwk), secret=False)
            path.unlink()
        return _make_key(folder)


def ensure_key() -> None:
    """Make the first key where there is none; safe to call from many processes at once."""
    folder = _folder()
    if not any(folder.glob("*.key.pem")):
        with only_one(folder):
            if not any(folder.glob("*.key.pem")):
                _make_key(folder)


# --- keys --------------------------------------------------------------------------------


def _folder() -> Path:
    return Path(settings.SIGNER_FOLDER) / "tokens"


def _make_key(folder: Path) -> str:
    key = new_key()
    kid = _thumbprint(key.public_key())
    write_key(folder / f"{datetime.now(UTC):%Y%m%d%H%M%S%f}.key.pem", key)
    return kid


def _current_key() -> tuple[str, ec.EllipticCurvePrivateKey]:
    ensure_key()
    newest = max(_folder().glob("*.key.pem"))
    return _load_key(newest, newest.stat().st_mtime_ns)


@lru_cache(maxsize=8)
def _load_key(path: Path, _changed: int) -> tuple[str, ec.EllipticCurvePrivateKey]:
    key = read_key(path)
    return _thumbprint(key.public_key()), key


def _public_keys() -> dict[str, ec.EllipticCurvePublicKey]:
    folder = _folder()
    return _load_public(folder, folder.stat().st_mtime_ns if folder.exists() else 0)


@lru_cache(maxsize=4)
def _load_public(folder: Path, _changed: int) -> dict[str, ec.EllipticCurvePublicKey]:
    keys = {}
    for path in sorted(folder.glob("*.key.pem")):
        public = read_key(path).public_key()
        keys[_thumbprint(public)] = public
    for path in sorted(folder.glob("*.jwk.json")):
        jwk = json.loads(path.read_bytes())
        x, y = (int.from_bytes(_decode(jwk[axis]), "big") for axis in ("x", "y"))
        public = ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()
        keys[_thumbprint(public)] = public
    return keys


def _coordinates(key: ec.EllipticCurvePublicKey) -> tuple[str, str]:
    numbers = key.public_numbers()
    return _encode(numbers.x.to_bytes(32, "big")), _encode(numbers.y.to_bytes(32, "big"))


def _thumbprint(key: ec.EllipticCurvePublicKey) -> str:
    """The first 10 characters of the RFC 7638 thumbprint: enough to pick among our own keys."""
    x, y = _coordinates(key)
    shape = _json({"crv": "P-256", "kty": "EC", "x": x, "y": y})
    return _encode(hashlib.sha256(shape).digest())[:10]


def _jwk(kid: str, key: ec.EllipticCurvePublicKey) -> dict[str, str]:
    x, y = _coordinates(key)
    return {"kty": "EC", "crv": "P-256", "x": x, "y": y, "kid": kid, "alg": "ES256", "use": "sig"}


# --- spelling ----------------------------------------------------------------------------


def _check_signature(key: ec.EllipticCurvePublicKey, signed: bytes, signature: bytes) -> None:
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    if len(signature) != 64 or s > ORDER // 2:
        raise InvalidToken("signature misspelled")
    try:
        key.verify(encode_dss_signature(r, s), signed, ec.ECDSA(hashes.SHA256()))
    except InvalidSignature as error:
        raise InvalidToken("signature does not match") from error


def _json(value: object) -> bytes:
    return json.dumps(
        value, separators=(",", ":"), sort_keys=True, ensure_ascii=False, allow_nan=False
    ).encode()


def _mapping(part: str) -> dict[str, Any]:
    try:
        value = json.loads(_decode(part))
    except (ValueError, RecursionError) as error:
        raise InvalidToken("not JSON") from error
    if not isinstance(value, dict):
        raise InvalidToken("not an object")
    return value


def _encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _decode(text: str) -> bytes:
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError as error:
        raise InvalidToken("not base64url") from error
    if _encode(raw) != text:
        raise InvalidToken("misspelled base64url")
    return raw
