"""What the command line says, and to whom: sentences for people, JSON for programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TextIO

GOOD, NEGATIVE, BAD_INPUT = 0, 1, 2
"""Exit statuses: done · done and the answer is no · what was given cannot be used."""


@dataclass(slots=True)
class Output:
    """Collects nothing: each call writes at once. With `as_json`, only `result` writes."""

    as_json: bool = False
    out: TextIO = field(default_factory=lambda: sys.stdout)
    err: TextIO = field(default_factory=lambda: sys.stderr)

    def say(self, text: str = "") -> None:
        """A sentence for a person."""
        if not self.as_json:
            self._write(self.out, text)

    def complain(self, text: str) -> None:
        """What went wrong, on the error stream, also beside JSON."""
        self._write(self.err, text)

    def table(self, rows: Sequence[Sequence[str]]) -> None:
        """Columns as wide as their widest cell."""
        if self.as_json or not rows:
            return
        widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
        for row in rows:
            cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
            self._write(self.out, "  ".join(cells).rstrip())

    def result(self, data: Any) -> None:
        """The whole answer for a program; nothing without --json."""
        if self.as_json:
            self._write(self.out, json.dumps(data, ensure_ascii=False, indent=2, default=str))

    @staticmethod
    def _write(stream: TextIO, text: str) -> None:
        stream.write(text + "\n")
        stream.flush()
