"""A node of its own for a test: the `simpul` command in a fresh SIMPUL_VAR."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
KEPT = {"PATH", "HOME", "LANG", "TMPDIR"}


SERVER = """
import os, subprocess, sys
from pathlib import Path
import psycopg
from simpul.config.embedded import EmbeddedServer, wheel_programs
data = Path(os.environ["SIMPUL_VAR"]) / "postgres"
address = EmbeddedServer(programs=wheel_programs(), data=data, fast=True).join()
"""
PSQL = """
run = [wheel_programs() / "psql", "-qXv", "ON_ERROR_STOP=1", "-f", {text!r}, address]
subprocess.run(run, check=True, stdout=subprocess.DEVNULL)
"""


class Node:
    """Runs `simpul` and Python on a node whose files are in `folder`."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder = folder
        self.environment = {
            **{name: value for name, value in os.environ.items() if name in KEPT},
            "SIMPUL_VAR": str(folder),
            "SIMPUL_POSTGRES_FAST": "1",
            "SIMPUL_DEMO": "0",
            "DATABASE_URL": "",
            "DJANGO_SETTINGS_MODULE": "simpul.config.settings",
            **settings,
        }

    def simpul(self, *arguments: object) -> subprocess.CompletedProcess[str]:
        """Run the command; English unless the arguments say otherwise."""
        command = [sys.executable, "-m", "simpul.config.cli", *(str(part) for part in arguments)]
        if "--language" not in command:
            command += ["--language", "en"]
        return self._run(command)

    def answer(self, *arguments: object) -> Any:
        """The command's JSON."""
        done = self.simpul(*arguments, "--json")
        return json.loads(done.stdout)

    def python(self, code: str) -> str:
        """Run code with Django started; what it prints."""
        return self._python("from simpul.config.loading import load; load()\n" + code)

    def beside(self, code: str) -> str:
        """Run code with the node's server at `address` and nothing of Django, which takes two
        seconds to start; what it prints."""
        return self._python(SERVER + code)

    def take_tables(self, text: Path) -> None:
        """Fill the database, which is empty, with the commands of a file."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.beside(PSQL.format(text=str(text)))

    def take_database_of(self, other: Node) -> Node:
        """Begin with the other node's database; both are at rest. Owner and rights are kept."""
        self.folder.mkdir(parents=True, exist_ok=True)
        target = self.folder / "postgres"
        subprocess.run(["cp", "-a", other.folder / "postgres", target], check=True)
        return self

    def _python(self, code: str) -> str:
        done = self._run([sys.executable, "-W", "ignore", "-c", code])
        assert done.returncode == 0, done.stderr
        return done.stdout

    def _run(self, command: list[str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=120
        )
