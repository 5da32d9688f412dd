"""How sign-up, letters and addresses of allauth fit this house."""

from __future__ import annotations

import hmac
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import get_language

from simpul.journal.actions import record
from simpul.kit.actors import Actor
from simpul.messages.actions import Recipient, send
from simpul.people.models import User
from simpul.web.limits import client_address, hit

TRIES, WITHIN = 30, 900
"""Tries to sign in to one account, and seconds; counted by the database, so for all processes."""

SECRETS = ("code", "key", "activate_url", "password_reset_url")
"""What in a letter of allauth opens the account."""


class AccountAdapter(DefaultAccountAdapter):
    def get_client_ip(self, request: HttpRequest) -> str:
        """The same reader for the limits of allauth as for our own."""
        return client_address(request) or "0.0.0.0"  # noqa: S104

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """The short limits of allauth count per process; this one holds for the whole node."""
        super().pre_authenticate(request, **credentials)
        name = str(credentials.get("email", "")).strip().lower()
        digest = hmac.new(settings.SECRET_KEY.encode(), name.encode(), "sha256").hexdigest()[:24]
        if not hit(f"sign-in:{digest}", limit=TRIES, seconds=WITHIN):
            raise self.validation_error("too_many_login_attempts")

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        """The account keeps the name and the language in which the person signed up."""
        user.name = form.cleaned_data.get("name", "")
        user.language = get_language() or "id"
        with transaction.atomic():
            super().save_user(request, user, form, commit=commit)
            if commit:
                who = Actor(kind="user", id=f"user:{user.pk}", label=user.get_full_name())
                record(actor=who, verb="person.joined", subject=f"user:{user.pk}")
        return user

    def format_email_subject(self, subject: str) -> str:
        return subject

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Through the house's own outbox, so that a letter is never lost and never sent twice."""
        user = context.get("user")
        letter = self.render_mail(template_prefix, email, {"email": email, **context})
        send(
            to=Recipient(
                email=email,
                name=user.get_full_name() if user else "",
                language=get_language() or "id",
                user_id=getattr(user, "pk", None),
            ),
            template="people/account",
            context={"subject": letter.subject, "body": letter.body},
            subject_ref=f"user:{user.pk}" if user and user.pk else "account:sign-in",
            secrets=[str(context[name]) for name in SECRETS if context.get(name)],
        )
