"""What many tests begin with, made by the program's own verbs once in a process and then kept.

A permit takes a second to make. The first test that asks for one makes it; for the next the rows
and files that came into being are written again. Only where nothing can differ: the database holds
the city's pack and the same people and nothing else, and the test asks for nothing with which it
could change settings or the program. Everywhere else it is made again.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Model

PEOPLE = (
    "people_user",
    "people_organisation",
    "people_membership",
    "people_staffgrant",
    "people_deskgrant",
)
_WHO = """
SELECT 'user', id::text, email, name, language FROM people_user
UNION ALL SELECT 'company', id::text, name, registration_no, '' FROM people_organisation
UNION ALL SELECT 'member', user_id::text, organisation_id::text, role, '' FROM people_membership
UNION ALL SELECT 'staff', user_id::text, role, '', '' FROM people_staffgrant
UNION ALL SELECT 'desk', user_id::text, authority_code, level, '' FROM people_deskgrant
ORDER BY 1, 2, 3, 4, 5
"""
_WRITTEN = """
SELECT relname, n_tup_ins, n_tup_upd, n_tup_del FROM pg_stat_xact_user_tables
WHERE schemaname = 'public' AND n_tup_ins + n_tup_upd + n_tup_del > 0
"""
_TABLES = """
SELECT c.relname, a.attname FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'
JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary AND i.indnatts = 1
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0]
WHERE c.relkind = 'r' ORDER BY c.relname
"""
_PACK = "SELECT tablename FROM pg_tables WHERE schemaname = 'kept'"
BESIDE_THE_POINT = {"django_session", "django_migrations", "django_content_type", "auth_permission"}
MAY_DIFFER = {"settings", "monkeypatch", "mocker", "one_window"}
"""Arguments of a test with which it can change what the program does."""

Written = dict[str, tuple[int, int, int]]


@dataclass
class _Kept:
    """Rows that came, by table, as COPY writes them; keys of those that went; files; what it is."""

    model: type[Model]
    pk: Any
    came: dict[str, bytes] = field(default_factory=dict)
    went: dict[str, list[str]] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)


class Shelf:
    """One for each process."""

    def __init__(self) -> None:
        self._kept: dict[Hashable, _Kept] = {}
        self._keys: dict[str, str] = {}
        self._nothing_else = ""
        self._pack = ""
        self._pack_as_it_came: tuple[str, ...] = ()
        self._begun: Written = {}

    def begin(self) -> None:
        """The pack has just been put back: what is written from now on counts."""
        self._begun = self._written()

    def get(self, what: Hashable, make: Callable[[], Any], request: pytest.FixtureRequest) -> Any:
        """The model's row that `make` returns: made now, or put back."""
        known = self._known(request)
        if known is None:
            return make()
        kept = self._kept.get((what, known))
        if kept is None:
            before = {table: self._rows(table) for table in self._keys}
            files = set(_files())
            made = make()
            kept = self._kept[what, known] = _Kept(type(made), made.pk)
            for table, rows in before.items():
                self._difference(kept, table, rows, self._rows(table))
            kept.files = {
                str(one.relative_to(_folder())): one.read_bytes() for one in set(_files()) - files
            }
            return made
        self._put_back(kept)
        return kept.model._default_manager.get(pk=kept.pk)

    # --- may it be kept? -------------------------------------------------------------------------
    def _known(self, request: pytest.FixtureRequest) -> Hashable | None:
        """Who is there, when nothing else is; None when something is."""
        if MAY_DIFFER & set(inspect.signature(request.function).parameters):
            return None
        self._learn()
        if connection.in_atomic_block:
            written = self._since(self._begun)
            if not written <= {*PEOPLE, *BESIDE_THE_POINT}:
                return None
        with connection.cursor() as cursor:
            cursor.execute(self._nothing_else)
            if cursor.fetchone()[0]:
                return None
            if not connection.in_atomic_block:
                # The server counts what one transaction wrote; here there were several.
                cursor.execute(self._pack)
                if cursor.fetchone() != self._pack_as_it_came:
                    return None
            cursor.execute(_WHO)
            return (connection.in_atomic_block, *cursor.fetchall())

    def _learn(self) -> None:
        if self._keys:
            return
        with connection.cursor() as cursor:
            cursor.execute(_TABLES)
            keys = dict(cursor.fetchall())
            cursor.execute(_PACK)
            pack = {row[0] for row in cursor.fetchall()}
        asked = set(keys) - pack - {*PEOPLE} - BESIDE_THE_POINT
        there = " OR ".join(f'EXISTS (SELECT FROM "{table}")' for table in sorted(asked))
        self._nothing_else = f"SELECT {there}"
        self._pack = "SELECT " + ", ".join(map(_content, sorted(pack)))
        as_kept = "SELECT " + ", ".join(_content(table, "kept") for table in sorted(pack))
        with connection.cursor() as cursor:
            cursor.execute(as_kept)
            self._pack_as_it_came = cursor.fetchone()
        self._keys = {table: key for table, key in keys.items() if table not in BESIDE_THE_POINT}

    def _since(self, begun: Written) -> set[str]:
        now = self._written()
        return {table for table, counts in now.items() if begun.get(table) != counts}

    @staticmethod
    def _written() -> Written:
        with connection.cursor() as cursor:
            cursor.execute(_WRITTEN)
            return {table: (came, changed, went) for table, came, changed, went in cursor}

    # --- rows and files --------------------------------------------------------------------------
    @staticmethod
    def _rows(table: str) -> dict[bytes, None]:
        with connection.cursor() as cursor, cursor.copy(f'COPY "{table}" TO STDOUT') as copy:
            return dict.fromkeys(b"".join(bytes(part) for part in copy).splitlines(keepends=True))

    def _difference(
        self, kept: _Kept, table: str, before: dict[bytes, None], now: dict[bytes, None]
    ) -> None:
        came = [row for row in now if row not in before]
        went = [row for row in before if row not in now]
        if came:
            kept.came[table] = b"".join(came)
        if went:
            place = self._place_of_key(table)
            kept.went[table] = [row.split(b"\t")[place].decode().strip() for row in went]

    def _place_of_key(self, table: str) -> int:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT column_name FROM information_schema.columns WHERE table_schema = 'public'"
                " AND table_name = %s AND is_generated = 'NEVER' ORDER BY ordinal_position",
                [table],
            )
            return [row[0] for row in cursor.fetchall()].index(self._keys[table])

    def _put_back(self, kept: _Kept) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            # The rows were checked when they were made.
            cursor.execute("SET LOCAL session_replication_role = replica")
            for table, keys in kept.went.items():
                cursor.execute(
                    f'DELETE FROM "{table}" WHERE "{self._keys[table]}"::text = ANY(%s)', [keys]
                )
            for table, rows in kept.came.items():
                with cursor.copy(f'COPY "{table}" FROM STDIN') as copy:
                    copy.write(rows)
            cursor.execute("SET LOCAL session_replication_role = origin")
        for name, content in kept.files.items():
            path = _folder() / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)


def _content(table: str, schema: str = "public") -> str:
    """What tells two contents of a table apart."""
    rows = f'SELECT md5(row::text) AS one FROM {schema}."{table}" AS row'
    return f"(SELECT md5(string_agg(one, '' ORDER BY one)) FROM ({rows}) AS rows)"


def _folder() -> Path:
    return Path(settings.STORAGES["default"]["OPTIONS"]["location"])


def _files() -> list[Path]:
    return [one for one in _folder().rglob("*") if one.is_file()]
