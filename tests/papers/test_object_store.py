"""Files in an S3 bucket by settings alone: kept, read, handed out, saved and restored.

The server is moto's, over HTTP on this machine; the client and the settings are those of a real
node, in a process of its own.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto.server import ThreadedMotoServer

from tests.config.nodes import Node

pytestmark = pytest.mark.nodes
KEYS = {
    "AWS_ACCESS_KEY_ID": "contoh",
    "AWS_SECRET_ACCESS_KEY": "rahasia",
    "AWS_DEFAULT_REGION": "us-east-1",
}
STORE = """
import hashlib, json
from django.core.files.uploadedfile import SimpleUploadedFile
from simpul.kit.actors import Actor
from simpul.papers.actions import store_document, store_upload
from simpul.papers.models import StoredFile
from simpul.papers.views import serve
from tests.papers import hostile
ani = Actor(kind="user", id="user:7", label="Ani", user_id=7)
about = {"kind": "letter", "personal_class": "case", "subject": "application:1"}
sent = hostile.pdf()
for _ in range(2):
    upload = SimpleUploadedFile("Surat Izin.pdf", sent, "application/pdf")
    kept = store_upload(actor=ani, upload=upload, **about)
found = StoredFile.objects.get(pk=kept.pk)
with found.content.open("rb") as stored:
    read = stored.read()
answer = serve(found)
print(json.dumps({
    "names": sorted(row.content.name for row in StoredFile.objects.all()),
    "sent": hashlib.sha256(sent).hexdigest(),
    "read": hashlib.sha256(read).hexdigest(),
    "served": hashlib.sha256(b"".join(answer.streaming_content)).hexdigest(),
    "status": answer.status_code,
    "headers": {name.lower(): value for name, value in answer.items()},
}))
"""
READ = """
import hashlib, json
from simpul.papers.models import StoredFile
print(json.dumps({row.content.name: hashlib.sha256(row.content.open("rb").read()).hexdigest()
                  for row in StoredFile.objects.all()}))
"""


@pytest.fixture(scope="module")
def s3() -> Iterator[tuple[str, Any]]:
    """The address of a running S3 server and a client of it, with two empty buckets."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    _, port = server.get_host_and_port()
    address = f"http://127.0.0.1:{port}"
    client = boto3.client(
        "s3",
        endpoint_url=address,
        region_name=KEYS["AWS_DEFAULT_REGION"],
        aws_access_key_id=KEYS["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=KEYS["AWS_SECRET_ACCESS_KEY"],
    )
    for bucket in ("first", "second"):
        client.create_bucket(Bucket=bucket)
    yield address, client
    server.stop()


def in_bucket(client: Any, bucket: str) -> dict[str, str]:
    """Name and digest of every object, asked of the server itself."""
    found = {}
    for row in client.list_objects_v2(Bucket=bucket).get("Contents", []):
        body = client.get_object(Bucket=bucket, Key=row["Key"])["Body"].read()
        found[row["Key"]] = hashlib.sha256(body).hexdigest()
    return found


def test_files_live_in_the_bucket_and_come_back_from_a_backup(
    s3: tuple[str, Any], tmp_path: Path, migrated_node: Callable[..., Node]
) -> None:
    address, client = s3
    here = {**KEYS, "SIMPUL_S3_ENDPOINT": address}
    node = migrated_node(tmp_path / "first", SIMPUL_S3_BUCKET="first", **here)
    said = json.loads(node.python(STORE))
    assert said["sent"] == said["read"] == said["served"]
    assert said["status"] == 200
    assert "attachment" in said["headers"]["content-disposition"]
    # Personal papers pass through the program, which asks who reads: no address of the store.
    assert "location" not in said["headers"]
    assert len(said["names"]) == 2
    assert in_bucket(client, "first") == dict.fromkeys(said["names"], said["sent"])
    assert not (node.folder / "files").exists()

    file = tmp_path / "simpul.tar"
    done = node.simpul("backup", file)
    assert done.returncode == 0, done.stderr
    other = Node(tmp_path / "second", SIMPUL_S3_BUCKET="second", **here)
    done = other.simpul("restore", file)
    assert done.returncode == 0, done.stderr
    assert in_bucket(client, "second") == in_bucket(client, "first")
    assert json.loads(other.python(READ)) == in_bucket(client, "first")

    client.put_object(Bucket="second", Key="berkas/asing.txt", Body=b"x")
    assert other.simpul("restore", file).returncode == 1, "not over what is there"
    assert other.simpul("restore", file, "--replace").returncode == 0
    assert in_bucket(client, "second") == in_bucket(client, "first")
