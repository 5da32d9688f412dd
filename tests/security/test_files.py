"""What is stored on the machine is for the program alone."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage

from simpul.config import settings as house


def test_stored_files_are_readable_by_the_program_only(tmp_path: Path) -> None:
    options: dict[str, Any] = dict(house.STORAGES["default"]["OPTIONS"])
    store = FileSystemStorage(**{**options, "location": tmp_path / "files"})
    name = store.save("papers/ab/passport.pdf", ContentFile(b"%PDF-1.7"))
    assert stat.S_IMODE(Path(store.path(name)).stat().st_mode) == 0o600
    for folder in ("files", "files/papers", "files/papers/ab"):
        assert stat.S_IMODE((tmp_path / folder).stat().st_mode) == 0o700
