"""Papers with personal data go when their time is over; decisions stay."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from simpul.kit.actors import system_actor
from simpul.papers.actions import erase_due
from simpul.permits.actions import drafts, retention, submission
from tests.permits.desk.conftest import SENT
from tests.permits.desk.test_answering import PDF

ROBOT = system_actor("worker")


def test_passports_of_an_ended_case_are_erased_after_their_days(sent: Any, ani: Any) -> None:
    application = sent("e")
    paper = drafts.attach(
        actor=ani.actor,
        application_id=application.pk,
        document_code="passport_copies",
        upload=SimpleUploadedFile("paspor.pdf", PDF),
    ).file
    assert paper.personal_class == "sensitive"
    assert retention.set_last_days(actor=ROBOT, now=SENT) == 0, "the case is still open"
    submission.withdraw(actor=ani.actor, application_id=application.pk, reason="x", now=SENT)
    assert retention.set_last_days(actor=ROBOT, now=SENT) == 1
    paper.refresh_from_db()
    assert paper.keep_until == SENT.date() + dt.timedelta(days=90)
    assert retention.set_last_days(actor=ROBOT, now=SENT) == 0, "a day once set stays"
    assert erase_due(today=paper.keep_until) == 0
    assert erase_due(today=paper.keep_until + dt.timedelta(days=1)) == 1
    paper.refresh_from_db()
    assert paper.erased_at is not None
    assert not paper.content


def test_officer_hears_once_that_desks_are_empty(accepted: Any, dewi: Any) -> None:
    from simpul.messages.queries import messages_of

    accepted("d")
    subjects = [m.subject for m in messages_of(dewi.user.pk) if "meja" in m.subject.lower()]
    assert len(subjects) == 1
