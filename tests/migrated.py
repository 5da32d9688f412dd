"""The migrated, empty database, made once and copied by everything that needs one.

Migrating takes longer than most files of tests. What it makes is kept until a migration or a model
changes: on the embedded server of the tests as a database to copy from, and beside that server's
files as text for servers of their own.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connection

from simpul.config.embedded import wheel_programs

ROOT = Path(__file__).resolve().parents[1]
PREFIX = "migrated_"
MIGRATE = """
from django.core.management import call_command
call_command("migrate", verbosity=0, skip_checks=True)
"""


def on_embedded_server() -> bool:
    """Do the tests run on the server that Simpul brings along, where we may keep something?"""
    return not settings.DATABASE_URL


def migrated_database() -> str:
    """Name of the database to copy from; it is migrated now unless it is there."""
    name = f"{PREFIX}{_made_of()}"
    with _one_at_a_time(), _server() as server:
        rows = server.execute("SELECT datname FROM pg_database WHERE datname LIKE 'migrated%'")
        there = {row[0] for row in rows.fetchall()}
        if name not in there or not _text(name).exists():
            for old in there:
                server.execute(f'DROP DATABASE "{old}" WITH (FORCE)')
                _text(old).unlink(missing_ok=True)
            _make(server, name)
    return name


def migrated_text() -> Path:
    """The same as commands for `psql`."""
    return _text(migrated_database())


def take_to(address: str, name: str) -> None:
    """The same on another server, made from the text, as the database `name`."""
    newer = "SET transaction_timeout"  # no server before PostgreSQL 17 knows it
    text = migrated_text().read_text().splitlines(keepends=True)
    with psycopg.connect(address, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        own = server.info.host
    target = f"postgresql://postgres@/{name}?host={own}"
    subprocess.run(
        [wheel_programs() / "psql", "--quiet", "--no-psqlrc", "--set", "ON_ERROR_STOP=1", target],
        input="".join(line for line in text if not line.startswith(newer)),
        text=True,
        check=True,
        stdout=subprocess.DEVNULL,
    )


def _make(server: psycopg.Connection[tuple[str]], name: str) -> None:
    """Under another name until it is whole: a run may be stopped in the middle."""
    begun = f"{name}_begun"
    server.execute(f'CREATE DATABASE "{begun}"')
    address = f"postgresql://postgres@/{begun}?host={connection.settings_dict['HOST']}"
    environment = {**os.environ, "DATABASE_URL": address, "SIMPUL_TEST_DATABASE": ""}
    code = f"from simpul.config.loading import load; load(){MIGRATE}"
    start = [sys.executable, "-W", "ignore", "-c", code]
    subprocess.run(start, cwd=ROOT, env=environment, check=True)
    dump = [wheel_programs() / "pg_dump", "--no-sync", "--file", _text(name), address]
    subprocess.run(dump, check=True)
    server.execute(f'ALTER DATABASE "{begun}" RENAME TO "{name}"')


def _server() -> psycopg.Connection[tuple[str]]:
    address = f"postgresql://postgres@/postgres?host={connection.settings_dict['HOST']}"
    return psycopg.connect(address, autocommit=True)


def _text(name: str) -> Path:
    return Path(settings.VAR) / f"{name}.sql"


def _made_of() -> str:
    """What the tables come from: migrations, models, and the packages with tables of their own."""
    rooms = ROOT / "simpul"
    files = {
        *rooms.glob("*/migrations/**/*.*"),
        *rooms.glob("*/models.py"),
        *rooms.glob("*/models/**/*.py"),
        ROOT / "requirements" / "base.lock",
    }
    total = hashlib.sha256()
    for path in sorted(path for path in files if path.suffix != ".pyc" and path.is_file()):
        total.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes() + b"\0")
    return total.hexdigest()[:24]


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Two processes of one run want it at the same moment."""
    with (Path(settings.VAR) / "migrated.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


if __name__ == "__main__":
    from simpul.config.loading import load

    load()
    if len(sys.argv) > 1:  # address of a server, name of the database to make there
        take_to(*sys.argv[1:])
    elif on_embedded_server():  # set-up has it made while it waits for the network
        migrated_database()
