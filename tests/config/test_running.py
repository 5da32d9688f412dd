"""`simpul run`: it answers, it restarts what dies, it ends cleanly, it says when it cannot run."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from tests.config.nodes import ROOT, Node
from tests.conftest import free_port

pytestmark = pytest.mark.nodes


class Running:
    """A started `simpul run`."""

    def __init__(self, folder: Path, migrated_node: Callable[..., Node]) -> None:
        self.port = free_port()
        self.node = migrated_node(folder, SIMPUL_PORT=str(self.port), SIMPUL_WEB_PROCESSES="1")
        self.log = (folder / "run.log").open("w+")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "simpul.config.cli", "run", "--language", "en"],
            cwd=ROOT,
            env=self.node.environment,
            stdout=self.log,
            stderr=subprocess.STDOUT,
        )

    def healthy(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/sehat/", timeout=2) as page:
                return page.status == 200
        except (urllib.error.URLError, OSError):
            return False

    def children(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def part(self, word: str) -> psutil.Process | None:
        """The child whose command holds the word."""
        for child in psutil.Process(self.process.pid).children():
            with suppress(psutil.NoSuchProcess):
                if word in " ".join(child.cmdline()):
                    return child
        return None

    def text(self) -> str:
        self.log.seek(0)
        return self.log.read()

    def stop(self) -> int:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(40)


def until(true: Callable[[], object], seconds: float = 40) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.1)


@pytest.fixture(scope="module")
def running(
    tmp_path_factory: pytest.TempPathFactory, migrated_node: Callable[..., Node]
) -> Iterator[Running]:
    started = Running(tmp_path_factory.mktemp("running"), migrated_node)
    try:
        until(started.healthy)
        yield started
    finally:
        started.stop()


def test_it_announces_its_address_once_it_answers(running):
    until(lambda: f"http://127.0.0.1:{running.port}/" in running.text())


def test_everything_together_stays_under_one_gigabyte(running):
    until(lambda: running.part("procrastinate"))
    embedded = [
        process
        for process in psutil.process_iter(["cmdline", "memory_info"])
        if str(running.node.folder / "postgres") in " ".join(process.info["cmdline"] or [])
    ]
    processes = [psutil.Process(running.process.pid), *running.children()]
    for server in embedded:
        processes += [server, *server.children(recursive=True)]
    total = sum(_memory(process) for process in processes)
    assert total < 1_000_000_000


def _memory(process: psutil.Process) -> int:
    try:
        return int(process.memory_full_info().pss)
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return 0


@pytest.mark.parametrize("word", ["procrastinate", "granian"])
def test_a_part_that_dies_is_started_again(running, word):
    until(lambda: running.part(word))
    first = running.part(word)
    assert first is not None
    first.kill()
    until(lambda: (now := running.part(word)) is not None and now.pid != first.pid)
    until(running.healthy)


def test_a_second_one_on_the_same_port_says_so_and_ends(running, tmp_path):
    other = Node(tmp_path, SIMPUL_PORT=str(running.port))
    done = other.simpul("run")
    assert done.returncode == 1
    assert f"Port {running.port}" in done.stderr
    assert "SIMPUL_PORT" in done.stderr


def test_sigterm_ends_everything(running):
    children = running.children()
    assert running.stop() == 0
    _, alive = psutil.wait_procs(children, timeout=10)
    assert alive == []
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", running.port)) != 0
    assert not (running.node.folder / "postgres" / "postmaster.pid").exists()


def test_a_killed_supervisor_leaves_nothing_behind(tmp_path, migrated_node):
    started = Running(tmp_path, migrated_node)
    try:
        until(started.healthy)
        children = started.children()
        os.kill(started.process.pid, signal.SIGKILL)
        started.process.wait(10)
        _, alive = psutil.wait_procs(children, timeout=30)
        assert alive == []
    finally:
        started.node.python("print()")
