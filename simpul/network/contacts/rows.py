"""One line of a list of people, and what can be wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from dataclasses import field as kept
from datetime import date
from typing import Any

PURPOSES = ("contact", "sharing")
HOWS = ("written", "form", "spoken")


@dataclass(frozen=True, slots=True)
class Contact:
    """A person at one post of one organisation. `line`: where it begins in the file.

    `uid` names the person across files; empty where the file gives none. `names` and `partner`'s
    data are what a card says. The consent fields are all empty, or purpose, day and way are given.
    """

    line: int
    name: str
    uid: str = ""
    names: Mapping[str, str] = kept(default_factory=dict)
    organisation: str = ""
    country: str = ""
    kind: str = ""
    title: str = ""
    email: str = ""
    phone: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    languages: tuple[str, ...] = ()
    mobile: str = ""
    consent: str = ""
    consent_on: date | None = None
    consent_how: str = ""
    consent_note: str = ""

    @property
    def beyond_card(self) -> bool:
        """Says more than a business card: kept only with a consent."""
        return bool(self.languages or self.mobile)


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong: line (0: the whole file), field as the file calls it, code, details."""

    line: int
    field: str
    code: str
    params: Mapping[str, Any] = kept(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ContactReading:
    """A whole file: everything it says, or why it is not taken. Never both used."""

    contacts: tuple[Contact, ...] = ()
    troubles: tuple[Trouble, ...] = ()


def to_plain(contact: Contact) -> dict[str, Any]:
    """JSON without what is empty."""
    said = {key: value for key, value in asdict(contact).items() if value not in ("", None, (), {})}
    for key in ("valid_from", "valid_to", "consent_on"):
        if key in said:
            said[key] = said[key].isoformat()
    return said


def from_plain(said: Mapping[str, Any]) -> Contact:
    """The contact that `to_plain` wrote."""
    values = dict(said)
    for key in ("valid_from", "valid_to", "consent_on"):
        if key in values:
            values[key] = date.fromisoformat(values[key])
    values["languages"] = tuple(values.get("languages", ()))
    return Contact(**values)


LONGEST = {
    "name": 200,
    "organisation": 200,
    "title": 200,
    "email": 254,
    "phone": 40,
    "mobile": 40,
    "uid": 255,
    "consent_note": 300,
}


def too_long(values: Mapping[str, str], line: int, called: Mapping[str, str]) -> list[Trouble]:
    """Fields that are longer than they may be; `called`: their names in the file."""
    return [
        Trouble(line, called.get(name, name), "too_long", {"most": most})
        for name, most in LONGEST.items()
        if len(values.get(name, "")) > most
    ]
