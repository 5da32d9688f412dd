"""Secrets that are computed, not stored: the address of a calendar, the code on a badge.

A copy of the database opens neither; raising the badge's serial makes the old one worthless.
"""

from __future__ import annotations

from django.utils.crypto import constant_time_compare, salted_hmac

from simpul.market.models import Badge

LENGTH = 32
"""Hexadecimal digits: 128 bits."""


def _made(use: str, badge_id: int, serial: int) -> str:
    return salted_hmac(f"simpul.market.{use}", f"{badge_id}.{serial}").hexdigest()[:LENGTH]


def feed_token(badge: Badge) -> str:
    """What the address of the personal calendar ends with."""
    return _made("feed", badge.pk, badge.feed_serial)


def badge_token(badge: Badge) -> str:
    """What the QR on a badge carries."""
    return _made("badge", badge.pk, badge.code_serial)


def is_feed(badge: Badge, typed: str) -> bool:
    return constant_time_compare(feed_token(badge), typed)


def is_badge(badge: Badge, typed: str) -> bool:
    return constant_time_compare(badge_token(badge), typed)
