"""Two Simpul nodes on one machine: Jakarta, and Busan from its own pack. Each has its database, its
keys, its port and its jobs; between them is HTTP and nothing else."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection

from tests.config.nodes import KEPT, ROOT
from tests.conftest import free_port
from tests.migrated import migrated_database, on_embedded_server

pytestmark = pytest.mark.nodes


class Running:
    """A node in a process of its own."""

    def __init__(self, name: str, zone: str, folder: Path) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        host = connection.settings_dict["HOST"]
        self.process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "tests.network.node_process"],
            cwd=ROOT,
            env={
                **{key: value for key, value in os.environ.items() if key in KEPT},
                "SIMPUL_VAR": str(folder),
                "SIMPUL_DEMO": "0",
                "DATABASE_URL": f"postgresql://postgres@/{folder.name}?host={host}",
                "SIMPUL_PORT": str(self.port),
                "SIMPUL_PUBLIC_URL": self.url,
                "SIMPUL_CITY_PACK": str(ROOT / "cities" / name),
                "SIMPUL_TIME_ZONE": zone,
                "SIMPUL_NODE_ADDRESSES": "any",
            },
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, name: str, /, **values: Any) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps([name, values]) + "\n")
        self.process.stdin.flush()

    def answer(self) -> Any:
        assert self.process.stdout is not None
        said = json.loads(self.process.stdout.readline())
        assert "trouble" not in said, said
        return said["answer"]

    def do(self, name: str, /, **values: Any) -> Any:
        self.ask(name, **values)
        return self.answer()

    def stop(self) -> None:
        self.process.terminate()
        self.process.communicate(timeout=20)


@contextlib.contextmanager
def _databases(*names: str) -> Iterator[None]:
    address = f"postgresql://postgres@/postgres?host={connection.settings_dict['HOST']}"
    template = migrated_database()
    with psycopg.connect(address, autocommit=True) as server:
        for name in names:
            server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        yield
        for name in names:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def nodes(tmp_path: Path, django_db_setup: None, django_db_blocker: Any) -> Iterator[Any]:
    if not on_embedded_server():
        pytest.skip("two databases beside the tests' own are made on the embedded server")
    tag = uuid.uuid4().hex[:8]
    folders = [tmp_path / f"node_{city}_{tag}" for city in ("jakarta", "busan")]
    with django_db_blocker.unblock(), _databases(*(folder.name for folder in folders)):
        started = [
            Running("jakarta", "Asia/Jakarta", folders[0]),
            Running("busan", "Asia/Seoul", folders[1]),
        ]
        yield started
        for node in started:
            node.stop()


def _post(request: list[Any]) -> tuple[int, str]:
    url, headers, body = request
    asked = urllib.request.Request(url, body.encode(), headers)
    try:
        with urllib.request.urlopen(asked, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read().decode()


def test_jakarta_shares_busan_reads_jakarta_takes_back(nodes):
    jakarta, busan = nodes
    for node in nodes:
        node.ask("card")
    cards = [node.answer() for node in nodes]
    assert [card["country"] for card in cards] == ["ID", "KR"]
    assert cards[1]["names"]["ko"] == "부산영상위원회"
    jakarta.do("serve")
    assert jakarta.do("trust", of=cards[1], name="Busan Film Commission") == "trusted"
    assert busan.do("trust", of=cards[0], name="Komisi Film Jakarta (contoh)") == "trusted"

    # Busan is down: it waits.
    share = jakarta.do("share", fields=["title", "synopsis"])
    assert jakarta.do("work") == [["passport.given", "queued", 1]]
    assert jakarta.do("standing", number=share) == ["given", "waiting"]

    # Busan is up: it arrives, once, and is confirmed.
    busan.do("serve")
    end = time.monotonic() + 15
    while (sent := jakarta.do("work")) == [["passport.given", "queued", 1]]:
        assert time.monotonic() < end, "it did not arrive"
        time.sleep(0.3)
    assert sent == [["passport.given", "delivered", 2]]
    assert busan.do("work") == [["passport.held", "delivered", 1]]
    assert jakarta.do("standing", number=share) == ["given", "held"]
    assert busan.do("incoming") == {"passport.given": 1}

    # Busan reads in English: the title is there in it, the synopsis only in Indonesian.
    (got,) = busan.do("received", language="en")
    assert got["kept"]["data"] == {
        "title": {"id": "Laut yang Diam", "en": "The Silent Sea"},
        "synopsis": {"id": "Seorang pelaut pulang."},
    }
    assert "The Silent Sea" in got["page"]
    assert 'lang="id">Seorang pelaut pulang.' in got["page"]
    for never in ("Sutradara Rahasia", "PT Layar Contoh", "9120009999", "ani@contoh.id"):
        assert never not in json.dumps(got["kept"]) + got["page"]

    # A replay and a forgery are refused in the same words.
    about = {"share": str(uuid.uuid4())}
    genuine = jakarta.do(
        "signed", url=busan.url, kind="passport.revoked", about=about, number=str(uuid.uuid4())
    )
    assert _post(genuine)[0] == 200
    replayed = _post(genuine)
    forged = _post([genuine[0], genuine[1], genuine[2].replace(about["share"], share)])
    elsewhere = _post([genuine[0].replace(busan.url, jakarta.url), *genuine[1:]])
    assert replayed[0] == forged[0] == elsewhere[0] == 401
    assert replayed[1] == forged[1]
    assert busan.do("received", language="en")[0]["state"] == "held"

    # Jakarta takes it back: Busan shows it no longer, and says so.
    assert jakarta.do("revoke", number=share) == "revoked"
    assert jakarta.do("work")[-1] == ["passport.revoked", "delivered", 1]
    gone = next(one for one in busan.do("received", language="en") if one["share"] == share)
    assert (gone["state"], gone["kept"]) == ("revoked", {})
    for trace in ("Silent Sea", "Laut yang Diam", "pelaut"):
        assert trace not in gone["page"] + gone["list"]
    busan.do("work")
    assert jakarta.do("standing", number=share) == ["revoked", "deleted"]
