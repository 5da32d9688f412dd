"""Emptying the database after a test whose changes were committed."""

from __future__ import annotations

from functools import cache

from django.db import connection, transaction

STAY = {"django_content_type", "auth_permission", "django_migrations"}
"""What migrating wrote."""


def empty_tables() -> None:
    """Delete every row but those of `STAY`; the numbers already given are not given again."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_filled())
        filled = [row[0] for row in cursor.fetchall() if row[0]]
        # The journal refuses to be emptied, rightly; nothing here asks a trigger.
        steps = [f'DELETE FROM "{table}"' for table in filled]
        cursor.execute("; ".join(["SET LOCAL session_replication_role = replica", *steps]))


@cache
def _filled() -> str:
    """The question which tables have rows."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor)) - STAY
    asked = (f"CASE WHEN EXISTS (SELECT FROM \"{one}\") THEN '{one}' END" for one in sorted(tables))
    return f"SELECT unnest(ARRAY[{', '.join(asked)}])"
