"""The applicant takes another day or other hours that the calendar offered, as the state allows.

A draft or a returned file is changed where it stands; a sent file comes back to its applicant with
the change in it, to be read and sent again; for an issued permit an amendment is begun.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from simpul.kit.actors import Actor
from simpul.kit.outcomes import WrongState
from simpul.permits import access, queries, states
from simpul.permits.actions.drafts import save_draft
from simpul.permits.actions.riders import start_rider
from simpul.permits.actions.submission import call_back
from simpul.permits.case_book import book_of
from simpul.permits.holding import claims, keeping, offers
from simpul.permits.models import Application, Permit
from simpul.places.checking import Calendar

TYPING = (Application.State.DRAFT, Application.State.RETURNED)


def take_offer(*, actor: Actor, application_id: uuid.UUID, code: str) -> Application:
    """Put the plan where `code` (of an `offers.Offer`) says, and keep that ground at once.

    The application that goes on from here: the case itself, or the amendment of its permit. Raises
    NotVisible, NotAllowed, and WrongState when the offer is no longer free or nothing can change.
    """
    with transaction.atomic():
        application = queries.application_for(actor, application_id, lock=True)
        access.require(access.can_send(actor, application))
        application = _open_for_change(actor, application)
        try:
            plan = offers.moved_plan(application.plan, code)
        except WrongState:
            raise WrongState(_("This was offered for an earlier plan. Look again.")) from None
        _require_free(application, plan)
        saved = save_draft(
            actor=actor, application_id=application.pk, version=application.version, plan=plan
        )
        keeping.follow(actor=actor, application=saved)
        return saved


def _open_for_change(actor: Actor, application: Application) -> Application:
    if application.state in TYPING:
        return application
    if application.state in states.OPEN:
        return call_back(actor=actor, application_id=application.pk)
    if application.state == Application.State.ISSUED:
        permit = _newest_permit(application)
        if permit is not None:
            rider = start_rider(actor=actor, permit_id=permit.pk)
            return queries.application_for(actor, rider.pk, lock=True)
    raise WrongState(_("This case has ended; begin a new application."))


def _newest_permit(application: Application) -> Permit | None:
    numbers = application.permits.values("number")
    return Permit.objects.filter(number__in=numbers).order_by("-version").first()


def _require_free(application: Application, plan: dict[str, Any]) -> None:
    calendar = Calendar(holder=claims.holder_of(application))
    if not offers.is_free(plan, calendar, book_of(application)):
        raise WrongState(_("Somebody has taken this meanwhile. Look at what is free now."))
