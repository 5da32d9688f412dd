"""Fifty thousand applications out of twenty-five: rows copied in the database, keys renumbered.

Which column points where is read from the catalogue, so the copies stay whole when tables change:
within a copied case every reference leads to the copy; outside it, to what the original used.
Texts that must be unique get the copy's number at their end.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import connection, transaction
from psycopg.sql import SQL, Composable, Identifier, Literal

ROOT = "permits_application"
LEFT_OUT = {
    "permits_attachment",
    "permits_answerlink",
    "permits_permitcheck",
    "permits_casehold",
    "permits_caselook",
}
"""Tables that hang on a case and that no measured page needs, or of which there is one for each
ground and time: a hold belongs to its case alone. `make bench-calendar` fills the calendar."""

_FOREIGN = """
SELECT c.conrelid::regclass::text, a.attname, c.confrelid::regclass::text
FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
WHERE c.contype = 'f' AND c.connamespace = 'public'::regnamespace
"""
_COLUMNS = """
SELECT a.attname, format_type(a.atttypid, a.atttypmod), EXISTS (
  SELECT 1 FROM pg_index i WHERE i.indrelid = a.attrelid AND i.indisunique
  AND NOT i.indisprimary AND a.attnum = ANY (i.indkey)
  -- Together with the key of a copied row it is unique already.
  AND NOT EXISTS (SELECT 1 FROM pg_constraint f WHERE f.conrelid = a.attrelid
    AND f.contype = 'f' AND f.conkey[1] = ANY (i.indkey)))
FROM pg_attribute a
WHERE a.attrelid = %s::regclass AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
"""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its type, whether it must be unique, and where it points."""

    name: str
    type: str
    unique: bool
    target: str | None


class Copier:
    """Copies cases. `weights`: original -> share of the copies."""

    def __init__(self) -> None:
        self.foreign: dict[str, dict[str, str]] = {}
        with connection.cursor() as cursor:
            cursor.execute(_FOREIGN)
            for table, column, target in cursor.fetchall():
                self.foreign.setdefault(table, {})[column] = target
        self.tables = self._order()

    def run(self, copies: Mapping[UUID, int]) -> None:
        """Make so many copies of each original, in one transaction."""
        with transaction.atomic(), connection.cursor() as cursor:
            # Keys of copies are right by construction; checking them one by one takes minutes.
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute("CREATE TEMP TABLE copies (original uuid, n int) ON COMMIT DROP")
            for original, count in copies.items():
                cursor.execute(
                    "INSERT INTO copies SELECT %s, generate_series(1, %s)", [original, count]
                )
            for table in self.tables:
                self._number(table)
            for table in self.tables:
                self._copy(table)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

    def _order(self) -> list[str]:
        """The root and what hangs on it, parents first."""
        found = [ROOT]
        for table in found:
            for other, columns in self.foreign.items():
                hangs = other.startswith("permits_") and table in columns.values()
                if hangs and other not in found and other not in LEFT_OUT:
                    found.append(other)
        return found

    def _number(self, table: str) -> None:
        """Remember the original rows: to which case each belongs, and its number among all."""
        path = self._path_to_root(table)
        joins: Composable = SQL("")
        last: Composable = Identifier("t")
        for step, (column, target) in enumerate(path):
            alias = Identifier(f"p{step}")
            joins += SQL(" JOIN {} {} ON {}.id = {}.{}").format(
                Identifier(target), alias, alias, last, Identifier(column)
            )
            last = alias
        query = SQL(
            "CREATE TEMP TABLE {name} ON COMMIT DROP AS SELECT t.id AS old, {root}.id AS original, "
            "row_number() OVER (ORDER BY t.id) AS rank, count(*) OVER () AS step, "
            "{highest} AS base FROM {table} t{joins} "
            "WHERE {root}.id IN (SELECT original FROM copies)"
        ).format(
            name=Identifier(f"old_{table}"),
            root=last,
            table=Identifier(table),
            joins=joins,
            highest=self._highest(table),
        )
        self._execute(query)

    def _path_to_root(self, table: str) -> list[tuple[str, str]]:
        path = []
        while table != ROOT:
            column, target = next(
                (column, target)
                for column, target in self.foreign[table].items()
                if target in self.tables[: self.tables.index(table)]
            )
            path.append((column, target))
            table = target
        return path

    def _highest(self, table: str) -> Composable:
        if self._type_of_key(table) == "uuid":
            return SQL("0")
        return SQL("(SELECT max(id) FROM {})").format(Identifier(table))

    def _copy(self, table: str) -> None:
        columns = self._columns(table)
        values = SQL(", ").join(self._value(table, column) for column in columns)
        names = SQL(", ").join(Identifier(column.name) for column in columns)
        query = SQL(
            "INSERT INTO {table} ({names}) SELECT {values} FROM {table} t "
            "JOIN {old} o ON o.old = t.id JOIN copies c ON c.original = o.original"
        )
        old = Identifier(f"old_{table}")
        self._execute(query.format(table=Identifier(table), names=names, values=values, old=old))
        if self._type_of_key(table) != "uuid":
            self._execute(
                SQL(
                    "SELECT setval(pg_get_serial_sequence({}, 'id'), (SELECT max(id) FROM {}))"
                ).format(Literal(table), Identifier(table))
            )

    def _value(self, table: str, column: Column) -> Composable:
        name = SQL("t.{}").format(Identifier(column.name))
        if column.name == "id":
            return self._renumbered(table, SQL("o"), name)
        if column.target in self.tables:
            old = Identifier(f"old_{column.target}")
            new = self._renumbered(str(column.target), SQL("p"), SQL("p.old"))
            return SQL("(SELECT {} FROM {} p WHERE p.old = {})").format(new, old, name)
        if column.unique and column.target is None and column.type.startswith("character"):
            return SQL("CASE WHEN {0} = '' THEN '' ELSE {0} || '-' || c.n END").format(name)
        if column.unique and column.type == "uuid" and column.target is None:
            return SQL("md5({}::text || c.n)::uuid").format(name)
        if table == ROOT and column.name == "officer_id":
            return SQL("CASE WHEN {} IS NULL THEN NULL ELSE {} END").format(name, _ONE_OF_MANY)
        if column.type == "date":
            return SQL("{} + (c.n * 7 % 700)").format(name)
        return name

    def _renumbered(self, table: str, numbers: SQL, old: Composable) -> Composable:
        if self._type_of_key(table) == "uuid":
            return SQL("md5({}::text || c.n)::uuid").format(old)
        return SQL("{0}.base + (c.n - 1) * {0}.step + {0}.rank").format(numbers)

    def _type_of_key(self, table: str) -> str:
        return next(column.type for column in self._columns(table) if column.name == "id")

    def _columns(self, table: str) -> list[Column]:
        with connection.cursor() as cursor:
            cursor.execute(_COLUMNS, [table])
            targets = self.foreign.get(table, {})
            return [
                Column(name, kind, unique, targets.get(name))
                for name, kind, unique in cursor.fetchall()
            ]

    @staticmethod
    def _execute(query: Composable) -> None:
        with connection.cursor() as cursor:
            cursor.execute(query)


_ONE_OF_MANY = SQL(
    "(SELECT id FROM people_user WHERE email LIKE 'officer%@bench.id' "
    "ORDER BY id OFFSET c.n % 20 LIMIT 1)"
)
"""Cases lie with twenty officers, not with one."""
