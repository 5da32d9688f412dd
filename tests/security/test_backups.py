"""A backup from elsewhere writes nothing outside its folders."""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
from pathlib import Path

import pytest

from simpul.config.backup import _checked
from simpul.kit.outcomes import InvalidInput


def backup_with(name: str, path: Path) -> tarfile.TarFile:
    content = b"mine"
    manifest = {
        "made_at": "2026-01-01T00:00:00+00:00",
        "server": "18",
        "migrations": [],
        "tables": {},
        "parts": {name: hashlib.sha256(content).hexdigest()},
        "format": 1,
    }
    with tarfile.open(path, "w") as tar:
        for member, data in ((name, content), ("manifest.json", json.dumps(manifest).encode())):
            info = tarfile.TarInfo(member)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    return tarfile.open(path)


@pytest.mark.parametrize(
    "name",
    [
        "keys/secrets//etc/cron.d/x",
        "/etc/x",
        "files/../../x",
        "keys/secrets/../x",
        "files/./x",
        ".",
    ],
)
def test_part_that_would_leave_its_folder_is_damage(name: str, tmp_path: Path) -> None:
    file = tmp_path / "evil.tar"
    with backup_with(name, file) as tar, pytest.raises(InvalidInput):
        _checked(tar, file)


@pytest.mark.django_db
def test_part_inside_its_folder_is_sound(tmp_path: Path) -> None:
    file = tmp_path / "good.tar"
    with backup_with("files/papers/ab/passport.pdf", file) as tar:
        assert _checked(tar, file).migrations == []
