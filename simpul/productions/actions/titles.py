"""Begin a title and keep what is known about it up to date."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from simpul.journal.actions import record
from simpul.kit.actors import Actor
from simpul.kit.outcomes import InvalidInput, NotAllowed, WrongState
from simpul.productions.access import require_change
from simpul.productions.kinds import KINDS, PERSON_ROLES
from simpul.productions.models import KeyPerson, Production
from simpul.productions.queries import production_for

_TEXTS = {
    "title": 200,
    "working_title": 200,
    "logline": 500,
    "synopsis": 5000,
    "notification_no": 60,
    "foreign_permit_no": 60,
}
_DAYS = ("notification_date", "foreign_permit_date", "embargo_until")


def create_production(*, actor: Actor, company_id: int, data: Mapping[str, Any]) -> Production:
    """A new title of a company. `data`: the model's fields, dates as `date` or ISO text, and
    optionally `key_people` (role, name, phone, email). Raises NotVisible, NotAllowed, InvalidInput.
    """
    require_change(actor, company_id)
    if actor.user_id is None:
        raise NotAllowed(_("Sign in first."))
    values, people = _checked(data, whole=True)
    with transaction.atomic():
        production = Production.objects.create(
            company_id=company_id, created_by_id=actor.user_id, **values
        )
        _set_people(production, people)
        _record(actor, "production.created", production, sorted(values))
    return production


def update_production(
    *, actor: Actor, production_id: int, version: int, data: Mapping[str, Any]
) -> Production:
    """Change what `data` names, if `version` is still the newest. Raises WrongState when somebody
    saved in between, and as `create_production` does."""
    values, people = _checked(data, whole=False)
    with transaction.atomic():
        production = production_for(actor, production_id, lock=True)
        require_change(actor, production.company_id)
        if production.version != version:
            raise WrongState(_("Somebody else changed this production. Look at it again."))
        changed = [key for key, value in values.items() if getattr(production, key) != value]
        if people is None and not changed:
            return production
        for key, value in values.items():
            setattr(production, key, value)
        _check_together(production.confidential, production.embargo_until)
        production.version += 1
        production.save()
        _set_people(production, people)
        _record(actor, "production.changed", production, sorted(changed))
    return production


def _record(actor: Actor, verb: str, production: Production, fields: list[str]) -> None:
    record(
        actor=actor,
        verb=verb,
        subject=f"production:{production.pk}",
        data={"fields": fields, "version": production.version},
    )


def _set_people(production: Production, people: list[dict[str, str]] | None) -> None:
    if people is None:
        return
    production.key_people.all().delete()
    KeyPerson.objects.bulk_create(KeyPerson(production=production, **row) for row in people)


class _Reader:
    """Reads one mapping and collects what is wrong with it by field."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.data = data
        self.values: dict[str, Any] = {}
        self.errors: dict[str, list[str]] = {}

    def wrong(self, field: str, sentence: str) -> None:
        self.errors.setdefault(field, []).append(sentence)

    def texts(self) -> None:
        for key, most in _TEXTS.items():
            if key not in self.data:
                continue
            value = str(self.data[key] or "").strip()
            if len(value) > most:
                self.wrong(
                    key,
                    _("This is too long: %(n)d characters; at most %(most)d.")
                    % {"n": len(value), "most": most},
                )
            self.values[key] = value

    def days(self) -> None:
        for key in _DAYS:
            value = self.data.get(key)
            if key not in self.data:
                continue
            if value in (None, ""):
                self.values[key] = None
            elif isinstance(value, date):
                self.values[key] = value
            else:
                try:
                    self.values[key] = date.fromisoformat(str(value))
                except ValueError:
                    self.wrong(key, _("This date does not exist."))

    def kind(self) -> None:
        if "kind" in self.data:
            self.values["kind"] = str(self.data["kind"] or "")
            if self.values["kind"] not in KINDS:
                self.wrong("kind", _("Choose what is being made."))

    def others(self) -> None:
        for key in ("confidential",):
            if key in self.data:
                self.values[key] = bool(self.data[key])
        if "foreign_producer" in self.data:
            value = self.data["foreign_producer"]
            self.values["foreign_producer"] = None if value is None else bool(value)
        if "countries" in self.data:
            self.values["countries"] = [str(code)[:2].upper() for code in self.data["countries"]]
        if "local_company_id" in self.data:
            self.values["local_company_id"] = self.data["local_company_id"]


def _checked(
    data: Mapping[str, Any], *, whole: bool
) -> tuple[dict[str, Any], list[dict[str, str]] | None]:
    reader = _Reader({"title": "", "kind": "", **data} if whole else data)
    reader.texts()
    reader.days()
    reader.kind()
    reader.others()
    if "title" in reader.values and not reader.values["title"]:
        reader.wrong("title", _("Write the title; a working title is enough."))
    people = _checked_people(reader)
    if whole and not reader.errors:
        _check_together(
            reader.values.get("confidential", False), reader.values.get("embargo_until")
        )
    if reader.errors:
        raise InvalidInput(reader.errors)
    return reader.values, people


def _check_together(confidential: bool, embargo_until: date | None) -> None:
    if embargo_until and not confidential:
        raise InvalidInput(
            {"embargo_until": [_("Only a confidential production has an end of secrecy.")]}
        )


def _checked_people(reader: _Reader) -> list[dict[str, str]] | None:
    rows = reader.data.get("key_people")
    if rows is None:
        return None
    people = []
    for index, row in enumerate(rows):
        person = {
            key: str(row.get(key) or "").strip() for key in ("role", "name", "phone", "email")
        }
        if person["role"] not in PERSON_ROLES:
            reader.wrong(f"key_people[{index}].role", _("Choose a role."))
        if not person["name"]:
            reader.wrong(f"key_people[{index}].name", _("Write the name."))
        if person["email"]:
            try:
                validate_email(person["email"])
            except ValidationError:
                reader.wrong(f"key_people[{index}].email", _("This is not an e-mail address."))
        people.append(person)
    return people
