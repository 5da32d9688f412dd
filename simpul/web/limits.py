"""Rate limits that hold across processes: one row per key, counted by the database."""

from __future__ import annotations

import hmac
import ipaddress
import time

from django.conf import settings
from django.db import connection
from django.http import HttpRequest

from simpul.web.models import Hit

SQL = """
INSERT INTO web_hit (key, tries, allowed, seen_at) VALUES (%(key)s, ARRAY[%(now)s], true, %(now)s)
ON CONFLICT (key) DO UPDATE SET (tries, allowed, seen_at) = (
  SELECT CASE WHEN cardinality(kept) < %(limit)s THEN kept || %(now)s::bigint ELSE kept END,
         cardinality(kept) < %(limit)s,
         %(now)s
  FROM (
    SELECT ARRAY(
      SELECT moment FROM unnest(web_hit.tries) AS moment WHERE moment > %(now)s - %(seconds)s
    ) AS kept
  ) AS lately
)
RETURNING allowed
"""
PREFIX_V6 = 64
"""Bits of an IPv6 address that stand for one reader: a household is given the rest."""


def seconds_now() -> int:
    """The clock of the limits: whole seconds since 1970. Tests hold it still."""
    return int(time.time())


def hit(key: str, *, limit: int, seconds: int) -> bool:
    """Count one try; False when `key` has had `limit` tries within the last `seconds` already.

    The window slides with the clock: in no stretch of `seconds` do more than `limit` pass, also
    not around a full hour. What is refused does not count. One statement, atomic.
    """
    if limit < 1 or seconds < 1:
        raise ValueError("limit and seconds must be at least 1")
    values: dict[str, str | int] = {
        "key": f"{key}/{seconds}"[:200],
        "now": seconds_now(),
        "limit": limit,
        "seconds": seconds,
    }
    with connection.cursor() as cursor:
        cursor.execute(SQL, values)
        (allowed,) = cursor.fetchone()
    return bool(allowed)


def hit_from(request: HttpRequest, what: str, *, limit: int, seconds: int) -> bool:
    """Count one try of `what` from the reader's address, which is kept only as a keyed digest."""
    address = client_address(request).encode()
    digest = hmac.new(settings.SECRET_KEY.encode(), address, "sha256").hexdigest()[:24]
    return hit(f"{what}:{digest}", limit=limit, seconds=seconds)


def client_address(request: HttpRequest) -> str:
    """Who asks, for counting: the address of the connection, or what our own proxies saw.

    `settings.PROXIES` says how many proxies of the operator stand in front. Each appends the
    address it saw to X-Forwarded-For; what stands further left was written by the reader. With 0,
    or where the header is shorter or no address, the header is not believed. An IPv6 address
    counts as its network, so that one household is one reader.
    """
    address = _parsed(request.META.get("REMOTE_ADDR", ""))
    if settings.PROXIES > 0:
        seen = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        if len(seen) >= settings.PROXIES:
            address = _parsed(seen[-settings.PROXIES]) or address
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, PREFIX_V6), strict=False))
    return str(address or "")


def _parsed(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(text.strip())
    except ValueError:
        return None


def forget(older_than_seconds: int = 86_400) -> int:
    """Drop rows nobody has tried for so long; returns how many."""
    deleted, _ = Hit.objects.filter(seen_at__lt=seconds_now() - older_than_seconds).delete()
    return deleted
