"""Funds with money, and cases at every stage of their way."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from simpul.incentives import ledger
from simpul.incentives.actions import (
    auditing,
    awards,
    cost_reports,
    drafts,
    funds,
    reconciling,
    report_reading,
    review,
)
from simpul.incentives.models import Award, Case, Fund, SchemeVersion
from simpul.incentives.scheme.reading import read_scheme
from simpul.kit.actors import system_actor
from simpul.productions.models import Production

OPENS, CLOSES = dt.date(2026, 1, 1), dt.date(2027, 1, 1)
NOW = dt.datetime(2026, 11, 2, 9, 0, tzinfo=timezone.get_fixed_timezone(7 * 60))


@pytest.fixture
def make_fund(kartika: Any, lina: Any) -> Callable[..., Fund]:
    """A fund with money confirmed by two people: `make_fund(1_000)`."""

    def make(amount: int = 1_000_000_000, *, code: str = "dana", **values: Any) -> Fund:
        fund = funds.create_fund(
            actor=kartika.actor,
            code=code,
            city_code="jakarta",
            names={"id": "Dana uji", "en": "Test fund"},
            **{
                "scheme_family": "uji",
                "currency": "IDR",
                "opens_on": OPENS,
                "closes_on": CLOSES,
                "rehearsal": True,
                "now": NOW,
                **values,
            },
        )
        if amount:
            one = funds.propose_appropriation(
                actor=kartika.actor, fund_id=fund.pk, amount=str(amount), basis="APBD 2026", now=NOW
            )
            funds.decide_appropriation(
                actor=lina.actor, appropriation_id=one.pk, approve=True, now=NOW
            )
        fund.refresh_from_db()
        return fund

    return make


@pytest.fixture
def bare_case(ani: Any, company: Any, indra: Any) -> Callable[..., Case]:
    """A case in review, written straight into its table: what the ledger needs, nothing else."""
    numbers = itertools.count(1)

    def make(fund: Fund, asked: int = 1_000, state: str = "review") -> Case:
        number = next(numbers)
        production = Production.objects.create(
            company=company, title=f"Judul {number}", kind="feature", created_by=ani.user
        )
        return Case.objects.create(
            fund=fund,
            production=production,
            company=company,
            currency="IDR",
            scheme_id="uji-2026",
            state=state,
            reference=f"UJI-26-{number:06d}",
            submitted_at=NOW + dt.timedelta(minutes=number),
            declaration_at=NOW,
            asked=Decimal(asked),
            officer=indra.user,
            report_due=CLOSES,
            created_by=ani.user,
        )

    return make


@pytest.fixture
def bare_award(indra: Any, kartika: Any) -> Callable[..., Award]:
    """An award that two people decided, written straight into its table."""

    def make(
        case: Case, amount: int, kind: str = "provisional", parts: tuple[int, ...] = ()
    ) -> Award:
        return Award.objects.create(
            parts=[{"label": {"id": "Bagian"}, "amount": str(part)} for part in parts],
            case=case,
            kind=kind,
            state="approved",
            amount=Decimal(amount),
            currency="IDR",
            scheme_id="uji-2026",
            report_sha256="a" * 64 if kind == "final" else "",
            proposed_by=indra.user,
            proposed_at=NOW,
            decided_by=kartika.user,
            decided_at=NOW,
        )

    return make


@pytest.fixture
def to_be_paid(make_fund: Any, bare_case: Any, bare_award: Any) -> Callable[[], Case]:
    """A case with a final award of 800 in parts of 480 and 320, written straight into tables."""

    def make() -> Case:
        fund = make_fund(5_000)
        case: Case = bare_case(fund, state="certified")
        first, final = bare_award(case, 1_200), bare_award(case, 800, "final", (480, 320))
        for kind, amount, about in (
            ("reserve", 1_200, {"award": first}),
            ("commit", 1_200, {}),
            ("certify", 800, {"award": final}),
            ("release", 400, {"source": "committed"}),
        ):
            ledger.book(
                actor=system_actor("test"),
                fund=fund,
                kind=kind,
                amount=Decimal(amount),
                case=case,
                **about,
            )
        return case

    return make


# --- the way of a real case ------------------------------------------------------------------

ANSWERS = {
    "cast_spend": "1000000000",
    "crew_spend": "2500000000",
    "goods_spend": "1500000000",
    "lodging_spend": "500000000",
    "post_spend": "500000000",
    "overhead_spend": "0",
}
"""Rp6,000,000,000; nothing reaches a cap: a fifth of it is Rp1,200,000,000."""

GIVEN = Decimal(1_200_000_000)


@pytest.fixture
def scenario(jakarta: Any, make_fund: Any) -> Fund:
    """Rp5,000,000,000 for Jakarta's scenario, a rehearsal."""
    today = timezone.localdate()
    fund: Fund = make_fund(
        5_000_000_000,
        code="jakarta-uji",
        scheme_family="id-jakarta-rebate-scenario",
        opens_on=today - dt.timedelta(days=30),
        closes_on=today + dt.timedelta(days=300),
        now=timezone.now(),
    )
    return fund


@pytest.fixture
def production(ani: Any, company: Any) -> Callable[..., Production]:
    """A title of Ani's company."""

    def make(title: str = "Senja di Menteng", **values: Any) -> Production:
        return Production.objects.create(
            company=company, title=title, kind="feature", created_by=ani.user, **values
        )

    return make


@pytest.fixture
def draft(scenario: Fund, production: Any, ani: Any) -> Callable[..., Case]:
    """A finished draft: `draft()`; `facts` replaces answers, `digest` the scheme's text."""

    def make(
        title: str = "Senja di Menteng",
        fund: Fund | None = None,
        digest: str = "",
        **facts: str,
    ) -> Case:
        actor = ani.actor
        case = drafts.start_case(
            actor=actor, fund_id=(fund or scenario).pk, production_id=production(title).pk
        )
        if digest:
            Case.objects.filter(pk=case.pk).update(scheme_digest=digest)
        answers = {**ANSWERS, **facts}
        case = drafts.save_answers(
            actor=actor, case_id=case.pk, version=case.version, answers=answers
        )
        today = timezone.localdate()
        case = drafts.save_window(
            actor=actor,
            case_id=case.pk,
            version=case.version,
            window_from=today,
            window_to=today + dt.timedelta(days=90),
        )
        return drafts.save_declared(
            actor=actor,
            case_id=case.pk,
            version=case.version,
            declared={"shoot_days": "20", "local_hires": "40", "trainee_days": "0"},
        )

    return make


@pytest.fixture
def sent(draft: Any, ani: Any) -> Callable[..., Case]:
    """A request on its way."""

    def make(*args: Any, **values: Any) -> Case:
        return drafts.submit(actor=ani.actor, case_id=draft(*args, **values).pk, agreed=True)

    return make


@pytest.fixture
def reviewed(sent: Any, indra: Any) -> Callable[..., Case]:
    """Taken by Indra."""

    def make(*args: Any, **values: Any) -> Case:
        return review.take_case(actor=indra.actor, case_id=sent(*args, **values).pk)

    return make


@pytest.fixture
def awarded(reviewed: Any, indra: Any, kartika: Any) -> Callable[..., Case]:
    """Indra proposed, Kartika approved: a provisional certificate, or a place in the queue."""

    def make(*args: Any, **values: Any) -> Case:
        case = reviewed(*args, **values)
        award = awards.propose_award(actor=indra.actor, case_id=case.pk)
        awards.decide_award(actor=kartika.actor, award_id=award.pk, approve=True)
        case.refresh_from_db()
        return case

    return make


LEDGER_HEAD = (
    "row_id,txn_date,acct,vendor_id,vendor,payee_type,residency,tax_id,doc_no,desc,place,"
    "currency,amount_local,related_party"
)


def ledger_file(day: dt.date, amounts: dict[str, int]) -> bytes:
    """A cost report with one line for each account: `{"2001": 2_000_000_000}`."""
    rows = [
        f"{number},{day.isoformat()},{account},V{number},PT Pemasok {number},company,resident,"
        f"01.234.567.8-{number:03d}.000,INV-{number},Belanja {number},ID-JK,IDR,{amount},no"
        for number, (account, amount) in enumerate(amounts.items(), start=1)
    ]
    return "\n".join([LEDGER_HEAD, *rows, ""]).encode()


SPENT = {
    "2001": 700_000_000,
    "2002": 700_000_000,
    "2003": 700_000_000,
    "3201": 1_400_000_123,
    "4001": 500_000_000,
}
"""Rp4,000,000,123 of crew (nobody above Rp750,000,000), goods and post: a fifth, rounded down, is
Rp800,000,024."""

CERTIFIED = Decimal(800_000_024)


@pytest.fixture
def reported(awarded: Any, ani: Any) -> Callable[..., Case]:
    """The cost report was uploaded, read and sent."""

    def make(*args: Any, amounts: dict[str, int] | None = None, **values: Any) -> Case:
        case = awarded(*args, **values)
        content = ledger_file(timezone.localdate(), amounts or SPENT)
        report = cost_reports.upload(
            actor=ani.actor,
            case_id=case.pk,
            upload=SimpleUploadedFile("laporan.csv", content),
            layout={},
            totals={},
        )
        report_reading.read_report(report_id=report.pk)
        report.refresh_from_db()
        assert report.state == "ready", (report.questions, report.faults)
        cost_reports.send(actor=ani.actor, case_id=case.pk, number=report.number)
        case.refresh_from_db()
        return case

    return make


@pytest.fixture
def audited(reported: Any, joko: Any, indra: Any) -> Callable[..., Case]:
    """Joko examined it and cut nothing; Indra held the figures against the record."""

    def make(*args: Any, **values: Any) -> Case:
        case = reported(*args, **values)
        report = cost_reports.current(case)
        assert report is not None
        auditing.start(
            actor=joko.actor,
            case_id=case.pk,
            number=report.number,
            threshold=Decimal(10_000_000_000),
            size=0,
        )
        for finding in report.findings.filter(state="open"):
            auditing.decide(
                actor=joko.actor,
                case_id=case.pk,
                number=report.number,
                row=finding.row,
                verdict="accepted",
                reason="Diperiksa.",
            )
        auditing.finish(
            actor=joko.actor, case_id=case.pk, number=report.number, opinion="Sesuai bukti."
        )
        reconciling.reconcile(
            actor=indra.actor,
            case_id=case.pk,
            accepted={"shoot_days": "20", "local_hires": "40", "trainee_days": "0"},
            reasons=dict.fromkeys(("shoot_days", "local_hires", "trainee_days"), "Daftar hadir."),
        )
        case.refresh_from_db()
        return case

    return make


@pytest.fixture
def certified(audited: Any, indra: Any, kartika: Any) -> Callable[..., Case]:
    """A final certificate is signed."""

    def make(*args: Any, **values: Any) -> Case:
        case = audited(*args, **values)
        award = awards.propose_award(actor=indra.actor, case_id=case.pk)
        awards.decide_award(actor=kartika.actor, award_id=award.pk, approve=True)
        case.refresh_from_db()
        return case

    return make


@pytest.fixture
def variant(scenario: Fund) -> Callable[[str, str], str]:
    """The scenario with another text in one place, on record: `variant(old, new)`, its digest."""

    def make(old: str, new: str) -> str:
        row = SchemeVersion.objects.get(scheme_id="id-jakarta-rebate-scenario", recorded_to=None)
        assert row.text.count(old) == 1
        text = row.text.replace(old, new)
        SchemeVersion.objects.filter(pk=row.pk).update(recorded_to=timezone.now())
        row.pk, row.text, row.recorded_from = None, text, timezone.now()
        row.digest = read_scheme(text, row.file).digest
        row._state.adding = True
        row.save()
        return row.digest

    return make


@pytest.fixture
def on_account(variant: Callable[[str, str], str]) -> str:
    """The scenario with 60% when shooting has begun: its digest."""
    return variant('share = "60%"\n', 'share = "60%"\ndue = "photography"\n')
