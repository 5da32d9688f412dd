"""The manager's own terms: written by its desk, recorded, never by anybody else."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from simpul.journal.models import Entry
from simpul.kit.actors import PUBLIC
from simpul.kit.outcomes import InvalidInput, NotVisible, WrongState
from simpul.places.actions import change_terms
from simpul.places.models import Site, Terms

pytestmark = pytest.mark.django_db
ADDRESS = "places:terms"


@pytest.fixture
def manager(make_person: Any) -> Any:
    """Kirana answers at the desk of Taman Ismail Marzuki."""
    return make_person("Kirana", desks={"PKJTIM": "answer"})


def test_the_desk_of_the_manager_changes_the_terms(jakarta: Any, manager: Any) -> None:
    terms = change_terms(
        actor=manager.actor,
        code="L27",
        edition=0,
        values={"hours_id": "  Pukul 08.00–20.00 ", "most_people": 60},
    )
    assert (terms.edition, terms.hours_id, terms.most_people) == (1, "Pukul 08.00–20.00", 60)
    entry = Entry.objects.get(subject="site:L27")
    assert entry.verb == "site.terms_changed"
    assert entry.data == {"edition": 1, "fields": ["hours_id", "most_people"]}
    assert entry.actor_id == manager.actor.id


def test_the_same_terms_again_change_nothing(jakarta: Any, manager: Any) -> None:
    change_terms(actor=manager.actor, code="L27", edition=0, values={"hours_id": "Siang"})
    same = change_terms(actor=manager.actor, code="L27", edition=1, values={"hours_id": "Siang"})
    assert same.edition == 1
    assert Entry.objects.filter(subject="site:L27").count() == 1


def test_who_was_slower_is_told(jakarta: Any, manager: Any) -> None:
    change_terms(actor=manager.actor, code="L27", edition=0, values={"hours_id": "Siang"})
    with pytest.raises(WrongState):
        change_terms(actor=manager.actor, code="L27", edition=0, values={"hours_id": "Malam"})
    assert Terms.objects.get().hours_id == "Siang"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"most_people": 0}, "most_people"),
        ({"most_people": 10**9}, "most_people"),
        ({"most_people": "60"}, "most_people"),
        ({"notice_days": 400}, "notice_days"),
        ({"contact_email": "bukan alamat"}, "contact_email"),
        ({"hours_id": "x" * 2001}, "hours_id"),
        ({"manager": "OWNER"}, "manager"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    jakarta: Any, manager: Any, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        change_terms(actor=manager.actor, code="L27", edition=0, values=values)
    assert field in refused.value.errors
    assert not Terms.objects.exists()
    assert not Entry.objects.filter(subject="site:L27").exists()


@pytest.mark.parametrize("name", ["ani", "citra", "dewi", "eko", "fajar", "gita", "hadi"])
def test_for_everybody_else_the_page_does_not_exist(
    jakarta: Any, client: Client, name: str, request: Any
) -> None:
    person = request.getfixturevalue(name)
    client.force_login(person.user)
    address = reverse(ADDRESS, args=["L27"])
    assert client.get(address).status_code == 404
    assert client.post(address, {"edition": 0, "hours_id": "Siang"}).status_code == 404
    with pytest.raises(NotVisible):
        change_terms(actor=person.actor, code="L27", edition=0, values={"hours_id": "Siang"})
    assert not Terms.objects.exists()


def test_the_public_changes_nothing(jakarta: Any, client: Client) -> None:
    assert client.get(reverse(ADDRESS, args=["L27"])).status_code == 404
    with pytest.raises(NotVisible):
        change_terms(actor=PUBLIC, code="L27", edition=0, values={"hours_id": "Siang"})


def test_a_reading_desk_and_an_ended_grant_change_nothing(jakarta: Any, make_person: Any) -> None:
    from simpul.people.models import DeskGrant, today

    reader = make_person("Lina", desks={"PKJTIM": "read"})
    gone = make_person("Made", desks={"PKJTIM": "manage"})
    DeskGrant.objects.filter(user=gone.user).update(ends_on=today())
    for person in (reader, gone):
        with pytest.raises(NotVisible):
            change_terms(actor=person.actor, code="L27", edition=0, values={"hours_id": "x"})


def test_a_desk_changes_only_its_own_sites(jakarta: Any, manager: Any, make_person: Any) -> None:
    with pytest.raises(NotVisible):
        change_terms(actor=manager.actor, code="L32", edition=0, values={"hours_id": "x"})
    owners = make_person("Nina", desks={"OWNER": "manage"})
    with pytest.raises(NotVisible):
        change_terms(actor=owners.actor, code="L41", edition=0, values={"hours_id": "x"})


def test_the_form_keeps_what_was_typed_and_shows_the_terms(
    jakarta: Any, client: Client, manager: Any
) -> None:
    client.force_login(manager.user)
    address = reverse(ADDRESS, args=["L27"])
    assert client.get(address).status_code == 200
    wrong = client.post(
        address, {"edition": 0, "hours_id": "Setiap hari", "contact_email": "salah"}
    )
    assert wrong.status_code == 422
    assert "Setiap hari" in wrong.content.decode()
    right = client.post(
        address, {"edition": 0, "hours_id": "Setiap hari", "notice_days": 5}, follow=True
    )
    text = right.content.decode()
    assert "Setiap hari" in text
    assert "5 hari kerja" in text
    stale = client.post(address, {"edition": 0, "hours_id": "Lain"})
    assert stale.status_code == 422
    assert "Lain" in stale.content.decode()


def test_markup_in_terms_is_text(jakarta: Any, client: Client, manager: Any) -> None:
    change_terms(
        actor=manager.actor, code="L27", edition=0, values={"hours_id": "<script>x</script>"}
    )
    text = client.get(reverse("places:site", args=["L27"])).content.decode()
    assert "<script>x" not in text
    assert "&lt;script&gt;x" in text


def test_the_database_refuses_an_impossible_site(jakarta: Any) -> None:
    from django.db import IntegrityError, transaction

    site = Site.objects.first()
    assert site is not None
    for update in ({"lat": 99.0}, {"lat": None}, {"listing_status": "x"}, {"owner": "x"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Site.objects.filter(pk=site.pk).update(**update)
    assert connection.vendor == "postgresql"
