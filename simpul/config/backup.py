"""`simpul backup` and `simpul restore`: database, files and keys in one file.

The file is a tar: `database.dump` (pg_dump, one consistent moment), `files/…`, `keys/…`, and last
`manifest.json` with the SHA-256 of every part and count and digest of every table. Restoring
checks all parts before it touches anything, brings the database back in one transaction, and then
compares every table and file with the manifest.

The file is not encrypted: it holds personal data and private keys, is readable by its owner only,
and belongs on an encrypted disk or through a tool such as age (docs/operations.md).
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import IO, Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from simpul.config import dumping
from simpul.config.output import GOOD, NEGATIVE, Output
from simpul.kit.outcomes import InvalidInput, WrongState

FORMAT = 1
CHUNK = 1 << 20


@dataclass(slots=True)
class Manifest:
    """What a backup holds."""

    made_at: str
    server: str
    migrations: list[str]
    tables: dict[str, dumping.TableState]
    parts: dict[str, str] = field(default_factory=dict)
    format: int = FORMAT

    def to_json(self) -> bytes:
        tables = {name: [state.rows, state.digest] for name, state in self.tables.items()}
        content = {name: getattr(self, name) for name in self.__slots__} | {"tables": tables}
        return json.dumps(content, indent=1).encode()

    @classmethod
    def from_json(cls, content: bytes) -> Manifest:
        data: dict[str, Any] = json.loads(content)
        tables = {name: dumping.TableState(*state) for name, state in data.pop("tables").items()}
        return cls(tables=tables, **data)


def _key_folders() -> dict[str, Path]:
    return {"signer": settings.SIGNER_FOLDER, "secrets": settings.VAR / "secrets"}


# --- backup --------------------------------------------------------------------------------
def backup(file: Path, *, with_keys: bool, output: Output) -> int:
    """Write everything into `file`, which must not exist yet."""
    if file.exists():
        raise InvalidInput({str(file): [_("This file exists already; choose another name.")]})
    draft = file.with_name(file.name + ".part")
    handle = os.open(draft, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(handle, "wb") as raw, tarfile.open(fileobj=raw, mode="w") as tar:
            manifest = _write_parts(tar, with_keys)
        draft.rename(file)
    finally:
        draft.unlink(missing_ok=True)
    rows = sum(state.rows for state in manifest.tables.values())
    files = sum(name.startswith("files/") for name in manifest.parts)
    output.say(
        _("Saved: %(tables)d tables with %(rows)d rows, %(files)d files, in %(file)s")
        % {"tables": len(manifest.tables), "rows": rows, "files": files, "file": file}
    )
    if with_keys:
        output.say(_("The file holds private keys and personal data: keep it locked away."))
    output.result({"ok": True, "file": str(file), "bytes": file.stat().st_size, "files": files})
    return GOOD


def _write_parts(tar: tarfile.TarFile, with_keys: bool) -> Manifest:
    with tempfile.TemporaryDirectory(dir=settings.VAR, prefix="backup-") as folder:
        dump = Path(folder) / "database.dump"
        tables, server = dumping.dump(dump)
        manifest = Manifest(
            made_at=datetime.now(UTC).isoformat(timespec="seconds"),
            server=server,
            migrations=dumping.applied_migrations(),
            tables=tables,
        )
        with dump.open("rb") as stream:
            _add(tar, manifest, "database.dump", stream, dump.stat().st_size)
    # After the database: a file that came in between is too many, never one too few.
    for name in stored_files():
        with default_storage.open(name) as stored:
            _add(tar, manifest, f"files/{name}", stored, default_storage.size(name))
    if with_keys:
        for label, folder_of_keys in _key_folders().items():
            for path in _plain_files(folder_of_keys):
                name = f"keys/{label}/{path.relative_to(folder_of_keys).as_posix()}"
                with path.open("rb") as key:
                    _add(tar, manifest, name, key, path.stat().st_size)
    content = manifest.to_json()
    tar.addfile(_member("manifest.json", len(content)), io.BytesIO(content))
    return manifest


def _add(tar: tarfile.TarFile, manifest: Manifest, name: str, stream: Any, size: int) -> None:
    reader = _HashingReader(stream)
    tar.addfile(_member(name, size), reader)
    manifest.parts[name] = reader.digest.hexdigest()


def _member(name: str, size: int) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    member.mtime = int(datetime.now(UTC).timestamp())
    return member


class _HashingReader:
    """Passes bytes through and remembers their digest."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        part: bytes = self._stream.read(size)
        self.digest.update(part)
        return part


def stored_files(folder: str = "") -> Iterator[str]:
    """Names of all files in the store, local or S3."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    prefix = f"{folder}/" if folder else ""
    for name in sorted(files):
        yield prefix + name
    for name in sorted(folders):
        yield from stored_files(prefix + name)


def _plain_files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.name != ".lock")


# --- restore -------------------------------------------------------------------------------
def restore(file: Path, *, replace: bool, output: Output) -> int:
    """Bring a backup back. Raises InvalidInput for a file that is damaged or of another kind,
    WrongState where there is data already and `replace` was not given."""
    with _opened(file) as tar:
        manifest = _checked(tar, file)
        if not replace and (not dumping.is_empty() or any(stored_files())):
            raise WrongState(
                _("There is data here already. With --replace it is deleted and replaced.")
            )
        with tempfile.TemporaryDirectory(dir=settings.VAR, prefix="restore-") as folder:
            dump = Path(folder) / "database.dump"
            _copy(tar, "database.dump", dump)
            dumping.load(dump)
        _restore_files(tar, manifest, replace)
        _restore_keys(tar, manifest)
    differences = _differences(manifest)
    for difference in differences:
        output.complain(difference)
    if not differences:
        output.say(
            _("Restored and compared: %(tables)d tables, %(parts)d parts, all equal.")
            % {"tables": len(manifest.tables), "parts": len(manifest.parts)}
        )
        output.say(_("Now run: simpul setup-database"))
    output.result({"ok": not differences, "differences": differences})
    return NEGATIVE if differences else GOOD


@contextmanager
def _opened(file: Path) -> Iterator[tarfile.TarFile]:
    try:
        tar = tarfile.open(file, mode="r:")  # noqa: SIM115 - closed by the caller's with
    except (OSError, tarfile.TarError) as error:
        text = _("This is not a Simpul backup: %(why)s") % {"why": error}
        raise InvalidInput({str(file): [text]}) from error
    with tar:
        yield tar


def _checked(tar: tarfile.TarFile, file: Path) -> Manifest:
    """The manifest, after every part was compared with it."""
    try:
        manifest = Manifest.from_json(_stream(tar, "manifest.json").read())
    except (KeyError, TypeError, ValueError, tarfile.TarError) as error:
        text = _("This is not a Simpul backup, or its end is missing.")
        raise InvalidInput({str(file): [text]}) from error
    if manifest.format != FORMAT:
        raise InvalidInput({str(file): [_("This backup is of a kind this program cannot read.")]})
    for name, wanted in manifest.parts.items():
        if not _stays_inside(name) or _digest_of(tar, name) != wanted:
            text = _("Damaged: %(name)s") % {"name": name}
            raise InvalidInput({str(file): [text]})
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    if not known.issuperset(manifest.migrations):
        text = _("This backup was made by a newer Simpul. Install that version first.")
        raise InvalidInput({str(file): [text]})
    return manifest


def _stays_inside(name: str) -> bool:
    """A relative name without detours: "a//b" would become an absolute path when joined."""
    path = PurePosixPath(name)
    return str(path) == name != "." and not path.is_absolute() and ".." not in path.parts


def _stream(tar: tarfile.TarFile, name: str) -> IO[bytes]:
    stream = tar.extractfile(name)
    if stream is None:
        raise KeyError(name)
    return stream


def _digest_of(tar: tarfile.TarFile, name: str) -> str:
    digest = hashlib.sha256()
    try:
        stream = _stream(tar, name)
        while part := stream.read(CHUNK):
            digest.update(part)
    except (KeyError, tarfile.TarError):
        return ""
    return digest.hexdigest()


def _copy(tar: tarfile.TarFile, name: str, target: Path) -> None:
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    target.touch(mode=0o600)
    with target.open("wb") as out:
        stream = _stream(tar, name)
        while part := stream.read(CHUNK):
            out.write(part)


def _restore_files(tar: tarfile.TarFile, manifest: Manifest, replace: bool) -> None:
    from django.core.files import File

    if replace:
        for name in list(stored_files()):
            default_storage.delete(name)
    for part in manifest.parts:
        if part.startswith("files/"):
            default_storage.save(part.removeprefix("files/"), File(_stream(tar, part)))


def _restore_keys(tar: tarfile.TarFile, manifest: Manifest) -> None:
    for label, folder in _key_folders().items():
        names = [part for part in manifest.parts if part.startswith(f"keys/{label}/")]
        for name in names:
            target = folder / name.removeprefix(f"keys/{label}/")
            target.unlink(missing_ok=True)
            _copy(tar, name, target)
        if folder.exists():
            folder.chmod(0o700)


def _differences(manifest: Manifest) -> list[str]:
    """What is not as the manifest says, as sentences."""
    found = []
    now = dumping.table_states()
    for table in sorted(manifest.tables.keys() | now.keys()):
        if manifest.tables.get(table) != now.get(table):
            found.append(_("Table %(table)s differs.") % {"table": table})
    wanted = {name.removeprefix("files/") for name in manifest.parts if name.startswith("files/")}
    for name in sorted(wanted.symmetric_difference(stored_files())):
        found.append(_("File %(name)s differs.") % {"name": name})
    for name in sorted(wanted):
        with default_storage.open(name) as stored:
            reader = _HashingReader(stored)
            while reader.read(CHUNK):
                continue
        if reader.digest.hexdigest() != manifest.parts[f"files/{name}"]:
            found.append(_("File %(name)s differs.") % {"name": name})
    return found
