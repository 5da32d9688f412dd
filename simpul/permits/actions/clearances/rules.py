"""What every verb of a clearance asks first: is this request still to be answered?"""

from __future__ import annotations

from django.utils.translation import gettext as _

from simpul.kit.outcomes import WrongState
from simpul.permits.models import Application, Clearance

LIVE = (
    Application.State.IN_REVIEW,
    Application.State.AWAITING_PAYMENT,
    Application.State.READY,
    # A held part (the drone, the blast) may be answered after the rest has been issued.
    Application.State.ISSUED,
)


def require_answerable(clearance: Clearance) -> None:
    """Raises WrongState with who was first, or why nobody is asked now."""
    if clearance.application.state not in LIVE:
        raise WrongState(_("The case is no longer with the authorities."))
    if clearance.state == Clearance.State.ANSWERED:
        raise WrongState(
            _("This was already answered by %(who)s.") % {"who": clearance.answered_by_label}
        )
    if clearance.state == Clearance.State.WAITING:
        raise WrongState(_("Another authority must answer first."))
    if clearance.state == Clearance.State.ENDED:
        raise WrongState(_("This request has ended."))
