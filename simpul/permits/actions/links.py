"""Verbs of the signed e-mail link: an authority answers one clearance without an account.

The token is random and signed by this node, kept only as a digest, for one clearance, expires, can
be revoked, and every step stands in the journal.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets

from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from simpul.journal.actions import record
from simpul.kit.actors import Actor
from simpul.kit.outcomes import InvalidInput, NotVisible, WrongState
from simpul.people.access import require_signed_in
from simpul.permits import access, notify
from simpul.permits.actions.holding import hold_case, hold_clearance
from simpul.permits.actions.lengths import too_long
from simpul.permits.models import AnswerLink, Clearance

GOOD_FOR = dt.timedelta(days=14)
MOST_EMAIL = 180
"""Characters: the address is part of the name under which the answer is kept."""


_SIGNER = Signer(salt="permits.answer-link")


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _secret_of(token: str) -> str:
    """The random part of a token that this node signed; NotVisible for any other text."""
    try:
        return _SIGNER.unsign(token)
    except BadSignature:
        raise NotVisible(_("Not found.")) from None


def send_answer_link(
    *, actor: Actor, clearance_id: int, email: str, now: dt.datetime | None = None
) -> AnswerLink:
    """Send a fresh link to an authority's mailbox; older links of this clearance stop working."""
    moment = now or timezone.now()
    address = email.strip().lower()
    with transaction.atomic():
        clearance = hold_clearance(actor, clearance_id)
        access.require_visible(actor, clearance.application)
        access.require(access.can_handle(actor, clearance.application))
        try:
            validate_email(address)
        except ValidationError:
            raise InvalidInput({"email": [_("Enter a whole e-mail address.")]}) from None
        if errors := too_long(email=(address, MOST_EMAIL)):
            raise InvalidInput(errors)
        if clearance.state not in (
            Clearance.State.REQUESTED,
            Clearance.State.NEEDS_INFORMATION,
        ):
            raise WrongState(_("Only an open request can be answered by link."))
        return issue_link(
            actor=actor,
            clearance=clearance,
            email=address,
            now=moment,
            created_by_id=require_signed_in(actor),
        )


def issue_link(
    *,
    actor: Actor,
    clearance: Clearance,
    email: str,
    now: dt.datetime,
    created_by_id: int | None = None,
) -> AnswerLink:
    """Make a link and send it; older links of this clearance stop working.

    The caller holds the case and has checked access. Without `created_by_id` the program sent it.
    """
    AnswerLink.objects.filter(clearance=clearance, revoked_at__isnull=True).update(revoked_at=now)
    secret = secrets.token_urlsafe(32)
    link = AnswerLink.objects.create(
        clearance=clearance,
        email=email,
        token_digest=_digest(secret),
        created_by_id=created_by_id,
        created_at=now,
        expires_at=_expiry(clearance, now),
    )
    record(
        actor=actor,
        verb="link.sent",
        subject=clearance.application.subject,
        data={"link": link.pk, "clearance": clearance.pk, "authority": clearance.authority_code},
    )
    notify.answer_link_sent(link, _SIGNER.sign(secret))
    return link


def _expiry(clearance: Clearance, now: dt.datetime) -> dt.datetime:
    """Never before the day on which the answer is due has ended."""
    if clearance.due_on is None:
        return now + GOOD_FOR
    day_after = dt.datetime.combine(clearance.due_on + dt.timedelta(days=1), dt.time())
    return max(now + GOOD_FOR, timezone.make_aware(day_after))


def revoke_answer_link(*, actor: Actor, link_id: int, now: dt.datetime | None = None) -> AnswerLink:
    """Stop a link at once, e.g. when it went to the wrong address."""
    with transaction.atomic():
        seen = AnswerLink.objects.select_related("clearance").filter(pk=link_id).first()
        if seen is None:
            raise NotVisible(_("Not found."))
        hold_case(seen.clearance.application_id)
        link = (
            AnswerLink.objects.select_for_update(of=("self",))
            .select_related("clearance__application")
            .get(pk=link_id)
        )
        application = link.clearance.application
        access.require_visible(actor, application)
        access.require(access.can_handle(actor, application))
        if link.revoked_at is None:
            link.revoked_at = now or timezone.now()
            link.save(update_fields=["revoked_at"])
            record(
                actor=actor,
                verb="link.revoked",
                subject=application.subject,
                data={"link": link.pk},
            )
        return link


def open_answer_link(*, token: str, now: dt.datetime | None = None) -> tuple[Actor, AnswerLink]:
    """Who holds this token, and for which clearance.

    Raises NotVisible for a token that was never sent (so that guessing tells nothing), WrongState
    with the way out for one that expired, was revoked, or whose request is no longer open.
    """
    moment = now or timezone.now()
    link = (
        AnswerLink.objects.select_related("clearance__application__production")
        .filter(token_digest=_digest(_secret_of(token)))
        .first()
    )
    if link is None:
        raise NotVisible(_("Not found."))
    if link.revoked_at is not None or link.expires_at <= moment:
        raise WrongState(_("This link no longer works. Ask the case officer for a new one."))
    actor = Actor(
        kind="link",
        id=f"link:{link.pk}",
        label=link.email,
        scope=f"clearance:{link.clearance_id}",
    )
    if link.opened_at is None:
        with transaction.atomic():
            taken = AnswerLink.objects.filter(pk=link.pk, opened_at__isnull=True).update(
                opened_at=moment
            )
            if taken:
                record(
                    actor=actor,
                    verb="link.opened",
                    subject=link.clearance.application.subject,
                    data={"link": link.pk},
                )
    return actor, link


def mark_link_used(*, link: AnswerLink, now: dt.datetime | None = None) -> None:
    """The answer is in: the link can still show it, not change it."""
    AnswerLink.objects.filter(pk=link.pk, used_at__isnull=True).update(
        used_at=now or timezone.now()
    )
