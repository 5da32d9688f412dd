"""Verbs about who works for a company."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from simpul.journal.actions import record
from simpul.kit.actors import Actor
from simpul.kit.outcomes import InvalidInput, NotAllowed, NotVisible, WrongState
from simpul.messages.actions import Recipient, send
from simpul.people.access import (
    may_manage_team,
    require,
    require_company_visible,
    require_signed_in,
)
from simpul.people.actions.companies import locked_organisation
from simpul.people.models import Invitation, Membership, Organisation, User, today
from simpul.web.addresses import whole_address
from simpul.web.limits import hit

INVITATION_DAYS = 14
INVITATIONS_A_DAY = 40


@transaction.atomic
def invite_member(*, actor: Actor, organisation_id: int, email: str, role: str) -> Invitation:
    """Ask somebody by e-mail to join. Asking again sends a new link; the old one stops working.

    Raises NotVisible, NotAllowed, InvalidInput, and WrongState for somebody who is in the team.
    """
    organisation = _managed(actor, organisation_id)
    clean = _checked_email(email)
    _check_role(role)
    if not hit(f"invite:{organisation_id}", limit=INVITATIONS_A_DAY, seconds=86_400):
        raise WrongState(_("Too many invitations today. Try again tomorrow."))
    members = Membership.objects.filter(organisation=organisation).in_force()
    if members.filter(user__email__iexact=clean).exists():
        raise InvalidInput({"email": [_("This person is in the team already.")]})
    Invitation.objects.filter(
        organisation=organisation, email__iexact=clean, state=Invitation.State.SENT
    ).update(state=Invitation.State.WITHDRAWN)
    token = secrets.token_urlsafe(32)
    now = timezone.now()
    invitation = Invitation.objects.create(
        organisation=organisation,
        email=clean,
        role=role,
        digest=digest_of(token),
        invited_by_id=require_signed_in(actor),
        invited_at=now,
        expires_at=now + timedelta(days=INVITATION_DAYS),
    )
    _send_invitation(actor, invitation, token)
    record(
        actor=actor,
        verb="company.invited",
        subject=f"organisation:{organisation.pk}",
        data={"invitation": invitation.pk, "role": role},
    )
    return invitation


def _send_invitation(actor: Actor, invitation: Invitation, token: str) -> None:
    known = User.objects.filter(email__iexact=invitation.email).first()
    send(
        to=Recipient(
            email=invitation.email,
            name=known.get_full_name() if known else "",
            language=known.language if known else (translation.get_language() or "id"),
            user_id=known.pk if known else None,
        ),
        template="people/invitation",
        context={
            "company": invitation.organisation.name,
            "inviter": actor.label,
            "url": whole_address("people:invitation", token),
            "expires_at": invitation.expires_at,
        },
        subject_ref=f"organisation:{invitation.organisation_id}",
        secrets=[token],
    )


def digest_of(token: str) -> str:
    """What is stored of a link's secret."""
    return hashlib.sha256(token.encode()).hexdigest()


def find_invitation(token: str) -> Invitation:
    """The open invitation of a link. Raises NotVisible for any other text.

    WrongState says what became of an invitation that can no longer be accepted.
    """
    found = (
        Invitation.objects.select_related("organisation", "invited_by")
        .filter(digest=digest_of(token))
        .first()
    )
    if found is None:
        raise NotVisible(_("This link is not valid."))
    if found.state == Invitation.State.ACCEPTED:
        raise WrongState(_("This invitation has been accepted already."))
    if found.state == Invitation.State.WITHDRAWN:
        raise WrongState(_("This invitation has been withdrawn. Ask for a new one."))
    if not found.is_open:
        raise WrongState(_("This invitation has expired. Ask for a new one."))
    return found


@transaction.atomic
def accept_invitation(*, actor: Actor, token: str) -> Membership:
    """Join the company. The link counts only for the account with the invited address."""
    user_id = require_signed_in(actor)
    invitation = find_invitation(token)
    organisation = locked_organisation(invitation.organisation_id)
    invitation = find_invitation(token)  # as it stands now that nobody else can change it
    user = User.objects.get(pk=user_id)
    if user.email.lower() != invitation.email.lower():
        raise NotAllowed(
            _("This invitation is for %(email)s. Sign in with that address.")
            % {"email": invitation.email}
        )
    membership = Membership.objects.filter(organisation=organisation, user=user).in_force().first()
    if membership is None:
        membership = Membership.objects.create(
            organisation=organisation, user=user, role=invitation.role
        )
    invitation.state = Invitation.State.ACCEPTED
    invitation.accepted_by, invitation.accepted_at = user, timezone.now()
    invitation.save(update_fields=["state", "accepted_by", "accepted_at"])
    record(
        actor=actor,
        verb="company.joined",
        subject=f"organisation:{organisation.pk}",
        data={"membership": membership.pk, "role": membership.role},
    )
    return membership


@transaction.atomic
def withdraw_invitation(*, actor: Actor, organisation_id: int, invitation_id: int) -> None:
    """Make a link stop working. Raises WrongState when it has been answered."""
    organisation = _managed(actor, organisation_id)
    changed = Invitation.objects.filter(
        pk=invitation_id, organisation=organisation, state=Invitation.State.SENT
    ).update(state=Invitation.State.WITHDRAWN)
    if not changed:
        raise WrongState(_("This invitation has been answered or withdrawn already."))
    record(
        actor=actor,
        verb="company.invitation_withdrawn",
        subject=f"organisation:{organisation.pk}",
        data={"invitation": invitation_id},
    )


@transaction.atomic
def change_role(*, actor: Actor, membership_id: int, role: str) -> Membership:
    """Give a member another role: the old membership ends today, a new one begins.

    Raises WrongState where the company would be left without an owner.
    """
    _check_role(role)
    membership = _held(actor, membership_id)
    if membership.role == role:
        return membership
    _keep_an_owner(membership)
    membership.ends_on = max(today(), membership.starts_on)
    membership.save(update_fields=["ends_on"])
    renewed = Membership.objects.create(
        user_id=membership.user_id, organisation_id=membership.organisation_id, role=role
    )
    record(
        actor=actor,
        verb="company.role_changed",
        subject=f"organisation:{membership.organisation_id}",
        data={"user": membership.user_id, "from": membership.role, "to": role},
    )
    return renewed


@transaction.atomic
def end_membership(*, actor: Actor, membership_id: int) -> Membership:
    """Take somebody out of the team, or leave it oneself; at once."""
    membership = _held(actor, membership_id, or_own=True)
    _keep_an_owner(membership)
    membership.ends_on = max(today(), membership.starts_on)
    membership.save(update_fields=["ends_on"])
    record(
        actor=actor,
        verb="company.membership_ended",
        subject=f"organisation:{membership.organisation_id}",
        data={"user": membership.user_id},
    )
    return membership


def _managed(actor: Actor, organisation_id: int) -> Organisation:
    require_company_visible(actor, organisation_id)
    require(may_manage_team(actor, organisation_id))
    return locked_organisation(organisation_id)


def _held(actor: Actor, membership_id: int, *, or_own: bool = False) -> Membership:
    """A membership in force, locked with its company, that the actor may change."""
    first = Membership.objects.filter(pk=membership_id).first()
    if first is None:
        raise NotVisible(_("This membership does not exist."))
    require_company_visible(actor, first.organisation_id)
    if not (or_own and first.user_id == actor.user_id):
        require(may_manage_team(actor, first.organisation_id))
    locked_organisation(first.organisation_id)
    membership: Membership = Membership.objects.select_for_update().get(pk=membership_id)
    if not membership.is_in_force():
        raise WrongState(_("This membership has ended already."))
    return membership


def _keep_an_owner(membership: Membership) -> None:
    if membership.role != Membership.Role.OWNER:
        return
    owners = Membership.objects.filter(
        organisation_id=membership.organisation_id, role=Membership.Role.OWNER
    ).in_force()
    if not owners.exclude(pk=membership.pk).exists():
        raise WrongState(_("A company needs an owner. Make somebody else an owner first."))


def _check_role(role: str) -> None:
    if role not in Membership.Role.values:
        raise InvalidInput({"role": [_("Choose one of the roles.")]})


def _checked_email(email: str) -> str:
    clean = email.strip().lower()
    try:
        validate_email(clean)
    except ValidationError as error:
        raise InvalidInput(
            {"email": [_("Enter an e-mail address, for example name@example.com.")]}
        ) from error
    return clean
