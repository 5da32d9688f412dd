"""Verbs about a company itself."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from simpul.journal.actions import record
from simpul.kit.actors import Actor
from simpul.kit.outcomes import InvalidInput, NotVisible
from simpul.people.access import (
    may_manage_team,
    require,
    require_company_visible,
    require_signed_in,
)
from simpul.people.models import Membership, Organisation

FIELDS = ("kind", "name", "country", "registration_no", "tax_no", "address", "phone", "email")
LENGTHS = {"name": 200, "registration_no": 40, "tax_no": 40, "phone": 40, "address": 1000}
NIB = re.compile(r"^\d{13}$")
NPWP = re.compile(r"^\d{15,16}$")


@transaction.atomic
def create_organisation(*, actor: Actor, details: Mapping[str, str]) -> Organisation:
    """Register a company; whoever does becomes its owner.

    `details`: any of FIELDS. Raises NotAllowed without an account, InvalidInput with the fields.
    """
    user_id = require_signed_in(actor)
    clean = _checked(details)
    organisation = Organisation.objects.create(**clean, created_by_id=user_id)
    Membership.objects.create(
        user_id=user_id, organisation=organisation, role=Membership.Role.OWNER
    )
    record(
        actor=actor,
        verb="company.created",
        subject=f"organisation:{organisation.pk}",
        data={"kind": organisation.kind},
    )
    return organisation


@transaction.atomic
def change_organisation(
    *, actor: Actor, organisation_id: int, details: Mapping[str, str]
) -> Organisation:
    """Correct a company's details. Raises NotVisible, NotAllowed, InvalidInput."""
    require_company_visible(actor, organisation_id)
    require(may_manage_team(actor, organisation_id))
    organisation = locked_organisation(organisation_id)
    clean = _checked(details, own_id=organisation_id)
    changed = [field for field, value in clean.items() if getattr(organisation, field) != value]
    for field in changed:
        setattr(organisation, field, clean[field])
    if changed:
        organisation.save(update_fields=changed)
        record(
            actor=actor,
            verb="company.changed",
            subject=f"organisation:{organisation.pk}",
            data={"fields": changed},
        )
    return organisation


def locked_organisation(organisation_id: int) -> Organisation:
    """The company, held until the transaction ends: changes of a team come one after another."""
    found = Organisation.objects.select_for_update().filter(pk=organisation_id).first()
    if found is None:
        raise NotVisible(_("This company is not visible to your account."))
    return found


def _checked(details: Mapping[str, str], own_id: int | None = None) -> dict[str, str]:
    clean = {field: " ".join(str(details.get(field, "")).split()) for field in FIELDS}
    clean["address"] = str(details.get("address", "")).strip()
    clean["country"] = (clean["country"] or "ID").upper()
    clean["kind"] = clean["kind"] or Organisation.Kind.PRODUCTION.value
    clean["tax_no"] = re.sub(r"[.\-\s]", "", clean["tax_no"])
    errors = _errors(clean)
    number = clean["registration_no"]
    if number and not errors:
        others = Organisation.objects.filter(country=clean["country"], registration_no=number)
        if own_id is not None:
            others = others.exclude(pk=own_id)
        if others.exists():
            errors["registration_no"] = [
                _(
                    "A company with this number is registered already. Ask one of its owners to"
                    " invite you."
                )
            ]
    if errors:
        raise InvalidInput(errors)
    return clean


def _errors(clean: Mapping[str, str]) -> dict[str, list[str]]:
    errors: dict[str, list[str]] = {}
    if not clean["name"]:
        errors["name"] = [_("Enter the company's name.")]
    if clean["kind"] not in Organisation.Kind.values:
        errors["kind"] = [_("Choose one of the kinds.")]
    if not re.fullmatch(r"[A-Z]{2}", clean["country"]):
        errors["country"] = [_("Enter the two-letter code of the country, for example ID.")]
    for field, most in LENGTHS.items():
        if len(clean[field]) > most:
            errors[field] = [_("Too long: at most %(most)d characters.") % {"most": most}]
    if clean["country"] == "ID":
        if clean["registration_no"] and not NIB.match(clean["registration_no"]):
            errors["registration_no"] = [_("A business number (NIB) has 13 digits.")]
        if clean["tax_no"] and not NPWP.match(clean["tax_no"]):
            errors["tax_no"] = [_("A tax number (NPWP) has 15 or 16 digits.")]
    if clean["email"]:
        try:
            validate_email(clean["email"])
        except ValidationError:
            errors["email"] = [_("Enter an e-mail address, for example name@example.com.")]
    return errors
