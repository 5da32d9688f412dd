"""Roles in the commission and desks of authorities: one person proposes, another confirms."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from simpul.journal.actions import record
from simpul.kit.actors import Actor
from simpul.kit.outcomes import InvalidInput, NotVisible, WrongState
from simpul.people import desk_names, letters
from simpul.people.access import may_decide_grant, may_grant, require, require_role
from simpul.people.models import DeskGrant, Grant, StaffGrant, User, today

KINDS: dict[str, type[StaffGrant] | type[DeskGrant]] = {"role": StaffGrant, "desk": DeskGrant}
LIVE = (Grant.State.PROPOSED, Grant.State.GIVEN)


@transaction.atomic
def propose_role(
    *,
    actor: Actor,
    user_id: int,
    role: str,
    reason: str,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> StaffGrant:
    """Propose a role from `starts_on` (today) up to, and not on, `ends_on` (open).

    It holds once another person confirms it (`confirm_grant`). Raises NotAllowed (never to
    oneself), InvalidInput, WrongState when it is held or proposed already.
    """
    user = _receiver(actor, user_id)
    if role not in StaffGrant.Role.values:
        raise InvalidInput({"role": [_("Choose one of the roles.")]})
    start, why = _checked(reason, starts_on, ends_on)
    if _overlap(StaffGrant.objects.filter(user=user, role=role), start, ends_on):
        raise WrongState(_("This person holds this role already in that time."))
    grant = StaffGrant.objects.create(
        user=user,
        role=role,
        reason=why,
        starts_on=start,
        ends_on=ends_on,
        state=Grant.State.PROPOSED,
        granted_by_id=actor.user_id,
    )
    record(
        actor=actor,
        verb="grant.role_proposed",
        subject=f"user:{user.pk}",
        data={"grant": grant.pk, "role": role, "from": start, "until": ends_on},
    )
    letters.grant_proposed(grant, kind="role", proposer=actor)
    return grant


@transaction.atomic
def propose_desk(
    *,
    actor: Actor,
    user_id: int,
    authority_code: str,
    level: str,
    reason: str,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> DeskGrant:
    """Propose to seat somebody at an authority's desk; as `propose_role`."""
    user = _receiver(actor, user_id)
    errors: dict[str, list[str]] = {}
    known = desk_names.names()
    if not authority_code or (known and authority_code not in known):
        errors["authority_code"] = [_("Choose one of the authorities.")]
    if level not in DeskGrant.Level.values:
        errors["level"] = [_("Choose one of the levels.")]
    if errors:
        raise InvalidInput(errors)
    start, why = _checked(reason, starts_on, ends_on)
    held = DeskGrant.objects.filter(user=user, authority_code=authority_code)
    if _overlap(held, start, ends_on):
        raise WrongState(_("This person is at this desk already in that time."))
    grant = DeskGrant.objects.create(
        user=user,
        authority_code=authority_code,
        level=level,
        reason=why,
        starts_on=start,
        ends_on=ends_on,
        state=Grant.State.PROPOSED,
        granted_by_id=actor.user_id,
    )
    record(
        actor=actor,
        verb="grant.desk_proposed",
        subject=f"user:{user.pk}",
        data={
            "grant": grant.pk,
            "authority": authority_code,
            "level": level,
            "from": start,
            "until": ends_on,
        },
    )
    letters.grant_proposed(grant, kind="desk", proposer=actor)
    return grant


@transaction.atomic
def confirm_grant(*, actor: Actor, kind: str, grant_id: int) -> StaffGrant | DeskGrant:
    """The second person says yes; `kind` is "role" or "desk". It holds from today at the earliest.

    Raises NotVisible, NotAllowed for who proposed it or is to get it, WrongState when it is decided
    or its time is over.
    """
    grant = _proposal(actor, kind, grant_id)
    require(may_decide_grant(actor, grant))
    if grant.ends_on is not None and grant.ends_on <= today():
        raise WrongState(_("The time of this proposal is over."))
    grant.starts_on = max(grant.starts_on, today())
    _decide(actor, grant, Grant.State.GIVEN, f"grant.{kind}_given")
    letters.grant_given(grant, kind=kind)
    return grant


@transaction.atomic
def decline_grant(*, actor: Actor, kind: str, grant_id: int) -> StaffGrant | DeskGrant:
    """The second person says no, or who proposed it takes it back."""
    grant = _proposal(actor, kind, grant_id)
    if grant.granted_by_id != actor.user_id:
        require(may_decide_grant(actor, grant))
    _decide(actor, grant, Grant.State.DECLINED, f"grant.{kind}_declined")
    return grant


def _proposal(actor: Actor, kind: str, grant_id: int) -> StaffGrant | DeskGrant:
    if kind not in KINDS or not actor.has_role("administrator", "head_of_service"):
        raise NotVisible(_("This grant does not exist."))
    grant: StaffGrant | DeskGrant | None = (
        KINDS[kind].objects.select_for_update(of=("self",)).filter(pk=grant_id).first()
    )
    if grant is None:
        raise NotVisible(_("This grant does not exist."))
    if grant.state != Grant.State.PROPOSED:
        raise WrongState(_("This proposal is decided already."))
    return grant


def _decide(actor: Actor, grant: StaffGrant | DeskGrant, state: str, verb: str) -> None:
    grant.state, grant.decided_at, grant.decided_by_id = state, timezone.now(), actor.user_id
    grant.save(update_fields=["state", "decided_at", "decided_by", "starts_on"])
    record(
        actor=actor,
        verb=verb,
        subject=f"user:{grant.user_id}",
        data={"grant": grant.pk, "proposed_by": grant.granted_by_id},
    )


@transaction.atomic
def end_role(*, actor: Actor, grant_id: int, reason: str) -> StaffGrant:
    """End a role at once. The last administrator's role cannot be ended."""
    require_role(actor, "administrator")
    seen = StaffGrant.objects.filter(pk=grant_id).first()
    if seen is None:
        raise NotVisible(_("This grant does not exist."))
    if seen.role == StaffGrant.Role.ADMINISTRATOR:
        # All of them are held: two administrators who end each other at once leave one.
        held = StaffGrant.objects.filter(role=seen.role).in_force()
        held = held.select_for_update().order_by("pk")
        if not [grant for grant in held if grant.pk != grant_id]:
            raise WrongState(_("The last administrator's role cannot be ended."))
    grant: StaffGrant = StaffGrant.objects.select_for_update().get(pk=grant_id)
    _end(actor, grant, reason, "grant.role_ended")
    return grant


@transaction.atomic
def end_desk(*, actor: Actor, grant_id: int, reason: str) -> DeskGrant:
    """Take somebody from a desk at once."""
    require_role(actor, "administrator")
    grant: DeskGrant | None = DeskGrant.objects.select_for_update().filter(pk=grant_id).first()
    if grant is None:
        raise NotVisible(_("This grant does not exist."))
    _end(actor, grant, reason, "grant.desk_ended")
    return grant


def _end(actor: Actor, grant: StaffGrant | DeskGrant, reason: str, verb: str) -> None:
    require(may_grant(actor, to_user=grant.user_id))
    if not reason.strip():
        raise InvalidInput({"reason": [_("Say why.")]})
    if grant.state != Grant.State.GIVEN:
        raise WrongState(_("Only what was confirmed can be ended; a proposal is declined."))
    if grant.ends_on is not None and grant.ends_on <= today():
        raise WrongState(_("This grant has ended already."))
    grant.ends_on = max(today(), grant.starts_on)
    grant.save(update_fields=["ends_on"])
    record(
        actor=actor,
        verb=verb,
        subject=f"user:{grant.user_id}",
        data={"grant": grant.pk, "reason": reason.strip()},
    )


def _receiver(actor: Actor, user_id: int) -> User:
    require_role(actor, "administrator")
    require(may_grant(actor, to_user=user_id))
    user = User.objects.select_for_update().filter(pk=user_id, is_active=True).first()
    if user is None:
        raise InvalidInput({"user": [_("There is no such account.")]})
    return user


def _checked(reason: str, starts_on: date | None, ends_on: date | None) -> tuple[date, str]:
    start = starts_on or today()
    errors: dict[str, list[str]] = {}
    if not reason.strip():
        errors["reason"] = [_("Say why, for example the letter of appointment.")]
    if start < today():
        errors["starts_on"] = [_("A grant cannot begin in the past.")]
    if ends_on is not None and ends_on <= start:
        errors["ends_on"] = [_("The end must be after the beginning.")]
    if errors:
        raise InvalidInput(errors)
    return start, reason.strip()


def _overlap(rows: Iterable[Grant], start: date, end: date | None) -> bool:
    for grant in rows:
        begins_before = end is None or grant.starts_on < end
        ends_after = grant.ends_on is None or grant.ends_on > start
        if grant.state in LIVE and begins_before and ends_after:
            return True
    return False
