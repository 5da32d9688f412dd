"""What people typed, made fit to keep; what is wrong with it, by field."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from babel import Locale
from babel.numbers import get_currency_precision, list_currencies
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.translation import gettext as _

from simpul.kit.outcomes import InvalidInput
from simpul.network import zones

Errors = dict[str, list[str]]

COUNTRIES = frozenset(
    code
    for code in map(str, Locale("en").territories)
    if len(code) == 2 and code.isalpha() and code != "ZZ"
)
LANGUAGES = frozenset(str(code).replace("_", "-").lower() for code in Locale("en").languages)
CURRENCIES = frozenset(list_currencies())
MOST_MONEY = Decimal(10) ** 15
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def line(said: Any) -> str:
    """One line: blanks and signs that control something become one blank."""
    return " ".join(_CONTROL.sub(" ", str(said or "")).split())


def block(said: Any) -> str:
    """Several lines, as typed, without signs that control something."""
    return _CONTROL.sub("", str(said or "")).replace("\r\n", "\n").replace("\r", "\n").strip()


def refuse(errors: Mapping[str, Iterable[str]]) -> None:
    """Raise InvalidInput where there is anything to say."""
    if errors:
        raise InvalidInput({field: list(texts) for field, texts in errors.items()})


def need(errors: Errors, **values: str) -> None:
    """Fields that must not be empty."""
    for field, value in values.items():
        if not value:
            errors.setdefault(field, []).append(_("This cannot be empty."))


def limit(errors: Errors, most: int, **values: str) -> None:
    """Fields that must not be longer."""
    for field, value in values.items():
        if len(value) > most:
            text = _("This has %(size)d signs; at most %(most)d are kept.")
            errors.setdefault(field, []).append(text % {"size": len(value), "most": most})


def country(errors: Errors, value: str, field: str = "country", *, needed: bool = True) -> str:
    """A country's code of two letters."""
    code = line(value).upper()
    if (code or needed) and code not in COUNTRIES:
        errors.setdefault(field, []).append(_("Choose a country."))
    return code


def zone(errors: Errors, value: str, field: str = "time_zone", *, needed: bool = True) -> str:
    """A time zone that can be looked up."""
    name = line(value)
    if (name or needed) and not zones.is_zone(name):
        text = _("There is no time zone “%(name)s”. Choose one such as Asia/Seoul.")
        errors.setdefault(field, []).append(text % {"name": name[:60]})
    return name


def languages(errors: Errors, value: Iterable[str], field: str = "languages") -> list[str]:
    """Codes of languages, each once."""
    codes = list(dict.fromkeys(line(one).lower().replace("_", "-") for one in value if line(one)))
    for code in codes:
        if code.partition("-")[0] not in LANGUAGES:
            text = _("There is no language “%(code)s”. Write codes such as ko, en, zh-hant.")
            errors.setdefault(field, []).append(text % {"code": code[:20]})
    return codes


def email(errors: Errors, value: str, field: str = "email") -> str:
    """An e-mail address, or nothing."""
    said = line(value)
    if said:
        try:
            validate_email(said)
        except ValidationError:
            errors.setdefault(field, []).append(_("This is not an e-mail address."))
    return said


def links(errors: Errors, value: Iterable[str], field: str = "links") -> list[str]:
    """Addresses on the web, each once."""
    found = list(dict.fromkeys(line(one) for one in value if line(one)))
    check = URLValidator(schemes=["http", "https"])
    for one in found:
        try:
            check(one)
        except ValidationError:
            text = _("“%(link)s” is not an address on the web; it begins with https://.")
            errors.setdefault(field, []).append(text % {"link": one[:80]})
    return found


def money(
    errors: Errors, said: Any, currency: str, field: str = "amount", *, zero: bool = False
) -> tuple[Decimal, str]:
    """An amount with no more digits than the currency has, and the currency's code."""
    code = line(currency).upper()
    if code not in CURRENCIES:
        errors.setdefault("currency", []).append(_("Choose a currency."))
        return Decimal(0), code
    try:
        amount = Decimal(str(said).strip())
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite():
        errors.setdefault(field, []).append(_("Enter an amount in digits, for example 250000."))
        return Decimal(0), code
    if amount < 0 or (amount == 0 and not zero):
        errors.setdefault(field, []).append(_("The amount must be more than nothing."))
    elif amount >= MOST_MONEY:
        errors.setdefault(field, []).append(_("The amount is too large."))
    elif amount != amount.quantize(Decimal(1).scaleb(-get_currency_precision(code))):
        errors.setdefault(field, []).append(_("This currency has no such small coins."))
    return amount, code


def has_control(said: str) -> bool:
    """Does a text hold signs that no text has?"""
    return _CONTROL.search(said) is not None
