"""Take in a complaint: nobody needs an account or a name for it."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from simpul.journal.actions import record
from simpul.kit.actors import PUBLIC
from simpul.kit.outcomes import InvalidInput
from simpul.kit.references import short_code
from simpul.messages.actions import Recipient, send
from simpul.people.models import User
from simpul.people.queries import staff_with_role

MOST = 4000
RECEIVERS = ("head_of_service", "auditor")


@transaction.atomic
def report_complaint(*, what: str, where: str = "", permit: str = "", contact: str = "") -> str:
    """Hand a complaint to the head of service and the auditors; returns its reference.

    The journal keeps that it came, never what it says or who wrote it.
    Raises InvalidInput when nothing is said or too much.
    """
    errors: dict[str, list[str]] = {}
    if not what.strip():
        errors["what"] = [_("Say what happened.")]
    elif len(what) > MOST:
        errors["what"] = [_("Too long: at most %(most)d characters.") % {"most": MOST}]
    for field, value in (("where", where), ("permit", permit), ("contact", contact)):
        if len(value) > 300:
            errors[field] = [_("Too long: at most %(most)d characters.") % {"most": 300}]
    if errors:
        raise InvalidInput(errors)
    reference = short_code()
    for person in _receivers():
        send(
            to=Recipient(
                email=person.email,
                name=person.get_full_name(),
                language=person.language,
                user_id=person.pk,
            ),
            template="home/complaint",
            context={
                "reference": reference,
                "what": what.strip(),
                "where": where.strip(),
                "permit": permit.strip(),
                "contact": contact.strip(),
            },
            subject_ref=f"complaint:{reference}",
            key=f"complaint:{reference}",
        )
    record(actor=PUBLIC, verb="complaint.received", subject=f"complaint:{reference}")
    return reference


def _receivers() -> list[User]:
    return list(staff_with_role(*RECEIVERS))
