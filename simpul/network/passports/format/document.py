"""The passport as a document: made from chosen fields, written in one way, read strictly.

`docs/project-passport.md` describes it; `schema.py` is the same as JSON Schema. A document of
another version is not read: what it would mean is not known here.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from simpul.network.passports.format.fields import FIELDS
from simpul.network.passports.format.values import (
    COUNTRY,
    LANGUAGES,
    BadValue,
    clean_text,
    matched,
    read_day,
    read_values,
)

FORMAT = "simpul-passport"
VERSION = 1
MOST_PURPOSE = 500
MOST_NAME = 200
LARGEST = 128 * 1024
"""Bytes of a document."""
KEYS = (
    "format",
    "version",
    "share",
    "issued_at",
    "valid_until",
    "purpose",
    "language",
    "from",
    "to",
    "consent",
    "data",
)
ROLES = ("owner",)
"""Who may consent for a company."""
MOMENT = r"20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z"


class NotAPassport(Exception):
    """A document that cannot be used; `errors`: path → code of the problem."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        self.errors = dict(errors)
        super().__init__("; ".join(f"{place}: {code}" for place, code in self.errors.items()))


@dataclass(frozen=True, slots=True)
class Party:
    """A commission: its names by language, and the country it is in."""

    names: Mapping[str, str]
    country: str


def chosen(values: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """The values of the chosen fields, in the order of the list; what is empty is left out."""
    wanted = set(names)
    return {name: values[name] for name in FIELDS if name in wanted and name in values}


def make(
    *,
    share: UUID,
    issued_at: datetime,
    valid_until: date,
    purpose: str,
    language: str,
    giver: Party,
    receiver: Party,
    consent_at: datetime,
    data: Mapping[str, Any],
) -> dict[str, Any]:
    """A document, checked as a reader would. Raises NotAPassport."""
    made = {
        "format": FORMAT,
        "version": VERSION,
        "share": str(share),
        "issued_at": moment(issued_at),
        "valid_until": valid_until.isoformat(),
        "purpose": purpose,
        "language": language,
        "from": {"names": dict(giver.names), "country": giver.country},
        "to": {"names": dict(receiver.names), "country": receiver.country},
        "consent": {"role": "owner", "given_at": moment(consent_at)},
        "data": dict(data),
    }
    return read(made)


def moment(at: datetime) -> str:
    """A moment in UTC, to the second."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def written(document: Mapping[str, Any]) -> bytes:
    """The one spelling of a document: sorted keys, no spaces, UTF-8."""
    text = json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return text.encode()


def digest(document: Mapping[str, Any]) -> str:
    """SHA-256 of the one spelling, in hexadecimal digits."""
    return hashlib.sha256(written(document)).hexdigest()


def read(given: object) -> dict[str, Any]:
    """A document of this version as plain data. Raises NotAPassport with everything wrong."""
    if not isinstance(given, Mapping):
        raise NotAPassport({"": "not_a_table"})
    if given.get("format") != FORMAT:
        raise NotAPassport({"format": "unknown_format"})
    if type(given.get("version")) is not int or given["version"] != VERSION:
        raise NotAPassport({"version": "unknown_version"})
    wrong: dict[str, str] = {str(key)[:60]: "unknown_field" for key in given if key not in KEYS}
    found: dict[str, Any] = {"format": FORMAT, "version": VERSION}
    for key, reader in _READERS.items():
        if key not in given:
            wrong[key] = "missing"
            continue
        try:
            found[key] = reader(given[key])
        except BadValue as bad:
            wrong[f"{key}.{bad.at}".rstrip(".")] = bad.code
    data = given.get("data")
    if not isinstance(data, Mapping):
        wrong["data"] = "not_a_table"
    else:
        found["data"], bad_fields = read_values(data, FIELDS)
        wrong.update({f"data.{name}": code for name, code in bad_fields.items()})
        if not data:
            wrong["data"] = "empty"
    if wrong:
        raise NotAPassport(wrong)
    if len(written(found)) > LARGEST:
        raise NotAPassport({"": "too_large"})
    return found


def _uuid(value: object) -> str:
    if not isinstance(value, str):
        raise BadValue("not_text")
    try:
        found = UUID(value)
    except ValueError:
        raise BadValue("bad_value") from None
    if str(found) != value:
        raise BadValue("bad_value")
    return value


def _moment(value: object) -> str:
    text = matched(value, MOMENT)
    try:
        datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ")  # noqa: DTZ007 - only its form is looked at
    except ValueError:
        raise BadValue("bad_value") from None
    return text


def _language(value: object) -> str:
    if value not in LANGUAGES:
        raise BadValue("unknown_language")
    return str(value)


def _party(value: object) -> dict[str, Any]:
    if not isinstance(value, Mapping) or set(value) != {"names", "country"}:
        raise BadValue("not_a_table")
    names = value["names"]
    if not isinstance(names, Mapping) or not names or set(names) - set(LANGUAGES):
        raise BadValue("not_texts", "names")
    try:
        country = matched(value["country"], COUNTRY)
        kept = {str(key): clean_text(text, MOST_NAME) for key, text in names.items()}
    except BadValue as bad:
        raise BadValue(bad.code, "names") from None
    return {"names": kept, "country": country}


def _consent(value: object) -> dict[str, str]:
    if not isinstance(value, Mapping) or set(value) != {"role", "given_at"}:
        raise BadValue("not_a_table")
    if value["role"] not in ROLES:
        raise BadValue("bad_value", "role")
    return {"role": str(value["role"]), "given_at": _moment(value["given_at"])}


_READERS = {
    "share": _uuid,
    "issued_at": _moment,
    "valid_until": read_day,
    "purpose": lambda value: clean_text(value, MOST_PURPOSE),
    "language": _language,
    "from": _party,
    "to": _party,
    "consent": _consent,
}
