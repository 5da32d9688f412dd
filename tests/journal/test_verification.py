"""Whatever is done to the record behind the program's back, shows."""

from contextlib import contextmanager

import pytest
from django.db import connection
from django.utils import translation

from simpul.journal.actions import record, seal
from simpul.journal.jobs import seal_journal
from simpul.journal.models import FIRST, Entry, Seal
from simpul.journal.queries import last_seal
from simpul.journal.verify import Problem, verify, verify_all
from simpul.kit.actors import system_actor

pytestmark = pytest.mark.django_db
WORKER = system_actor("worker")


@contextmanager
def behind_the_back():
    """As an intruder with all rights in the database would: triggers off."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET session_replication_role = replica")
        yield cursor
        cursor.execute("SET session_replication_role = origin")


@pytest.fixture
def streams():
    for number in (1, 2, 3):
        for verb in ("drafted", "submitted", "decided"):
            record(
                actor=WORKER, verb=verb, subject=f"application:{number}", data={"fee": "2200000"}
            )


def test_an_untouched_journal_has_no_problem(streams):
    seal()
    assert verify("application:1") is None
    assert verify("application:404") is None
    assert verify_all() == []


@pytest.mark.parametrize(
    "change",
    [
        """data = '{"fee": "1"}'""",
        "verb = 'refused'",
        "actor_id = 'user:1'",
        "actor_kind = 'user'",
        "actor_label = 'Budi'",
        "at = at + interval '1 microsecond'",
    ],
)
def test_a_changed_entry_shows(streams, change):
    with behind_the_back() as cursor:
        cursor.execute(
            f"UPDATE journal_entry SET {change} WHERE subject = 'application:2' AND seq = 2"
        )
    expected = Problem("changed", "application:2", 2)
    assert verify("application:2") == expected
    assert verify_all() == [expected]
    assert verify("application:1") is None


def test_an_entry_rewritten_with_a_fitting_hash_shows_at_the_next_one(streams):
    entry = Entry.objects.get(subject="application:2", seq=2)
    entry.verb = "refused"
    with behind_the_back() as cursor:
        cursor.execute(
            "UPDATE journal_entry SET verb = 'refused', hash = %s WHERE id = %s",
            [entry.computed_hash(), entry.pk],
        )
    assert verify("application:2") == Problem("broken_link", "application:2", 3)


def test_a_stream_rewritten_from_end_to_end_shows_in_the_seal(streams):
    seal()
    entry = Entry.objects.get(subject="application:2", seq=3)
    entry.verb = "refused"
    with behind_the_back() as cursor:
        cursor.execute(
            "UPDATE journal_entry SET verb = 'refused', hash = %s WHERE id = %s",
            [entry.computed_hash(), entry.pk],
        )
    assert verify("application:2") == Problem("changed", "application:2", 3)
    assert verify_all() == [Problem("changed", "application:2", 3)]


@pytest.mark.parametrize("seq", [1, 2])
def test_a_removed_entry_shows(streams, seq):
    with behind_the_back() as cursor:
        cursor.execute(
            "DELETE FROM journal_entry WHERE subject = 'application:3' AND seq = %s", [seq]
        )
    assert verify("application:3") == Problem("missing", "application:3", seq)


def test_a_cut_tail_shows_once_it_was_sealed(streams):
    seal()
    with behind_the_back() as cursor:
        cursor.execute("DELETE FROM journal_entry WHERE subject = 'application:3' AND seq = 3")
    assert verify("application:3") == Problem("missing", "application:3", 3)
    assert verify_all() == [Problem("missing", "application:3", 3)]


def test_a_deleted_stream_shows_by_its_name(streams):
    seal()
    record(actor=WORKER, verb="drafted", subject="application:4")
    seal()
    with behind_the_back() as cursor:
        cursor.execute("DELETE FROM journal_entry WHERE subject = 'application:2'")
    assert verify_all() == [Problem("missing", "application:2", 3)]
    assert verify("application:2") == Problem("missing", "application:2", 1)


@pytest.mark.parametrize("free_id", [0, -5, -(2**63)])
def test_an_entry_slipped_in_under_a_finished_seal_shows(streams, free_id):
    seal()
    last = Entry.objects.get(subject="application:1", seq=3)
    late = Entry(
        id=free_id,
        subject="application:9",
        seq=1,
        verb="drafted",
        actor_kind="system",
        actor_id="system:worker",
        at=last.at,
        prev_hash=FIRST,
    )
    late.hash = late.computed_hash()
    Entry.objects.bulk_create([late])
    assert verify("application:9") is None
    assert Problem("late", "application:9", 1) in verify_all()


def test_a_changed_or_removed_seal_shows(streams):
    seal()
    for number in (5, 6):
        record(actor=WORKER, verb="drafted", subject=f"application:{number}")
        seal()
    with behind_the_back() as cursor:
        cursor.execute("UPDATE journal_seal SET heads = '{}' WHERE number = 3")
    assert Problem("seal", "seal:3", 3) in verify_all()
    with behind_the_back() as cursor:
        cursor.execute("DELETE FROM journal_seal WHERE number = 2")
    assert Problem("seal", "seal:2", 2) in verify_all()


def test_the_daily_job_seals_what_is_new_and_only_that(streams):
    seal_journal(timestamp=0)
    first = last_seal()
    assert (first.number, first.entries, len(first.heads)) == (1, 9, 3)
    seal_journal(timestamp=0)
    assert Seal.objects.count() == 1
    record(actor=WORKER, verb="wrapped", subject="application:2")
    seal_journal(timestamp=0)
    second = last_seal()
    assert (second.number, second.prev_hash) == (2, first.hash)
    assert list(second.heads) == ["application:2"]


@pytest.mark.parametrize("code", ["changed", "broken_link", "missing", "late", "seal"])
def test_every_problem_has_a_sentence_in_both_languages(code):
    problem = Problem(code, "application:2", 3)
    sentences = set()
    for language in ("id", "en"):
        with translation.override(language):
            assert "application:2" in problem.text
            sentences.add(problem.text)
    assert len(sentences) == 2
