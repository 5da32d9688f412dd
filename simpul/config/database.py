"""Where the data lives: a server named by DATABASE_URL, else the embedded PostgreSQL in `var/`."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from environs import EnvValidationError


def connection_settings(url: str) -> dict[str, Any]:
    """Turn a postgresql:// address into Django's connection settings.

    Raises EnvValidationError for what is no address, and for any other scheme: Simpul relies on
    PostgreSQL's constraints.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise _wrong(str(error)) from None
    if parts.scheme not in {"postgresql", "postgres"}:
        raise _wrong(f"it must start with postgresql://, not {parts.scheme}://")
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    host = query.pop("host", None) or (unquote(parts.hostname) if parts.hostname else "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "postgres",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(port or query.pop("port", "")),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": query,
    }


def _wrong(why: str) -> EnvValidationError:
    return EnvValidationError(f'Environment variable "DATABASE_URL" invalid: {why}', [why])
