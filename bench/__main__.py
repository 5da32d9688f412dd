"""`make bench`: an office with 50,000 applications, measured on this machine.

    python -m bench [--applications 50000] [--only officer_queue,…] [--json] [--strict]

Data lie in var/bench and are kept for the next run (SIMPUL_VAR names another place).
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from dataclasses import asdict
from pathlib import Path

from simpul.config.loading import load

ROOT = Path(__file__).resolve().parents[1]
SHARES = {
    "draft": 0.08,
    "sent": 0.04,
    "accepted": 0.10,
    "ready": 0.01,
    "issued": 0.77,
}
WEIGHTS = {"a": 0.40, "b": 0.20, "c": 0.20, "d": 0.15, "e": 0.05}
OFFICERS = 20


def prepare(count: int) -> object:
    """Bring the database to `count` applications; keeps what is there."""
    from django.conf import settings
    from django.core.management import call_command

    from bench.cases import make, people
    from bench.copies import Copier
    from bench.scenarios import Office
    from simpul.config.installation import install_pack
    from simpul.papers.signing import ensure_local_authority
    from simpul.people.models import StaffGrant, User
    from simpul.permits.models import Application
    from simpul.rulebook.models import Version

    call_command("migrate", verbosity=0, skip_checks=True)
    ensure_local_authority()
    if not Version.objects.filter(state="published").exists():
        install_pack(settings.CITY_PACK)
    who = people()
    for number in range(OFFICERS):
        email = f"officer{number}@bench.id"
        user, _ = User.objects.get_or_create(email=email, defaults={"name": f"Officer {number}"})
        StaffGrant.objects.get_or_create(user=user, role="case_officer", reason="bench")
    have = Application.objects.count()
    if have < count:
        say(f"making {count - have:,} applications")
        begun = time.monotonic()
        missing = count - have
        copies = {}
        for letter, weight in WEIGHTS.items():
            for turn, (state, share) in enumerate(SHARES.items()):
                original = make(letter, state, who, turn=turn)
                copies[original.pk] = round(missing * weight * share)
        Copier().run(copies)
        say(f"{Application.objects.count():,} applications in {time.monotonic() - begun:.0f} s")
    return Office(people())


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--applications", type=int, default=50_000)
    parser.add_argument("--only", default="", help="scenarios, separated by commas")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--strict", action="store_true", help="exit 1 when an aim is missed")
    wanted = parser.parse_args()
    os.environ.setdefault("SIMPUL_VAR", str(ROOT / "var" / "bench"))
    os.environ.setdefault("SIMPUL_POSTGRES_FAST", "1")
    os.environ.setdefault("SIMPUL_LOG_LEVEL", "ERROR")
    load()
    from bench import measuring, rules
    from bench.scenarios import SCENARIOS

    only = set(filter(None, wanted.only.split(",")))
    if unknown := only - set(SCENARIOS) - {"rules"}:
        parser.error(f"unknown: {', '.join(sorted(unknown))}; known: {', '.join(SCENARIOS)}, rules")
    rows = []
    if only != {"rules"}:
        office = prepare(wanted.applications)
        for name, run in SCENARIOS.items():
            if not only or name in only:
                rows.extend(run(office))
    engines = rules.measure() if not only or "rules" in only else None
    if wanted.json:
        print(json.dumps({"pages": [asdict(row) for row in rows], "rules": engines}, indent=1))
    else:
        if rows:
            print(measuring.table(rows))
        if engines:
            print(rules.report(engines))
    missed = any(not row.met for row in rows)
    return 1 if wanted.strict and missed else 0


if __name__ == "__main__":
    sys.exit(main())
