"""A list shows its owner's messages and nobody else's; the demo inbox exists only in the demo."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from simpul.messages.actions import Recipient, send
from simpul.messages.models import Message

pytestmark = pytest.mark.django_db
WILD = "<script>alert(1)</script> https://contoh.id/izin?a=1&b=2"


def queue(person=None, email="orang@contoh.id", wild=WILD):
    return send(
        to=Recipient(
            email=person.user.email if person else email,
            user_id=person.user.pk if person else None,
        ),
        template="try/plain",
        context={"number": "JKT-1 <i>", "wild": wild},
        subject_ref="application:1",
    )


def sign_in(client, person):
    client.force_login(person.user)
    return client


def test_a_person_sees_the_own_list_and_reads_from_it(client, ani):
    message = queue(ani)
    sign_in(client, ani)
    page = client.get(reverse("messages:inbox"))
    assert page.status_code == 200
    assert "1 pesan belum dibaca" in page.text
    assert "Izin JKT-1 &lt;i&gt; sudah terbit" in page.text
    opened = client.get(reverse("messages:message", args=[message.pk]))
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in opened.text
    assert '<a href="https://contoh.id/izin?a=1&amp;b=2"' in opened.text
    message.refresh_from_db()
    first_read = message.read_at
    assert first_read is not None
    client.get(reverse("messages:message", args=[message.pk]))
    message.refresh_from_db()
    assert message.read_at == first_read


def test_an_outsider_sees_nothing_of_another_s_list(client, ani, citra):
    message, unlisted = queue(ani), queue()
    sign_in(client, citra)
    assert "JKT-1" not in client.get(reverse("messages:inbox")).text
    for pk in (message.pk, unlisted.pk, 10**9):
        assert client.get(reverse("messages:message", args=[pk])).status_code == 404
    client.post(reverse("messages:all-read"))
    message.refresh_from_db()
    assert message.read_at is None


@pytest.mark.parametrize("name", ["messages:inbox", "messages:all-read"])
def test_without_an_account_there_is_no_list(client, name):
    answer = client.post(reverse(name)) if name.endswith("read") else client.get(reverse(name))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))


def test_all_is_marked_read_at_once_and_only_by_post(client, ani):
    queue(ani), queue(ani)
    sign_in(client, ani)
    assert client.get(reverse("messages:all-read")).status_code == 405
    assert client.post(reverse("messages:all-read")).status_code == 302
    assert Message.objects.filter(read_at=None).count() == 0


def test_the_list_does_not_ask_more_of_the_database_when_it_is_longer(client, ani):
    sign_in(client, ani)
    counts = []
    for number in (1, 6):
        for _ in range(number):
            queue(ani)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(reverse("messages:inbox"))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_demo_inbox_does_not_exist_outside_the_demo(client, settings, hadi):
    message = queue()
    settings.DEMO = False
    sign_in(client, hadi)
    assert client.get(reverse("messages:demo-inbox")).status_code == 404
    assert client.get(reverse("messages:demo-message", args=[message.pk])).status_code == 404


def test_the_demo_inbox_shows_every_message_with_links_that_work(client, settings):
    settings.DEMO = True
    first, _second = queue(email="polisi@contoh.id"), queue()
    page = client.get(reverse("messages:demo-inbox")).text
    assert "polisi@contoh.id" in page
    assert "orang@contoh.id" in page
    narrowed = client.get(reverse("messages:demo-inbox"), {"to": "polisi@contoh.id"}).text
    assert "orang@contoh.id" not in narrowed
    opened = client.get(reverse("messages:demo-message", args=[first.pk])).text
    assert f'<a href="{settings.PUBLIC_URL}/izin/JKT-1' in opened
    assert "<script>alert" not in opened
    first.refresh_from_db()
    assert first.read_at is None


@pytest.mark.parametrize(
    "query", ["?page=x", "?page=-1", "?page=999999", "?to=%00", "?to=" + "x" * 5000]
)
def test_odd_addresses_do_no_harm(client, settings, query):
    settings.DEMO = True
    queue()
    assert client.get(reverse("messages:demo-inbox") + query).status_code == 200


def test_the_pages_are_whole_in_english(client, make_person):
    ivy = make_person("Ivy", language="en")
    queue(ivy)
    sign_in(client, ivy)
    page = client.get(reverse("messages:inbox")).text
    assert "Mark all as read" in page
    assert "pesan belum dibaca" not in page


# --- what did not arrive -----------------------------------------------------------------------
def fail(message, days_ago=0):
    Message.objects.filter(pk=message.pk).update(
        state="failed",
        failed_at=timezone.now() - timedelta(days=days_ago),
        last_error="recipient refused (550)",
    )
    return message


def test_an_administrator_sends_again_what_did_not_arrive(client, hadi):
    lost, arrived = fail(queue(email="hilang@contoh.id")), queue(email="sampai@contoh.id")
    old = fail(queue(email="lama@contoh.id"), days_ago=15)
    sign_in(client, hadi)
    assert reverse("messages:failed") in client.get("/meja/").text
    page = client.get(reverse("messages:failed")).text
    assert "hilang@contoh.id" in page and "recipient refused (550)" in page
    assert "sampai@contoh.id" not in page and "lama@contoh.id" not in page
    assert "JKT-1" not in page
    again = client.post(reverse("messages:again", args=[lost.pk]), follow=True)
    assert "hilang@contoh.id" not in again.text
    lost.refresh_from_db()
    assert (lost.state, lost.attempts) == ("queued", 0)
    for other in (lost, arrived, old):
        assert client.post(reverse("messages:again", args=[other.pk])).status_code == 409


def test_nobody_else_sees_or_sends_what_did_not_arrive(client, ani, citra, dewi, gita):
    lost = fail(queue(ani))
    addresses = [reverse("messages:failed"), reverse("messages:again", args=[lost.pk])]
    for person in (ani, citra, dewi, gita):
        sign_in(client, person)
        assert client.get(addresses[0]).status_code == 404
        assert client.post(addresses[1]).status_code == 404
    lost.refresh_from_db()
    assert lost.state == "failed"
