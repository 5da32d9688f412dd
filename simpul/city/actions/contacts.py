"""Where the mail of an authority's desk goes."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from simpul.city.access import require_changes_contact
from simpul.city.models import Authority
from simpul.journal.actions import record
from simpul.kit.actors import Actor
from simpul.kit.outcomes import InvalidInput, NotVisible


def change_contact(*, actor: Actor, code: str, email: str) -> Authority:
    """Set or clear the e-mail of a desk.

    NotVisible for who neither administers nor manages that desk; InvalidInput for no address.
    The journal keeps that it changed, not the address.
    """
    require_changes_contact(actor, code)
    email = email.strip()
    if email:
        try:
            validate_email(email)
        except ValidationError as error:
            raise InvalidInput({"email": list(error.messages)}) from error
    with transaction.atomic():
        authority = Authority.objects.select_for_update().filter(code=code).first()
        if authority is None:
            raise NotVisible(_("There is no such authority."))
        if authority.contact_email != email:
            authority.contact_email = email
            authority.save(update_fields=["contact_email"])
            record(
                actor=actor,
                verb="authority.contact_changed",
                subject=authority.subject,
                data={"set": bool(email)},
            )
    return authority
