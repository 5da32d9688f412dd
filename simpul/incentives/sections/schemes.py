"""schemes/*.toml of a pack, and of the folders beside it that city.toml names (`schemes_from`)."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from simpul.incentives.scheme.reading import parse_scheme
from simpul.incentives.scheme.spec import Scheme
from simpul.kit.packproblems import PackProblem
from simpul.kit.packs import PackFolder, Problems, Section, register_messages

log = logging.getLogger(__name__)
FOLDER = "schemes"


register_messages(
    {
        "scheme_twice": {
            "id": "skema {value} sudah ada di {file}",
            "en": "the scheme {value} is already there in {file}",
        },
    }
)


def _schemes(pack: PackFolder, problems: Problems) -> dict[str, dict[str, str]]:
    """Id -> file and text. The text is what is kept: what was in force stays readable as it was."""
    found: dict[str, dict[str, str]] = {}
    read: list[tuple[str, Scheme]] = []
    for folder, prefix in _folders(pack, problems):
        for name in folder.names("*.toml"):
            shown = f"{prefix}/{name}"
            text = folder.read_text(name, problems)
            if text is None:
                continue
            scheme, wrong = _read(text, shown)
            problems.extend(wrong)
            if scheme is None:
                continue
            if scheme.id in found:
                problems.add(
                    shown, 1, "scheme.id", "scheme_twice",
                    value=scheme.id, file=found[scheme.id]["file"],
                )  # fmt: skip
                continue
            found[scheme.id] = {"file": shown, "text": text}
            read.append((shown, scheme))
    _check_versions(read, problems)
    return found


@lru_cache(maxsize=512)
def _read(text: str, file: str) -> tuple[Scheme | None, tuple[PackProblem, ...]]:
    """A file; the same text is read once, for a pack holds some eighty that seldom change."""
    found = Problems()
    return parse_scheme(text, file, found), tuple(found)


def _kept(text: str, file: str) -> Scheme | None:
    """A scheme of a stored version. What a later program reads more strictly is told in the log and
    left out, so that one file never takes the others' pages along."""
    scheme, wrong = _read(text, file)
    for one in wrong:
        log.error("a stored scheme cannot be read: %s", one.text("en"))
    return scheme


def _folders(pack: PackFolder, problems: Problems) -> Iterator[tuple[PackFolder, str]]:
    yield PackFolder(pack.path / FOLDER), FOLDER
    whole = pack.toml("city.toml", Problems())
    named = whole.get("schemes_from") if whole else None
    for one in named if isinstance(named, list) else ():
        folder = (pack.path / str(one)).resolve()
        if not folder.is_dir() or not folder.is_relative_to(pack.path.parent):
            line = whole.line_of("schemes_from") if whole else 1
            problems.add("city.toml", line, "schemes_from", "no_folder", value=str(one))
            continue
        yield PackFolder(folder), str(one)


def _check_versions(read: Iterable[tuple[str, Scheme]], problems: Problems) -> None:
    """No two versions of a family on one day; proposals and unknown schemes are not in force."""
    families: dict[str, list[tuple[str, Scheme]]] = {}
    for file, scheme in read:
        if scheme.status not in ("proposal", "unknown") and scheme.valid_from is not None:
            families.setdefault(scheme.family, []).append((file, scheme))
    for versions in families.values():
        versions.sort(key=lambda pair: pair[1].valid_from or date.min)
        for (_file, earlier), (file, later) in pairwise(versions):
            if later.valid_from is not None and earlier.in_force(later.valid_from):
                problems.add(file, 1, "scheme.valid_from", "versions_overlap",
                             family=later.family, one=earlier.id, other=later.id)  # fmt: skip


def scheme_rows(content: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Scheme]:
    """The section's contents as a `CityBook` holds them: id -> scheme."""
    rows = {code: _kept(row["text"], row["file"]) for code, row in content.items()}
    return MappingProxyType({code: one for code, one in rows.items() if one is not None})


SCHEMES = Section("schemes", _schemes, {"id": "Skema insentif", "en": "Incentive schemes"})
