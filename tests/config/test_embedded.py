"""The embedded server: one for all who use it, gone with the last of them, whatever their end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from simpul.config.embedded import EmbeddedServer, ServerTrouble, embedded_server, wheel_programs

ROOT = Path(__file__).resolve().parents[2]
HOLD = """
import sys
from pathlib import Path
from simpul.config.embedded import embedded_server
print(embedded_server(Path(sys.argv[1]), fast=True).join(), flush=True)
sys.stdin.readline()
"""
pytestmark = pytest.mark.nodes


class Holder:
    """Another process that uses the server."""

    def __init__(self, data: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", HOLD, str(data)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        assert self.process.stdout
        self.address = self.process.stdout.readline().strip()

    def leave(self) -> None:
        assert self.process.stdin
        self.process.stdin.write("\n")
        self.process.stdin.close()
        self.process.wait(30)

    def kill(self) -> None:
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait(30)


def answers(address: str) -> bool:
    try:
        with psycopg.connect(address, connect_timeout=3) as connection:
            return connection.execute("SELECT 1").fetchone() == (1,)
    except psycopg.OperationalError:
        return False


def test_the_last_user_stops_the_server(tmp_path):
    first, second = Holder(tmp_path / "pg"), Holder(tmp_path / "pg")
    assert first.address == second.address
    first.leave()
    assert answers(second.address)
    second.leave()
    assert not embedded_server(tmp_path / "pg").running()


def test_a_killed_user_is_not_waited_for(tmp_path):
    killed, other = Holder(tmp_path / "pg"), Holder(tmp_path / "pg")
    killed.kill()
    assert answers(other.address)
    other.leave()
    assert not embedded_server(tmp_path / "pg").running()


def test_a_server_left_by_a_killed_user_is_joined_and_then_stopped(tmp_path):
    Holder(tmp_path / "pg").kill()
    assert embedded_server(tmp_path / "pg").running()
    after = Holder(tmp_path / "pg")
    assert answers(after.address)
    after.leave()
    assert not embedded_server(tmp_path / "pg").running()


def test_many_may_start_it_at_once(tmp_path):
    script = [sys.executable, "-c", HOLD, str(tmp_path / "pg")]
    starting = [
        subprocess.Popen(script, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT)
        for _ in range(4)
    ]
    addresses = {process.stdout.readline().strip() for process in starting if process.stdout}
    assert len(addresses) == 1
    assert answers(addresses.pop())
    for process in starting:
        process.communicate("\n", timeout=30)
    assert not embedded_server(tmp_path / "pg").running()


def test_it_listens_on_no_network_address(tmp_path):
    holder = Holder(tmp_path / "pg")
    with psycopg.connect(holder.address) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
    assert (tmp_path / "pg").stat().st_mode & 0o077 == 0
    holder.leave()


def test_a_long_path_gets_a_short_socket(tmp_path):
    deep = tmp_path / ("d" * 60) / ("e" * 60)
    deep.mkdir(parents=True)
    holder = Holder(deep / "pg")
    assert answers(holder.address)
    holder.leave()


def test_data_of_another_version_are_left_alone(tmp_path):
    data = tmp_path / "pg"
    data.mkdir()
    (data / "PG_VERSION").write_text("14\n")
    with pytest.raises(ServerTrouble, match="PostgreSQL 14"):
        EmbeddedServer(programs=wheel_programs(), data=data).join()
