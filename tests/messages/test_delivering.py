"""Mail reaches a real server, once, or says why it did not."""

from datetime import timedelta

import pytest
from aiosmtpd.controller import Controller
from django.db import IntegrityError, transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from simpul.kit.actors import PUBLIC, Actor
from simpul.kit.outcomes import NotAllowed, WrongState
from simpul.messages import actions, jobs
from simpul.messages.actions import Recipient, deliver_now, send, send_again
from simpul.messages.actions.delivering import MAX_ATTEMPTS
from simpul.messages.models import Message
from tests.conftest import free_port

HADI = Actor(kind="user", id="user:8", label="Hadi", roles=frozenset({"administrator"}))


def queue(template="try/plain", **recipient):
    with transaction.atomic():
        return send(
            to=Recipient(**{"email": "ani@contoh.id", "name": "Ani, Größe", **recipient}),
            template=template,
            context={"number": "JKT-1", "wild": "<b>"},
            subject_ref="application:1",
        )


class Refusing:
    """A mail server that answers every recipient with the same code."""

    def __init__(self, answer: str) -> None:
        self.answer = answer

    async def handle_RCPT(self, server, session, envelope, address, options):
        return self.answer


@pytest.fixture
def refusing_server(settings):
    running = []

    def start(answer: str) -> None:
        controller = Controller(Refusing(answer), hostname="127.0.0.1", port=free_port())
        controller.start()
        running.append(controller)
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port

    yield start
    for controller in running:
        controller.stop()


@pytest.mark.django_db(transaction=True)
def test_the_worker_delivers_what_was_queued(smtp, run_jobs):
    message = queue(template="try/rich")
    run_jobs()
    message.refresh_from_db()
    assert (message.state, message.attempts) == ("sent", 1)
    assert message.sent_at is not None
    [mail] = smtp.to("ani@contoh.id")
    assert mail["Subject"] == "<b> <p>"
    assert mail["To"].addresses[0].display_name == "Ani, Größe"
    assert mail["Message-ID"].startswith(f"<simpul-{message.pk}@")
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail.get_body(("plain",)).get_content().strip() == "Text"
    assert mail.get_body(("html",)).get_content().strip() == "<p>&lt;b&gt;</p>"


@pytest.mark.django_db
def test_a_message_is_sent_once_however_often_the_job_runs(smtp):
    message = queue()
    for _ in range(3):
        jobs.deliver(message_id=message.pk)
    assert len(smtp.messages) == 1
    assert deliver_now(message_id=message.pk) is None
    assert deliver_now(message_id=0) is None


@pytest.mark.django_db(transaction=True)
def test_a_server_that_is_away_is_tried_again_later(settings, run_jobs):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    message = queue()
    run_jobs()
    message.refresh_from_db()
    assert (message.state, message.attempts) == ("queued", 1)
    assert message.last_error == "ConnectionRefusedError"
    job = ProcrastinateJob.objects.get(task_name="simpul.messages.jobs.deliver")
    assert job.status == "todo"
    assert timezone.now() < job.scheduled_at < timezone.now() + timedelta(minutes=1)


@pytest.mark.django_db
def test_after_the_last_attempt_it_has_failed(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    message = queue()
    for _ in range(MAX_ATTEMPTS - 1):
        with pytest.raises(jobs.NotDeliveredYet):
            jobs.deliver(message_id=message.pk)
    jobs.deliver(message_id=message.pk)
    message.refresh_from_db()
    assert (message.state, message.attempts) == ("failed", MAX_ATTEMPTS)
    assert message.failed_at is not None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("answer", "state"), [("550 no such mailbox ani@contoh.id", "failed"), ("450 later", "queued")]
)
def test_a_refusal_for_good_is_not_tried_again_a_busy_server_is(refusing_server, answer, state):
    refusing_server(answer)
    message = deliver_now(message_id=queue().pk)
    assert message.state == state
    assert message.last_error == f"recipient refused ({answer[:3]})"


@pytest.mark.django_db
def test_without_a_mail_server_nothing_pretends_to_be_sent(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    settings.DEMO = False
    failed = deliver_now(message_id=queue().pk)
    assert failed.state == "failed"
    assert "SIMPUL_SMTP_HOST" in failed.last_error
    settings.DEMO = True
    assert deliver_now(message_id=queue().pk).state == "sent"


@pytest.mark.django_db
def test_an_administrator_sends_a_failed_message_again(smtp, settings):
    settings.EMAIL_PORT, port = free_port(), settings.EMAIL_PORT
    message = queue()
    Message.objects.filter(pk=message.pk).update(attempts=MAX_ATTEMPTS - 1)
    assert deliver_now(message_id=message.pk).state == "failed"
    with pytest.raises(NotAllowed):
        send_again(actor=PUBLIC, message_id=message.pk)
    again = send_again(actor=HADI, message_id=message.pk)
    assert (again.state, again.attempts) == ("queued", 0)
    with pytest.raises(WrongState):
        send_again(actor=HADI, message_id=message.pk)
    settings.EMAIL_PORT = port
    assert deliver_now(message_id=message.pk).state == "sent"
    assert len(smtp.messages) == 1


@pytest.mark.django_db
def test_addresses_and_texts_are_forgotten_when_their_time_is_up(smtp):
    link, listed, waiting = queue(), queue(user_id=7), queue()
    for message in (link, listed):
        deliver_now(message_id=message.pk)
    Message.objects.update(queued_at=timezone.now() - timedelta(days=91))
    assert actions.forget_old() == 1
    link.refresh_from_db()
    assert (link.email, link.name, link.text, link.html, link.state) == ("", "", "", "", "sent")
    waiting.refresh_from_db()
    assert waiting.email == "ani@contoh.id"
    Message.objects.update(queued_at=timezone.now() - timedelta(days=731))
    assert actions.forget_old() == 1
    listed.refresh_from_db()
    assert listed.email == ""


# --- what opens a door ------------------------------------------------------------------------
def _with_a_secret(template="try/plain"):
    with transaction.atomic():
        return send(
            to=Recipient(email="desk@contoh.id"),
            template=template,
            context={"number": "kunci:a+b/c", "wild": "kunci:a+b/c"},
            subject_ref="application:1",
            secrets=["kunci:a+b/c", ""],
        )


@pytest.mark.django_db
def test_what_opens_a_door_goes_out_by_mail_and_is_kept_nowhere(smtp):
    message = _with_a_secret()
    assert "kunci:a+b/c" in message.text + message.subject
    deliver_now(message_id=message.pk)
    [mail] = smtp.to("desk@contoh.id")
    assert "kunci:a+b/c" in mail.get_body(("plain",)).get_content() + mail["Subject"]
    message.refresh_from_db()
    assert "kunci" not in f"{message.subject} {message.text} {message.html} {message.secrets}"
    assert message.text


@pytest.mark.django_db
def test_a_failed_letter_keeps_its_link_while_it_can_be_sent_again(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    message = _with_a_secret("try/rich")
    deliver_now(message_id=message.pk)
    message.refresh_from_db()
    assert (message.state, message.secrets) == ("failed", ["kunci:a+b/c"])
    assert actions.strike_out_failed() == 0
    Message.objects.filter(pk=message.pk).update(failed_at=timezone.now() - timedelta(days=15))
    assert actions.strike_out_failed() == 1
    message.refresh_from_db()
    assert "kunci" not in f"{message.subject} {message.text} {message.html} {message.secrets}"


@pytest.mark.django_db
def test_no_sent_row_can_hold_a_secret(smtp):
    message = _with_a_secret()
    deliver_now(message_id=message.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.filter(pk=message.pk).update(secrets=["kunci"])
