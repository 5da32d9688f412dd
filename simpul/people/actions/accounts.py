"""Verbs about one's own account, and the first administrator of a new node."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from simpul.journal.actions import record
from simpul.kit.actors import Actor, system_actor
from simpul.kit.outcomes import InvalidInput, WrongState
from simpul.people.access import require_signed_in
from simpul.people.models import StaffGrant, User


@transaction.atomic
def change_profile(*, actor: Actor, name: str, language: str) -> User:
    """Change one's own name and the language of one's letters.

    Raises NotAllowed without an account, InvalidInput for an empty name or an unknown language.
    """
    user_id = require_signed_in(actor)
    errors: dict[str, list[str]] = {}
    clean = " ".join(name.split())
    if not clean:
        errors["name"] = [_("Enter your name.")]
    elif len(clean) > 200:
        errors["name"] = [_("The name is too long: at most 200 characters.")]
    if language not in dict(settings.LANGUAGES):
        errors["language"] = [_("Choose one of the languages.")]
    if errors:
        raise InvalidInput(errors)
    user = User.objects.select_for_update().get(pk=user_id)
    user.name, user.language = clean, language
    user.save(update_fields=["name", "language"])
    record(
        actor=actor,
        verb="person.profile_changed",
        subject=f"user:{user.pk}",
        data={"language": language},
    )
    return user


@transaction.atomic
def appoint_first_administrator(*, email: str, name: str = "") -> User:
    """Make the first administrator of a node that has none; everybody else is appointed by one.

    The account is made when there is none with this address; its owner sets a password through
    "forgotten password". Raises WrongState when there is an administrator already.
    """
    clean = User.objects.normalize_email(email).strip()
    if "@" not in clean:
        raise InvalidInput({"email": [_("Enter an e-mail address.")]})
    held = StaffGrant.objects.filter(role=StaffGrant.Role.ADMINISTRATOR).in_force()
    if held.exists():
        raise WrongState(_("There is an administrator already, who appoints all others."))
    user = User.objects.filter(email__iexact=clean).first()
    if user is None:
        user = User.objects.create_user(email=clean, name=name)
    StaffGrant.objects.create(
        user=user,
        role=StaffGrant.Role.ADMINISTRATOR,
        reason=_("First administrator, appointed at set-up"),
    )
    record(
        actor=system_actor("setup"),
        verb="grant.role_given",
        subject=f"user:{user.pk}",
        data={"role": StaffGrant.Role.ADMINISTRATOR.value},
    )
    return user
