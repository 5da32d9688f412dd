"""Numbers that people read aloud and type: case references and short codes, each with a check.

Both checks are weighted sums modulo the prime 31: any one wrong character and any two swapped
characters are noticed.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass

CODE_ALPHABET = "0123456789BCDFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32 without vowels: no word can appear, nothing looks like something else."""

CODE_LENGTH = 10
_PRIME = 31
_CHECK_ALPHABET = CODE_ALPHABET + "A"
_REFERENCE = re.compile(r"([A-Z]{2,5})-([0-9]{2})-([0-9]{6,9})-([0-9A-Z])")
_CODE_VALUES = {letter: value for value, letter in enumerate(CODE_ALPHABET)}


@dataclass(frozen=True, slots=True)
class Reference:
    """A case reference taken apart. `year` has two digits."""

    prefix: str
    year: int
    number: int


def _check_of(body: str) -> str:
    weighted = (int(letter, 36) * weight for weight, letter in enumerate(reversed(body), 2))
    return _CHECK_ALPHABET[-sum(weighted) % _PRIME]


def case_reference(prefix: str, year: int, number: int) -> str:
    """ "JKT-26-000123-K" for ("JKT", 2026, 123); ValueError for what cannot be a reference."""
    if not re.fullmatch(r"[A-Z]{2,5}", prefix) or not 1 <= number < 10**9:
        raise ValueError(f"no reference from {prefix!r}, {number!r}")
    body = f"{prefix}{year % 100:02d}{number:06d}"
    return f"{prefix}-{year % 100:02d}-{number:06d}-{_check_of(body)}"


def parse_reference(text: str) -> Reference | None:
    """What was typed as a reference, forgiving case and blanks; None when the check is wrong."""
    tidy = re.sub(r"[\s\u2010-\u2015]+", lambda m: "" if m[0].isspace() else "-", text).upper()
    match = _REFERENCE.fullmatch(tidy)
    if match is None:
        return None
    prefix, year, number = match[1], int(match[2]), int(match[3])
    if number == 0 or case_reference(prefix, year, number) != tidy:
        return None
    return Reference(prefix, year, number)


def _code_check(body: str) -> int:
    total = sum(_CODE_VALUES[letter] * weight for weight, letter in enumerate(reversed(body), 2))
    return -total % _PRIME


def short_code() -> str:
    """A random code of ten characters (30^9 of them), the last one its check."""
    while True:
        body = "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH - 1))
        check = _code_check(body)
        if check < len(CODE_ALPHABET):
            return body + CODE_ALPHABET[check]


def normalise_code(text: str) -> str | None:
    """The code that was meant (blanks, hyphens, case, O for 0, I and L for 1 are forgiven);
    None when it cannot be one."""
    code = re.sub(r"[\s\u2010-\u2015-]+", "", text).upper().translate(str.maketrans("OIL", "011"))
    if len(code) != CODE_LENGTH or any(letter not in _CODE_VALUES for letter in code):
        return None
    return code if _code_check(code[:-1]) == _CODE_VALUES[code[-1]] else None


def show_code(code: str) -> str:
    """ "K7M2P-9QXRT": two groups of five are easier to read aloud."""
    return f"{code[:5]}-{code[5:]}"
