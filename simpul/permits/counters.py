"""The next number of a year, safe under concurrency and without gaps."""

from __future__ import annotations

from django.db import connection, transaction

_NEXT = """
INSERT INTO permits_referencecounter (prefix, year, last_number) VALUES (%s, %s, 1)
ON CONFLICT (prefix, year) DO UPDATE SET last_number = permits_referencecounter.last_number + 1
RETURNING last_number
"""


def next_number(prefix: str, year: int) -> int:
    """The next number under `prefix` in `year`, from 1; must run inside the transaction that uses
    it, so that a number that is rolled back is given again. Holds the row's lock until then:
    call it late."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(
            "a number belongs into the caller's transaction"
        )
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [prefix, year])
        return int(cursor.fetchone()[0])
