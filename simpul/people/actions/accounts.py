"""Verbs about one's own account, and the first administrators of a new node."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import connection, transaction
from django.utils.translation import gettext as _

from simpul.journal.actions import record
from simpul.kit.actors import Actor, system_actor
from simpul.kit.outcomes import InvalidInput, WrongState
from simpul.people.access import require_signed_in
from simpul.people.models import StaffGrant, User

ADMINISTRATORS_AT_FIRST = 2
"""One proposes, the other confirms."""


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
def appoint_administrator(*, email: str, name: str = "") -> User:
    """Name an administrator on the machine itself, while there are fewer than two.

    One alone cannot confirm what he proposes, so a new node names two; all others are proposed and
    confirmed on the pages. The account is made when there is none with this address. Raises
    InvalidInput for something that is no address, WrongState when two are there.
    """
    clean = User.objects.normalize_email(email).strip()
    try:
        validate_email(clean)
    except ValidationError as error:
        raise InvalidInput({"email": error.messages}) from error
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE people_staffgrant IN SHARE ROW EXCLUSIVE MODE")
    administrators = StaffGrant.objects.filter(role=StaffGrant.Role.ADMINISTRATOR)
    users = set(administrators.in_force().values_list("user_id", flat=True))
    user = User.objects.filter(email__iexact=clean).first()
    if len(users) >= ADMINISTRATORS_AT_FIRST or (user is not None and user.pk in users):
        raise WrongState(_("There are administrators already, who can name others."))
    if user is None:
        user = User.objects.create_user(email=clean, name=name)
    elif administrators.filter(user=user, ends_on=None).exclude(state="declined").exists():
        raise WrongState(_("This role is proposed for this person already; decline it first."))
    grant = StaffGrant.objects.create(
        user=user,
        role=StaffGrant.Role.ADMINISTRATOR,
        reason=_("Named on the machine itself"),
    )
    record(
        actor=system_actor("setup"),
        verb="grant.role_given",
        subject=f"user:{user.pk}",
        data={"grant": grant.pk, "role": StaffGrant.Role.ADMINISTRATOR.value},
    )
    return user
