"""What was saved comes back on an empty machine, and nothing is overwritten by accident."""

from __future__ import annotations

import hashlib
import json
import tarfile
from pathlib import Path

import pytest

from simpul.config.backup import restore
from simpul.config.output import Output
from simpul.kit.outcomes import InvalidInput
from tests.config.nodes import Node

pytestmark = pytest.mark.nodes

FILL = """
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from simpul.journal.actions import record
from simpul.kit.actors import system_actor
from simpul.papers.signing import ensure_local_authority
from simpul.people.models import Organisation, User
User.objects.create_user(email="ani@contoh.id", name="Ani")
Organisation.objects.create(name="PT Layar Contoh — “Kota”")
with transaction.atomic():
    for number in range(30):
        record(actor=system_actor("test"), verb="test.done", subject="test:1", data={"n": number})
default_storage.save("berkas/a/naskah.pdf", ContentFile(bytes(range(256)) * 5000))
default_storage.save("berkas/kosong.txt", ContentFile(b""))
ensure_local_authority()
"""
# Read with plain SQL and not with the code under test.
NAMES = """
with psycopg.connect(address) as connection:
    print([name for name, in connection.execute("SELECT name FROM people_user ORDER BY id")])
"""
ROWS = """
import json
with psycopg.connect(address) as connection, connection.cursor() as cursor:
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
    found = {}
    for (table,) in cursor.fetchall():
        cursor.execute(f'SELECT row_to_json(t)::text FROM "{table}" t ORDER BY 1')
        found[table] = [row[0] for row in cursor.fetchall()]
    cursor.execute("SELECT tgname, tgenabled FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1")
    found["triggers"] = cursor.fetchall()
    cursor.execute("SELECT conname, contype, convalidated FROM pg_constraint "
                   "WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2")
    found["constraints"] = [[str(part) for part in row] for row in cursor.fetchall()]
    cursor.execute("SELECT sequencename, last_value FROM pg_sequences ORDER BY 1")
    found["sequences"] = cursor.fetchall()
print(json.dumps(found))
"""


def digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != ".lock"
    }


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory, migrated_node) -> tuple[Node, Path]:
    """A node with people, a journal, files and keys, and its backup."""
    folder = tmp_path_factory.mktemp("backup")
    node = migrated_node(folder / "first")
    node.python(FILL)
    file = folder / "simpul.tar"
    done = node.simpul("backup", file)
    assert done.returncode == 0, done.stderr
    return node, file


def test_a_backup_comes_back_equal_on_an_empty_machine(saved, tmp_path):
    node, file = saved
    other = Node(tmp_path / "second")
    done = other.simpul("restore", file)
    assert done.returncode == 0, done.stderr
    assert json.loads(other.beside(ROWS)) == json.loads(node.beside(ROWS))
    for part in ("files", "signer", "secrets"):
        assert digests(other.folder / part) == digests(node.folder / part) != {}
    assert other.python(
        "from simpul.journal.verify import verify_all; print(verify_all())"
    ).strip() == str([])


def test_data_that_are_there_are_not_overwritten_unless_asked(saved, tmp_path, migrated_node):
    _, file = saved
    other = migrated_node(tmp_path / "second")
    other.python(FILL.replace("Ani", "Budi").replace("ani@", "budi@"))
    refused = other.simpul("restore", file)
    assert refused.returncode == 1
    assert "--replace" in refused.stderr
    assert "Budi" in other.beside(NAMES)
    assert other.simpul("restore", file, "--replace").returncode == 0
    assert other.beside(NAMES).strip() == "['Ani']"


def test_a_damaged_backup_is_refused_and_changes_nothing(saved, tmp_path):
    _, file = saved
    content = bytearray(file.read_bytes())
    at = content.index(bytes(range(256)))
    content[at + 7] ^= 1
    damaged = tmp_path / "damaged.tar"
    damaged.write_bytes(content)
    other = Node(tmp_path / "second")
    done = other.simpul("restore", damaged)
    assert done.returncode == 2
    assert "naskah.pdf" in done.stderr
    assert not (other.folder / "files").exists()


def test_other_files_are_no_backups(tmp_path):
    text = tmp_path / "notes.txt"
    text.write_text("not a tar")
    empty = tmp_path / "empty.tar"
    tarfile.open(empty, "w").close()
    for file in (text, empty, tmp_path / "missing.tar"):
        with pytest.raises(InvalidInput, match="cadangan Simpul"):
            restore(file, replace=False, output=Output())


def test_an_existing_backup_is_not_overwritten(saved):
    node, file = saved
    before = hashlib.sha256(file.read_bytes()).hexdigest()
    done = node.simpul("backup", file)
    assert done.returncode == 2
    assert hashlib.sha256(file.read_bytes()).hexdigest() == before


def test_only_the_owner_may_read_a_backup(saved):
    assert saved[1].stat().st_mode & 0o077 == 0
