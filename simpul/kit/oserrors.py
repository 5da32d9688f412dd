"""Why a file could not be opened, in the reader's language: the system only says it in English."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from simpul.kit.texts import Texts, pick

_WHY: dict[int, Texts] = {
    errno.ENOENT: {"id": "berkas tidak ada", "en": "it does not exist"},
    errno.EACCES: {"id": "tidak ada izin membacanya", "en": "it may not be read"},
    errno.EPERM: {"id": "tidak ada izin membacanya", "en": "it may not be read"},
    errno.EISDIR: {"id": "itu folder, bukan berkas", "en": "it is a folder, not a file"},
    errno.ENOTDIR: {"id": "jalurnya melewati berkas", "en": "its path runs through a file"},
    errno.ELOOP: {"id": "tautannya berputar", "en": "its links run in a circle"},
    errno.ESPIPE: {
        "id": "itu bukan berkas biasa; simpan dahulu ke sebuah berkas",
        "en": "it is no ordinary file; save it to one first",
    },
    errno.ENAMETOOLONG: {"id": "namanya terlalu panjang", "en": "its name is too long"},
}
_OTHER: Texts = {"id": "kesalahan sistem {number}", "en": "system error {number}"}


def why_not_opened(error: OSError, language: str) -> str:
    """The reason as a part of a sentence; for rare ones the system's number."""
    return pick(why_texts(error), language)


def why_texts(error: OSError) -> Texts:
    """The reason in every language."""
    number = error.errno or 0
    texts = _WHY.get(number, _OTHER)
    return {language: text.format(number=number) for language, text in texts.items()}


def require_plain_file(path: Path) -> None:
    """OSError unless this is an ordinary file: a pipe can be read once only, and one that nobody
    writes to would keep its reader waiting for ever."""
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if not stat.S_ISREG(mode):
        raise OSError(errno.ESPIPE, os.strerror(errno.ESPIPE), str(path))
