"""The database half of a backup: PostgreSQL's own programs, and a digest of every table."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _
from psycopg.sql import SQL, Identifier

from simpul.config.embedded import wheel_programs
from simpul.kit.outcomes import WrongState

_TABLES = """
SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND n.nspname = 'public' ORDER BY c.relname
"""
# A sum over the rows' digests: no order, no memory, the same on every server version.
_STATE = """
SELECT count(*), coalesce(sum(('x' || left(md5(t::text), 15))::bit(60)::bigint), 0)::text
FROM public.{} t
"""


@dataclass(frozen=True, slots=True)
class TableState:
    """How many rows a table has and a digest over all of them."""

    rows: int
    digest: str


@contextmanager
def _session() -> Iterator[psycopg.Connection[Any]]:
    """Our own connection, apart from Django's, with settings that make values read the same."""
    parameters = connection.get_connection_params()
    wanted = {name: parameters[name] for name in parameters if name in _LIBPQ}
    with psycopg.connect(**wanted, options="-c TimeZone=UTC -c DateStyle=ISO") as session:
        yield session


_LIBPQ = {"host", "port", "user", "password", "dbname", "sslmode", "sslrootcert"}


def applied_migrations() -> list[str]:
    """Migrations this database has seen, "room.name"."""
    with _session() as session:
        rows = session.execute("SELECT app, name FROM django_migrations ORDER BY 1, 2")
        return [f"{app}.{name}" for app, name in rows]


def is_empty() -> bool:
    """No table at all: a machine on which nothing was set up yet."""
    with _session() as session:
        return session.execute(_TABLES).fetchone() is None


def table_states() -> dict[str, TableState]:
    """Count and digest of every table."""
    with _session() as session:
        return _states(session)


def _states(session: psycopg.Connection[Any]) -> dict[str, TableState]:
    states = {}
    for (table,) in session.execute(_TABLES).fetchall():
        row = session.execute(SQL(_STATE).format(Identifier(table))).fetchone()
        assert row is not None  # an aggregate always has one row
        states[table] = TableState(*row)
    return states


def dump(target: Path) -> tuple[dict[str, TableState], str]:
    """Dump the database into `target`; the tables' states at the very same moment, and the server.

    Raises WrongState when pg_dump fails.
    """
    with _session() as session:
        session.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        row = session.execute("SELECT pg_export_snapshot(), version()").fetchone()
        assert row is not None  # a SELECT without FROM always has one row
        snapshot, server = row
        states = _states(session)
        command = ["--format=custom", "--no-owner", "--no-privileges"]
        done = _run("pg_dump", *command, f"--snapshot={snapshot}", f"--file={target}")
    if done.returncode:
        raise WrongState(_("pg_dump failed: %(why)s") % {"why": done.stderr.strip()})
    return states, " ".join(str(server).split()[:2])


def load(source: Path) -> None:
    """Put a dump in place of what is in the database, in one transaction.

    Raises WrongState when it fails; then nothing has changed.
    """
    script = source.with_suffix(".sql")
    made = _run("pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(source))
    if made.returncode:
        raise WrongState(_("pg_restore failed: %(why)s") % {"why": made.stderr.strip()})
    whole = source.with_suffix(".whole.sql")
    with script.open("rb") as lines, whole.open("wb") as out:
        out.write(
            b"SET lock_timeout = '15s';\nDROP SCHEMA public CASCADE;\nCREATE SCHEMA public;\n"
        )
        # An older server does not know every setting of a newer pg_restore.
        out.writelines(line for line in lines if not line.startswith(b"SET transaction_timeout"))
    connection.close()
    done = _run("psql", "--quiet", "--single-transaction", "-vON_ERROR_STOP=1", f"--file={whole}")
    if done.returncode:
        why = done.stderr.strip().splitlines()[-1] if done.stderr.strip() else ""
        if "lock timeout" in why:
            raise WrongState(_("The database is in use. Stop Simpul first, then restore."))
        raise WrongState(_("Restoring failed, nothing was changed: %(why)s") % {"why": why})


def _run(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    parameters = connection.get_connection_params()
    variables = {
        "PGHOST": parameters.get("host"),
        "PGPORT": parameters.get("port"),
        "PGUSER": parameters.get("user"),
        "PGPASSWORD": parameters.get("password"),
        "PGDATABASE": parameters.get("dbname"),
        "PGSSLMODE": parameters.get("sslmode"),
        "PGSSLROOTCERT": parameters.get("sslrootcert"),
        "PGCONNECT_TIMEOUT": "10",
    }
    known = {name: str(value) for name, value in variables.items() if value}
    command = [str(_programs() / program), *arguments]
    return subprocess.run(command, env={**os.environ, **known}, capture_output=True, text=True)


def _programs() -> Path:
    """PostgreSQL's programs: those of the server's own version where they are, else newer ones."""
    if not settings.DATABASE_URL:
        return wheel_programs()
    with _session() as session:
        server = session.info.server_version // 10000
    found: dict[int, Path] = {}
    candidates = [wheel_programs(), *Path("/usr/lib/postgresql").glob("*/bin")]
    on_path = shutil.which("pg_dump")
    if on_path:
        candidates.append(Path(on_path).parent)
    for folder in candidates:
        if not (folder / "pg_dump").exists():
            continue
        text = subprocess.run([folder / "pg_dump", "--version"], capture_output=True, text=True)
        version = re.search(r"(\d+)", text.stdout)
        if version:
            found.setdefault(int(version[1]), folder)
    usable = sorted(number for number in found if number >= server)
    if not usable:
        raise WrongState(
            _("No pg_dump of version %(version)d or later here. Install postgresql-client.")
            % {"version": server}
        )
    return found[usable[0]]
