"""Heavy libraries wait until somebody uses them."""

from __future__ import annotations

import subprocess
import sys


def holds_in_a_process_of_its_own(*lines: str) -> None:
    """What is loaded here already must not count."""
    ran = subprocess.run([sys.executable, "-c", "\n".join(lines)], capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr


def test_web_worker_and_commands_start_without_them() -> None:
    """Most processes never make a table, plan a market or sign."""
    holds_in_a_process_of_its_own(
        "import gc, sys, simpul.config.wsgi, simpul.config.cli, simpul.incentives.jobs",
        "from django.urls import get_resolver",
        "assert get_resolver().reverse_dict",
        "heavy = {'polars', 'ortools', 'openpyxl', 'pyhanko', 'pyhanko_certvalidator', 'aiohttp'}",
        "loaded = heavy & set(sys.modules)",
        "assert not loaded, loaded",
        "assert gc.isenabled(), 'it rests only while the program is loaded'",
    )


def test_threads_that_come_together_get_the_same_module() -> None:
    holds_in_a_process_of_its_own(
        "from threading import Barrier, Thread",
        "from simpul.kit.late import polars as pl",
        "gate, found = Barrier(8), []",
        "def use():",
        "    gate.wait()",
        "    found.append(pl.DataFrame({'a': [1]})['a'].sum())",
        "threads = [Thread(target=use) for _ in range(8)]",
        "for one in threads: one.start()",
        "for one in threads: one.join()",
        "import polars",
        "assert pl.DataFrame is polars.DataFrame",
        "assert found == [1] * 8, found",
    )


def test_parts_of_a_package_come_when_something_of_them_is_used() -> None:
    holds_in_a_process_of_its_own(
        "import sys",
        "from simpul.kit.late import pyhanko",
        "assert 'pyhanko' not in sys.modules",
        "found = pyhanko.sign.signers.SimpleSigner",
        "from pyhanko.sign.signers import SimpleSigner",
        "assert found is SimpleSigner",
        "try: pyhanko.sign.no_such_part",
        "except ImportError as error: assert 'no_such_part' in str(error)",
        "else: raise AssertionError('a part that is not there')",
    )
