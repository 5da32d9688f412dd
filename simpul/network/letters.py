"""One letter of this room to several people, each in their language."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from simpul.messages.actions import send
from simpul.people.models import User
from simpul.web.addresses import whole_address
from simpul.web.formats import in_letter


def write(
    people: Iterable[User],
    template: str,
    subject_ref: str,
    *,
    page: tuple[str, Any],
    key: str,
    **context: Any,
) -> None:
    """`page` is the name of the page to open and what it shows; days and functions of the context
    are worded for each reader."""
    name, shown = page
    url = whole_address(f"network:{name}", shown)
    for person in people:
        send(
            to=person.as_recipient(),
            template=f"network/{template}",
            context=in_letter({"url": url, **context}, person.language),
            subject_ref=subject_ref,
            key=key,
        )


def in_charge(user_id: int) -> QuerySet[User]:
    """Whoever has it in hand; nobody where the account is closed."""
    return User.objects.filter(pk=user_id, is_active=True)
