"""Rows that many tests need, made once and copied back: `COPY` takes milliseconds."""

from __future__ import annotations

from django.db import connection, transaction

_TABLES = """
SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND n.nspname = 'public' ORDER BY c.relname
"""
_SEQUENCE = """
SELECT pg_get_serial_sequence(quote_ident(table_name), column_name)
FROM information_schema.columns
WHERE table_schema = 'public' AND table_name = %s AND column_name = 'id' AND is_identity = 'YES'
"""


class Snapshot:
    """The rows of some tables, with the numbers they have."""

    def __init__(self, rows: dict[str, bytes], sequences: dict[str, int]) -> None:
        self._rows = rows
        self._sequences = sequences

    @staticmethod
    def counts() -> dict[str, int]:
        """Number of rows per table."""
        with connection.cursor() as cursor:
            cursor.execute(_TABLES)
            tables = [row[0] for row in cursor.fetchall()]
            found = {}
            for table in tables:
                cursor.execute(f'SELECT count(*) FROM "{table}"')
                found[table] = cursor.fetchone()[0]
            return found

    @classmethod
    def taken_since(cls, before: dict[str, int]) -> Snapshot:
        """The tables that were empty `before` and are not now."""
        rows: dict[str, bytes] = {}
        sequences: dict[str, int] = {}
        for table, count in cls.counts().items():
            if not count or count == before.get(table):
                continue
            assert not before.get(table), f"{table} was not empty before"
            with connection.cursor() as cursor:
                with cursor.copy(f'COPY "{table}" TO STDOUT') as copy:
                    rows[table] = b"".join(bytes(part) for part in copy)
                cursor.execute(_SEQUENCE, [table])
                for (sequence,) in cursor.fetchall():
                    cursor.execute(f'SELECT max(id) FROM "{table}"')
                    sequences[sequence] = cursor.fetchone()[0]
        return cls(rows, sequences)

    def put_back(self) -> None:
        """Write the rows; numbers given from now on lie behind theirs."""
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            for table, rows in self._rows.items():
                with cursor.copy(f'COPY "{table}" FROM STDIN') as copy:
                    copy.write(rows)
            cursor.execute("SET LOCAL session_replication_role = origin")
            for sequence, last in self._sequences.items():
                cursor.execute(
                    "SELECT setval(%s, greatest(nextval(%s), %s))", [sequence, sequence, last]
                )
