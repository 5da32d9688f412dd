"""A message is queued with what it tells of, in the reader's language, once."""

import threading

import pytest
from django.db import DatabaseError, connections, transaction
from django.template import TemplateDoesNotExist
from procrastinate.contrib.django.models import ProcrastinateJob

from simpul.kit.outcomes import InvalidInput
from simpul.messages.actions import Recipient, send
from simpul.messages.models import Message
from simpul.messages.rendering import BadTemplate, render

ANI = Recipient(email="Ani@Contoh.id", name="Ani", language="id", user_id=7)
VALUES = {"number": "JKT-1", "wild": "a < b & 'c'"}


def queue(to=ANI, template="try/plain", key=""):
    return send(to=to, template=template, context=VALUES, subject_ref="application:1", key=key)


@pytest.mark.django_db
def test_the_first_line_is_the_subject_and_the_text_is_not_escaped(settings):
    message = queue()
    assert message.subject == "Izin JKT-1 sudah terbit"
    assert message.text == (
        f"Hello Ani, see {settings.PUBLIC_URL}/izin/JKT-1?a=1&b=2\na < b & 'c'\n"
    )
    assert message.html == ""
    assert (message.state, message.email, message.user_id) == ("queued", "ani@contoh.id", 7)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "subject"),
    [
        ("en", "Your permit JKT-1 is ready"),
        ("id", "Izin JKT-1 sudah terbit"),
        ("xx", "Izin JKT-1 sudah terbit"),
    ],
)
def test_the_recipient_s_language_decides_not_the_sender_s(language, subject):
    from django.utils import translation

    with translation.override("en" if language == "id" else "id"):
        assert queue(Recipient("ani@contoh.id", language=language)).subject == subject


def test_the_html_part_is_escaped():
    rendered = render("try/rich", {"wild": "<script>"}, "id")
    assert rendered.subject == "<script> <p>"
    assert rendered.html == "<p>&lt;script&gt;</p>"


def test_a_subject_is_one_line_of_bounded_length():
    rendered = render("try/rich", {"wild": "x" * 400}, "id")
    assert len(rendered.subject) == 250
    assert rendered.subject.endswith("…")


@pytest.mark.django_db
def test_a_line_break_in_a_value_does_not_become_a_mail_header():
    message = send(
        to=Recipient("ani@contoh.id", name="Ani\r\nBcc: all@contoh.id"),
        template="try/plain",
        context={"number": "1\r\nBcc: all@contoh.id"},
        subject_ref="application:1",
    )
    assert "\n" not in message.subject + message.name
    assert "\r" not in message.subject + message.name


@pytest.mark.django_db
def test_a_template_without_text_or_none_at_all_is_an_error():
    with pytest.raises(BadTemplate):
        queue(template="try/bare")
    with pytest.raises(TemplateDoesNotExist):
        queue(template="try/none")
    assert not Message.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("email", ["", "ani", "a@b\nBcc: x@y.id", "ani@contoh.id, budi@contoh.id"])
def test_an_address_that_is_none_is_refused_at_its_field(email):
    with pytest.raises(InvalidInput) as refusal:
        queue(Recipient(email))
    assert list(refusal.value.errors) == ["email"]


@pytest.mark.django_db
def test_with_a_key_nobody_gets_a_message_twice():
    jobs = ProcrastinateJob.objects.filter(task_name__endswith="deliver")
    before = jobs.count()
    first = queue(key="application:1:issued")
    assert queue(key="application:1:issued").pk == first.pk
    other = queue(Recipient("budi@contoh.id"), key="application:1:issued")
    assert other.pk != first.pk
    assert jobs.count() == before + 2


@pytest.mark.django_db
def test_without_a_key_each_call_is_a_message():
    assert queue().pk != queue().pk


@pytest.mark.django_db(transaction=True)
def test_row_and_job_vanish_with_the_caller_s_transaction(empty_queue):
    with pytest.raises(RuntimeError), transaction.atomic():
        queue()
        raise RuntimeError
    assert not Message.objects.exists()
    assert not ProcrastinateJob.objects.filter(task_name__endswith="deliver").exists()


@pytest.mark.django_db(transaction=True)
def test_two_who_send_under_one_key_at_once_make_one_message(empty_queue):
    start, made, failures = threading.Barrier(4), [], []

    def work() -> None:
        try:
            start.wait(timeout=10)
            with transaction.atomic():
                made.append(queue(key="once").pk)
        except Exception as error:
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert failures == []
    assert len(set(made)) == 1
    assert Message.objects.count() == 1
    assert ProcrastinateJob.objects.filter(task_name__endswith="deliver").count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        {"state": "sent"},
        {"state": "failed"},
        {"state": "lost"},
        {"sent_at": "2026-11-22T00:00Z"},
        {"email": ""},
        {"forgotten_at": "2026-11-22T00:00Z"},
        {"user_id": None, "read_at": "2026-11-22T00:00Z"},
    ],
)
def test_the_database_refuses_states_without_their_facts(change):
    message = queue()
    with pytest.raises(DatabaseError), transaction.atomic():
        Message.objects.filter(pk=message.pk).update(**change)
