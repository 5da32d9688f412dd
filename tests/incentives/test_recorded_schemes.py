"""Schemes on record: nothing overwritten, in force on a day as known now and as known then."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, IntegrityError, transaction

from simpul.incentives.actions.scheme_versions import publish_schemes
from simpul.incentives.case.quote import scheme_of
from simpul.incentives.models import Case, SchemeVersion
from simpul.incentives.recorded import scheme_in_force, scheme_on_record, versions_of
from simpul.kit.outcomes import WrongState

from .scheme.building import amount, text_of

pytestmark = pytest.mark.django_db

FIRST = datetime(2025, 9, 1, 9, tzinfo=UTC)
LATER = datetime(2025, 10, 3, 9, tzinfo=UTC)


def file(scheme_id: str, rate: str = "20%", **head: Any) -> tuple[str, dict[str, str]]:
    text = text_of(
        [{"id": "tax", "kind": "share", "of": "tickets", "rate": rate}],
        inputs=[amount("tickets")],
        head={"id": scheme_id, "family": "tax-cut", "date_basis": "show", **head},
    )
    return scheme_id, {"file": f"schemes/{scheme_id}.toml", "text": text}


def publish(at: datetime, *files: tuple[str, dict[str, str]]) -> None:
    with time_machine.travel(at, tick=False):
        publish_schemes(dict(files))


OLD = file("tax-cut-2014", "20%", valid_from=date(2014, 1, 1))
OLD_ENDED = file("tax-cut-2014", "20%", valid_from=date(2014, 1, 1), valid_to=date(2025, 8, 27))
NEW = file("tax-cut-2025", "10%", decreed=date(2025, 9, 23), valid_from=date(2025, 8, 27))


def test_a_decree_that_reaches_back_is_in_force_before_anybody_knew() -> None:
    """Dated 23 September, effective 27 August: at the time of the show the old rule was known."""
    publish(FIRST, OLD)
    publish(LATER, OLD_ENDED, NEW)
    show = date(2025, 8, 28)

    def force(**more: Any) -> str | None:
        found = scheme_in_force("tax-cut", show, **more)
        return None if found is None else found.id

    assert force() == "tax-cut-2025"
    assert force(as_known_at=LATER - timedelta(seconds=1)) == "tax-cut-2014"
    assert force(as_known_at=LATER) == "tax-cut-2025"
    assert force(as_known_at=FIRST - timedelta(seconds=1)) is None
    day_before = scheme_in_force("tax-cut", date(2025, 8, 26))
    assert day_before is not None
    assert day_before.id == "tax-cut-2014"
    assert scheme_in_force("tax-cut", date(2013, 12, 31)) is None


def test_what_did_not_change_is_known_since_it_was_first_said() -> None:
    publish(FIRST, OLD_ENDED)
    publish(LATER, OLD_ENDED, NEW)
    rows = list(versions_of("tax-cut"))
    assert [(row.scheme_id, row.recorded_from, row.recorded_to) for row in rows] == [
        ("tax-cut-2014", FIRST, None),
        ("tax-cut-2025", LATER, None),
    ]


def test_a_changed_file_ends_the_old_text_and_keeps_it_readable() -> None:
    publish(FIRST, OLD)
    first = SchemeVersion.objects.get()
    publish(LATER, OLD_ENDED)
    assert [row.recorded_to for row in versions_of("tax-cut")] == [LATER, None]
    kept = scheme_on_record("tax-cut-2014", first.digest)
    assert kept is not None
    assert kept.valid_to is None


def test_a_dropped_file_is_no_longer_in_force_but_was() -> None:
    publish(FIRST, OLD)
    publish(LATER)
    assert scheme_in_force("tax-cut", date(2020, 1, 1)) is None
    before = scheme_in_force("tax-cut", date(2020, 1, 1), as_known_at=FIRST)
    assert before is not None


def test_a_proposal_is_never_in_force() -> None:
    publish(FIRST, OLD, file("tax-cut-idea", "1%", status="proposal", valid_from=date(2015, 1, 1)))
    found = scheme_in_force("tax-cut", date(2020, 1, 1))
    assert found is not None
    assert found.id == "tax-cut-2014"


@pytest.mark.database
def test_the_database_refuses_two_versions_on_one_day() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        publish(FIRST, OLD, NEW)
    publish(FIRST, OLD_ENDED, NEW)  # one ends on the day the other begins


@pytest.mark.database
@pytest.mark.parametrize(
    "change", [{"text": "x"}, {"valid_to": date(2030, 1, 1)}, {"recorded_from": LATER}]
)
def test_the_database_refuses_to_change_what_is_on_record(change: dict[str, Any]) -> None:
    publish(FIRST, OLD)
    for values in (change, {**change, "recorded_to": LATER}):
        with pytest.raises(DatabaseError), transaction.atomic():
            SchemeVersion.objects.update(**values)
    with pytest.raises(DatabaseError), transaction.atomic():
        SchemeVersion.objects.all().delete()


@pytest.mark.database
def test_an_ending_is_set_once() -> None:
    publish(FIRST, OLD)
    publish(LATER)
    with pytest.raises(DatabaseError), transaction.atomic():
        SchemeVersion.objects.update(recorded_to=None)
    with pytest.raises(DatabaseError), transaction.atomic():
        SchemeVersion.objects.update(recorded_to=LATER + timedelta(days=1))


def test_a_publication_of_the_pack_records_its_schemes(jakarta: Any) -> None:
    on_record = dict(SchemeVersion.objects.values_list("scheme_id", "digest"))
    assert on_record == {code: one.digest for code, one in jakarta.part("schemes").items()}
    cut = scheme_in_force("id-jakarta-cinema-tax", date(2025, 8, 27))
    assert cut is not None
    assert cut.decreed == date(2025, 9, 23)


def test_a_case_keeps_the_text_it_was_begun_under(jakarta: Any) -> None:
    """Another publication changes the file; who applied before is quoted as it stood then."""
    now = jakarta.part("schemes")["id-jakarta-rebate-scenario"]
    changed = now.text.replace('rate = "20%"', 'rate = "1%"')
    assert changed != now.text
    begun = Case(scheme_id=now.id, scheme_digest=now.digest)
    assert scheme_of(begun) is now
    content = {now.id: {"file": "schemes/id-jakarta-rebate-scenario.toml", "text": changed}}
    publish_schemes(content)
    later = Case(scheme_id=now.id, scheme_digest=sha256(changed.encode()).hexdigest())
    assert scheme_of(later).text == changed
    assert scheme_of(begun).text == now.text
    with pytest.raises(WrongState):
        scheme_of(Case(scheme_id=now.id, scheme_digest="0" * 64))
