"""Private keys in files: readable by the owner only, written whole or not at all."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)


class KeyProblem(Exception):
    """A key file that is missing, damaged or open to others."""


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Hold the folder for this process; others wait. Makes the folder (mode 0700) if needed."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def new_key() -> ec.EllipticCurvePrivateKey:
    """A fresh P-256 key."""
    return ec.generate_private_key(ec.SECP256R1())


def write_file(path: Path, content: bytes, *, secret: bool) -> None:
    """Write so that a reader sees the old file or the new one, never half of it."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600 if secret else 0o644)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def write_key(path: Path, key: ec.EllipticCurvePrivateKey) -> None:
    """Write a private key, mode 0600."""
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    write_file(path, pem, secret=True)


def read_key(path: Path) -> ec.EllipticCurvePrivateKey:
    """Read a P-256 private key. Raises KeyProblem if it is missing, damaged or open to others."""
    try:
        if path.stat().st_mode & 0o077:
            raise KeyProblem(f"{path.name} can be read by others; chmod 600 it")
        key = load_pem_private_key(path.read_bytes(), None)
    except (OSError, ValueError) as error:
        raise KeyProblem(f"{path.name}: {error}") from error
    if not isinstance(key, ec.EllipticCurvePrivateKey) or key.curve.name != "secp256r1":
        raise KeyProblem(f"{path.name} is not a P-256 key")
    return key
