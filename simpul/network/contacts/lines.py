"""Content lines of vCard (RFC 6350, 3.2 and 3.3; RFC 2425 for 3.0): unfold, take apart, write."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_NAME = re.compile(r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)?")
_PARAMETER = re.compile(r';([A-Za-z0-9-]+)(?:=((?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*))?')
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_PART = re.compile(r"(?:^|;)((?:[^\\;]|\\.?)*)", re.DOTALL)
_OCTETS = 75
MOST_PARAMETERS = 30
"""No card has more on one line."""


class BadLine(ValueError):
    """Not a content line."""


@dataclass(frozen=True, slots=True)
class Line:
    """`name` in capitals and without its group; `types` in small letters; `raw` still escaped."""

    number: int
    name: str
    parameters: Mapping[str, tuple[str, ...]]
    raw: str

    @property
    def types(self) -> frozenset[str]:
        return frozenset(value.lower() for value in self.parameters.get("TYPE", ()))

    @property
    def value(self) -> str:
        return unescape(self.raw).strip()

    @property
    def parts(self) -> tuple[str, ...]:
        """The value taken apart at its semicolons (N, ORG, ADR)."""
        return tuple(unescape(one).strip() for one in _split(self.raw))


def unfolded(text: str) -> Iterator[tuple[int, str]]:
    """Line number and content line; a line that begins with a blank continues the one before."""
    first, pieces = 0, [""]
    for number, line in enumerate(re.split(r"\r\n|\n|\r", text), 1):
        if line[:1] in (" ", "\t") and first:
            pieces.append(line[1:])
            continue
        if first and (whole := "".join(pieces)).strip():
            yield first, whole
        first, pieces = number, [line]
    if first and (whole := "".join(pieces)).strip():
        yield first, whole


def parsed(number: int, text: str) -> Line:
    """One content line; BadLine where it is none."""
    name = _NAME.match(text)
    if name is None:
        raise BadLine
    at = name.end()
    parameters: dict[str, tuple[str, ...]] = {}
    for _count in range(MOST_PARAMETERS + 1):
        if text[at : at + 1] != ";":
            break
        found = _PARAMETER.match(text, at)
        if found is None:
            raise BadLine
        # vCard 2.1 wrote types without a name: TEL;WORK;VOICE:…
        key, said = (found[1].upper(), found[2]) if found[2] is not None else ("TYPE", found[1])
        values = tuple(one.strip('"') for one in said.split(","))
        parameters[key] = (*parameters.get(key, ()), *values)
        at = found.end()
    if text[at : at + 1] != ":":
        raise BadLine
    return Line(number, name[0].rpartition(".")[2].upper(), parameters, text[at + 1 :])


def unescape(text: str) -> str:
    """Text as meant: `\\n` is a new line, every other backslash only guards what follows it."""
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], text)


def escape(text: str) -> str:
    """Text as a value is written."""
    cleaned = text.replace("\\", "\\\\").replace("\r\n", "\n").replace("\n", "\\n")
    return cleaned.replace(",", "\\,").replace(";", "\\;")


def _split(raw: str) -> list[str]:
    """At semicolons that no backslash guards."""
    return [found[1] for found in _PART.finditer(raw)]


def folded(line: str) -> str:
    """No line longer than 75 octets; no character is cut in two."""
    pieces, piece, size = [], "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > _OCTETS:
            pieces.append(piece)
            piece, size = " ", 1
        piece, size = piece + letter, size + octets
    return "\r\n".join([*pieces, piece]) + "\r\n"
