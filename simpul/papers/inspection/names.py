"""File names as people see them: harmless on every system, honest about the type."""

from __future__ import annotations

import re
import unicodedata

MAX_STEM = 100
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')


def extension_of(name: str) -> str:
    """The extension in small letters, without the dot; empty where there is none."""
    base = _base(name)
    return base.rpartition(".")[2].lower() if "." in base else ""


def clean_name(name: str, extension: str) -> str:
    """A name without folders, invisible or turning characters, ending in the true extension."""
    stem = _base(name).rpartition(".")[0] if "." in _base(name) else _base(name)
    stem = _FORBIDDEN.sub(" ", stem)
    stem = " ".join(stem.split()).strip(" .")[:MAX_STEM].strip(" .")
    return f"{stem or 'file'}.{extension}"


def _base(name: str) -> str:
    last = re.split(r"[/\\]", name)[-1]
    shown = unicodedata.normalize("NFC", last)
    # Cc control, Cf invisible and direction marks, Cs surrogates, Co private, Cn unassigned
    return "".join(char for char in shown if unicodedata.category(char)[0] != "C")
