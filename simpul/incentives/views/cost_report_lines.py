"""The lines of a report: a table by URL, exports in which nothing runs, files of the report."""

from __future__ import annotations

import io
import re
import uuid
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from simpul.incentives.actions import cost_reports
from simpul.incentives.models import CostReport
from simpul.incentives.report import access as report_access
from simpul.incentives.report import setup as report_setup
from simpul.incentives.report import store as report_store
from simpul.incentives.report.forms import LinesForm
from simpul.incentives.report.reckoning.exports import MOST_XLSX_ROWS, safe_csv, safe_xlsx
from simpul.incentives.report.reckoning.tables import Tables
from simpul.incentives.report.words import TREATMENTS, amount_of, share_words
from simpul.kit.late import polars as pl
from simpul.kit.outcomes import InvalidInput
from simpul.papers.models import StoredFile
from simpul.papers.views import serve
from simpul.people.requests import Request
from simpul.web.formats import number_words, pick_text

PER_PAGE = 50
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_AMOUNT = re.compile(r"-?\d+(?:\.\d+)?")
_AMOUNTS = re.compile(r"[-\d. >/×·]+")
EXPORTED = (
    *("row", "date", "account", "account_text", "category", "treatment", "share", "method"),
    *("payee", "payee_type", "tax_id", "doc_no", "description", "place", "currency"),
    *("amount_orig", "rate", "amount", "eligible", "related_party", "arms_length", "reason"),
)


class _Lines(Sequence[Mapping[str, object]]):
    """Lines as a paginator takes them: counted once, read page by page."""

    def __init__(self, lines: pl.LazyFrame) -> None:
        self.lines = lines
        self.count_ = int(lines.select(pl.len()).collect().item())

    def __len__(self) -> int:
        return self.count_

    def __getitem__(self, at: Any) -> Any:
        if isinstance(at, int):
            return self.lines.slice(at, 1).collect().row(0, named=True)
        start, stop, _step = at.indices(self.count_)
        return list(self.lines.slice(start, stop - start).collect().iter_rows(named=True))


@require_GET
@login_required
@never_cache
def lines(request: Request, case_id: uuid.UUID, number: int) -> HttpResponse:
    """Thirty of half a million lines; filters, order and page stand in the URL."""
    found = _read(request, case_id, number)
    tables = report_setup.tables_for(found)
    form = _form(request, tables)
    people = report_access.sees_people(request.actor, found.case)
    wanted = _wanted(request, form)
    page = Paginator(
        _Lines(report_store.filtered(found, wanted, people=people)), PER_PAGE
    ).get_page(request.GET.get("page"))
    rows = [row["row"] for row in page.object_list]
    marks = _marks(found, rows, tables, people=people)
    context = {
        "report": found,
        "case": found.case,
        "form": form,
        "page": page,
        "people": people,
        "rows": [_shown(found, row, tables, marks) for row in page.object_list],
        "xlsx": len(page.paginator.object_list) <= MOST_XLSX_ROWS,
        "query": request.GET.urlencode(),
    }
    return render(request, "incentives/reports/lines.html", context)


def _read(request: Request, case_id: uuid.UUID, number: int) -> CostReport:
    found = cost_reports.report_for(request.actor, case_id, number)
    if found.lines_id is None:
        raise Http404
    return found


def _form(request: Request, tables: Tables) -> LinesForm:
    return LinesForm(
        request.GET or None,
        labels=tables.labels,
        flags={row.id: row.title for row in tables.flags},
    )


def _wanted(request: Request, form: LinesForm) -> report_store.Wanted:
    values = form.cleaned_data if form.is_bound and form.is_valid() else {}
    return report_store.Wanted(
        text=values.get("q", "").strip(),
        category=values.get("category", ""),
        treatment=values.get("treatment", ""),
        flag=values.get("flag", ""),
        account=values.get("account", "").strip(),
        least=values.get("least"),
        sort=request.GET.get("sort", "row"),
    )


def _marks(
    found: CostReport, rows: list[Any], tables: Tables, *, people: bool
) -> dict[int, list[str]]:
    """What the flags say of the lines of one page; their notes, which may name a person, only
    with `people`."""
    titles = {row.id: pick_text(row.title) for row in tables.flags}
    hits = report_store.flags_of(found).filter(pl.col("row").is_in(rows))
    marks: dict[int, list[str]] = {}
    for row, flag, note in hits.iter_rows():
        name = titles.get(flag, flag)
        marks.setdefault(row, []).append(
            f"{name} ({noted(note)})" if people and 0 < len(note) < 40 else name
        )
    return marks


def noted(note: str) -> str:
    """A check's note as it is read: amounts with their thousands apart, days and names as they are.

    "320000000" and "3000111 / 2" are amounts; "2026-03-24" and "PT Contoh 2026" are not.
    """
    if _DAY.fullmatch(note) or not _AMOUNTS.fullmatch(note):
        return note
    return _AMOUNT.sub(lambda found: number_words(Decimal(found[0])), note)


def _shown(
    found: CostReport, row: Mapping[str, Any], tables: Tables, marks: Mapping[int, list[str]]
) -> dict[str, Any]:
    foreign = row["currency"] != found.currency
    return {
        "amount": amount_of(row["amount"], found.currency),
        "eligible": amount_of(row["eligible"], found.currency),
        "orig": amount_of(row["amount_orig"], row["currency"]) if foreign else "",
        "line": row,
        "category": pick_text(tables.labels.get(row["category"], {})) or row["category"],
        "treatment": TREATMENTS.get(row["treatment"], row["treatment"]),
        "share": share_words(row["share"]),
        "why": pick_text(tables.reason(row["reason"])) or row["note"],
        "flags": marks.get(row["row"], []),
    }


# --- files -----------------------------------------------------------------------------------


@require_GET
@login_required
def export(request: Request, case_id: uuid.UUID, number: int, kind: str) -> HttpResponse:
    """The lines that the filter leaves, as CSV or XLSX."""
    found = _read(request, case_id, number)
    tables = report_setup.tables_for(found)
    people = report_access.sees_people(request.actor, found.case)
    wanted = _wanted(request, _form(request, tables))
    frame = report_store.filtered(found, wanted, people=people).select(EXPORTED).collect()
    frame = frame.with_columns(pl.col("related_party").cast(pl.Int8))
    name = f"{found.case.reference or 'laporan'}-{found.number}".replace("/", "-")
    if kind == "xlsx":
        if frame.height > MOST_XLSX_ROWS:
            raise InvalidInput({"kind": [_("Too many lines for a workbook. Take the CSV file.")]})
        return _file(
            safe_xlsx(frame, name, _headings()),
            f"{name}.xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        )
    out = io.BytesIO()
    safe_csv(frame, out, _headings())
    return _file(out.getvalue(), f"{name}.csv", "text/csv; charset=utf-8")


def _headings() -> list[str]:
    words = {
        "row": _("Line"),
        "date": _("Date"),
        "account": _("Account"),
        "account_text": _("Account name"),
        "category": _("Category"),
        "treatment": _("Treatment"),
        "share": _("Share"),
        "method": _("Method"),
        "payee": _("Payee"),
        "payee_type": _("Kind of payee"),
        "tax_id": _("Tax number"),
        "doc_no": _("Document"),
        "description": _("Description"),
        "place": _("Place"),
        "currency": _("Currency"),
        "amount_orig": _("Amount in its currency"),
        "rate": _("Exchange rate"),
        "amount": _("Amount"),
        "eligible": _("Counts"),
        "related_party": _("Related party"),
        "arms_length": _("Arm's-length price"),
        "reason": _("Rule"),
    }
    return [words[name] for name in EXPORTED]


def _file(content: bytes, name: str, mime: str) -> HttpResponse:
    response = HttpResponse(content, content_type=mime)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@require_GET
@login_required
def source(request: Request, case_id: uuid.UUID, number: int) -> FileResponse:
    """The ledger as it came: for whoever may see the people in it."""
    found = cost_reports.report_for(request.actor, case_id, number)
    if not report_access.sees_people(request.actor, found.case) or found.state == "refused":
        raise Http404
    return serve(found.source)


@require_GET
@login_required
def faults(request: Request, case_id: uuid.UUID, number: int) -> FileResponse:
    """Every bad line of a refused file."""
    found = cost_reports.report_for(request.actor, case_id, number)
    if not report_access.sees_people(request.actor, found.case):
        raise Http404
    return _or_404(found.fault_list)


@require_GET
@login_required
def paper(request: Request, case_id: uuid.UUID, number: int) -> FileResponse:
    """The auditor's signed report."""
    found = cost_reports.report_for(request.actor, case_id, number)
    return _or_404(found.paper)


def _or_404(file: StoredFile | None) -> FileResponse:
    if file is None:
        raise Http404
    return serve(file)
