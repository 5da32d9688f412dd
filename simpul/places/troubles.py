"""What is wrong in a file that a city brings: where, what, and what was done about it. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from simpul.kit.texts import Texts, pick

REFUSED, REPAIRED, NOTED = "refused", "repaired", "noted"

MOST_KEPT = 1000
"""So many are kept with their place; the rest is only counted."""

_DONE: Mapping[str, Texts] = {
    REFUSED: {"id": "ditolak", "en": "refused"},
    REPAIRED: {"id": "diperbaiki", "en": "repaired"},
    NOTED: {"id": "catatan", "en": "note"},
}
_PLACES: Mapping[str, Texts] = {
    "line": {"id": "baris {n}", "en": "line {n}"},
    "feature": {"id": "fitur ke-{n}", "en": "feature {n}"},
}


class Unreadable(Exception):
    """A file that cannot be taken at all; `trouble` says why."""

    def __init__(self, trouble: Trouble) -> None:
        self.trouble = trouble
        super().__init__(trouble.sentence("en"))


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing wrong. `texts`: the reason; `done`: refused, repaired or noted.

    `line` counts from 1 in the file, `feature` from 1 in a GeoJSON collection; 0: of the whole.
    """

    code: str
    texts: Texts
    done: str = REFUSED
    file: str = ""
    line: int = 0
    feature: int = 0
    name: str = ""

    def sentence(self, language: str) -> str:
        """ "roads.geojson, feature 12, line 80 (way/4): refused: the line has no length"."""
        where = [self.file] if self.file else []
        for kind, number in (("feature", self.feature), ("line", self.line)):
            if number:
                where.append(pick(_PLACES[kind], language).format(n=number))
        place = ", ".join(where) + (f" ({self.name})" if self.name else "")
        told = f"{pick(_DONE[self.done], language)}: {pick(self.texts, language)}"
        return f"{place}: {told}" if place else told

    def plain(self, language: str) -> dict[str, Any]:
        """For programs."""
        return {
            "file": self.file,
            "line": self.line,
            "feature": self.feature,
            "name": self.name,
            "code": self.code,
            "done": self.done,
            "text": pick(self.texts, language),
        }


@dataclass(slots=True)
class Troubles:
    """Collects them; counts by what was done and by code. `messages`: code -> texts."""

    messages: Mapping[str, Texts]
    file: str = ""
    kept: list[Trouble] = field(default_factory=list)
    counts: dict[tuple[str, str], int] = field(default_factory=dict)

    def add(
        self,
        code: str,
        /,
        *,
        done: str = REFUSED,
        file: str = "",
        line: int = 0,
        feature: int = 0,
        name: str = "",
        **params: object,
    ) -> None:
        """One more; `params` fill the text."""
        self.counts[done, code] = self.counts.get((done, code), 0) + 1
        if len(self.kept) < MOST_KEPT:
            self.kept.append(
                self.made(
                    code, done=done, file=file, line=line, feature=feature, name=name, **params
                )
            )

    def made(self, code: str, /, *, file: str = "", **rest: Any) -> Trouble:
        """A trouble without keeping it, for `Unreadable`. A value that is `Texts` is put in by
        language."""
        own = {key: rest.pop(key) for key in ("done", "line", "feature", "name") if key in rest}
        texts = {
            language: text.format(
                **{
                    key: pick(value, language) if isinstance(value, Mapping) else value
                    for key, value in rest.items()
                }
            )
            for language, text in self.messages[code].items()
        }
        own["name"] = str(own.get("name", ""))[:80]
        return Trouble(code, texts, file=file or self.file, **own)

    def take(self, code: str, texts: Texts, **place: Any) -> None:
        """One whose text is known already (a `GeometryProblem`, say)."""
        done = place.get("done", REFUSED)
        self.counts[done, code] = self.counts.get((done, code), 0) + 1
        if len(self.kept) < MOST_KEPT:
            self.kept.append(Trouble(code, texts, **{"file": self.file, **place}))

    def count(self, done: str) -> int:
        """How many were refused (repaired, noted)."""
        return sum(number for (what, _), number in self.counts.items() if what == done)

    @property
    def left_out(self) -> int:
        """How many are only counted."""
        return sum(self.counts.values()) - len(self.kept)

    def __iter__(self) -> Iterator[Trouble]:
        return iter(self.kept)
