"""The key with which this node signs its requests to others: Ed25519, in a file, named by its
thumbprint.

`settings.SIGNER_FOLDER/node/<moment>.key.pem`, mode 0600; the newest signs. The folder belongs to
the backup of the keys and is copied to every machine of the node.
"""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from django.conf import settings

from simpul.papers.keys import KeyProblem, only_one, write_file

FINGERPRINT_GROUPS = 8
"""Groups of four hexadecimal digits that two people compare: 128 bits."""


@dataclass(frozen=True, slots=True)
class OwnKey:
    """A key of this node."""

    key_id: str
    private: Ed25519PrivateKey

    @property
    def public_text(self) -> str:
        """The public key as others store it."""
        return public_text(self.private.public_key())


def public_text(key: Ed25519PublicKey) -> str:
    """The 32 bytes of a public key in base64url without padding."""
    return _encode(key.public_bytes(Encoding.Raw, PublicFormat.Raw))


def public_key(text: str) -> Ed25519PublicKey:
    """The key of such a text. Raises ValueError for anything else."""
    if len(text) != 43:
        raise ValueError("a public key has 43 characters")
    raw = base64.urlsafe_b64decode(text + "=")
    if _encode(raw) != text:
        raise ValueError("misspelled public key")
    return Ed25519PublicKey.from_public_bytes(raw)


def key_id(text: str) -> str:
    """The name of a public key: its JWK thumbprint (RFC 7638, RFC 8037)."""
    jwk = json.dumps({"crv": "Ed25519", "kty": "OKP", "x": text}, separators=(",", ":"))
    return _encode(hashlib.sha256(jwk.encode()).digest())


def fingerprint(text: str) -> str:
    """What two people read to each other: "3f2a 91c0 …"."""
    digits = hashlib.sha256(text.encode()).hexdigest()[: 4 * FINGERPRINT_GROUPS]
    return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))


def same_fingerprint(text: str, typed: str) -> bool:
    """Is that what the other read out? Case, spaces and signs between the groups do not count."""
    digits = "".join(sign for sign in typed.lower() if sign not in " \t-:.\u00a0")
    return digits == fingerprint(text).replace(" ", "")


def own_key() -> OwnKey:
    """The key that signs today, made where there is none. Raises KeyProblem for a damaged one."""
    ensure_key()
    newest = max(_folder().glob("*.key.pem"))
    return _load(newest, newest.stat().st_mtime_ns)


def ensure_key() -> None:
    """Make the first key where there is none; safe to call from many processes at once."""
    folder = _folder()
    if not any(folder.glob("*.key.pem")):
        with only_one(folder):
            if not any(folder.glob("*.key.pem")):
                _make(folder)


def new_key() -> tuple[OwnKey, OwnKey]:
    """Sign with a new key from now on; gives the old one and the new one.

    The old private key stays until `drop_old`: the news of the change is signed with it.
    """
    old = own_key()
    folder = _folder()
    with only_one(folder):
        _make(folder)
    return old, own_key()


def by_id(wanted: str) -> OwnKey | None:
    """One of the keys that are still here."""
    for path in _folder().glob("*.key.pem"):
        found = _load(path, path.stat().st_mtime_ns)
        if found.key_id == wanted:
            return found
    return None


def drop_old() -> int:
    """Destroy every private key but the newest; how many."""
    folder = _folder()
    with only_one(folder):
        old = sorted(folder.glob("*.key.pem"))[:-1]
        for path in old:
            path.unlink()
    return len(old)


def _folder() -> Path:
    return Path(settings.SIGNER_FOLDER) / "node"


def _make(folder: Path) -> None:
    key = Ed25519PrivateKey.generate()
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    name = f"{datetime.now(UTC):%Y%m%d%H%M%S%f}.key.pem"
    write_file(folder / name, pem, secret=True)


@lru_cache(maxsize=8)
def _load(path: Path, _changed: int) -> OwnKey:
    try:
        if path.stat().st_mode & 0o077:
            raise KeyProblem(f"{path.name} can be read by others; chmod 600 it")
        key = load_pem_private_key(path.read_bytes(), None)
    except (OSError, ValueError) as error:
        raise KeyProblem(f"{path.name}: {error}") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyProblem(f"{path.name} is not an Ed25519 key")
    return OwnKey(key_id(public_text(key.public_key())), key)


def _encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
