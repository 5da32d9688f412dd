"""What is wrong in a file of a spreadsheet desk: file, line, cause, and what became of the row."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from simpul.kit.geometry import GeometryProblem
from simpul.kit.texts import Texts, pick
from simpul.places.sheets.sentences import SENTENCES

LEFT_OUT = "left_out"
"""The row takes no part."""
KEPT = "kept"
"""The row takes part, but something in it is doubtful."""
ONCE = "once"
"""Said already by an earlier row: counted once, and no fault."""

REFUSED = "refused"
"""The whole file is not taken."""

MOST_KEPT = 100_000
"""Problems beyond this are counted, not kept: a wrong file of a million rows says enough."""


def shown(value: object) -> str:
    """What stood in the cell, short and on one line."""
    text = re.sub(r"\s+", " ", str(value)).strip()
    text = "".join(sign if sign.isprintable() else "�" for sign in text)
    return text if len(text) <= 60 else text[:57] + "…"


@dataclass(frozen=True, slots=True)
class Problem:
    """`line`: where the row begins, from 1, 0 for the whole file; `feature`: its number in a
    GeoJSON file, else 0; `item`: the id that stands there, where it has one."""

    file: str
    line: int
    code: str
    params: Mapping[str, object] = field(default_factory=dict)
    item: str = ""
    effect: str = LEFT_OUT
    feature: int = 0
    drawing: GeometryProblem | None = None

    def cause(self, language: str) -> str:
        """The reason in the reader's language."""
        if self.drawing is not None:
            return self.drawing.text(language)
        plain = {
            name: pick(value, language) if isinstance(value, Mapping) else value
            for name, value in self.params.items()
        }
        return pick(SENTENCES[self.code], language).format(**plain)

    def sentence(self, language: str) -> str:
        """Where it stands, what is wrong, what became of it: one line."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        if self.feature:
            word = pick(_FEATURE, language)
            place = f"{place} ({word} {self.feature})"
        item = f"{self.item}: " if self.item else ""
        effect = pick(EFFECTS[self.effect], language) if self.line else ""
        return f"{place}: {item}{self.cause(language)}{effect and f' [{effect}]'}"


_FEATURE: Texts = {"id": "fitur", "en": "feature"}
EFFECTS: Mapping[str, Texts] = {
    LEFT_OUT: {"id": "tidak diikutkan", "en": "left out"},
    KEPT: {"id": "tetap diikutkan", "en": "kept"},
    ONCE: {"id": "dihitung sekali", "en": "counted once"},
    REFUSED: {"id": "berkas ditolak", "en": "file refused"},
}


class Unusable(Exception):
    """A file from which nothing can be taken."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.sentence("en"))


class Problems:
    """All of them in the order found; counts are whole even where the list is cut."""

    def __init__(self) -> None:
        self.found: list[Problem] = []
        self.counts: Counter[str] = Counter()
        self.codes: Counter[str] = Counter()

    def add(self, problem: Problem) -> None:
        """Note one."""
        self.counts[problem.effect] += 1
        self.codes[problem.drawing.code if problem.drawing else problem.code] += 1
        if len(self.found) < MOST_KEPT:
            self.found.append(problem)

    @property
    def faults(self) -> int:
        """How many say that something is wrong; a row repeated word for word is not."""
        return self.counts[LEFT_OUT] + self.counts[KEPT]

    @property
    def cut(self) -> int:
        """How many are counted but not listed."""
        return sum(self.counts.values()) - len(self.found)


class NothingUsable(Unusable):
    """Every row is bad; `problems` says why each of them is."""

    def __init__(self, file: str, problems: Problems) -> None:
        self.problems = problems
        super().__init__(Problem(file, 0, "nothing_usable", effect=REFUSED))
