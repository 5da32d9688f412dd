"""The pages of a cost report: who reads what, by which address, at what cost."""

from __future__ import annotations

import io
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from openpyxl import load_workbook

from simpul.incentives.actions import auditing, cost_reports
from simpul.incentives.models import Case, CostReport
from simpul.incentives.views.cost_report_lines import noted
from simpul.people.actors import DEMO_SESSION_KEY
from tests.incentives.report.case_helpers import HEAD, case_of, ledger, made, reworked, uploaded

pytestmark = pytest.mark.django_db
Enter = Callable[[Any], Client]


@pytest.fixture
def enter() -> Enter:
    """A browser signed in as somebody; staff have used their second factor."""

    def make(person: Any) -> Client:
        client = Client()
        client.force_login(person.user)
        if person.actor.second_factor:
            session = client.session
            session[DEMO_SESSION_KEY] = person.user.pk
            session.save()
        return client

    return make


@pytest.fixture
def indra(make_person: Any) -> Any:
    return make_person("Indra", roles=("incentive_officer",), second_factor=True)


@pytest.fixture
def joko(make_person: Any) -> Any:
    return make_person("Joko", roles=("incentive_auditor",), second_factor=True)


@pytest.fixture
def case(jakarta: Any, ani: Any, company: Any, indra: Any) -> Case:
    return case_of(company, ani, indra)


@pytest.fixture
def report(case: Case, ani: Any) -> CostReport:
    return uploaded(ani.actor, case, made()[0])


def _sent(report: CostReport) -> CostReport:
    CostReport.objects.filter(pk=report.pk).update(sent_at=report.read_at)
    Case.objects.filter(pk=report.case_id).update(state="reported")
    report.refresh_from_db()
    return report


def _url(name: str, report: CostReport, *more: Any) -> str:
    return reverse(f"incentives:{name}", args=[report.case_id, report.number, *more])


def test_uploading_by_the_form_and_reading_on(case: Case, ani: Any, enter: Enter) -> None:
    client = enter(ani)
    address = reverse("incentives:cost_report", args=[case.pk])
    assert client.get(address).status_code == 200
    data = {"ledger": ledger(HEAD + "2026-03-24;1405;A;;;1;x;5\n"), "currency": "idr"}
    answer = client.post(address, {**data, "lines": "1", "amount": "5"})
    report = CostReport.objects.get(case=case)
    assert answer.url == _url("cost_report_one", report)  # type: ignore[attr-defined]
    page = client.get(answer.url)  # type: ignore[attr-defined]
    assert b"<progress" in page.content
    assert b"hx-get" in page.content
    assert client.get(_url("cost_report_progress", report)).status_code == 200
    CostReport.objects.filter(pk=report.pk).update(state="refused")
    done = client.get(_url("cost_report_progress", report))
    assert (done.status_code, done["HX-Refresh"]) == (204, "true")


def test_a_body_of_one_gigabyte_is_refused_unread(case: Case, ani: Any, enter: Enter) -> None:
    class Unread(io.RawIOBase):
        def read(self, *_args: Any) -> bytes:
            raise AssertionError("the body was read")

    address = reverse("incentives:cost_report", args=[case.pk])
    answer = enter(ani).generic(
        "POST", address, b"", content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(1024**3), **{"wsgi.input": Unread()},
    )  # fmt: skip
    assert answer.status_code == 413
    assert "256 MB" in answer.content.decode()


def test_the_upload_is_not_open_to_forged_requests(case: Case, ani: Any) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(ani.user)
    answer = client.post(reverse("incentives:cost_report", args=[case.pk]), {"currency": "IDR"})
    assert answer.status_code == 403


ADDRESSES = (
    "cost_report_one",
    "cost_report_progress",
    "cost_report_lines",
    "cost_report_csv",
    "cost_report_xlsx",
    "cost_report_source",
    "cost_report_faults",
    "cost_report_paper",
    "audit_start",
    "findings",
)


@pytest.mark.parametrize("name", ADDRESSES)
def test_for_an_outsider_nothing_exists(
    report: CostReport, citra: Any, gita: Any, enter: Enter, name: str
) -> None:
    assert enter(citra).get(_url(name, report)).status_code == 404
    assert enter(citra).get(_url("finding", report, 2)).status_code == 404
    assert enter(gita).get(_url(name, report)).status_code == 404  # not sent yet


@pytest.mark.parametrize(
    "name",
    [
        *("cost_report_answer", "cost_report_map", "cost_report_related", "cost_report_again"),
        "cost_report_send",
    ],
)
def test_an_outsider_changes_nothing(
    report: CostReport, citra: Any, enter: Enter, name: str
) -> None:
    assert enter(citra).post(_url(name, report), {}).status_code == 404
    for other in ("findings", "audit_start"):
        assert enter(citra).post(_url(other, report), {"what": "finish"}).status_code == 404


def test_faults_are_shown_with_line_column_and_cause(case: Case, ani: Any, enter: Enter) -> None:
    report = uploaded(ani.actor, case, HEAD + "2026-03-24;1405;A;;;1;x;<b>banyak</b>\n")
    page = enter(ani).get(_url("cost_report_one", report)).content.decode()
    assert "“&lt;b&gt;banyak&lt;/b&gt;” bukan bilangan" in page
    assert 'data-label="Baris">2<' in page
    assert enter(ani).get(_url("cost_report_source", report)).status_code == 404


def test_a_question_is_answered_on_the_page(case: Case, ani: Any, enter: Enter) -> None:
    report = uploaded(ani.actor, case, "date;acct;amount\n2026-03-24;1405;1.234\n")
    client = enter(ani)
    assert "1.234,56" in client.get(_url("cost_report_one", report)).content.decode()
    assert client.post(_url("cost_report_answer", report), {}).status_code == 422
    client.post(_url("cost_report_answer", report), {"answer_0": ","})
    report.refresh_from_db()
    assert (report.state, report.layout["decimal"]) == ("reading", ",")


def test_lines_are_filtered_sorted_and_paged_by_address(
    report: CostReport, ani: Any, enter: Enter
) -> None:
    client, address = enter(ani), _url("cost_report_lines", report)
    whole = client.get(address)
    assert whole.context["page"].paginator.count == 400
    assert [one["line"]["row"] for one in whole.context["rows"][:2]] == [2, 3]
    last = client.get(address, {"page": "8"})
    assert last.context["rows"][-1]["line"]["row"] == 401
    largest = client.get(address, {"sort": "-amount"}).context["rows"]
    shown = [one["line"]["amount"] for one in largest]
    assert shown == sorted(shown, reverse=True)
    untagged = client.get(address, {"category": "-"})
    assert untagged.context["page"].paginator.count == report.untagged
    flagged = client.get(address, {"flag": "duplicate"})
    assert all("Tercatat dua kali" in one["flags"][0] for one in flagged.context["rows"])
    one = client.get(address, {"q": "INV-17"}).context["rows"]
    assert all(row["line"]["doc_no"].startswith("INV-17") for row in one)
    assert client.get(address, {"sort": "payee;drop", "page": "99999"}).status_code == 200


def test_people_are_hidden_from_those_who_decide_on_totals(
    report: CostReport, ani: Any, indra: Any, joko: Any, enter: Enter
) -> None:
    _sent(report)
    address = _url("cost_report_lines", report)
    for person, sees in ((ani, True), (joko, True), (indra, False)):
        client = enter(person)
        for row in client.get(address).context["rows"]:
            if row["line"]["payee_type"] == "person":
                assert (row["line"]["payee"] != "•••") is sees
                assert (row["line"]["tax_id"] != "•••") is sees
        text = client.get(_url("cost_report_csv", report)).content.decode("utf-8-sig")
        assert ("•••" not in text) is sees
        # Nor do the notes of the checks, some of which are names.
        noted = [flag for row in client.get(address).context["rows"] for flag in row["flags"]]
        assert any(flag.endswith(")") for flag in noted) is sees
        # A search does not tell what is not shown.
        person_rows = client.get(address, {"q": "Bintang Utama"}).context["page"].paginator.count
        assert bool(person_rows) is sees
        status = 200 if sees else 404
        assert client.get(_url("cost_report_source", report)).status_code == status


@pytest.mark.parametrize(
    ("note", "shown"),
    [
        ("320000000", "320.000.000"),
        ("-1500.5", "-1.500,5"),
        ("3000111 / 2", "3.000.111 / 2"),
        ("2 × · 390000247", "2 × · 390.000.247"),
        ("2026-03-24", "2026-03-24"),
        ("PT Contoh 2026", "PT Contoh 2026"),
        ("", ""),
    ],
)
def test_amounts_in_notes_are_written_as_elsewhere(note: str, shown: str) -> None:
    with override("id"):
        assert noted(note) == shown


def test_exports_hold_the_filtered_lines(report: CostReport, ani: Any, enter: Enter) -> None:
    client = enter(ani)
    answer = client.get(_url("cost_report_xlsx", report), {"flag": "duplicate"})
    book = load_workbook(io.BytesIO(answer.content))
    sheet = book.active
    assert sheet is not None
    lines = client.get(_url("cost_report_lines", report), {"flag": "duplicate"})
    assert sheet.max_row == lines.context["page"].paginator.count + 1
    assert answer["Content-Disposition"].startswith("attachment")


def test_an_audit_on_the_pages(report: CostReport, joko: Any, ani: Any, enter: Enter) -> None:
    _sent(report)
    auditor = enter(joko)
    assert auditor.get(_url("audit_start", report)).status_code == 200
    auditing_start(report, joko)
    address = _url("findings", report)
    page = auditor.get(address)
    assert page.status_code == 200
    assert enter(ani).get(address).status_code == 404  # not before the audit is finished
    first = report.findings.order_by("row").first()
    one = _url("finding", report, first.row)
    assert auditor.get(one).status_code == 200
    assert auditor.post(one, {"verdict": "refused"}).status_code == 422
    auditor.post(one, {"verdict": "refused", "reason": "Tanpa bukti"})
    first.refresh_from_db()
    assert (first.state, first.allowed) == ("refused", 0)
    deferred = report.findings.filter(state="open", flags=["deferral"])
    # A line of the random sample is decided by itself, whatever else is said of it. The seed is
    # new for each audit: one of these lines may be drawn by chance, here one is drawn for certain.
    of_sample = deferred.first()
    of_sample.why = "drawn"
    of_sample.save()
    assert deferred.filter(why="flag").exists()
    many = {"what": "many", "flag": "deferral", "verdict": "refused", "reason": "Belum dibayar"}
    assert auditor.post(address, many).status_code == 302
    assert not deferred.filter(why="flag").exists()
    of_sample.refresh_from_db()
    assert of_sample.state == "open"
    assert auditor.post(address, {"what": "finish", "opinion": "x"}).status_code == 422
    assert auditor.post(address, {"what": "raise", "row": "0", "reason": "x"}).status_code == 422


def auditing_start(report: CostReport, joko: Any) -> None:
    auditing.start(
        actor=joko.actor,
        case_id=report.case_id,
        number=report.number,
        threshold=Decimal(10**9),
        size=5,
    )


@pytest.mark.parametrize("name", ["cost_report_lines", "findings"])
def test_more_rows_ask_no_more_queries(
    report: CostReport, joko: Any, enter: Enter, assert_max_queries: Any, name: str
) -> None:
    _sent(report)
    auditing_start(report, joko)
    client = enter(joko)
    client.get(_url(name, report))
    with assert_max_queries(24):
        assert client.get(_url(name, report)).status_code == 200
    with assert_max_queries(24):
        client.get(_url(name, report), {"flag": "duplicate"})


def test_mapping_on_the_page(report: CostReport, ani: Any, enter: Enter) -> None:
    client = enter(ani)
    wrong = client.post(
        _url("cost_report_map", report),
        {"accounts": "9-1", "category": "post", "treatment": "count"},
    )
    assert wrong.status_code == 422
    done = client.post(
        _url("cost_report_map", report),
        {"accounts": "8888", "category": "post", "treatment": "part", "share": "65",
         "method": "kontrak", "reason": "65% kontrak"},
    )  # fmt: skip
    assert done.status_code == 302
    page = client.get(_url("cost_report_one", report)).content.decode()
    assert "<progress" in page
    assert "hx-get" in page
    assert client.get(_url("cost_report_progress", report)).status_code == 200
    reworked(report)
    assert client.get(_url("cost_report_progress", report)).status_code == 204
    assert report.untagged == 0
    assert cost_reports.current(report.case) is None
