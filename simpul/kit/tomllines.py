"""On which line does a TOML key stand? The standard reader does not say, pack errors must.

Runs only on text that `tomllib` has accepted, so it may be simple: it follows strings, brackets
and comments and notes the line of each table header and each key.
"""

from __future__ import annotations

import re

_MARK = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}'
    r"|'''.*?'{3,5}"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'"
    r"|#[^\n]*"
    r"|[\[\]{}=,.\n]"
    r"|[A-Za-z0-9_-]+"
    r"|[ \t\r]+"
    r"|.",
    re.DOTALL,
)
_KEY_PART = re.compile(r"[A-Za-z0-9_-]+|\"(?:[^\"\\\n]|\\.)*\"|'[^'\n]*'")


LONGEST_LINE = 10_000
MOST_KEY_PARTS = 16
_PIECE = re.compile(r"""[A-Za-z0-9_-]++|"(?:[^"\\]|\\.)*+"?|'[^']*+'?|\S""")


def overlong(text: str) -> tuple[int, str] | None:
    """Line and cause where a text would keep the standard reader busy without an end.

    Its time grows with the square of the parts of a dotted key: 50,000 of them take half a minute.
    No file made by a person has a line or a key as long, so both are refused unread. One pass.
    """
    for number, line in enumerate(text.split("\n"), start=1):
        if len(line) > LONGEST_LINE:
            return number, "long_line"
        if line.count(".") >= MOST_KEY_PARTS and _chain(line) > MOST_KEY_PARTS:
            return number, "long_key"
    return None


def _chain(line: str) -> int:
    """The most words in a row that are joined by a single dot each."""
    most = parts = 0
    joined = False
    for piece in _PIECE.findall(line):
        if piece == ".":
            joined = parts > 0
            continue
        is_part = _KEY_PART.fullmatch(piece) is not None
        parts = (parts + 1 if joined else 1) if is_part else 0
        most, joined = max(most, parts), False
    return most


def toml_lines(text: str) -> dict[str, int]:
    """Dotted path -> line, counted from 1. Items of `[[array]]` have their index as a step:
    "sites.0.name". Keys inside inline tables stand on the line where they are written."""
    return _Scan(text).lines


class _Scan:
    def __init__(self, text: str) -> None:
        self.lines: dict[str, int] = {}
        self._counts: dict[str, int] = {}
        self._table = ""
        line = 1
        logical: list[tuple[str, int]] = []
        depth = 0
        for match in _MARK.finditer(text):
            mark = match[0]
            if mark in "[{":
                depth += 1
            elif mark in "]}":
                depth -= 1
            if mark == "\n" and depth == 0:
                self._statement(logical)
                logical = []
            elif not mark.isspace() and not mark.startswith("#"):
                logical.append((mark, line))
            line += mark.count("\n")
        self._statement(logical)

    def _statement(self, marks: list[tuple[str, int]]) -> None:
        if not marks:
            return
        line = marks[0][1]
        if marks[0][0] == "[":
            steps = [_bare(t) for t, _ in marks if t not in ("[", "]", ".")]
            double = len(marks) > 1 and marks[1][0] == "["
            self._header(steps, line, double)
        else:
            self._pairs(marks, self._table)

    def _header(self, steps: list[str], line: int, double: bool) -> None:
        path = ""
        for index, step in enumerate(steps):
            path = f"{path}.{step}" if path else step
            last = index == len(steps) - 1
            if last and double:
                number = self._counts.get(path, -1) + 1
                self._counts[path] = number
                self.lines.setdefault(path, line)
                path = f"{path}.{number}"
            elif not last and path in self._counts:
                path = f"{path}.{self._counts[path]}"
            self.lines.setdefault(path, line)
        self._table = path

    def _pairs(self, marks: list[tuple[str, int]], table: str) -> None:
        """`key = value` statements; inline tables are entered, arrays get their index."""
        equals = next((i for i, (mark, _) in enumerate(marks) if mark == "="), None)
        if equals is None:
            return
        path, line = table, marks[0][1]
        for mark, _ in marks[:equals]:
            if mark != ".":
                path = f"{path}.{_bare(mark)}" if path else _bare(mark)
                self.lines.setdefault(path, line)
        self._value(marks[equals + 1 :], path)

    def _value(self, marks: list[tuple[str, int]], path: str) -> None:
        if not marks or marks[0][0] not in ("{", "["):
            return
        inline = marks[0][0] == "{"
        for index, part in enumerate(_split(marks[1:-1])):
            if inline:
                self._pairs(part, path)
            else:
                self.lines.setdefault(f"{path}.{index}", part[0][1])
                self._value(part, f"{path}.{index}")


def _split(marks: list[tuple[str, int]]) -> list[list[tuple[str, int]]]:
    """Split at the commas and line ends of this level."""
    parts: list[list[tuple[str, int]]] = [[]]
    depth = 0
    for mark, line in marks:
        if mark in ("[", "{"):
            depth += 1
        elif mark in ("]", "}"):
            depth -= 1
        if mark == "," and depth == 0:
            parts.append([])
        elif mark != "\n":
            parts[-1].append((mark, line))
    return [part for part in parts if part]


def _bare(mark: str) -> str:
    if not _KEY_PART.fullmatch(mark):
        return mark
    return mark[1:-1] if mark[0] in "\"'" else mark
