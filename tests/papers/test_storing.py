"""A file is kept whole, handed out safely, and let go when its time is up."""

import hashlib
from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.http import Http404
from PIL import Image

from simpul.kit.actors import Actor, system_actor
from simpul.kit.outcomes import InvalidInput
from simpul.papers import jobs
from simpul.papers.actions import (
    erase_due,
    set_retention,
    store_document,
    store_upload,
    sweep_orphans,
)
from simpul.papers.models import StoredFile
from simpul.papers.queries import file_for, files_about
from simpul.papers.views import serve
from tests.papers import hostile

pytestmark = pytest.mark.django_db
ANI = Actor(kind="user", id="user:7", label="Ani", user_id=7)


def upload(data=None, name="Surat Izin.pdf", **options) -> StoredFile:
    return store_upload(
        actor=ANI,
        upload=SimpleUploadedFile(name, hostile.pdf() if data is None else data, "text/html"),
        **{
            "kind": "letter",
            "personal_class": "case",
            "subject": "application:1",
            **options,
        },
    )


def body(response) -> bytes:
    return b"".join(response.streaming_content)


def test_a_file_is_kept_with_what_identifies_it():
    data = hostile.pdf()
    file = StoredFile.objects.get(pk=upload(data).pk)
    assert (file.sha256, file.size) == (hashlib.sha256(data).hexdigest(), len(data))
    assert (file.mime, file.extension, file.name) == ("application/pdf", "pdf", "Surat Izin.pdf")
    assert (file.uploaded_by, file.uploaded_by_user) == ("user:7", 7)
    assert not file.made_here
    with file.content.open("rb") as stored:
        assert stored.read() == data


def test_the_uploader_s_name_never_names_the_stored_file():
    file = upload(name="../../rahasia keluarga.pdf")
    assert "rahasia" not in file.content.name
    assert file.content.name.startswith("papers/")
    assert str(file.pk) in file.content.name


def test_a_photo_is_stored_without_its_place():
    file = upload(hostile.phone_photo(), "lokasi.jpg")
    with file.content.open("rb") as stored:
        data = stored.read()
    assert dict(Image.open(BytesIO(data)).getexif()) == {}
    assert file.sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize("name", ["izin.pdf", "izin.exe", "izin.pdf.exe"])
def test_a_renamed_program_leaves_nothing_behind(name):
    with pytest.raises(InvalidInput) as refusal:
        upload(b"MZ\x90\x00" + b"\0" * 100, name)
    [sentence] = refusal.value.errors["file"]
    assert sentence.startswith("Berkas ini adalah program")
    assert not StoredFile.objects.exists()
    assert not default_storage.exists("papers")


def test_an_upload_above_the_limit_is_not_even_read(settings):
    settings.UPLOAD_MAX_BYTES = 1000

    class Endless(SimpleUploadedFile):
        def read(self, *args):
            raise AssertionError("was read")

    with pytest.raises(InvalidInput, match="lebih besar"):
        store_upload(
            actor=ANI,
            upload=Endless("a.pdf", b"x" * 1001),
            kind="letter",
            personal_class="case",
            subject="application:1",
        )


def test_a_class_nobody_knows_is_refused():
    with pytest.raises(ValueError, match="secret"):
        upload(personal_class="secret")


@pytest.mark.parametrize(
    "change",
    [{"sha256": "x"}, {"size": 0}, {"personal_class": "x"}, {"content": ""}, {"erased_at": "now"}],
)
def test_the_database_refuses_half_a_file(change):
    file = upload()
    if "erased_at" in change:
        change = {"erased_at": datetime(2026, 1, 1, tzinfo=UTC)}
    with pytest.raises(DatabaseError), transaction.atomic():
        StoredFile.objects.filter(pk=file.pk).update(**change)


def test_a_file_is_found_by_its_id_and_by_what_it_is_about():
    file = upload()
    upload(subject="application:2")
    assert file_for(file.pk) == file
    assert file_for(str(file.pk)) == file
    for nothing in ("", "1", "00000000-0000-0000-0000-000000000000", "x" * 500, "\x00"):
        assert file_for(nothing) is None
    assert list(files_about("application:1")) == [file]


# --- handing out ---------------------------------------------------------------------------
def test_a_download_is_never_shown_inside_our_pages():
    answer = serve(upload(b"a,b\n1,2\n", "Daftar <kru>\u202e.csv"))
    assert answer["Content-Type"] == "text/csv"
    assert answer["Content-Disposition"].startswith("attachment;")
    assert "\u202e" not in answer["Content-Disposition"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Length"] == "8"
    assert body(answer) == b"a,b\n1,2\n"


def test_the_browser_s_own_idea_of_the_type_is_ignored():
    assert serve(upload())["Content-Type"] == "application/pdf"


def test_the_site_s_own_policy_does_not_replace_the_download_s(rf):
    from csp.middleware import CSPMiddleware

    answer = CSPMiddleware(lambda request: serve(upload()))(rf.get("/"))
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_bytes_that_are_gone_are_not_found():
    file = upload()
    default_storage.delete(file.content.name)
    with pytest.raises(Http404):
        serve(file)


def test_any_store_of_django_will_do(settings):
    memory = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    settings.STORAGES = {**settings.STORAGES, "default": memory}
    file = upload(b"a,b\n", "a.csv")
    assert body(serve(file)) == b"a,b\n"
    default_storage.save("papers/2020/01/lost.pdf", ContentFile(b"x"))
    assert sweep_orphans(older_than=timedelta(0)) == 1
    assert body(serve(file)) == b"a,b\n"


# --- documents made here -------------------------------------------------------------------
def test_a_document_of_ours_is_kept_byte_for_byte(plain_pdf):
    file = store_document(
        actor=system_actor("worker"),
        content=plain_pdf,
        name="izin JKT-26-000123-K.pdf",
        kind="permit",
        personal_class="case",
        subject="permit:1",
    )
    assert file.made_here
    assert (file.name, file.extension) == ("izin JKT-26-000123-K.pdf", "pdf")
    assert body(serve(file)) == plain_pdf


# --- letting go ----------------------------------------------------------------------------
def test_what_is_past_its_time_is_erased_and_only_that(django_capture_on_commit_callbacks):
    old, today, kept = upload(), upload(), upload(subject="application:2")
    yesterday = date(2026, 11, 21)
    assert (
        set_retention(subject="application:1", personal_class="sensitive", keep_until=yesterday)
        == 0
    )
    set_retention(subject="application:1", personal_class="case", keep_until=yesterday)
    StoredFile.objects.filter(pk=today.pk).update(keep_until=date(2026, 11, 22))
    path = old.content.name
    with django_capture_on_commit_callbacks(execute=True):
        assert erase_due(today=date(2026, 11, 22)) == 1
    assert erase_due(today=date(2026, 11, 22)) == 0
    assert not default_storage.exists(path)
    old.refresh_from_db()
    assert (old.name, old.content.name) == ("", "")
    assert old.sha256
    assert file_for(old.pk) is None
    assert file_for(today.pk)
    assert file_for(kept.pk)
    with pytest.raises(Http404):
        serve(old)


@pytest.mark.django_db(transaction=True)
def test_an_erasure_that_is_rolled_back_erases_nothing():
    file = upload(keep_until=date(2026, 1, 1))
    with pytest.raises(RuntimeError), transaction.atomic():
        assert erase_due(today=date(2026, 11, 22)) == 1
        raise RuntimeError
    assert default_storage.exists(file.content.name)
    assert file_for(file.pk)


@pytest.mark.django_db(transaction=True)
def test_bytes_of_a_transaction_that_failed_are_swept_later():
    kept = upload()
    with pytest.raises(RuntimeError), transaction.atomic():
        lost = upload()
        raise RuntimeError
    assert default_storage.exists(lost.content.name)
    assert sweep_orphans() == 0
    assert sweep_orphans(older_than=timedelta(0)) == 1
    assert not default_storage.exists(lost.content.name)
    assert default_storage.exists(kept.content.name)


def test_the_nightly_jobs_run_on_an_empty_store_too():
    default_storage.save("elsewhere/x.txt", ContentFile(b"x"))
    jobs.erase_due_files(timestamp=0)
    jobs.sweep_orphans(timestamp=0)
    assert default_storage.exists("elsewhere/x.txt")


def test_the_job_erases_by_the_city_s_calendar(django_capture_on_commit_callbacks):
    upload(keep_until=date(2026, 11, 22))
    with time_machine.travel(datetime(2026, 11, 22, 16, 59, tzinfo=UTC), tick=False):
        assert erase_due() == 0
    with time_machine.travel(datetime(2026, 11, 22, 17, 1, tzinfo=UTC), tick=False):
        assert erase_due() == 1
