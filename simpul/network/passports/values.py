"""What a passport of a production could hold today: from the production, its company, its key
people, and what was typed for passports."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from simpul.network.models import Passport
from simpul.network.passports.format.fields import FIELDS
from simpul.network.passports.format.values import BadValue, read_value
from simpul.people.models import Organisation
from simpul.productions.models import KeyPerson, Production

TYPED = (
    "title",
    "genre",
    "theme",
    "format",
    "runtime_min",
    "episodes",
    "logline",
    "synopsis",
    "scouting_from",
    "shoot_from",
    "shoot_to",
    "days_there",
    "places",
    "crew",
    "vehicles",
    "activities",
    "budget",
    "budget_there",
    "requests",
)
"""Fields a company types for passports; of title, logline and synopsis only the other languages."""

FROM_PRODUCTION = ("title", "logline", "synopsis")
ROLES = {"producer": "producer", "director": "director", "manager": "location_manager"}


@dataclass(frozen=True, slots=True)
class Held:
    """Every value at hand, by field; `language`: what the production's own texts are in."""

    values: Mapping[str, Any]
    language: str
    version: int


def held(production: Production) -> Held:
    """What could be shared. Two queries more than the production with its companies took."""
    passport = Passport.objects.filter(production=production).first()
    answers: Mapping[str, Any] = passport.answers if passport else {}
    language = passport.language if passport else "id"
    found: dict[str, Any] = {
        **_of_production(production, language, answers),
        **_of_company(production.company),
        **_of_people(production.key_people.all()),
    }
    if production.local_company is not None:
        found["local_company"] = production.local_company.name
    for name in TYPED:
        if name not in FROM_PRODUCTION and name in answers:
            found[name] = answers[name]
    return Held(_readable(found), language, passport.version if passport else 0)


def _of_production(
    production: Production, language: str, answers: Mapping[str, Any]
) -> dict[str, Any]:
    found: dict[str, Any] = {
        "working_title": production.working_title,
        "kind": production.kind,
        "countries": list(production.countries),
        "notification_no": production.notification_no,
        "foreign_permit_no": production.foreign_permit_no,
    }
    for name in FROM_PRODUCTION:
        texts = {**answers.get(name, {}), language: _line(getattr(production, name))}
        found[name] = {code: text for code, text in texts.items() if text}
    return found


def _of_company(company: Organisation) -> dict[str, str]:
    return {
        "company_name": company.name,
        "company_country": company.country,
        "company_registration": company.registration_no,
        "company_address": _line(company.address),
        "company_email": company.email,
        "company_phone": company.phone,
    }


def _of_people(people: Iterable[KeyPerson]) -> dict[str, Any]:
    rows = list(people)
    found: dict[str, Any] = {}
    for field, role in ROLES.items():
        those = [person for person in rows if person.role == role]
        found[field] = [person.name for person in those]
        if f"{field}_contact" in FIELDS:
            found[f"{field}_contact"] = [_contact(one) for one in those if one.phone or one.email]
    return found


def _contact(person: KeyPerson) -> dict[str, str]:
    all_of = {"name": person.name, "phone": person.phone, "email": person.email}
    return {key: text for key, text in all_of.items() if text}


def _line(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _readable(found: Mapping[str, Any]) -> dict[str, Any]:
    """In the order of the list, without what is empty or what no reader would accept."""
    kept = {}
    for name, field in FIELDS.items():
        if not found.get(name):
            continue
        try:
            kept[name] = read_value(field, found[name])
        except BadValue:
            continue
    return kept
