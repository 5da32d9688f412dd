"""One spelling for one content, so that a hash computed today can be computed again in ten years.

The spelling must survive a round trip through PostgreSQL's jsonb, which keeps numbers as decimals:
a float that is whole is therefore written as an integer, and text that jsonb cannot hold is refused
before it reaches the database.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, datetime, time
from decimal import Decimal
from uuid import UUID

type_error = "the journal cannot keep a {kind} at {path}; give it as text, number, list or mapping"


def plain(value: object, path: str = "data") -> object:
    """The value as JSON would give it back: dates, decimals and lazy texts become strings.

    Raises TypeError for what has no plain form, ValueError for what jsonb refuses.
    """
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        return _plain_float(value, path)
    if isinstance(value, str):
        return _plain_text(value, path)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, Mapping):
        return {
            _plain_text(str(key), path): plain(item, f"{path}.{key}") for key, item in value.items()
        }
    if isinstance(value, AbstractSet):
        return sorted((plain(item, path) for item in value), key=str)
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray | memoryview):
        return [plain(item, f"{path}[{index}]") for index, item in enumerate(value)]
    if type(value).__name__ == "__proxy__":  # a lazy translation
        return _plain_text(str(value), path)
    raise TypeError(type_error.format(kind=type(value).__name__, path=path))


def _plain_float(value: float, path: str) -> int | float:
    if value != value or value in (float("inf"), float("-inf")):
        raise ValueError(f"{path} is not a finite number")
    return int(value) if value.is_integer() else value


def _plain_text(value: str, path: str) -> str:
    if "\x00" in value or any("\ud800" <= char <= "\udfff" for char in value):
        raise ValueError(f"{path} holds a character that the database cannot keep")
    return str(value)


def spell(value: object) -> bytes:
    """Canonical JSON of a plain value: keys sorted, no spaces, UTF-8."""
    return json.dumps(
        plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode()


def digest(value: object) -> str:
    """SHA-256 of the canonical JSON, as 64 hexadecimal characters."""
    return hashlib.sha256(spell(value)).hexdigest()
