"""What the `simpul` command does for packs and areas.

Each verb writes to the output it is given and returns the exit status: 0 done, 1 a negative
answer, 2 bad input.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from simpul.city.actions import import_boundaries, load_pack
from simpul.city.pack import read_pack
from simpul.kit.actors import Actor, system_actor
from simpul.kit.oserrors import why_not_opened
from simpul.kit.outcomes import ActionError, InvalidInput
from simpul.rulebook.book import digest
from simpul.rulebook.models import PUBLISHED, Version

LARGEST_FILE = 256 * 1024 * 1024
GOOD, NEGATIVE, BAD_INPUT = 0, 1, 2

LOADER = system_actor("simpul pack load")
OPERATOR = system_actor("simpul areas import")


class Output(Protocol):
    """Where a command writes: sentences for people, complaints, and the whole answer as data."""

    def say(self, text: str = "") -> None: ...
    def complain(self, text: str) -> None: ...
    def result(self, data: Any) -> None: ...


@dataclass(frozen=True, slots=True)
class Told:
    """The answer of a command."""

    status: int
    lines: list[str]
    data: dict[str, Any] = field(default_factory=dict)

    def to(self, output: Output) -> int:
        """Write it; gives the exit status."""
        for line in self.lines:
            if self.status == GOOD:
                output.say(line)
            else:
                output.complain(line)
        output.result({"ok": self.status == GOOD, **self.data})
        return self.status


def pack_check(folder: Path | str, *, output: Output, language: str | None = None) -> int:
    """Read a pack and say everything that is wrong with it. Nothing changes."""
    return checked(folder, language).to(output)


def pack_load(
    folder: Path | str,
    *,
    output: Output,
    language: str | None = None,
    actor: Actor = LOADER,
    note: str = "",
) -> int:
    """Keep a pack as a draft, which another person puts in force on the pages.

    Loading what is in force already changes nothing.
    """
    return _loaded(folder, language, actor, note).to(output)


def areas_import(
    file: Path | str,
    *,
    output: Output,
    language: str | None = None,
    actor: Actor = OPERATOR,
    source: str = "",
) -> int:
    """Import boundaries from a GeoJSON file; what was repaired is said."""
    return _imported(Path(file), language, actor, source).to(output)


def checked(folder: Path | str, language: str | None = None) -> Told:
    """The answer of `simpul pack check`."""
    reading = read_pack(folder)
    language = language or get_language() or "id"
    problems = [
        {
            "file": problem.file,
            "line": problem.line,
            "field": problem.field,
            "code": problem.code,
            "text": problem.sentence(language),
        }
        for problem in reading.problems
    ]
    data = {"problems": problems, "counts": reading.counts}
    if problems:
        count = len(problems)
        told = ngettext(
            "%(n)d problem. Nothing changed.", "%(n)d problems. Nothing changed.", count
        )
        lines = [*reading.problems.texts(language), told % {"n": count}]
        return Told(BAD_INPUT, lines, data)
    counts = ", ".join(f"{name} {count}" for name, count in reading.counts.items())
    return Told(GOOD, [_("The pack is in order: %(counts)s.") % {"counts": counts}], data)


def _loaded(folder: Path | str, language: str | None, actor: Actor, note: str) -> Told:
    reading = read_pack(folder)
    if reading.problems:
        return checked(folder, language)
    if same := _in_force(reading.city_code, digest(reading.contents)):
        told = _("Version %(number)d with the same contents is in force already.")
        return Told(GOOD, [told % {"number": same.number}], _data(same))
    try:
        version = load_pack(actor=actor, folder=folder, note=note)
    except ActionError as error:
        return _refused(error)
    told = _("Version %(number)d is a draft. Another person puts it in force.")
    return Told(GOOD, [told % {"number": version.number}], _data(version))


def _imported(path: Path, language: str | None, actor: Actor, source: str) -> Told:
    try:
        if path.stat().st_size > LARGEST_FILE:
            return Told(BAD_INPUT, [_("The file is too large.")], {"error": "too_large"})
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        why = _("The file cannot be read: %(why)s") % {
            "why": why_not_opened(error, language or get_language() or "id")
        }
        return Told(BAD_INPUT, [why], {"error": "unreadable"})
    except (ValueError, RecursionError):
        return Told(BAD_INPUT, [_("The file is not JSON in UTF-8.")], {"error": "not_json"})
    try:
        report = import_boundaries(actor=actor, data=data, source=source or path.name)
    except ActionError as error:
        return _refused(error)
    notes = [note.text(language or get_language() or "id") for note in report.notes]
    told = ngettext("%(n)d boundary imported.", "%(n)d boundaries imported.", report.imported)
    lines = [*notes, told % {"n": report.imported}]
    if report.without:
        codes = ", ".join(report.without[:20])
        lines.append(_("Still without boundary: %(codes)s") % {"codes": codes})
    plain = {"imported": report.imported, "levels": list(report.levels)}
    return Told(GOOD, lines, {**plain, "without": list(report.without), "notes": notes})


def _refused(error: ActionError) -> Told:
    if isinstance(error, InvalidInput):
        told = [message for messages in error.errors.values() for message in messages]
        return Told(BAD_INPUT, told, {"errors": error.errors})
    return Told(NEGATIVE, [str(error)], {"error": str(error)})


def _in_force(city_code: str, fingerprint: str) -> Version | None:
    return (
        Version.objects.defer("contents")
        .filter(city_code=city_code, digest=fingerprint, state=PUBLISHED)
        .first()
    )


def _data(version: Version) -> dict[str, Any]:
    return {
        "city": version.city_code,
        "version": version.pk,
        "number": version.number,
        "state": version.state,
        "digest": version.digest,
    }
