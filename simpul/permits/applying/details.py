# ruff: noqa: RUF009 (fields are described by calls that make immutable kinds)
"""What an application tells beyond the plan: people, papers' numbers, safety, insurance, promises.

The plan decides who must agree and what it costs; these details are what those who agree want to
read (data dictionary 5.1 and 5.2). Stored as JSON beside the plan and read as strictly:
absent is not yet known, what is present must be right.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from simpul.permits.planning import plan_fields as f
from simpul.permits.planning.plan import MOST_ROWS
from simpul.permits.wording import Names
from simpul.productions.kinds import PERSON_ROLES

CODE_OF_CONDUCT = "2026-1"
"""The version of the code of conduct that the declaration accepts."""

PERSON_ROLE_NAMES: Names = {
    "producer": gettext_lazy("Producer"),
    "line_producer": gettext_lazy("Line producer"),
    "director": gettext_lazy("Director"),
    "unit_production_manager": gettext_lazy("Unit production manager"),
    "location_manager": gettext_lazy("Location manager"),
    "assistant_location_manager": gettext_lazy("Assistant location manager"),
    "safety_officer": gettext_lazy("Safety officer"),
}

APPLICANT_ROLES: Names = {
    "owner": gettext_lazy("I am an owner or director of the company"),
    "employee": gettext_lazy("I work for the company"),
    "agent": gettext_lazy("I act for the company with a power of attorney"),
}

AGE_BANDS: Names = {
    "under_5": gettext_lazy("Under 5"),
    "5_12": gettext_lazy("5 to 12"),
    "13_17": gettext_lazy("13 to 17"),
    "mixed": gettext_lazy("Several ages"),
}

SENSITIVE: Names = {
    "school": gettext_lazy("School"),
    "worship": gettext_lazy("Place of worship"),
    "clinic": gettext_lazy("Clinic or hospital"),
    "market": gettext_lazy("Market"),
    "elderly": gettext_lazy("Home for the elderly"),
    "embassy": gettext_lazy("Embassy or government office"),
}

NOTICE_METHODS: Names = {
    "rt": gettext_lazy("Through the RT or RW head"),
    "door": gettext_lazy("From door to door"),
    "sign": gettext_lazy("A sign in the street"),
    "chat": gettext_lazy("Neighbourhood chat group"),
    "meeting": gettext_lazy("A meeting with residents"),
}

INSURANCE_TYPES: Names = {
    "public_liability": gettext_lazy("Public liability"),
    "auto": gettext_lazy("Motor vehicles"),
    "employers": gettext_lazy("Employer's liability or work accident insurance"),
    "aviation_uas": gettext_lazy("Drones and aviation"),
    "marine": gettext_lazy("Boats and water"),
    "pyro": gettext_lazy("Explosives and special effects"),
    "other": gettext_lazy("Other"),
}

WAYS: Names = {
    "site": gettext_lazy("It is in the list of sites"),
    "drawn": gettext_lazy("I draw it on the map"),
    "elsewhere": gettext_lazy("It lies outside the city"),
}

_PHONE = re.compile(r"\+?[0-9][0-9 ().-]{6,24}", re.ASCII)


def phone() -> f.Kind:
    """A telephone number, written as people write it."""

    plain = f.text(40)

    def read(value: Any, path: str, problems: f.Problems) -> str | None:
        found: str | None = plain.read(value, path, problems)
        if found and not _PHONE.fullmatch(found):
            raise f.Wrong(
                _("Write a telephone number with at least 7 digits, for example 0812 3456 7890.")
            )
        return found

    return f.Kind(read, plain.write)


def email() -> f.Kind:
    """An e-mail address."""

    plain = f.text(254)

    def read(value: Any, path: str, problems: f.Problems) -> str | None:
        found: str | None = plain.read(value, path, problems)
        if found:
            try:
                validate_email(found)
            except ValidationError:
                raise f.Wrong(_("This is not an e-mail address.")) from None
        return found

    return f.Kind(read, plain.write)


def rupiah() -> f.Kind:
    """Whole rupiah, kept as a whole number."""

    def read(value: Any, path: str, problems: f.Problems) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise f.Wrong(_("Write whole rupiah without cents, for example 1.000.000.000."))
        if not 0 <= value <= 10**15:
            raise f.Wrong(_("This amount is not possible."))
        return value

    return f.Kind(read, lambda value: value)


def keyed(cls: type) -> f.Kind:
    """Nested objects by the short name of the plan's row they add to: {"s1": {…}}."""

    def read(value: Any, path: str, problems: f.Problems) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise f.Wrong(_("This must be a group of named fields."))
        if len(value) > MOST_ROWS:
            raise f.Wrong(
                _("There are too many entries: %(n)d; at most %(most)d.")
                % {
                    "n": len(value),
                    "most": MOST_ROWS,
                }
            )
        return {
            key: f.read_object(cls, item, f"{path}.{key[:60]}", problems)
            for key, item in value.items()
        }

    return f.Kind(read, lambda rows: {key: f.write_object(row) for key, row in rows.items()})


@dataclass(frozen=True, slots=True)
class About:
    """The production as its makers describe it (5.1)."""

    logline: str | None = f.part(f.text(500, lines=True))
    synopsis: str | None = f.part(f.text(5000, lines=True))
    broadcaster: str | None = f.part(f.text(200))
    notification_no: str | None = f.part(f.text(60))
    notification_date: date | None = f.part(f.day())


@dataclass(frozen=True, slots=True)
class Applicant:
    role: str | None = f.part(f.choice(APPLICANT_ROLES))


@dataclass(frozen=True, slots=True)
class Person:
    """A key person of the production."""

    role: str | None = f.part(f.choice(PERSON_ROLES))
    name: str | None = f.part(f.text(200))
    phone: str | None = f.part(phone())
    email: str | None = f.part(email())


@dataclass(frozen=True, slots=True)
class Foreign:
    """The national step before the city's: asked only where somebody or something is foreign."""

    local_company: str | None = f.part(f.text(200))
    local_company_nib: str | None = f.part(f.text(40))
    permit_no: str | None = f.part(f.text(60))
    permit_date: date | None = f.part(f.day())
    arrival: date | None = f.part(f.day())
    departure: date | None = f.part(f.day())
    equipment: str | None = f.part(f.text(2000, lines=True))


@dataclass(frozen=True, slots=True)
class SpotDetails:
    """What people see at one place, and who opens its door. `way`: how the place was said."""

    way: str | None = f.part(f.choice(WAYS))
    address: str | None = f.part(f.text(300))
    scene: str | None = f.part(f.text(2000, lines=True))
    visible: bool | None = f.part(f.flag())
    footpath_m: float | None = f.part(f.measure(0, 50))
    contact: str | None = f.part(f.text(200))
    contact_phone: str | None = f.part(phone())
    base: str | None = f.part(f.text(500, lines=True))


@dataclass(frozen=True, slots=True)
class Parking:
    where: str | None = f.part(f.text(1000, lines=True))
    plates: str | None = f.part(f.text(1000, lines=True))


@dataclass(frozen=True, slots=True)
class TrafficDetails:
    """`max_hold_min`: the longest moment for which traffic stands, in minutes."""

    from_to: str | None = f.part(f.text(300))
    direction: str | None = f.part(f.text(200))
    max_hold_min: int | None = f.part(f.count(1, 60))
    marshals: int | None = f.part(f.count(0, 1000))
    police_officers: int | None = f.part(f.count(0, 1000))
    detour: str | None = f.part(f.text(1000, lines=True))


@dataclass(frozen=True, slots=True)
class ActivityDetails:
    licence_expiry: date | None = f.part(f.day())
    equipment: str | None = f.part(f.text(2000, lines=True))
    measures: str | None = f.part(f.text(2000, lines=True))


@dataclass(frozen=True, slots=True)
class MinorsDetails:
    age_band: str | None = f.part(f.choice(AGE_BANDS))
    chaperone: str | None = f.part(f.text(200))
    tutor: bool | None = f.part(f.flag())
    consent: bool | None = f.part(f.flag())


@dataclass(frozen=True, slots=True)
class AnimalsDetails:
    handler: str | None = f.part(f.text(200))
    vet: str | None = f.part(f.text(200))


@dataclass(frozen=True, slots=True)
class Neighbours:
    """`radius_m`: how far around people are told, in metres."""

    radius_m: int | None = f.part(f.count(0, 5000))
    households: int | None = f.part(f.count(0, 100_000))
    businesses: int | None = f.part(f.count(0, 100_000))
    sensitive: tuple[str, ...] | None = f.part(f.many(f.choice(SENSITIVE), 10))
    methods: tuple[str, ...] | None = f.part(f.many(f.choice(NOTICE_METHODS), 10))
    rt_rw: str | None = f.part(f.text(300))
    compensation: str | None = f.part(f.text(2000, lines=True))


@dataclass(frozen=True, slots=True)
class Insurance:
    """One policy; `limit` per occurrence in whole rupiah."""

    type: str | None = f.part(f.choice(INSURANCE_TYPES))
    insurer: str | None = f.part(f.text(200))
    policy_no: str | None = f.part(f.text(100))
    insured: str | None = f.part(f.text(200))
    limit: int | None = f.part(rupiah())
    starts: date | None = f.part(f.day(), "from")
    ends: date | None = f.part(f.day(), "to")


@dataclass(frozen=True, slots=True)
class Contact:
    """Who answers the telephone on the day."""

    name: str | None = f.part(f.text(200))
    mobile: str | None = f.part(phone())
    deputy: str | None = f.part(f.text(200))
    deputy_mobile: str | None = f.part(phone())


@dataclass(frozen=True, slots=True)
class Safety:
    officer: str | None = f.part(f.text(200))
    officer_mobile: str | None = f.part(phone())
    first_aid: str | None = f.part(f.text(500, lines=True))
    hospital: str | None = f.part(f.text(200))
    emergency: str | None = f.part(f.text(2000, lines=True))


@dataclass(frozen=True, slots=True)
class Secrecy:
    embargo_until: date | None = f.part(f.day())
    reason: str | None = f.part(f.text(500, lines=True))


@dataclass(frozen=True, slots=True)
class Declaration:
    """Accepted by whoever sends; each sentence on its own."""

    true: bool | None = f.part(f.flag())
    conduct: bool | None = f.part(f.flag())
    responsible: bool | None = f.part(f.flag())
    code: str | None = f.part(f.text(20))


@dataclass(frozen=True, slots=True)
class Details:
    """Everything beside the plan. `seen`: pages that were saved; `later`: papers promised."""

    about: About = f.part(f.group(About), default=About())
    applicant: Applicant = f.part(f.group(Applicant), default=Applicant())
    key_people: tuple[Person, ...] = f.part(f.rows(Person, 30), default=())
    foreign: Foreign = f.part(f.group(Foreign), default=Foreign())
    spots: dict[str, SpotDetails] | None = f.part(keyed(SpotDetails))
    parking: Parking = f.part(f.group(Parking), default=Parking())
    traffic: dict[str, TrafficDetails] | None = f.part(keyed(TrafficDetails))
    activities: dict[str, ActivityDetails] | None = f.part(keyed(ActivityDetails))
    minors: MinorsDetails = f.part(f.group(MinorsDetails), default=MinorsDetails())
    animals: AnimalsDetails = f.part(f.group(AnimalsDetails), default=AnimalsDetails())
    neighbours: Neighbours = f.part(f.group(Neighbours), default=Neighbours())
    insurance: tuple[Insurance, ...] | None = f.part(f.rows(Insurance, 20))
    contact: Contact = f.part(f.group(Contact), default=Contact())
    safety: Safety = f.part(f.group(Safety), default=Safety())
    secrecy: Secrecy = f.part(f.group(Secrecy), default=Secrecy())
    later: tuple[str, ...] | None = f.part(f.many(f.text(60), 200))
    seen: tuple[str, ...] | None = f.part(f.many(f.text(40), 60, sorted_set=True))
    declaration: Declaration = f.part(f.group(Declaration), default=Declaration())


@dataclass(frozen=True, slots=True)
class ParsedDetails:
    """What was understood, and every error by path."""

    details: Details
    errors: dict[str, list[str]]

    @property
    def ok(self) -> bool:
        return not self.errors


def parse_details(data: object) -> ParsedDetails:
    """Read the details JSON; errors are in the active language, none is raised."""
    problems = f.Problems()
    details = f.read_object(Details, data, "", problems)
    _in_order(details.foreign.arrival, details.foreign.departure, "foreign.departure", problems)
    for index, policy in enumerate(details.insurance or ()):
        _in_order(policy.starts, policy.ends, f"insurance[{index}].to", problems)
    return ParsedDetails(details, problems.errors)


def to_data(details: Details) -> dict[str, Any]:
    """The details as JSON data; `parse_details(to_data(d))` gives `d` again."""
    return f.write_object(details)


def _in_order(first: date | None, last: date | None, path: str, problems: f.Problems) -> None:
    if first and last and last < first:
        problems.add(path, _("The end is before the beginning."))


def without_orphans(details: dict[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """The raw details without notes on rows that the plan no longer has."""
    known = set(names)
    tidy = dict(details)
    for part in ("spots", "traffic", "activities"):
        rows = tidy.get(part)
        if isinstance(rows, dict):
            tidy[part] = {key: row for key, row in rows.items() if key in known}
    return tidy
