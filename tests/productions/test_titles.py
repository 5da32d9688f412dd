"""Titles belong to a company; its people change them, one after the other."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from simpul.journal.queries import entries_for
from simpul.kit.outcomes import InvalidInput, NotAllowed, NotVisible, WrongState
from simpul.productions.actions import create_production, update_production
from simpul.productions.kinds import KINDS
from simpul.productions.queries import productions_visible_to

GOOD = {"title": "Senja di Cikini", "kind": "feature"}


def test_a_member_enters_a_title_with_its_people(budi: Any, company: Any) -> None:
    people = [{"role": "producer", "name": "Ratih", "phone": "0812 000", "email": "r@contoh.id"}]
    made = create_production(
        actor=budi.actor, company_id=company.pk, data={**GOOD, "key_people": people}
    )
    assert made.key_people.get().name == "Ratih"
    assert [entry.verb for entry in entries_for(f"production:{made.pk}")] == ["production.created"]


def test_the_journal_names_no_person(budi: Any, company: Any) -> None:
    people = [{"role": "producer", "name": "Ratih Rahasia"}]
    made = create_production(
        actor=budi.actor, company_id=company.pk, data={**GOOD, "key_people": people}
    )
    assert "Ratih" not in str(entries_for(f"production:{made.pk}").get().data)


def test_outsiders_do_not_find_it_staff_read_and_viewers_do_not_change_it(
    ani: Any, citra: Any, dewi: Any, make_person: Any, company: Any
) -> None:
    made = create_production(actor=ani.actor, company_id=company.pk, data=GOOD)
    viewer = make_person("Vina", company=company, role="viewer")
    assert made in productions_visible_to(dewi.actor)
    assert made in productions_visible_to(viewer.actor)
    assert made not in productions_visible_to(citra.actor)
    for person, refusal in ((citra, NotVisible), (dewi, NotAllowed), (viewer, NotAllowed)):
        with pytest.raises(refusal):
            update_production(
                actor=person.actor, production_id=made.pk, version=1, data={"title": "x"}
            )
        with pytest.raises(refusal):
            create_production(actor=person.actor, company_id=company.pk, data=GOOD)


def test_who_read_an_older_version_is_told(ani: Any, budi: Any, company: Any) -> None:
    made = create_production(actor=ani.actor, company_id=company.pk, data=GOOD)
    changed = update_production(
        actor=budi.actor, production_id=made.pk, version=1, data={"title": "Fajar"}
    )
    assert changed.version == 2
    with pytest.raises(WrongState):
        update_production(
            actor=ani.actor, production_id=made.pk, version=1, data={"title": "Malam"}
        )


def test_saving_the_same_words_changes_nothing(ani: Any, company: Any) -> None:
    made = create_production(actor=ani.actor, company_id=company.pk, data=GOOD)
    same = update_production(actor=ani.actor, production_id=made.pk, version=1, data=GOOD)
    assert same.version == 1
    assert entries_for(f"production:{made.pk}").count() == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": "  "}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"kind": "opera"}, "kind"),
        ({"notification_date": "2026-02-30"}, "notification_date"),
        ({"key_people": [{"role": "producer", "name": ""}]}, "key_people[0].name"),
        ({"key_people": [{"role": "cook", "name": "A"}]}, "key_people[0].role"),
        (
            {"key_people": [{"role": "producer", "name": "A", "email": "x"}]},
            "key_people[0].email",
        ),
        ({"embargo_until": dt.date(2027, 1, 1)}, "embargo_until"),
    ],
)
def test_what_is_wrong_is_named_by_its_field(
    ani: Any, company: Any, change: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        create_production(actor=ani.actor, company_id=company.pk, data={**GOOD, **change})
    assert set(refused.value.errors) == {field}


def test_secrecy_ends_only_where_there_is_some(ani: Any, company: Any) -> None:
    data = {**GOOD, "confidential": True, "embargo_until": "2027-01-01"}
    made = create_production(actor=ani.actor, company_id=company.pk, data=data)
    with pytest.raises(InvalidInput):
        update_production(
            actor=ani.actor, production_id=made.pk, version=1, data={"confidential": False}
        )


def test_the_kinds_are_those_the_rules_know() -> None:
    assert len(KINDS) == 16
    assert {"feature", "commercial", "student"} <= set(KINDS)
