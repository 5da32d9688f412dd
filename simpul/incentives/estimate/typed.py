"""What a person types, or a file says, as the value of a fact. Pure; refusals are codes.

A wrong value is never bent into a right one: `Unreadable` says why, and where limits are concerned
which.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date
from decimal import Decimal, InvalidOperation

LARGEST = Decimal(10) ** 15
"""Above this an amount is a slip of the keyboard."""

WORDS = {
    "ribu": 3, "rb": 3, "thousand": 3, "k": 3,
    "juta": 6, "jt": 6, "million": 6, "mn": 6, "m": 6,
    "miliar": 9, "milyar": 9, "billion": 9, "bn": 9,
    "triliun": 12, "trillion": 12, "tn": 12,
}  # fmt: skip
"""Words for a row of noughts after a number. "M" alone is a million: in Indonesian official papers
it may be a billion (miliar), so it is refused there by `read_number(…, language="id")`."""

_NUMBER = re.compile(r"([+\-−]?)\s*([0-9][0-9.,'\s]*)\s*([a-z]*)\.?", re.IGNORECASE)
_SYMBOLS = re.compile(r"^(?:[A-Z]{3}(?=[\s0-9])|Rp\.?|US\$|HK\$|S\$|A\$|NZ\$|C\$|RM|[$€£¥₩฿₱₹])\s*")
_MEANT = {"Rp": "IDR", "US$": "USD", "HK$": "HKD", "S$": "SGD", "A$": "AUD", "NZ$": "NZD",
          "C$": "CAD", "RM": "MYR", "€": "EUR", "£": "GBP", "₩": "KRW", "฿": "THB", "₱": "PHP",
          "₹": "INR"}  # fmt: skip
"""Signs that mean one currency; "$" and "¥" may mean several and are let pass."""
_YES = {"yes", "ya", "true", "1", "y"}
_NO = {"no", "tidak", "false", "0", "n", "t"}


class Unreadable(ValueError):
    """`code`: number | inexact | ambiguous | currency | large | percent | yes_no | choice | date |
    whole | least | most | unknown. `limit`: what would be right, where that can be said."""

    def __init__(self, code: str, text: object = "", limit: str = "") -> None:
        self.code = code
        self.text = str(text)
        self.limit = limit
        super().__init__(f"{code}: {text!r}")


def read_number(value: object, language: str = "en", currency: str = "") -> Decimal:
    """ "2.500.000", "2,500,000", "2500000", "2,5 miliar", "1.2 million", 12, Decimal("0.5").

    One separator before exactly three digits groups thousands; any other is the decimal point.
    With `currency`, an amount that names another one is refused, never taken as it stands.
    """
    if isinstance(value, float):
        raise Unreadable("inexact", value)
    if isinstance(value, bool) or value is None:
        raise Unreadable("number", value)
    if isinstance(value, int | Decimal):
        return _bounded(Decimal(value), value)
    text = (
        str(value)
        .strip()
        .replace("\N{NO-BREAK SPACE}", " ")
        .replace("\N{NARROW NO-BREAK SPACE}", " ")
    )
    if sign_of := _SYMBOLS.match(text):
        named = sign_of[0].strip().rstrip(".")
        named = _MEANT.get(named, named)
        if not currency and named not in _MEANT.values():
            raise Unreadable("number", value)
        if currency and named not in {currency, "$", "¥"}:
            raise Unreadable("currency", value, currency)
        text = text[sign_of.end() :]
    match = _NUMBER.fullmatch(text)
    if match is None:
        raise Unreadable("number", value)
    sign, digits, word = match[1], re.sub(r"[\s']", "", match[2]), match[3].lower()
    if word and word not in WORDS:
        raise Unreadable("number", value)
    if word == "m" and language.startswith("id"):
        raise Unreadable("ambiguous", value)
    number = _plain(digits, value) * Decimal(10) ** WORDS.get(word, 0)
    return _bounded(-number if sign in {"-", "−"} else number, value)


def _plain(digits: str, value: object) -> Decimal:
    digits = digits.rstrip(".,")
    if "." in digits and "," in digits:
        point = max(digits.rfind("."), digits.rfind(","))
        whole, rest = re.sub("[.,]", "|", digits[:point]), digits[point + 1 :]
        if not _grouped(whole.split("|")):
            raise Unreadable("number", value)
        digits = f"{whole.replace('|', '')}.{rest}"
    else:
        parts = re.split("[.,]", digits)
        if len(parts) > 2 or (len(parts) == 2 and _grouped(parts) and parts[0] != "0"):
            if not _grouped(parts):
                raise Unreadable("number", value)
            digits = "".join(parts)
        else:
            digits = ".".join(parts)
    try:
        return Decimal(digits)
    except InvalidOperation:
        raise Unreadable("number", value) from None


def _grouped(parts: list[str]) -> bool:
    return 1 <= len(parts[0]) <= 3 and all(len(part) == 3 for part in parts[1:])


def _bounded(number: Decimal, value: object) -> Decimal:
    if not number.is_finite():
        raise Unreadable("number", value)
    if abs(number) >= LARGEST:
        raise Unreadable("large", value)
    return number


def read_share(value: object, language: str = "en") -> Decimal:
    """ "32%", "32,5 %" and, typed into a field for percent, "32" → 0.32; from 0 to 100 percent."""
    text = str(value).strip().removesuffix("%").strip()
    number = read_number(text, language) / 100
    if not 0 <= number <= 1:
        raise Unreadable("percent", value)
    return number


def read_share_plain(value: object) -> Decimal:
    """As a file says it: "32%" or "0.32" or 0.32 (read as a decimal); from 0 to 1."""
    if isinstance(value, str) and value.strip().endswith("%"):
        return read_share(value)
    number = read_number(str(value) if isinstance(value, str) else value)
    if not 0 <= number <= 1:
        raise Unreadable("percent", value)
    return number


def read_flag(value: object) -> bool:
    """Yes or no, in either language."""
    if isinstance(value, bool):
        return value
    text = str(value).strip().lower()
    if text in _YES:
        return True
    if text in _NO:
        return False
    raise Unreadable("yes_no", value)


def read_choice(value: object, choices: Collection[str]) -> str:
    """One of the codes."""
    text = str(value).strip()
    if text not in choices:
        raise Unreadable("choice", value, ", ".join(choices))
    return text


def read_day(value: object) -> date:
    """ "2027-03-24"."""
    if isinstance(value, date):
        return value
    text = str(value).strip()
    try:
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        raise Unreadable("date", value) from None
