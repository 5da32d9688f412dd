"""Reading the value of one passport field: strict, for it may come from another node."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from simpul.network.passports.format.fields import Field

LANGUAGES = ("id", "en", "ko", "zh-Hant", "zh-Hans", "ja")
"""Languages a text may be given in."""

MOST_AMOUNT = 15
"""Digits before the point of an amount of money."""

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)

COUNTRY = r"[A-Z]{2}"
CURRENCY = r"[A-Z]{3}"
AMOUNT = rf"(0|[1-9][0-9]{{0,{MOST_AMOUNT - 1}}})(\.[0-9]{{1,2}})?"
DAY = r"20[0-9]{2}-[0-9]{2}-[0-9]{2}"
LARGEST_CONTACT = {"name": 200, "phone": 60, "email": 254}

_KEPT_CONTROLS = "\n\t"
_REORDERING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")


class BadValue(Exception):
    """A value that a field cannot hold; `code` is for programs."""

    def __init__(self, code: str, at: str = "") -> None:
        self.code, self.at = code, at
        super().__init__(code)


def clean_text(value: object, most: int) -> str:
    """A text that is not empty, not too long, and hides nothing. Raises BadValue."""
    if not isinstance(value, str):
        raise BadValue("not_text")
    if not value.strip():
        raise BadValue("empty")
    if len(value) > most:
        raise BadValue("too_long")
    for sign in value:
        hidden = unicodedata.category(sign) in ("Cc", "Cs", "Cn", "Co")
        if (hidden and sign not in _KEPT_CONTROLS) or sign in _REORDERING:
            raise BadValue("hidden_character")
    return value


def matched(value: object, pattern: str) -> str:
    if not isinstance(value, str) or not re.fullmatch(pattern, value, re.ASCII):
        raise BadValue("bad_value")
    return value


def _whole(value: object, most: int) -> int:
    if type(value) is not int or not 0 <= value <= most:
        raise BadValue("not_number")
    return value


def _texts(field: Field, value: object) -> dict[str, str]:
    if not isinstance(value, Mapping) or not value:
        raise BadValue("not_texts")
    found = {}
    for language, text in value.items():
        if language not in LANGUAGES:
            raise BadValue("unknown_language")
        found[str(language)] = clean_text(text, field.most)
    return found


def _day(field: Field, value: object) -> str:
    return read_day(value)


def read_day(value: object) -> str:
    """A day as ISO text. Raises BadValue."""
    text = matched(value, DAY)
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise BadValue("bad_value") from None
    if not FIRST_DAY <= day <= LAST_DAY:
        raise BadValue("bad_value")
    return text


def _money(field: Field, value: object) -> dict[str, str]:
    if not isinstance(value, Mapping) or set(value) != {"amount", "currency"}:
        raise BadValue("not_money")
    return {
        "amount": matched(value["amount"], AMOUNT),
        "currency": matched(value["currency"], CURRENCY),
    }


def _list(value: object, most: int) -> list[Any]:
    if not isinstance(value, list) or not value:
        raise BadValue("not_list")
    if len(value) > most:
        raise BadValue("too_many")
    return value


def _unique(found: list[str]) -> list[str]:
    if len(set(found)) != len(found):
        raise BadValue("double")
    return found


def _countries(field: Field, value: object) -> list[str]:
    return _unique([matched(one, COUNTRY) for one in _list(value, field.most)])


def _code(field: Field, value: object) -> str:
    if not isinstance(value, str) or value not in field.choices:
        raise BadValue("unknown_code")
    return value


def _codes(field: Field, value: object) -> list[str]:
    return _unique([_code(field, one) for one in _list(value, field.most)])


def _counts(field: Field, value: object) -> dict[str, int]:
    if not isinstance(value, Mapping) or not value:
        raise BadValue("not_counts")
    return {_code(field, code): _whole(number, field.most) for code, number in value.items()}


def _names(field: Field, value: object) -> list[str]:
    return [clean_text(one, 200) for one in _list(value, field.most)]


def _contacts(field: Field, value: object) -> list[dict[str, str]]:
    found = []
    for one in _list(value, field.most):
        if not isinstance(one, Mapping) or "name" not in one or set(one) - set(LARGEST_CONTACT):
            raise BadValue("not_contact")
        found.append(
            {str(key): clean_text(text, LARGEST_CONTACT[str(key)]) for key, text in one.items()}
        )
    return found


_READERS: Mapping[str, Callable[[Field, object], Any]] = {
    "texts": _texts,
    "line": lambda field, value: clean_text(value, field.most),
    "number": lambda field, value: _whole(value, field.most),
    "day": _day,
    "money": _money,
    "country": lambda field, value: matched(value, COUNTRY),
    "countries": _countries,
    "code": _code,
    "codes": _codes,
    "counts": _counts,
    "names": _names,
    "contacts": _contacts,
}


def read_value(field: Field, value: object) -> Any:
    """The value as plain JSON data. Raises BadValue for anything the field cannot hold."""
    return _READERS[field.kind](field, value)


def read_values(
    given: Mapping[str, object], fields: Mapping[str, Field]
) -> tuple[dict[str, Any], dict[str, str]]:
    """Every value of a mapping, and what is wrong: field → code of the problem."""
    found: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for name, value in given.items():
        field = fields.get(name)
        if field is None:
            wrong[str(name)[:60]] = "unknown_field"
            continue
        try:
            found[name] = read_value(field, value)
        except BadValue as bad:
            wrong[name] = bad.code
    return found, wrong
