"""`make bench-calendar`: is the calendar fast enough without PostGIS?

    python -m bench.calendar [--sizes 10000,100000,1000000] [--questions 300] [--strict] [--json]

The same bookings, the same questions (ten grounds, five days, everything within 100 m), asked of
Simpul on the embedded server, of Simpul on Debian's PostgreSQL 15, and of PostGIS on that server.
Needs postgresql-15-postgis-3 for the comparison; without it only Simpul is measured and said so.
Data lie in var/bench-calendar and are made anew.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import statistics
import subprocess
import sys
from pathlib import Path
from time import perf_counter
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
STOCK = Path("/usr/lib/postgresql/15/bin")
POSTGIS = Path("/usr/share/postgresql/15/extension/postgis.control")
AIM_MS = 10.0
COMPARED = 60
"""Questions of which the whole answer is compared."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", default="10000,100000,1000000")
    parser.add_argument("--questions", type=int, default=300)
    parser.add_argument("--strict", action="store_true", help="exit 1 when an aim is missed")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--side", choices=["simpul", "postgis"], help=argparse.SUPPRESS)
    parser.add_argument("--address", help=argparse.SUPPRESS)
    wanted = parser.parse_args()
    sizes = [int(size) for size in wanted.sizes.split(",")]
    if wanted.side:
        print(json.dumps(measure(wanted.side, wanted.address, sizes, wanted.questions)))
        return 0
    from bench.calendar_report import missed, report

    results = run_all(wanted.sizes, wanted.questions)
    print(json.dumps(results, indent=1) if wanted.json else report(results))
    wrong = missed(results)
    return 1 if wrong and wanted.strict else 0


def run_all(sizes: str, questions: int) -> dict[str, Any]:
    """Every side in a process of its own; what each measured, by name."""
    from simpul.config.embedded import EmbeddedServer, wheel_programs

    folder = Path(os.environ.get("SIMPUL_VAR", ROOT / "var" / "bench-calendar")).resolve()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    embedded = EmbeddedServer(programs=wheel_programs(), data=folder / "embedded")
    sides = [("Simpul, embedded PostgreSQL 18", "simpul", embedded.join())]
    if STOCK.is_dir():
        stock = EmbeddedServer(programs=STOCK, data=folder / "stock")
        address = stock.join()
        sides.append(("Simpul, PostgreSQL 15", "simpul", address))
        if POSTGIS.exists():
            sides.append(("PostGIS, PostgreSQL 15", "postgis", other_database(address)))
    results = {}
    for name, side, address in sides:
        print(f"measuring {name}", file=sys.stderr, flush=True)
        command = [sys.executable, "-m", "bench.calendar", "--side", side, "--address", address]
        done = subprocess.run(
            [*command, "--sizes", sizes, "--questions", str(questions)],
            env={**os.environ, "DATABASE_URL": address, "SIMPUL_VAR": str(folder / "simpul")},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
            cwd=ROOT,
        )
        results[name] = json.loads(done.stdout.splitlines()[-1])
    return results


def other_database(address: str) -> str:
    """A second database on the same server, for PostGIS."""
    import psycopg

    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("CREATE DATABASE postgis")
    return address.replace("/simpul?", "/postgis?")


def measure(side: str, address: str, sizes: list[int], count: int) -> list[dict[str, Any]]:
    """Load and ask, size by size."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "simpul.config.settings")
    os.environ.setdefault("SIMPUL_LOG_LEVEL", "ERROR")
    from bench.calendar_city import make, questions

    if side == "simpul":
        import django

        django.setup()
    from bench import calendar_sides

    asked: Any = {"simpul": calendar_sides.Simpul, "postgis": calendar_sides.PostGIS}[side](address)
    rows = []
    for size in sizes:
        calendar = make(size)
        seconds = asked.load(calendar)
        everything = list(questions(calendar, count))
        times, found = ask(asked, everything)
        rows.append(
            {
                "bookings": size,
                "p50": statistics.median(times),
                "p95": times[-(-len(times) * 95 // 100) - 1],
                "found": found,
                "per second": size / seconds,
                "sizes": asked.sizes(),
                "answers": digest(asked, everything[:COMPARED]),
            }
        )
    return rows


def ask(asked: Any, everything: list[Any]) -> tuple[list[float], float]:
    """Milliseconds of each question, in order of length; rows found on average."""
    askers = [asked.asker(question) for question in everything]
    for work in askers[:20]:
        work()
    times, found = [], 0
    for work in askers:
        begun = perf_counter()
        found += len(work())
        times.append((perf_counter() - begun) * 1000)
    return sorted(times), found / len(askers)


def digest(asked: Any, everything: list[Any]) -> str:
    """The same for the same answers to all questions."""
    answers = [sorted(asked.answer(question)) for question in everything]
    return hashlib.sha256(json.dumps(answers).encode()).hexdigest()


if __name__ == "__main__":
    sys.exit(main())
