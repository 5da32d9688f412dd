"""The passport as JSON Schema (draft 2020-12), made from the same list the reader uses."""

from __future__ import annotations

from typing import Any

from simpul.network.passports.format import document, values
from simpul.network.passports.format.fields import FIELDS, Field

DIALECT = "https://json-schema.org/draft/2020-12/schema"
UUID = "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"


def schema() -> dict[str, Any]:
    """What a document of this version looks like. A day that does not exist (2027-02-30), hidden
    characters and the size in bytes are refused by the reader besides."""
    return {
        "$schema": DIALECT,
        "title": f"Project passport, version {document.VERSION}",
        "type": "object",
        "additionalProperties": False,
        "required": list(document.KEYS),
        "properties": {
            "format": {"const": document.FORMAT},
            "version": {"const": document.VERSION},
            "share": {"type": "string", "pattern": UUID},
            "issued_at": {"type": "string", "pattern": f"^{document.MOMENT}$"},
            "valid_until": {"type": "string", "pattern": f"^{values.DAY}$"},
            "purpose": _text(document.MOST_PURPOSE),
            "language": {"enum": list(values.LANGUAGES)},
            "from": _party(),
            "to": _party(),
            "consent": {
                "type": "object",
                "additionalProperties": False,
                "required": ["role", "given_at"],
                "properties": {
                    "role": {"enum": list(document.ROLES)},
                    "given_at": {"type": "string", "pattern": f"^{document.MOMENT}$"},
                },
            },
            "data": {
                "type": "object",
                "additionalProperties": False,
                "minProperties": 1,
                "properties": {name: _field(one) for name, one in FIELDS.items()},
            },
        },
    }


def _text(most: int) -> dict[str, Any]:
    return {"type": "string", "minLength": 1, "maxLength": most, "pattern": r"\S"}


def _texts(most: int) -> dict[str, Any]:
    return {
        "type": "object",
        "minProperties": 1,
        "propertyNames": {"enum": list(values.LANGUAGES)},
        "additionalProperties": _text(most),
    }


def _party() -> dict[str, Any]:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": ["names", "country"],
        "properties": {
            "names": _texts(document.MOST_NAME),
            "country": {"type": "string", "pattern": f"^{values.COUNTRY}$"},
        },
    }


def _list(items: dict[str, Any], most: int, *, unique: bool = False) -> dict[str, Any]:
    made: dict[str, Any] = {"type": "array", "minItems": 1, "maxItems": most, "items": items}
    return {**made, "uniqueItems": True} if unique else made


def _field(one: Field) -> dict[str, Any]:
    made = {"title": one.label["en"], **_KINDS[one.kind](one)}
    return {**made, "x-care": one.care} if one.care else made


def _number(one: Field) -> dict[str, Any]:
    return {"type": "integer", "minimum": 0, "maximum": one.most}


def _country(_one: Field) -> dict[str, Any]:
    return {"type": "string", "pattern": f"^{values.COUNTRY}$"}


def _code(one: Field) -> dict[str, Any]:
    return {"enum": list(one.choices)}


def _money(_one: Field) -> dict[str, Any]:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": ["amount", "currency"],
        "properties": {
            "amount": {"type": "string", "pattern": f"^{values.AMOUNT}$"},
            "currency": {"type": "string", "pattern": f"^{values.CURRENCY}$"},
        },
    }


def _counts(one: Field) -> dict[str, Any]:
    return {
        "type": "object",
        "minProperties": 1,
        "propertyNames": _code(one),
        "additionalProperties": _number(one),
    }


def _contacts(one: Field) -> dict[str, Any]:
    contact = {
        "type": "object",
        "additionalProperties": False,
        "required": ["name"],
        "properties": {key: _text(most) for key, most in values.LARGEST_CONTACT.items()},
    }
    return _list(contact, one.most)


_KINDS = {
    "texts": lambda one: _texts(one.most),
    "line": lambda one: _text(one.most),
    "number": _number,
    "day": lambda _one: {"type": "string", "pattern": f"^{values.DAY}$"},
    "money": _money,
    "country": _country,
    "countries": lambda one: _list(_country(one), one.most, unique=True),
    "code": _code,
    "codes": lambda one: _list(_code(one), one.most, unique=True),
    "counts": _counts,
    "names": lambda one: _list(_text(200), one.most),
    "contacts": _contacts,
}
