"""Who is told what about roles and desks."""

from __future__ import annotations

from django.utils import translation

from simpul.kit.actors import Actor
from simpul.messages.actions import send
from simpul.people import desk_names
from simpul.people.models import DeskGrant, StaffGrant, User
from simpul.people.queries import staff_with_role
from simpul.web.addresses import whole_address


def grant_proposed(grant: StaffGrant | DeskGrant, *, kind: str, proposer: Actor) -> None:
    """Everybody who may confirm it."""
    deciders = staff_with_role("administrator", "head_of_service")
    for person in deciders.exclude(pk__in=[grant.user_id, proposer.user_id or 0]):
        _send(person, "grant_proposed", grant, kind)


def grant_given(grant: StaffGrant | DeskGrant, *, kind: str) -> None:
    """Who got it, and who proposed it: a role nobody asked for is noticed."""
    people = {grant.user, grant.granted_by}
    for person in people:
        if person is not None:
            _send(person, "grant_given", grant, kind)


def _send(to: User, template: str, grant: StaffGrant | DeskGrant, kind: str) -> None:
    with translation.override(to.language):
        if isinstance(grant, StaffGrant):
            what = str(grant.get_role_display())
        else:
            what = desk_names.name(grant.authority_code, to.language)
    send(
        to=to.as_recipient(),
        template=f"people/{template}",
        context={
            "grant": grant,
            "kind": kind,
            "what": what,
            "url": whole_address(f"people:{kind}-decide", grant.pk),
        },
        subject_ref=f"user:{grant.user_id}",
        key=f"{template}:{kind}:{grant.pk}",
    )
