"""Cases that wait for a cost report, and reports that were read."""

from __future__ import annotations

import datetime as dt
import itertools
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from simpul.incentives.actions import cost_reports
from simpul.incentives.actions.classifying import classify_again
from simpul.incentives.actions.report_reading import read_report
from simpul.incentives.models import Case, CostReport, Fund
from simpul.incentives.report.reckoning import synthetic
from simpul.productions.models import Production

_NUMBERS = itertools.count(1)
HEAD = "date;acct;vendor;payee type;npwp;doc no;description;amount\n"


def case_of(company: Any, producer: Any, officer: Any, state: str = "provisional") -> Case:
    """A case with its certificate, straight into its table: money is not what is tested here."""
    number = next(_NUMBERS)
    fund, _new = Fund.objects.get_or_create(
        code="dana-laporan",
        defaults={
            "city_code": "jakarta",
            "names": {"id": "Dana uji", "en": "Test fund"},
            "scheme_family": "uji",
            "currency": "IDR",
            "opens_on": dt.date(2026, 1, 1),
            "closes_on": dt.date(2028, 1, 1),
            "rehearsal": True,
            "state_since": timezone.now(),
            "created_by": producer.user,
        },
    )
    production = Production.objects.create(
        company=company, title=f"Judul {number}", kind="feature", created_by=producer.user
    )
    return Case.objects.create(
        fund=fund,
        production=production,
        company=company,
        currency="IDR",
        scheme_id="uji-2026",
        state=state,
        reference=f"LAP-26-{number:06d}",
        submitted_at=timezone.now(),
        declaration_at=timezone.now(),
        asked=Decimal(1000),
        officer=officer.user,
        report_due=dt.date(2028, 1, 1),
        window_from=dt.date(2026, 1, 1),
        window_to=dt.date(2026, 12, 31),
        created_by=producer.user,
    )


def ledger(text: str | bytes, name: str = "buku.csv") -> SimpleUploadedFile:
    """A file as a browser sends it."""
    content = text.encode() if isinstance(text, str) else text
    return SimpleUploadedFile(name, content, content_type="text/csv")


def uploaded(actor: Any, case: Case, text: str | bytes, **more: Any) -> CostReport:
    """Uploaded and read, as the job does it."""
    report = cost_reports.upload(
        actor=actor,
        case_id=case.pk,
        upload=ledger(text),
        layout=more.pop("layout", {}),
        totals=more.pop("totals", {}),
    )
    read_report(report_id=report.pk)
    report.refresh_from_db()
    return report


def reworked(report: CostReport) -> CostReport:
    """What was said worked into the lines, as the job does it."""
    report.refresh_from_db()
    assert report.renewing_at is not None
    classify_again(report_id=report.pk, asked=report.renewing_at.isoformat())
    report.refresh_from_db()
    return report


def made(lines: int = 400, seed: int = 11) -> tuple[str, dict[str, list[str]]]:
    """A made-up ledger as CSV, and where its faults are."""
    found = synthetic.make(lines, seed)
    return found.frame.write_csv(), found.planted
