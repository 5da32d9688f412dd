"""What the `simpul` command does for packs and areas. Nothing is printed here.

Each function gives a `Told`: exit status 0 (done), 1 (a negative answer) or 2 (bad input), the
sentences for people and the same as data for `--json`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from simpul.city.actions import import_boundaries, load_pack, publish_pack
from simpul.city.pack import read_pack
from simpul.kit.actors import Actor, system_actor
from simpul.kit.outcomes import ActionError, InvalidInput
from simpul.rulebook.book import digest
from simpul.rulebook.models import PUBLISHED, Version

LARGEST_FILE = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Told:
    """The answer of a command."""

    status: int
    lines: list[str]
    data: dict[str, Any] = field(default_factory=dict)


def pack_check(folder: Path | str) -> Told:
    """Read a pack and say everything that is wrong with it. Status 1 when something is."""
    reading = read_pack(folder)
    language = get_language() or "id"
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
    data = {"ok": not problems, "problems": problems, "counts": reading.counts}
    if problems:
        lines = reading.problems.texts(language)
        lines.append(_("%(count)d problems. Nothing changed.") % {"count": len(problems)})
        bad = 2 if any(problem.code == "no_pack" for problem in reading.problems) else 1
        return Told(bad, lines, data)
    counts = ", ".join(f"{name} {count}" for name, count in reading.counts.items())
    return Told(0, [_("The pack is in order: %(counts)s.") % {"counts": counts}], data)


def pack_load(folder: Path | str, *, actor: Actor | None = None, note: str = "") -> Told:
    """Keep a pack as a draft. A person publishes it; the very first one is published at once.

    Loading what is in force already changes nothing.
    """
    reading = read_pack(folder)
    if reading.problems:
        return pack_check(folder)
    if same := _in_force(reading.city_code, digest(reading.contents)):
        told = _("Version %(number)d with the same contents is in force already.")
        return Told(0, [told % {"number": same.number}], _data(same))
    who = actor or system_actor("loader")
    try:
        version = load_pack(actor=who, folder=folder, note=note)
        if not Version.objects.filter(city_code=version.city_code).exclude(state="draft").exists():
            version = publish_pack(actor=system_actor("setup"), version_id=version.pk)
    except InvalidInput as error:
        return Told(2, [m for ms in error.errors.values() for m in ms], {"errors": error.errors})
    except ActionError as error:
        return Told(1, [str(error)], {"error": str(error)})
    if version.state == PUBLISHED:
        line = _("Version %(number)d is in force.") % {"number": version.number}
    else:
        line = _("Version %(number)d is a draft. Another person puts it in force.") % {
            "number": version.number
        }
    return Told(0, [line], _data(version))


def areas_import(file: Path | str, *, actor: Actor | None = None, source: str = "") -> Told:
    """Import boundaries from a GeoJSON file. Status 2 when the file is no such thing."""
    path = Path(file)
    try:
        if path.stat().st_size > LARGEST_FILE:
            return Told(2, [_("The file is too large.")], {"error": "too_large"})
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        return Told(2, [_("The file cannot be read: %(why)s") % {"why": error.strerror}])
    except (ValueError, RecursionError):
        return Told(2, [_("The file is not JSON in UTF-8.")], {"error": "not_json"})
    who = actor or system_actor("operator")
    try:
        report = import_boundaries(actor=who, data=data, source=source or path.name)
    except InvalidInput as error:
        return Told(2, [m for ms in error.errors.values() for m in ms], {"errors": error.errors})
    except ActionError as error:
        return Told(1, [str(error)], {"error": str(error)})
    language = get_language() or "id"
    notes = [note.text(language) for note in report.notes]
    lines = [*notes, _("%(count)d boundaries imported.") % {"count": report.imported}]
    if report.without:
        codes = ", ".join(report.without[:20])
        lines.append(_("Still without boundary: %(codes)s") % {"codes": codes})
    plain = {"imported": report.imported, "levels": list(report.levels)}
    return Told(0, lines, {**plain, "without": list(report.without), "notes": notes})


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
