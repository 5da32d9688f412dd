"""Whoever reads the table of messages later finds no way into a case or an account."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from simpul.messages.actions import deliver_now
from simpul.messages.models import Message
from simpul.people import actions

pytestmark = pytest.mark.django_db


def _deliver_all() -> list[Message]:
    for message in Message.objects.filter(state="queued"):
        deliver_now(message_id=message.pk)
    return list(Message.objects.all())


def _open_addresses(text: str) -> list[str]:
    """Links of this node whose last part is long enough to be a token."""
    return re.findall(r"http://testserver/\S*[\w-]{20,}/?", text)


def test_a_reset_link_works_from_the_mailbox_and_not_from_the_table(ani: Any, smtp: Any) -> None:
    Client().post("/akun/password/reset/", {"email": ani.user.email})
    [message] = _deliver_all()
    [mail] = smtp.to(ani.user.email)
    [link] = _open_addresses(mail.get_body(("plain",)).get_content())
    assert Client().get(link.removeprefix("http://testserver"), follow=True).status_code == 200
    assert link not in message.text
    assert not _open_addresses(message.text)


def test_a_confirmation_of_an_address_is_kept_nowhere(client: Client, smtp: Any) -> None:
    form = {"name": "Nia", "email": "lala@contoh.id", "password1": "kursi-merah-42"}
    client.post("/akun/signup/", form)
    [message] = _deliver_all()
    [mail] = smtp.to("lala@contoh.id")
    assert _open_addresses(mail.get_body(("plain",)).get_content())
    assert not _open_addresses(message.text)


def test_an_invitation_opens_only_from_the_mailbox(ani: Any, company: Any, smtp: Any) -> None:
    actions.invite_member(
        actor=ani.actor, organisation_id=company.pk, email="lala@contoh.id", role="member"
    )
    [message] = _deliver_all()
    [mail] = smtp.to("lala@contoh.id")
    assert _open_addresses(mail.get_body(("plain",)).get_content())
    assert not _open_addresses(message.text)
