"""After the last day: asked once, sent once, then the case is closed."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from simpul.kit.outcomes import InvalidInput, NotAllowed, NotVisible, WrongState
from simpul.permits.actions.wrap import COUNTS, SPEND, Wrap, record_evidence, submit_wrap_report
from simpul.permits.jobs import ask_all_wrap_reports
from simpul.permits.models import Permit, WrapReport
from tests.permits.desk.conftest import JAKARTA
from tests.permits.issue.paying import proof

GOOD = Wrap(counts=dict.fromkeys(COUNTS, 2), spend={"labour": Decimal(12_500_000)}, consent=True)


def after(permit: Permit, days: int = 1) -> dt.datetime:
    last = permit.valid_to + dt.timedelta(days=days)
    return dt.datetime(last.year, last.month, last.day, 6, 20, tzinfo=JAKARTA)


def test_nobody_is_asked_before_the_last_day_has_passed(issued: Any) -> None:
    permit = issued("a")
    assert ask_all_wrap_reports(after(permit, 0)) == 0
    assert ask_all_wrap_reports(after(permit)) == 1


def test_nobody_is_asked_twice(issued: Any) -> None:
    permit = issued("a")
    ask_all_wrap_reports(after(permit))
    assert ask_all_wrap_reports(after(permit, 2)) == 0
    assert WrapReport.objects.count() == 1


def test_a_cancelled_shoot_is_not_asked(issued: Any, ani: Any) -> None:
    from simpul.permits.actions.taking_back import cancel

    permit = issued("a")
    cancel(actor=ani.actor, permit_id=permit.pk, reason="x")
    assert ask_all_wrap_reports(after(permit)) == 0


@pytest.fixture
def asked(issued: Any) -> Permit:
    permit = issued("a")
    ask_all_wrap_reports(after(permit))
    return permit


def test_the_report_closes_the_case(asked: Permit, ani: Any) -> None:
    report = submit_wrap_report(actor=ani.actor, application_id=asked.application_id, wrap=GOOD)
    asked.application.refresh_from_db()
    assert asked.application.state == "closed"
    assert report.spend["labour"] == "12500000"
    assert set(report.spend) == set(SPEND)


def test_a_second_report_is_refused(asked: Permit, ani: Any) -> None:
    submit_wrap_report(actor=ani.actor, application_id=asked.application_id, wrap=GOOD)
    with pytest.raises(WrongState):
        submit_wrap_report(actor=ani.actor, application_id=asked.application_id, wrap=GOOD)


def test_every_error_stands_at_its_field(asked: Permit, ani: Any) -> None:
    bad = Wrap(
        counts={**dict.fromkeys(COUNTS, 1), "actual_days": 1001, "local_hires": None},
        spend={"labour": Decimal("0.5"), "post": Decimal(-1), "bribes": Decimal(1)},
    )
    with pytest.raises(InvalidInput) as trouble:
        submit_wrap_report(actor=ani.actor, application_id=asked.application_id, wrap=bad)
    expected = {"actual_days", "local_hires", "spend_labour", "spend_post", "bribes"}
    assert set(trouble.value.errors) == expected
    assert not WrapReport.objects.get().submitted_at


def test_who_may_report(asked: Permit, budi: Any, citra: Any) -> None:
    with pytest.raises(NotAllowed):
        submit_wrap_report(actor=budi.actor, application_id=asked.application_id, wrap=GOOD)
    with pytest.raises(NotVisible):
        submit_wrap_report(actor=citra.actor, application_id=asked.application_id, wrap=GOOD)


def test_the_page_takes_what_people_type_and_keeps_it_on_error(
    asked: Permit, ani: Any, citra: Any, client: Any
) -> None:
    address = f"/permohonan/{asked.application_id}/laporan/"
    client.force_login(citra.user)
    assert client.get(address).status_code == 404
    client.force_login(ani.user)
    typed = dict.fromkeys(COUNTS, "3") | {"spend_labour": "Rp 12.500.000"}
    answer = client.post(address, {**typed, "actual_days": "banyak", "incidents": "Lampu jatuh"})
    assert answer.status_code == 400
    assert "Lampu jatuh" in answer.content.decode()
    assert client.post(address, typed).status_code == 302
    assert WrapReport.objects.get().spend["labour"] == "12500000"
    assert "12.500.000" in client.get(address).content.decode()


@pytest.fixture
def told(asked: Permit, ani: Any) -> Permit:
    submit_wrap_report(actor=ani.actor, application_id=asked.application_id, wrap=GOOD)
    return asked


def prove(actor: Any, permit: Permit, level: str) -> WrapReport:
    paper = SimpleUploadedFile("buku.png", proof(), content_type="image/png")
    return record_evidence(
        actor=actor, application_id=permit.application_id, level=level, paper=paper
    )


def test_officer_and_auditor_read_consent_and_what_the_figures_rest_on(
    told: Permit, dewi: Any, gita: Any, ani: Any, client: Any
) -> None:
    address = f"/permohonan/{told.application_id}/laporan/"
    client.force_login(gita.user)
    before = client.get(address).content.decode()
    assert "Ya, bersama judulnya" in before
    assert "Pernyataan produksi" in before
    assert prove(dewi.actor, told, "ledger").evidence_level == "ledger"
    for person in (gita, dewi, ani):
        client.force_login(person.user)
        assert "Dicocokkan dengan buku kas produksi" in client.get(address).content.decode()
        assert client.get(f"{address}bukti/").status_code == 200


def test_evidence_is_recorded_by_officers_alone_and_never_sinks(
    told: Permit, dewi: Any, gita: Any, ani: Any, citra: Any, client: Any
) -> None:
    for person, error in ((gita, NotAllowed), (ani, NotAllowed), (citra, NotVisible)):
        with pytest.raises(error):
            prove(person.actor, told, "ledger")
    prove(dewi.actor, told, "audited")
    with pytest.raises(WrongState):
        prove(dewi.actor, told, "ledger")
    with pytest.raises(InvalidInput):
        prove(dewi.actor, told, "declared")
    client.force_login(citra.user)
    address = f"/permohonan/{told.application_id}/laporan/"
    assert client.get(f"{address}bukti/").status_code == 404
    assert client.post(f"{address}dasar/").status_code == 404


def test_a_desk_has_no_part_in_the_report(told: Permit, make_person: Any, client: Any) -> None:
    code = told.application.clearances.values_list("authority_code", flat=True)[0]
    client.force_login(make_person("Lina", desks={code: "answer"}).user)
    assert client.get(f"/permohonan/{told.application_id}/laporan/").status_code == 404


def test_the_database_wants_the_paper_behind_a_stronger_word(told: Permit) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        WrapReport.objects.update(evidence_level="audited")
