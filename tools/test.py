"""Every check and every test.

    tools/test.py             all
    tools/test.py --checks    the checks without the tests

Where Debian's postgresql-15 is installed, the tests marked `database` run a second time on a
private cluster of that server. SIMPUL_TEST_POSTGRES=0 leaves that out; 1 fails where it is not
installed.

SIMPUL_TEST_ALL=1 looks further: the walks of every room in both languages, axe at each page in
both, in the dark and at every way it can be made, more and new examples for properties, the
migrations on PostgreSQL 15. It takes more than ten minutes on two cores.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = ROOT / ".venv" / "bin"
STOCK_SERVER = Path("/usr/lib/postgresql/15/bin")
PLACES = ["simpul", "tests", "tools", "bench"]
FURTHER = os.environ.get("SIMPUL_TEST_ALL", "") == "1"
BEGUN = int(os.environ.get("SIMPUL_TEST_BEGUN", time.time()))
"""Set-up comes before this program and counts."""
LAST_WALK = 555
"""Seconds after that: the last walk begins, and the ten minutes are kept."""
MOST_PROCESSES = 6
"""More would ask the embedded server for more connections than it gives."""


def checks() -> list[tuple[str, list[str]]]:
    """Name and command of each check."""
    return [
        ("style", [f"{BIN}/ruff", "check", *PLACES]),
        ("format", [f"{BIN}/ruff", "format", "--check", *PLACES]),
        ("types", [f"{BIN}/mypy", "simpul"]),
        ("floors", [f"{BIN}/lint-imports"]),
        ("texts", [f"{BIN}/python", "tools/messages.py", "check"]),
        ("migrations", [f"{BIN}/python", "manage.py", "makemigrations", "--check", "--dry-run"]),
    ]


def variables() -> dict[str, str]:
    """The environment of a step. Python keeps what it has compiled, whatever the machine says:
    every step starts programs, and each would compile some hundred files anew."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    if not FURTHER:
        kept.setdefault("SIMPUL_TEST_UNTIL", str(BEGUN + LAST_WALK))
    return {**kept, "DJANGO_SETTINGS_MODULE": "tests.settings"}


_PRINTING = threading.Lock()
"""Two lanes print; what one step says stays together."""


def run(
    name: str, command: list[str], *, loud: bool = False, gently: bool = False, **more: str
) -> bool:
    """Run one step and say how it went; what it printed is shown when it fails or is `loud`.
    `gently`: it gets what others leave of the processor, and a share of a seventh."""
    begun = time.monotonic()
    done = subprocess.run(
        [*(("nice", "-n", "5") if gently else ()), *command],
        cwd=ROOT,
        env={**variables(), **more},
        stdout=None if loud else subprocess.PIPE,
        stderr=None if loud else subprocess.STDOUT,
        text=True,
    )
    good = done.returncode == 0
    with _PRINTING:
        if not good and not loud:
            print(done.stdout)
        mark = "ok  " if good else "FAIL"
        print(f"{mark} {name:<22} {time.monotonic() - begun:6.1f} s", flush=True)
    return good


def run_tests(
    name: str, *more: str, loud: bool = False, gently: bool = False, **others: str
) -> bool:
    """One run of pytest with a folder of its own for what the tests write.

    pytest's usual folder is shut to other accounts whenever a run begins, and the servers that
    tests of another run have started there as another account could no longer read their files.
    """
    with tempfile.TemporaryDirectory(prefix="simpul-tests-", ignore_cleanup_errors=True) as folder:
        command = [
            f"{BIN}/pytest",
            "--basetemp",
            f"{folder}/run",
            "--durations",
            "15",
            "-rs",
            *more,
        ]
        return run(name, command, loud=loud, gently=gently, **others)


def on_stock_server() -> bool:
    """The database tests on Debian's PostgreSQL 15, in a cluster of our own."""
    wanted = os.environ.get("SIMPUL_TEST_POSTGRES", "")
    if wanted == "0" or not (STOCK_SERVER / "initdb").exists():
        reason = "switched off" if wanted == "0" else "postgresql-15 is not installed"
        print(f"skip PostgreSQL 15: {reason}")
        return wanted != "1"
    from simpul.config.embedded import EmbeddedServer

    folder = Path(os.environ.get("SIMPUL_VAR", ROOT / "var" / "test")).resolve() / "postgres-15"
    shutil.rmtree(folder, ignore_errors=True)
    server = EmbeddedServer(programs=STOCK_SERVER, data=folder, fast=True)
    address = server.join()
    only = ("-m", "database and not browser")
    name = "tests on PostgreSQL 15"
    if FURTHER:  # the migrations too
        return run_tests(name, *only, gently=True, DATABASE_URL=address)
    tables = "tables"
    copy = [f"{BIN}/python", "-m", "tests.migrated", address, tables]
    if not run("tables of PostgreSQL 15", copy, gently=True):
        return False
    others = {"DATABASE_URL": address, "SIMPUL_TEST_TEMPLATE": tables}
    return run_tests(name, *only, gently=True, **others)


def beside() -> list[bool]:
    """One process at a time: the checks; the database tests on the other server; and the tests that
    start programs of their own, which mostly wait for those. The tests gently: browser, program and
    database of the others wait for each other, and in these moments there is room. (Not the checks:
    they may be the first to start the database server, which would keep their share.)"""
    return [
        *(run(name, command) for name, command in checks()),
        on_stock_server(),
        run_tests("tests with nodes", "-m", "nodes", gently=True),
    ]


def everything() -> list[bool]:
    """All tests, and beside them the rest."""
    with ThreadPoolExecutor() as pool:
        rest = pool.submit(beside)
        # A process for each core: browser, program and database of a test wait for each other, and
        # what a process makes once and keeps is made less often. By name the browser's long walks
        # come early; by count they would come last, alone.
        processes = str(min(len(os.sched_getaffinity(0)), MOST_PROCESSES))
        order = ("-n", processes, "--dist", "loadfile", "--no-loadscope-reorder")
        tests = run_tests("tests", "-m", "not nodes", *order, loud=True)
        return [*rest.result(), tests]


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--checks", action="store_true", help="without the tests")
    wanted = parser.parse_args(arguments)
    # The checks read the settings, and those start a server: not the one with somebody's data.
    os.environ.setdefault("SIMPUL_VAR", str(ROOT / "var" / "test"))
    os.environ.setdefault("SIMPUL_POSTGRES_FAST", "1")
    results = [run(*one) for one in checks()] if wanted.checks else everything()
    failed = results.count(False)
    if failed:
        print(f"{failed} of {len(results)} steps failed; each says FAIL above")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
