"""Take in a complaint: nobody needs an account or a name for it."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from simpul.home.access import READ_COMPLAINTS
from simpul.home.models import MOST, MOST_OTHER, Complaint
from simpul.journal.actions import record
from simpul.kit.actors import PUBLIC
from simpul.kit.outcomes import InvalidInput
from simpul.kit.references import short_code
from simpul.messages.actions import send
from simpul.people.models import User
from simpul.people.queries import staff_with_role


@transaction.atomic
def report_complaint(*, what: str, where: str = "", permit: str = "", contact: str = "") -> str:
    """Keep a complaint, tell head of service and auditors of it, and give its reference.

    It is kept also while nobody holds those offices: who comes next reads it on the desk.
    The journal keeps that it came, never what it says or who wrote it.
    Raises InvalidInput when nothing is said or too much.
    """
    errors: dict[str, list[str]] = {}
    if not what.strip():
        errors["what"] = [_("Say what happened.")]
    elif len(what) > MOST:
        errors["what"] = [_("Too long: at most %(most)d characters.") % {"most": MOST}]
    for field, value in (("where", where), ("permit", permit), ("contact", contact)):
        if len(value) > MOST_OTHER:
            errors[field] = [_("Too long: at most %(most)d characters.") % {"most": MOST_OTHER}]
    if errors:
        raise InvalidInput(errors)
    kept = Complaint.objects.create(
        reference=short_code(),
        what=what.strip(),
        where=where.strip(),
        permit=permit.strip(),
        contact=contact.strip(),
    )
    for person in _receivers():
        send(
            to=person.as_recipient(),
            template="home/complaint",
            context={
                "reference": kept.reference,
                "what": kept.what,
                "where": kept.where,
                "permit": kept.permit,
                "contact": kept.contact,
            },
            subject_ref=f"complaint:{kept.reference}",
            key=f"complaint:{kept.reference}",
        )
    record(actor=PUBLIC, verb="complaint.received", subject=f"complaint:{kept.reference}")
    return kept.reference


def _receivers() -> list[User]:
    return list(staff_with_role(*READ_COMPLAINTS))
