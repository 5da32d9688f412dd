"""After every answer and payment: does the case move on by itself?

The rule of what may be issued stands in issuable.py alone; this only takes the step.
"""

from __future__ import annotations

from simpul.journal.actions import record
from simpul.kit.actors import Actor
from simpul.permits import notify, states
from simpul.permits.actions.billing import open_bills_for
from simpul.permits.issuing.decision import decision_of
from simpul.permits.models import Application


def settle(*, actor: Actor, application: Application) -> Application:
    """Move to “waiting for payment” or “ready” when nothing blocks; opens the bills.

    Runs inside the caller's transaction, which holds the application or one of its clearances.
    """
    application = (
        Application.objects.select_for_update(of=("self",))
        .select_related("production", "company")
        .get(pk=application.pk)
    )
    if application.state not in (Application.State.IN_REVIEW, Application.State.AWAITING_PAYMENT):
        return application
    reasons = {reason.code for reason in decision_of(application).reasons}
    if reasons == {"unpaid"} and application.state == Application.State.IN_REVIEW:
        states.move(application, "cleared")
        open_bills_for(actor=actor, application=application)
    if reasons:
        return application
    states.move(application, "ready")
    record(actor=actor, verb="application.ready", subject=application.subject, data={})
    notify.application_ready(application)
    return application
