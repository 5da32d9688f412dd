"""Verbs about declared interests: who is close to a company does not handle its cases."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from simpul.journal.actions import record
from simpul.kit.actors import Actor
from simpul.kit.outcomes import InvalidInput, NotAllowed, NotVisible, WrongState
from simpul.people.access import may_declare_interest, require, require_signed_in
from simpul.people.models import Interest, Organisation


@transaction.atomic
def declare_interest(*, actor: Actor, organisation_id: int, note: str) -> Interest:
    """Say that one is close to a company. Holds at once; saying it twice changes nothing."""
    require(may_declare_interest(actor))
    errors: dict[str, list[str]] = {}
    if not note.strip():
        errors["note"] = [_("Say in a few words what the interest is.")]
    if not Organisation.objects.filter(pk=organisation_id).exists():
        errors["organisation"] = [_("Choose one of the companies.")]
    if errors:
        raise InvalidInput(errors)
    user_id = require_signed_in(actor)
    interest, created = Interest.objects.get_or_create(
        user_id=user_id,
        organisation_id=organisation_id,
        ended_at=None,
        defaults={"note": note.strip()},
    )
    if created:
        record(
            actor=actor,
            verb="interest.declared",
            subject=f"user:{user_id}",
            data={"interest": interest.pk, "organisation": organisation_id},
        )
    return interest


@transaction.atomic
def end_interest(*, actor: Actor, interest_id: int) -> Interest:
    """End an interest. Somebody else does that: the head of service or an administrator."""
    interest = Interest.objects.select_for_update().filter(pk=interest_id).first()
    if interest is None or not (actor.is_staff or interest.user_id == actor.user_id):
        raise NotVisible(_("This declaration does not exist."))
    if interest.user_id == actor.user_id or not actor.has_role("head_of_service", "administrator"):
        raise NotAllowed(
            _("A declared interest is ended by the head of service or an administrator.")
        )
    if interest.ended_at is not None:
        raise WrongState(_("This interest has been ended already."))
    interest.ended_at = timezone.now()
    interest.save(update_fields=["ended_at"])
    record(
        actor=actor,
        verb="interest.ended",
        subject=f"user:{interest.user_id}",
        data={"interest": interest.pk, "organisation": interest.organisation_id},
    )
    return interest
