"""Verbs of the administrator: roles in the commission and desks of authorities, dated."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from simpul.journal.actions import record
from simpul.kit.actors import Actor
from simpul.kit.outcomes import InvalidInput, NotVisible, WrongState
from simpul.people import desk_names
from simpul.people.access import may_grant, require, require_role
from simpul.people.models import DeskGrant, StaffGrant, User, today


@transaction.atomic
def grant_role(
    *,
    actor: Actor,
    user_id: int,
    role: str,
    reason: str,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> StaffGrant:
    """Give a role from `starts_on` (today) up to, and not on, `ends_on` (open).

    Raises NotAllowed (never to oneself), InvalidInput, WrongState when it is held already.
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
        granted_by_id=actor.user_id,
    )
    record(
        actor=actor,
        verb="grant.role_given",
        subject=f"user:{user.pk}",
        data={"grant": grant.pk, "role": role, "from": start, "until": ends_on},
    )
    return grant


@transaction.atomic
def grant_desk(
    *,
    actor: Actor,
    user_id: int,
    authority_code: str,
    level: str,
    reason: str,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> DeskGrant:
    """Seat somebody at an authority's desk; dates as in `grant_role`."""
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
        granted_by_id=actor.user_id,
    )
    record(
        actor=actor,
        verb="grant.desk_given",
        subject=f"user:{user.pk}",
        data={
            "grant": grant.pk,
            "authority": authority_code,
            "level": level,
            "from": start,
            "until": ends_on,
        },
    )
    return grant


@transaction.atomic
def end_role(*, actor: Actor, grant_id: int, reason: str) -> StaffGrant:
    """End a role at once. The last administrator's role cannot be ended."""
    require_role(actor, "administrator")
    grant: StaffGrant | None = StaffGrant.objects.select_for_update().filter(pk=grant_id).first()
    if grant is None:
        raise NotVisible(_("This grant does not exist."))
    if grant.role == StaffGrant.Role.ADMINISTRATOR:
        held = StaffGrant.objects.filter(role=grant.role).in_force()
        if not held.exclude(pk=grant.pk).exists():
            raise WrongState(_("The last administrator's role cannot be ended."))
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


def _overlap(rows: object, start: date, end: date | None) -> bool:
    for grant in rows:  # type: ignore[attr-defined]
        begins_before = end is None or grant.starts_on < end
        ends_after = grant.ends_on is None or grant.ends_on > start
        if begins_before and ends_after:
            return True
    return False
