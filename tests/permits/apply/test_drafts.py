"""A draft keeps whatever was typed, and nobody overwrites a colleague unseen."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from simpul.journal.queries import entries_for
from simpul.kit.outcomes import InvalidInput, NotAllowed, NotVisible, WrongState
from simpul.permits.actions import drafts, submission
from simpul.permits.models import Application
from tests.permits.apply.conftest import picture


def save(person: Any, application: Application, **parts: Any) -> Application:
    application.refresh_from_db()
    return drafts.save_draft(
        actor=person.actor,
        application_id=application.pk,
        version=parts.pop("version", application.version),
        **parts,
    )


def test_a_draft_begins_with_the_title_of_its_production(bare: Any) -> None:
    assert bare.state == "draft"
    assert bare.reference is None
    assert bare.plan["production"] == {"title": "Senja", "type": "short"}
    assert [entry.verb for entry in entries_for(bare.subject)] == ["application.started"]


def test_a_plan_becomes_an_application_without_retyping(
    jakarta: Any, ani: Any, company: Any
) -> None:
    plan = {"production": {"title": "Kali"}, "spots": [{"name": "Jembatan"}], "days": [{}]}
    made = drafts.start_application(
        actor=ani.actor,
        company_id=company.pk,
        production={"title": "Kali", "kind": "short"},
        plan=plan,
    )
    assert made.plan["spots"] == [{"name": "Jembatan", "id": "s1"}]
    assert made.plan["days"] == [{"spot": "s1"}]


@pytest.mark.parametrize("role", ["viewer"])
def test_a_viewer_reads_and_begins_nothing(
    jakarta: Any, make_person: Any, company: Any, role: str
) -> None:
    viewer = make_person("Vina", company=company, role=role)
    with pytest.raises(NotAllowed):
        drafts.start_application(
            actor=viewer.actor, company_id=company.pk, production={"title": "x", "kind": "short"}
        )


def test_for_an_outsider_company_draft_and_production_do_not_exist(
    bare: Any, citra: Any, dewi: Any, company: Any, other_company: Any
) -> None:
    for person in (citra, dewi):
        with pytest.raises(NotVisible):
            save(person, bare, plan={})
    with pytest.raises(NotVisible):
        drafts.start_application(
            actor=citra.actor, company_id=company.pk, production={"title": "x", "kind": "short"}
        )
    with pytest.raises(NotVisible):
        drafts.start_application(
            actor=citra.actor, company_id=other_company.pk, production_id=bare.production_id
        )


def test_what_is_wrong_is_kept_as_typed(bare: Any, budi: Any) -> None:
    plan = {**bare.plan, "days": [{"date": "31 Februari", "people": "banyak"}]}
    saved = save(budi, bare, plan=plan, details={"contact": {"mobile": "nanti"}})
    saved.refresh_from_db()
    assert saved.plan["days"] == [{"date": "31 Februari", "people": "banyak"}]
    assert saved.details == {"contact": {"mobile": "nanti"}}
    assert saved.changed_by_id == budi.user.pk


def test_signs_that_no_database_can_hold_are_taken_out(bare: Any, ani: Any) -> None:
    saved = save(ani, bare, plan={"production": {"title": "a\x00b"}})
    assert saved.plan["production"]["title"] == "ab"
    text = "backslash \\u0000 written by hand"
    assert save(ani, bare, plan={"production": {"title": text}}).plan["production"]["title"] == text
    with pytest.raises(InvalidInput):
        save(ani, bare, plan={"production": {"title": float("nan")}})


def test_a_plan_without_measure_is_refused(bare: Any, ani: Any) -> None:
    with pytest.raises(InvalidInput):
        save(ani, bare, plan={"production": {"title": "x" * 3_000_000}})


def test_who_read_an_older_version_is_told_who_saved_when(bare: Any, ani: Any, budi: Any) -> None:
    read = bare.version
    save(budi, bare, plan={"production": {"title": "Budi"}}, version=read)
    with pytest.raises(WrongState, match="Budi"):
        save(ani, bare, plan={"production": {"title": "Ani"}}, version=read)
    bare.refresh_from_db()
    assert bare.plan["production"]["title"] == "Budi"


def test_a_sent_case_is_not_edited(sent: Any, ani: Any) -> None:
    with pytest.raises(NotAllowed):
        save(ani, sent("a"), plan={})


def test_a_paper_is_kept_at_once_and_taken_out_again(bare: Any, ani: Any, budi: Any) -> None:
    kept = drafts.attach(
        actor=budi.actor,
        application_id=bare.pk,
        document_code="identity",
        upload=picture("ktp.png"),
    )
    assert kept.file.personal_class == "sensitive"
    drafts.detach(actor=ani.actor, application_id=bare.pk, attachment_id=kept.pk)
    again = drafts.detach(actor=ani.actor, application_id=bare.pk, attachment_id=kept.pk)
    assert again.removed_at is not None
    verbs = [entry.verb for entry in entries_for(bare.subject)]
    assert verbs.count("application.paper_removed") == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("ktp.pdf", b"MZ\x90\x00" + b"\0" * 200),
        ("gambar.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>x</script></svg>"),
        ("halaman.html", b"<html><script>alert(1)</script></html>"),
        ("kosong.pdf", b""),
    ],
)
def test_hostile_files_are_refused_with_a_reason(
    bare: Any, ani: Any, name: str, content: bytes
) -> None:
    with pytest.raises(InvalidInput) as refused:
        drafts.attach(
            actor=ani.actor,
            application_id=bare.pk,
            document_code="identity",
            upload=SimpleUploadedFile(name, content),
        )
    assert str(refused.value)
    assert not bare.attachments.exists()


def test_an_unknown_document_is_refused(bare: Any, ani: Any) -> None:
    with pytest.raises(InvalidInput):
        drafts.attach(
            actor=ani.actor,
            application_id=bare.pk,
            document_code="../x",
            upload=picture("a.png"),
        )


def test_papers_are_added_after_sending_but_not_taken_out(sent: Any, ani: Any) -> None:
    application = sent("a")
    kept = drafts.attach(
        actor=ani.actor,
        application_id=application.pk,
        document_code="identity",
        upload=picture("ktp.png"),
    )
    with pytest.raises(NotAllowed):
        drafts.detach(actor=ani.actor, application_id=application.pk, attachment_id=kept.pk)


def test_a_withdrawn_draft_takes_nothing_more(bare: Any, ani: Any) -> None:
    submission.withdraw(actor=ani.actor, application_id=bare.pk, reason="")
    with pytest.raises(NotAllowed):
        save(ani, bare, plan={})
    with pytest.raises(NotAllowed):
        drafts.attach(
            actor=ani.actor,
            application_id=bare.pk,
            document_code="identity",
            upload=picture("a.png"),
        )
