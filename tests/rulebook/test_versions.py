"""Versions: two people, one in force, published ones never change, whatever path wrote it."""

from __future__ import annotations

import threading
from copy import deepcopy
from dataclasses import replace

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from simpul.journal.queries import entries_for
from simpul.kit.actors import PUBLIC, system_actor
from simpul.kit.outcomes import ActionError, InvalidInput, NotAllowed, NotVisible, WrongState
from simpul.rulebook import queries
from simpul.rulebook.actions import discard_version, make_version, publish_version
from simpul.rulebook.models import Version
from tests.rulebook.conftest import TWO, contents

pytestmark = pytest.mark.django_db


def load(person, found=TWO, city="uji"):
    actor = getattr(person, "actor", person)
    return make_version(actor=actor, city_code=city, contents=found)


def test_a_loaded_version_is_a_draft_and_nothing_is_in_force(editor):
    version = load(editor)
    assert (version.number, version.state, version.loaded_as) == (1, "draft", editor.actor.id)
    assert queries.current_version() is None
    assert [entry.verb for entry in entries_for(version.subject)] == ["rules.loaded"]


def test_numbers_count_up_in_each_city(editor):
    assert [load(editor).number, load(editor).number, load(editor, city="lain").number] == [1, 2, 1]


def test_another_person_puts_it_in_force_and_the_old_one_is_superseded(editor, hadi):
    first = publish_version(actor=hadi.actor, version_id=load(editor).pk)
    second = publish_version(actor=hadi.actor, version_id=load(editor).pk)
    first.refresh_from_db()
    assert (first.state, second.state) == ("superseded", "published")
    assert queries.current_version() == second
    assert [entry.verb for entry in entries_for(first.subject)] == [
        "rules.loaded",
        "rules.published",
        "rules.superseded",
    ]


def test_who_loaded_cannot_publish(hadi):
    version = load(hadi)
    with pytest.raises(NotAllowed, match=r"memuat|loaded"):
        publish_version(actor=hadi.actor, version_id=version.pk)


def test_publishing_needs_a_second_factor(editor, hadi):
    version = load(editor)
    with pytest.raises(NotAllowed):
        publish_version(actor=replace(hadi.actor, second_factor=False), version_id=version.pk)
    version.refresh_from_db()
    assert version.state == "draft"


@pytest.mark.parametrize("name", ["ani", "dewi", "eko", "fajar", "gita"])
def test_nobody_else_loads_or_publishes(request, editor, name):
    person = request.getfixturevalue(name)
    version = load(editor)
    with pytest.raises(NotAllowed):
        load(person)
    with pytest.raises(NotAllowed):
        publish_version(actor=person.actor, version_id=version.pk)
    with pytest.raises(NotAllowed):
        discard_version(actor=person.actor, version_id=version.pk)
    with pytest.raises(NotAllowed):
        publish_version(actor=PUBLIC, version_id=version.pk)


def test_the_program_publishes_only_the_very_first_rules_and_under_another_name(editor, hadi):
    setup, other = system_actor("setup"), system_actor("first-publication")
    version = load(setup)
    with pytest.raises(NotAllowed):
        publish_version(actor=setup, version_id=version.pk)
    publish_version(actor=other, version_id=version.pk)
    with pytest.raises(NotAllowed):
        publish_version(actor=other, version_id=load(setup).pk)


def test_a_draft_is_published_once(editor, hadi):
    version = load(editor)
    publish_version(actor=hadi.actor, version_id=version.pk)
    with pytest.raises(WrongState):
        publish_version(actor=hadi.actor, version_id=version.pk)
    with pytest.raises(NotVisible):
        publish_version(actor=hadi.actor, version_id=version.pk + 999)


def test_an_older_draft_does_not_push_out_newer_rules(editor, hadi):
    older, newer = load(editor), load(editor)
    publish_version(actor=hadi.actor, version_id=newer.pk)
    with pytest.raises(WrongState):
        publish_version(actor=hadi.actor, version_id=older.pk)


def test_broken_rules_change_nothing(editor, publish):
    current = publish()
    broken = deepcopy(TWO)
    broken["tables"]["levies"]["rows"][0]["cells"]["when"] = "gone = yes"
    with pytest.raises(InvalidInput, match="gone"):
        load(editor, broken)
    assert queries.current_version() == current
    assert Version.objects.count() == 1


def test_a_draft_may_be_thrown_away_but_nothing_else(editor, publish):
    draft = load(editor)
    discard_version(actor=editor.actor, version_id=draft.pk)
    assert not Version.objects.exists()
    with pytest.raises(WrongState):
        discard_version(actor=editor.actor, version_id=publish().pk)


# --- what the database refuses -----------------------------------------------------------------
def refused(sql, *params):
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)


@pytest.mark.parametrize(
    "change",
    [
        "contents = '{}'::jsonb",
        "digest = 'x'",
        "number = 99",
        "loaded_as = 'user:99'",
        "loaded_by_id = NULL",
        "published_as = 'user:99'",
        "published_at = now()",
        "note = 'later'",
        "state = 'draft', published_as = '', published_at = NULL, published_by_id = NULL",
    ],
)
def test_a_published_version_never_changes(publish, change):
    version = publish()
    refused(f"UPDATE rulebook_version SET {change} WHERE id = %s", version.pk)


def test_a_published_version_is_never_deleted_nor_brought_back(publish):
    first = publish()
    refused("DELETE FROM rulebook_version WHERE id = %s", first.pk)
    publish()
    refused("DELETE FROM rulebook_version WHERE id = %s", first.pk)
    refused(
        "UPDATE rulebook_version SET state = 'published', superseded_at = NULL WHERE id = %s",
        first.pk,
    )


def test_a_draft_keeps_its_contents_too(editor):
    refused("UPDATE rulebook_version SET contents = '{}' WHERE id = %s", load(editor).pk)


def test_the_database_wants_two_names(editor, hadi):
    version = load(editor)
    publish_it = "UPDATE rulebook_version SET state = 'published', published_at = now(), "
    refused(publish_it + "published_as = '' WHERE id = %s", version.pk)
    refused(publish_it + "published_as = loaded_as WHERE id = %s", version.pk)
    refused(
        publish_it + "published_as = 'other', published_by_id = loaded_by_id WHERE id = %s",
        version.pk,
    )


def test_the_database_keeps_one_version_in_force_per_city(editor, publish):
    publish()
    second = load(editor)
    refused(
        "UPDATE rulebook_version SET state = 'published', published_at = now(), "
        "published_as = 'other' WHERE id = %s",
        second.pk,
    )


# --- who was first -----------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_of_two_who_publish_at_once_one_is_told(editor, hadi, make_person):
    joko = make_person("Joko", roles=("administrator",), second_factor=True)
    draft = load(editor)
    actors, told = [hadi.actor, joko.actor], []

    def go(actor):
        try:
            told.append(publish_version(actor=actor, version_id=draft.pk).state)
        except ActionError as error:
            told.append(type(error).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=go, args=(actor,)) for actor in actors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["WrongState", "published"]


# --- which rules, when -------------------------------------------------------------------------
def test_the_rules_of_a_past_day_are_those_of_the_version_in_force_then(publish):
    first = publish()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE rulebook_version SET published_at = now() - interval '10 days'")
        cursor.execute("SET LOCAL session_replication_role = origin")
    second = publish()
    today = timezone.localdate()
    day = timezone.timedelta(days=1)
    assert queries.version_on(today) == second
    assert queries.version_on(today - day) == first
    assert queries.version_on(today - 300 * day) == first  # before anything was published
    assert queries.version_on(today + 300 * day) == second
    assert queries.version_on(today, "elsewhere") is None


def test_a_book_is_compiled_once(publish, django_assert_num_queries):
    version = publish(contents(("F09", "always", {})))
    book = queries.book(version.pk)
    assert [rule.id for rule in book.rules()] == ["F09"]
    with django_assert_num_queries(1):
        assert queries.book(version.pk) is book
    with django_assert_num_queries(0):
        assert queries.book_of(version) is book
    with pytest.raises(Version.DoesNotExist):
        queries.book(version.pk + 999)
