"""Rows that many tests need, made once and written again by the server itself, in one question."""

from __future__ import annotations

from django.db import connection, transaction

_TABLES = """
SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND n.nspname = 'public' ORDER BY c.relname
"""
_COLUMNS = """
SELECT column_name, pg_get_serial_sequence(quote_ident(table_name), column_name)
FROM information_schema.columns
WHERE table_schema = 'public' AND table_name = %s AND is_generated = 'NEVER'
ORDER BY ordinal_position
"""
_PUT_BACK = """
CREATE FUNCTION kept.put_back() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('session_replication_role', 'replica', true);
  {}
  PERFORM set_config('session_replication_role', 'origin', true);
END $$
"""
"""The rows were checked when they were made."""


class Snapshot:
    """The rows of some tables, with the numbers they have."""

    def __init__(self, rows: dict[str, bytes]) -> None:
        self._rows = rows

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
        for table, count in cls.counts().items():
            if not count or count == before.get(table):
                continue
            assert not before.get(table), f"{table} was not empty before"
            with connection.cursor() as cursor, cursor.copy(f'COPY "{table}" TO STDOUT') as copy:
                rows[table] = b"".join(bytes(part) for part in copy)
        return cls(rows)

    def keep(self) -> None:
        """Store the rows beside the tables, in a schema of their own, and how they are put back."""
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA IF EXISTS kept CASCADE")
            cursor.execute("CREATE SCHEMA kept")
            steps = []
            for table, rows in self._rows.items():
                cursor.execute(f'CREATE UNLOGGED TABLE kept."{table}" (LIKE public."{table}")')
                cursor.execute(_COLUMNS, [table])
                columns = dict(cursor.fetchall())
                names = ", ".join(f'"{name}"' for name in columns)
                with cursor.copy(f'COPY kept."{table}" ({names}) FROM STDIN') as copy:
                    copy.write(rows)
                steps.append(
                    f'INSERT INTO public."{table}" ({names}) OVERRIDING SYSTEM VALUE'
                    f' SELECT {names} FROM kept."{table}";'
                )
                # Numbers given from now on lie behind these.
                steps += [
                    f"PERFORM setval('{sequence}', greatest(nextval('{sequence}'), "
                    f'(SELECT max("{name}") FROM kept."{table}")));'
                    for name, sequence in columns.items()
                    if sequence
                ]
            cursor.execute(_PUT_BACK.format("\n  ".join(steps)))

    @staticmethod
    def put_back() -> None:
        """Write the rows of the snapshot that was kept."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT kept.put_back()")
