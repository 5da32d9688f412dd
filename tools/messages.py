"""Translations without GNU gettext: find the texts, check the catalogues, compile them.

    tools/messages.py extract [room …]   bring each room's .po up to date with its texts
    tools/messages.py check [room …]     fail where text and translation do not match
    tools/messages.py compile            make the .mo files that are missing or old

Every room keeps its own catalogue, `simpul/<room>/locale/<language>/LC_MESSAGES/django.po`.
"""

from __future__ import annotations

import argparse
import ast
import io
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
LANGUAGES = ["id"]
"""Languages whose catalogues must be whole. English is the language of the texts themselves."""
KEYWORDS = {
    "_": None,
    "N_": None,
    "gettext": None,
    "gettext_noop": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
_BEGINNING = datetime(2026, 11, 22, tzinfo=UTC)
TEMPLATE_ENDINGS = {".html", ".txt", ".xml", ".svg"}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


def rooms(wanted: list[str]) -> list[Path]:
    """The folders of the rooms, all of them or the wanted ones."""
    found = [path.parent for path in sorted((ROOT / "simpul").glob("*/__init__.py"))]
    return [path for path in found if not wanted or path.name in wanted]


def texts_of(room: Path) -> Catalog:
    """Every text of a room that is marked for translation, with where it stands."""
    catalog = Catalog(charset="utf-8")
    for path, source in _sources(room):
        place = path.relative_to(ROOT).as_posix()
        stream = io.BytesIO(source.encode())
        options = {"encoding": "utf-8"}
        for line, message, _notes, context in extract(
            "python", stream, keywords=KEYWORDS, options=options
        ):
            catalog.add(message, locations=[(place, line)], context=context)
        if path.suffix == ".py":
            for line, message, context in in_f_strings(source):
                catalog.add(message, locations=[(place, line)], context=context)
    return catalog


def in_f_strings(source: str) -> Iterator[tuple[int, str | tuple[str, ...], str | None]]:
    """Line, text and context of what is marked inside f-strings: to the extractor an f-string is
    one piece, and what it overlooks stays English on every page."""
    for outer in ast.walk(ast.parse(source)):
        for call in ast.walk(outer) if isinstance(outer, ast.JoinedStr) else ():
            if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Name)):
                continue
            if call.func.id in KEYWORDS:
                texts = [one.value for one in call.args if isinstance(one, ast.Constant)]
                context = texts.pop(0) if "pgettext" in call.func.id else None
                yield call.lineno, tuple(texts) if len(texts) > 1 else texts[0], context


def _sources(room: Path) -> Iterator[tuple[Path, str]]:
    for path in sorted(room.rglob("*")):
        if path.suffix == ".py" and "migrations" not in path.parts:
            yield path, path.read_text()
        elif path.suffix in TEMPLATE_ENDINGS and "templates" in path.parts:
            # In brackets, so that the indentation of the page means nothing to the reader.
            yield path, "(" + templatize(path.read_text(), origin=str(path)) + "\n)"


def catalogue_file(room: Path, language: str) -> Path:
    return room / "locale" / language / "LC_MESSAGES" / "django.po"


def read(path: Path, language: str) -> Catalog:
    if not path.exists():
        return Catalog(locale=language, charset="utf-8", fuzzy=False)
    with path.open("rb") as stream:
        return read_po(stream, locale=language)


def bring_up_to_date(room: Path, language: str) -> None:
    path = catalogue_file(room, language)
    texts = texts_of(room)
    if not len(texts) and not path.exists():
        return
    catalog = read(path, language)
    catalog.update(texts, no_fuzzy_matching=True)
    catalog.fuzzy = False
    catalog.project, catalog.version = "Simpul", "1"
    catalog.header_comment = f"# {room.name}, {language}"
    catalog.last_translator = catalog.language_team = catalog.msgid_bugs_address = "Simpul"
    catalog.creation_date = catalog.revision_date = _BEGINNING
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as stream:
        # Without line numbers and times: the file changes when a text does.
        write_po(
            stream,
            catalog,
            width=100,
            ignore_obsolete=True,
            sort_by_file=True,
            include_lineno=False,
        )


def problems(room: Path, language: str) -> Iterator[str]:
    """One sentence for each thing that is wrong with the catalogue of a room."""
    path = catalogue_file(room, language)
    texts = texts_of(room)
    catalog = read(path, language)
    name = path.relative_to(ROOT)
    for message in texts:
        if not message.id:
            continue
        translated = catalog.get(_key(message), message.context)
        place = ":".join(str(part) for part in message.locations[0])
        if translated is None or not _whole(translated):
            yield f"{name}: no translation of {_key(message)!r} ({place})"
        elif translated.fuzzy:
            yield f"{name}: uncertain translation of {_key(message)!r}"
        elif _placeholders(translated.id) != _placeholders(translated.string):
            yield f"{name}: other placeholders in the translation of {_key(message)!r}"
    for message in catalog:
        if message.id and texts.get(_key(message), message.context) is None:
            yield f"{name}: no text {_key(message)!r} any more"
    for message in catalog.obsolete.values():
        yield f"{name}: obsolete entry {_key(message)!r}"


def disagreements(folders: list[Path], language: str) -> Iterator[str]:
    """Texts that two rooms translate differently: a page shows only one of the two.

    All catalogues become one when the program runs, and the room that is named first in the
    settings wins. What means two things needs a context (`pgettext`). docs/glossary.md decides.
    """
    seen: dict[tuple[str, str | None], tuple[str, object]] = {}
    for room in folders:
        for message in read(catalogue_file(room, language), language):
            if not message.id or not _whole(message):
                continue
            key = (_key(message), message.context)
            first, wording = seen.setdefault(key, (room.name, message.string))
            if wording != message.string:
                yield f"{key[0]!r}: {first} says {wording!r}, {room.name} says {message.string!r}"


def _key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _whole(message: Message) -> bool:
    strings = message.string if isinstance(message.string, (list, tuple)) else [message.string]
    return all(strings)


def _placeholders(text: str | tuple[str, ...] | list[str] | None) -> set[str]:
    texts = [text] if isinstance(text, str) else list(text or [])
    return {found for one in texts for found in PLACEHOLDER.findall(one.replace("%%", ""))}


def compile_all() -> int:
    """Compile what is older than its source; returns how many were compiled."""
    count = 0
    for source in sorted((ROOT / "simpul").glob("*/locale/*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        language = source.parents[1].name
        with source.open("rb") as stream:
            catalog = read_po(stream, locale=language)
        with target.open("wb") as stream:
            write_mo(stream, catalog)
        count += 1
    return count


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("verb", choices=["extract", "check", "compile"])
    parser.add_argument("room", nargs="*", help="rooms; none: all")
    wanted = parser.parse_args(arguments)
    if not settings.configured:
        settings.configure(USE_I18N=True)
    if wanted.verb == "compile":
        print(f"{compile_all()} catalogues compiled")
        return 0
    found: list[str] = []
    for room in rooms(wanted.room):
        for language in LANGUAGES:
            if wanted.verb == "extract":
                bring_up_to_date(room, language)
            else:
                found += problems(room, language)
    if wanted.verb == "check":
        for language in LANGUAGES:
            found += disagreements(rooms([]), language)
    for problem in found:
        print(problem)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
