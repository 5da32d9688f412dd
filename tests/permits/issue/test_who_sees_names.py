"""A desk works without the names of a confidential production (decision 0010)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from simpul.permits.models import Permit


def pages(permit: Permit) -> tuple[str, str]:
    return f"/perizinan/{permit.pk}/", f"/perizinan/{permit.pk}/berkas/"


def test_company_and_commission_read_the_names_a_desk_does_not(
    blast_waits: Any, ani: Any, gita: Any, make_person: Any, client: Any
) -> None:
    permit = blast_waits()
    names = [permit.contents["production"][key] for key in ("title", "company")]
    page, paper = pages(permit)
    for person in (ani, gita):
        client.force_login(person.user)
        text = client.get(page).content.decode()
        assert all(name in text for name in names)
        assert client.get(paper).status_code == 200
    desk = make_person("Lina", desks={"POLRI_LANTAS": "answer"})
    client.force_login(desk.user)
    text = client.get(page).content.decode()
    assert permit.number in text
    assert permit.contents["places"][0]["name"] in text
    assert not any(name in text for name in names)
    assert client.get(paper).status_code == 404


def test_after_the_embargo_a_desk_reads_the_names_too(
    blast_waits: Any, make_person: Any, client: Any
) -> None:
    permit = blast_waits()
    production = permit.application.production
    production.embargo_until = timezone.localdate() - dt.timedelta(days=1)
    production.save(update_fields=["embargo_until"])
    desk = make_person("Lina", desks={"POLRI_LANTAS": "answer"})
    client.force_login(desk.user)
    page, paper = pages(permit)
    assert permit.contents["production"]["title"] in client.get(page).content.decode()
    assert client.get(paper).status_code == 200
