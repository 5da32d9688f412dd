"""`make bench-calendar`: is the calendar fast enough without PostGIS?

    python -m bench.calendar [--sizes 10000,100000,1000000] [--questions 300] [--strict] [--json]

The same bookings, the same questions (ten grounds, five days, everything within 100 m), asked of
Simpul on the embedded server, of Simpul on Debian's PostgreSQL 15, and of PostGIS on that server.
Needs postgresql-15-postgis-3 for the comparison; without it only Simpul is measured and said so.
The two on one server are asked in turns, question by question, so that a busy machine disturbs both
alike. Data lie in var/bench-calendar and are made anew.
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
from time import perf_counter, process_time
from typing import Any

from simpul.config.loading import load

ROOT = Path(__file__).resolve().parents[1]
STOCK = Path("/usr/lib/postgresql/15/bin")
POSTGIS = Path("/usr/share/postgresql/15/extension/postgis.control")
AIM_MS = 10.0
WARM = 40
COMPARED = 60
"""Questions of which the whole answer is compared."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", default="10000,100000,1000000")
    parser.add_argument("--questions", type=int, default=300)
    parser.add_argument("--strict", action="store_true", help="exit 1 when an aim is missed")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--sides", help=argparse.SUPPRESS)
    wanted = parser.parse_args()
    sizes = [int(size) for size in wanted.sizes.split(",")]
    if wanted.sides:
        print(json.dumps(measure(json.loads(wanted.sides), sizes, wanted.questions)))
        return 0
    from bench.calendar_report import missed, report

    results = run_all(wanted.sizes, wanted.questions)
    print(json.dumps(results, indent=1) if wanted.json else report(results))
    wrong = missed(results)
    return 1 if wrong and wanted.strict else 0


def run_all(sizes: str, questions: int) -> dict[str, Any]:
    """Every server in a process of its own; what each side measured, by name."""
    from simpul.config.embedded import EmbeddedServer, wheel_programs

    folder = Path(os.environ.get("SIMPUL_VAR", ROOT / "var" / "bench-calendar")).resolve()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    embedded = EmbeddedServer(programs=wheel_programs(), data=folder / "embedded")
    groups = [{"Simpul, embedded PostgreSQL 18": embedded.join()}]
    if STOCK.is_dir():
        stock = EmbeddedServer(programs=STOCK, data=folder / "stock")
        address = stock.join()
        groups.append({"Simpul, PostgreSQL 15": address})
        if POSTGIS.exists():
            groups[-1]["PostGIS, PostgreSQL 15"] = other_database(address)
    results = {}
    for sides in groups:
        print(f"measuring {' and '.join(sides)}", file=sys.stderr, flush=True)
        command = [sys.executable, "-m", "bench.calendar", "--sides", json.dumps(sides)]
        ours = next(iter(sides.values()))
        done = subprocess.run(
            [*command, "--sizes", sizes, "--questions", str(questions)],
            env={**os.environ, "DATABASE_URL": ours, "SIMPUL_VAR": str(folder / "simpul")},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
            cwd=ROOT,
        )
        results |= json.loads(done.stdout.splitlines()[-1])
    return results


def other_database(address: str) -> str:
    """A second database on the same server, for PostGIS."""
    import psycopg

    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("CREATE DATABASE postgis")
    return address.replace("/simpul?", "/postgis?")


def measure(sides: dict[str, str], sizes: list[int], count: int) -> dict[str, list[Any]]:
    """Load and ask, size by size. `sides`: name -> address; Simpul first."""
    os.environ.setdefault("SIMPUL_LOG_LEVEL", "ERROR")
    load()
    from bench.calendar_city import make, questions
    from bench.calendar_sides import PostGIS, Simpul

    asked = {
        name: (Simpul if name.startswith("Simpul") else PostGIS)(address)
        for name, address in sides.items()
    }
    rows: dict[str, list[Any]] = {name: [] for name in sides}
    for size in sizes:
        calendar = make(size)
        seconds = {name: side.load(calendar) for name, side in asked.items()}
        everything = list(questions(calendar, count))
        for name, answer in ask(asked, everything).items():
            answer["bookings"] = size
            answer["per second"] = size / seconds[name]
            answer["sizes"] = asked[name].sizes()
            answer["answers"] = digest(asked[name], everything[:COMPARED])
            answer["load"] = os.getloadavg()[0]
            rows[name].append(answer)
    return rows


def ask(asked: dict[str, Any], everything: list[Any]) -> dict[str, dict[str, Any]]:
    """Each question to each side in turns: milliseconds (`p50`, `p95`), processor time of server
    and client together (`work`, on average), rows found on average."""
    askers = {name: [side.asker(one) for one in everything] for name, side in asked.items()}
    for works in askers.values():
        for work in works[:WARM]:
            work()
    times: dict[str, list[float]] = {name: [] for name in asked}
    found = dict.fromkeys(asked, 0)
    worked = dict.fromkeys(asked, 0.0)
    for turn in range(len(everything)):
        for name in sorted(asked, reverse=bool(turn % 2)):
            pid = asked[name].connection.info.backend_pid
            before = server_ms(pid) + process_time() * 1000
            begun = perf_counter()
            found[name] += len(askers[name][turn]())
            times[name].append((perf_counter() - begun) * 1000)
            worked[name] += server_ms(pid) + process_time() * 1000 - before
    return {
        name: {
            "p50": statistics.median(all_of),
            "p95": sorted(all_of)[-(-len(all_of) * 95 // 100) - 1],
            "work": worked[name] / len(all_of),
            "found": found[name] / len(all_of),
        }
        for name, all_of in times.items()
    }


def server_ms(pid: int) -> float:
    """Processor time of a process so far, in milliseconds; 0 where the system does not tell."""
    told = Path(f"/proc/{pid}/schedstat")
    return int(told.read_text().split()[0]) / 1e6 if told.exists() else 0.0


def digest(asked: Any, everything: list[Any]) -> str:
    """The same for the same answers to all questions."""
    answers = [sorted(asked.answer(question)) for question in everything]
    return hashlib.sha256(json.dumps(answers).encode()).hexdigest()


if __name__ == "__main__":
    sys.exit(main())
