"""Why a file could not be opened, in the reader's language: the system only says it in English."""

from __future__ import annotations

import errno

from simpul.kit.texts import Texts, pick

_WHY: dict[int, Texts] = {
    errno.ENOENT: {"id": "berkas tidak ada", "en": "it does not exist"},
    errno.EACCES: {"id": "tidak ada izin membacanya", "en": "it may not be read"},
    errno.EPERM: {"id": "tidak ada izin membacanya", "en": "it may not be read"},
    errno.EISDIR: {"id": "itu folder, bukan berkas", "en": "it is a folder, not a file"},
    errno.ENOTDIR: {"id": "jalurnya melewati berkas", "en": "its path runs through a file"},
    errno.ELOOP: {"id": "tautannya berputar", "en": "its links run in a circle"},
    errno.ENAMETOOLONG: {"id": "namanya terlalu panjang", "en": "its name is too long"},
}
_OTHER: Texts = {"id": "kesalahan sistem {number}", "en": "system error {number}"}


def why_not_opened(error: OSError, language: str) -> str:
    """The reason as a part of a sentence; for rare ones the system's number."""
    number = error.errno or 0
    return pick(_WHY.get(number, _OTHER), language).format(number=number)
