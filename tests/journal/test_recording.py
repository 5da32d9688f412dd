"""What happened is appended, chained, and cannot be taken back."""

import threading

import pytest
from django.db import DatabaseError, IntegrityError, connection, connections, transaction
from django.db.transaction import TransactionManagementError

from simpul.journal.actions import record, record_beginnings, record_many
from simpul.journal.models import FIRST, Entry
from simpul.journal.queries import entries_for, entries_for_any
from simpul.journal.verify import verify, verify_all
from simpul.kit.actors import Actor, system_actor

WORKER = system_actor("worker")


@pytest.mark.django_db
def test_an_entry_names_who_did_what_to_which():
    actor = Actor(kind="user", id="user:7", label="Dewi", user_id=7)
    entry = record(actor=actor, verb="permit.issued", subject="application:1", data={"number": "A"})
    entry.refresh_from_db()
    assert (entry.actor_kind, entry.actor_id, entry.actor_label) == ("user", "user:7", "Dewi")
    assert (entry.subject, entry.seq, entry.verb) == ("application:1", 1, "permit.issued")
    assert entry.data == {"number": "A"}
    assert entry.prev_hash == FIRST
    assert entry.hash == entry.computed_hash()


@pytest.mark.django_db
def test_each_stream_is_its_own_chain():
    first = record(actor=WORKER, verb="a", subject="application:1")
    other = record(actor=WORKER, verb="b", subject="application:2")
    second = record(actor=WORKER, verb="c", subject="application:1")
    assert (first.seq, other.seq, second.seq) == (1, 1, 2)
    assert second.prev_hash == first.hash
    assert [entry.verb for entry in entries_for("application:1")] == ["a", "c"]
    both = entries_for_any(["application:1", "application:2"])
    assert [entry.verb for entry in both] == ["a", "b", "c"]


@pytest.mark.django_db
def test_many_streams_are_written_at_once_like_one_by_one(django_assert_num_queries):
    born = {f"hold:{n}": [("hold.placed", {"n": n}), ("hold.confirmed", {})] for n in range(50)}
    with django_assert_num_queries(1):
        record_beginnings(actor=WORKER, streams=born)
    moved = {"hold:9": {"to": "L27"}, "hold:8": {}, "hold:new": {}}
    with django_assert_num_queries(3):
        record_many(actor=WORKER, verb="hold.changed", told=moved)
    verbs = [(entry.seq, entry.verb) for entry in entries_for("hold:9")]
    assert verbs == [(1, "hold.placed"), (2, "hold.confirmed"), (3, "hold.changed")]
    assert [entry.seq for entry in entries_for("hold:new")] == [1]
    assert entries_for("hold:9")[2].data == {"to": "L27"}
    record(actor=WORKER, verb="hold.cancelled", subject="hold:9")
    assert verify_all() == []


@pytest.mark.django_db
def test_a_stream_that_is_there_already_does_not_begin_again():
    record(actor=WORKER, verb="hold.placed", subject="hold:1")
    with pytest.raises(IntegrityError), transaction.atomic():
        record_beginnings(actor=WORKER, streams={"hold:1": [("hold.placed", {})]})


@pytest.mark.django_db(transaction=True)
def test_many_streams_too_belong_into_a_transaction():
    with pytest.raises(TransactionManagementError):
        record_many(actor=WORKER, verb="a", told={"hold:1": {}})
    with pytest.raises(TransactionManagementError):
        record_beginnings(actor=WORKER, streams={"hold:1": [("a", {})]})


@pytest.mark.django_db
def test_recording_costs_three_queries_however_long_the_stream(django_assert_num_queries):
    for _ in range(2):
        with django_assert_num_queries(3):
            record(actor=WORKER, verb="a", subject="application:1")


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_recorded():
    with pytest.raises(TransactionManagementError):
        record(actor=WORKER, verb="a", subject="application:1")
    assert not Entry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_was_never_recorded():
    with pytest.raises(RuntimeError), transaction.atomic():
        record(actor=WORKER, verb="a", subject="application:1")
        raise RuntimeError
    assert not Entry.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("subject", ["", "application"])
def test_a_subject_without_kind_and_id_is_refused(subject):
    with pytest.raises(ValueError, match="kind:id"):
        record(actor=WORKER, verb="a", subject=subject)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal_entry SET actor_label = 'somebody else'",
        "DELETE FROM journal_entry",
        "TRUNCATE journal_entry",
        "UPDATE journal_seal SET entries = 0",
        "DELETE FROM journal_seal",
        "TRUNCATE journal_seal",
    ],
)
def test_the_database_refuses_to_change_the_record(statement):
    from simpul.journal.actions import seal

    record(actor=WORKER, verb="a", subject="application:1")
    seal()
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.django_db
def test_the_database_refuses_a_second_entry_at_the_same_place():
    entry = record(actor=WORKER, verb="a", subject="application:1")
    entry.pk = None
    with pytest.raises(DatabaseError), transaction.atomic():
        entry.save(force_insert=True)


@pytest.mark.django_db(transaction=True)
def test_many_who_write_to_one_stream_at_once_make_one_chain():
    start, failures = threading.Barrier(6), []

    def write(name: str) -> None:
        try:
            start.wait(timeout=10)
            for _ in range(5):
                with transaction.atomic():
                    record(actor=system_actor(name), verb="a", subject="application:1")
        except Exception as error:
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=write, args=(f"worker{n}",)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert failures == []
    assert [entry.seq for entry in entries_for("application:1")] == list(range(1, 31))
    assert verify("application:1") is None
    assert verify_all() == []
