"""From a template and data to a PDF/A-2b, by Typst.

Templates are `simpul/<room>/paper/<name>.typ`; the root is the `simpul` package, so a template of
any room may `#import "/papers/paper/house.typ": *`. The data arrives as JSON: in the template,
`#let data = json(bytes(sys.inputs.data))`. An SVG (a QR, a map) travels as text and is placed with
`image(bytes(data.qr), format: "svg", alt: …)`; bytes in the data become arrays of numbers that
`bytes(…)` turns back.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any, Literal
from uuid import UUID

import typst
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from simpul.papers.checks import SelfCheck

ROOT = Path(__file__).resolve().parents[1]
FAMILY = "Plus Jakarta Sans"
STANDARD: Literal["a-2b"] = "a-2b"
_QUOTED = re.compile(r"`(.+?)`", re.DOTALL)
_NAME = re.compile(r"[a-z_]+/[a-z0-9_]+")


class PaperProblem(Exception):
    """The document could not be set; `str()` says why."""


class MissingGlyph(PaperProblem):
    """A character that no font at hand can print. Leaving it out silently would change a document
    with legal effect."""


def render(template_name: str, data: Mapping[str, Any], *, at: datetime | None = None) -> bytes:
    """Set `simpul/<room>/paper/<name>.typ`, named "<room>/<name>", with `data`.

    `at` is the moment the document gives as its making (default: now); with the same moment and
    data the bytes are the same. Raises MissingGlyph, or PaperProblem for a template that is missing
    or fails.
    """
    setter = _setter(template_name)
    moment = (at or datetime.now(UTC)).astimezone(UTC).replace(microsecond=0)
    return setter.set(json.dumps(data, default=_plain, ensure_ascii=False), moment)


class _Setter:
    """One compiler, kept: the second document of a kind takes milliseconds."""

    def __init__(self, path: Path) -> None:
        self._lock = Lock()
        self._compiler = typst.Compiler(
            input=path, root=ROOT, font_paths=_fonts(tuple(settings.FONT_FOLDERS))
        )

    def set(self, data: str, moment: datetime) -> bytes:
        with self._lock:
            try:
                made = self._compiler.compile(
                    format="pdf",
                    sys_inputs={"data": data},
                    pdf_standards=STANDARD,
                    timestamp=moment,
                )
            except typst.TypstError as error:
                raise _problem(error) from error
        if not isinstance(made, bytes):
            raise PaperProblem("the typesetter returned no document")
        return made


def _setter(template_name: str) -> _Setter:
    if not _NAME.fullmatch(template_name):
        raise PaperProblem(f'a template is named "<room>/<name>", not {template_name!r}')
    room, name = template_name.split("/")
    path = ROOT / room / "paper" / f"{name}.typ"
    if not path.is_file():
        raise PaperProblem(f"there is no template {template_name}")
    # A changed template or library is picked up without a restart.
    newest = max(file.stat().st_mtime_ns for file in _sources(path))
    return _kept_setter(path, newest, tuple(settings.FONT_FOLDERS))


def _sources(path: Path) -> list[Path]:
    return [*path.parent.glob("*.typ"), *(ROOT / "papers" / "paper").glob("*.typ")]


@lru_cache(maxsize=16)
def _kept_setter(path: Path, _changed: int, _fonts: tuple[Path, ...]) -> _Setter:
    return _Setter(path)


@lru_cache(maxsize=4)
def _fonts(folders: tuple[Path, ...]) -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=True,
        font_paths=[folder for folder in folders if folder.is_dir()],
    )


def _problem(error: typst.TypstError) -> PaperProblem:
    text = error.message
    if "could not be displayed" in text:
        shown = _QUOTED.search(text)
        what = shown[1] if shown else text
        return MissingGlyph(f"no font can print {what}; add one that can to FONT_FOLDERS")
    return PaperProblem(error.diagnostic or text)


def _plain(value: object) -> object:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal | UUID | Promise):
        return str(value)
    if isinstance(value, bytes):
        return list(value)
    if isinstance(value, set | frozenset):
        return sorted(value)
    raise TypeError(f"a document cannot hold a {type(value).__name__}")


def check_fonts() -> list[SelfCheck]:
    """What `simpul doctor` shows of the fonts and the typesetter."""
    families = _fonts(tuple(settings.FONT_FOLDERS)).families()
    found = FAMILY in families
    return [
        SelfCheck(
            "fonts",
            found,
            (_("%(font)s found") if found else _("%(font)s is missing; documents use a stand-in"))
            % {"font": FAMILY},
            "" if found else _("Run `make setup`, which fetches the front-end packages."),
        )
    ]
