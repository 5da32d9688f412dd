"""Rate limits that hold across processes: one row per key and window, counted by the database."""

from __future__ import annotations

import time

from django.db import connection

from simpul.web.models import Hit

SQL = """
INSERT INTO web_hit (key, window_start, count) VALUES (%s, %s, 1)
ON CONFLICT (key) DO UPDATE SET
  count = CASE WHEN web_hit.window_start = EXCLUDED.window_start THEN web_hit.count + 1 ELSE 1 END,
  window_start = EXCLUDED.window_start
RETURNING count
"""


def seconds_now() -> int:
    """The clock of the windows: whole seconds since 1970. Tests hold it still."""
    return int(time.time())


def hit(key: str, *, limit: int, seconds: int) -> bool:
    """Count one try; False when `key` has had more than `limit` tries in this window.

    The window is fixed: `seconds` long, starting at a multiple of it. One statement, atomic.
    """
    if limit < 1 or seconds < 1:
        raise ValueError("limit and seconds must be at least 1")
    start = seconds_now() // seconds * seconds
    with connection.cursor() as cursor:
        cursor.execute(SQL, [f"{key}/{seconds}"[:200], start])
        (count,) = cursor.fetchone()
    return int(count) <= limit


def forget(older_than_seconds: int = 86_400) -> int:
    """Drop rows of windows long past; returns how many."""
    deleted, _ = Hit.objects.filter(window_start__lt=seconds_now() - older_than_seconds).delete()
    return deleted
