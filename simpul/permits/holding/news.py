"""What the calendar asks this room, and tells it: who may act for a case's hold, and who hears of
a queue that moved."""

from __future__ import annotations

from django.utils.translation import gettext as _

from simpul.kit.actors import Actor
from simpul.kit.outcomes import Answer, no
from simpul.permits import access, notify
from simpul.permits.holding.claims import KIND
from simpul.permits.models import Application, CaseHold
from simpul.places import holders
from simpul.places.models import Hold
from simpul.places.queueing import rivals_of


def register() -> None:
    """Answer for the holders of this room. Called when the app is ready."""
    holders.register(KIND, may=may, told=told)


def may(actor: Actor, holder: str, verb: str) -> Answer:
    """The company for its own case, the commission's officers for every case; confirming is
    theirs alone and needs what a signature needs."""
    key = holder.removeprefix(f"{KIND}:")
    application = Application.objects.filter(pk=key).first()
    if application is None:
        return no(_("Not found."))
    if verb == "confirm":
        return access.can_decide(actor, application)
    own = actor.companies.get(application.company_id) in access.EDITING_ROLES
    return access.can_see(actor, application) if own else access.can_handle(actor, application)


def told(news: holders.News) -> None:
    """Letters to the company, and to the officers once the case has been sent."""
    link = CaseHold.objects.select_related("application", "hold").filter(hold=news.hold_id).first()
    if link is None or (news.event == "moved_up" and _still_taken(link.hold)):
        return
    application = link.application
    if application.state in ("withdrawn", "refused", "cancelled", "closed"):
        return
    notify.calendar_news(
        application, event=news.event, position=news.position, because=news.text, key=news.key
    )


def _still_taken(hold: Hold) -> bool:
    """Somebody let go of a place that another has meanwhile: no good news for those behind."""
    if hold.state == Hold.State.RELEASED:
        return True
    return any(rival.state == Hold.State.CONFIRMED for rival in rivals_of(hold).values())
