"""Values of a passport in words, for a page, a paper or another commission's form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal

from simpul.kit.texts import Texts, pick
from simpul.network.passports.format.fields import Field

MIDDLE = "en"
"""The language between commissions: asked when a text is not in the reader's."""


@dataclass(frozen=True, slots=True)
class Said:
    """Lines to read, and the language they are in ("" where they have none)."""

    lines: tuple[str, ...]
    language: str = ""

    @property
    def text(self) -> str:
        """One line."""
        return "; ".join(self.lines)


def pick_text(texts: Mapping[str, str], language: str, own: str = "") -> tuple[str, str]:
    """A text and its language: the reader's, else English, else the writer's own, else any."""
    for wanted in (language, MIDDLE, own):
        if wanted in texts:
            return texts[wanted], wanted
    for code, text in texts.items():
        return text, code
    return "", ""


def say(field: Field, value: Any, language: str, own: str = "") -> Said:
    """A value of a passport in the reader's language, as far as it has one."""
    if field.kind == "texts":
        text, code = pick_text(value, language, own)
        return Said(tuple(line for line in text.splitlines() if line.strip()), code)
    return Said(tuple(_SAY[field.kind](field, value, language)))


def say_all(field: Field, value: Any, language: str) -> list[Said]:
    """Everything a value says: a text in each of its languages, the reader's first."""
    if field.kind != "texts":
        return [say(field, value, language)]
    codes = sorted(value, key=lambda code: (code != language, code != MIDDLE, code))
    return [say(field, {code: value[code]}, code) for code in codes]


def country(code: str, language: str) -> str:
    """The name of a country; its letters where nobody knows it."""
    return str(_locale(language).territories.get(code, code))


def _locale(language: str) -> Locale:
    return Locale.parse("en_GB" if language == "en" else language.replace("-", "_"))


def _label(field: Field, code: str, language: str) -> str:
    texts: Texts = field.choices.get(code, {})
    return texts.get(language) or texts.get(MIDDLE) or pick(texts, language) or code


def _number(_field: Field, value: int, language: str) -> list[str]:
    return [str(format_decimal(value, locale=_locale(language)))]


def _day(_field: Field, value: str, language: str) -> list[str]:
    return [str(format_date(date.fromisoformat(value), "long", locale=_locale(language)))]


def _money(_field: Field, value: Mapping[str, str], language: str) -> list[str]:
    shape = "#,##0.00" if "." in value["amount"] else "#,##0"
    amount = format_decimal(Decimal(value["amount"]), format=shape, locale=_locale(language))
    return [f"{value['currency']} {amount}"]


def _contacts(_field: Field, value: list[Mapping[str, str]], _language: str) -> list[str]:
    keys = ("name", "phone", "email")
    return [", ".join(one[key] for key in keys if key in one) for one in value]


_SAY: Mapping[str, Callable[[Field, Any, str], list[str]]] = {
    "line": lambda _field, value, _language: [value],
    "number": _number,
    "day": _day,
    "money": _money,
    "country": lambda _field, value, language: [country(value, language)],
    "countries": lambda _field, value, language: [country(one, language) for one in value],
    "code": lambda field, value, language: [_label(field, value, language)],
    "codes": lambda field, value, language: [_label(field, one, language) for one in value],
    "counts": lambda field, value, language: [
        f"{number} × {_label(field, code, language)}" for code, number in value.items()
    ],
    "names": lambda _field, value, _language: list(value),
    "contacts": _contacts,
}
