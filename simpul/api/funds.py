"""Funds with their public balances; a case for who may see it; certificates by their code."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Router, Schema

from simpul.api.errors import REFUSALS, guarded
from simpul.incentives import ledger
from simpul.incentives.case import story
from simpul.incentives.certificates.public import public_view
from simpul.incentives.fund.balance import Public, public_rows
from simpul.incentives.models import Fund
from simpul.incentives.models.ledger import CASE_ACCOUNTS
from simpul.incentives.queries import (
    cases_visible_to,
    certificate_by_code,
    with_case_details,
)
from simpul.kit.actors import PUBLIC
from simpul.kit.outcomes import NotVisible
from simpul.web.formats import pick_text

router = Router()
_CODE = re.compile(r"[-a-zA-Z0-9_]{1,60}")


class FundOut(Schema):
    """A fund at this moment; amounts as text, exact, in `currency`. Totals only, no names.

    `standing`: planned, open, spent (requests wait) or closed. `rehearsal`: the scheme is only a
    proposal and nothing here is public money. appropriated = available + reserved + committed +
    final + paid + lapsed + carried; `released`: what cases gave back, ever.
    """

    code: str
    name: str
    scheme_family: str
    currency: str
    rehearsal: bool
    standing: str
    opens_on: dt.date
    closes_on: dt.date
    appropriated: str
    available: str
    reserved: str
    committed: str
    final: str
    paid: str
    lapsed: str
    carried: str
    released: str
    waiting: int
    awarded: int


class StepOut(Schema):
    """What happens next, who has it, until when."""

    title: str
    who: str
    until: dt.date | None


class CaseOut(Schema):
    """A case for its company and the incentive desk; everybody else gets 404."""

    id: uuid.UUID
    reference: str
    state: str
    fund: str
    production: str
    company: str
    currency: str
    asked: str
    reserved: str
    committed: str
    final: str
    paid: str
    report_due: dt.date | None
    rehearsal: bool
    next: StepOut


class CertificateOut(Schema):
    """A certificate as everybody with its code may see it. `state`: valid, expired, replaced,
    lapsed or revoked; title and company are empty while the production is confidential."""

    state: str
    kind: str
    number: str
    code: str
    amount: str
    currency: str
    title: str
    company: str
    scheme: str
    fund_code: str
    valid_to: str
    sha256: str
    rehearsal: bool
    demonstration: bool


@router.get(
    "/funds",
    response={200: list[FundOut], **REFUSALS},
    summary=gettext_noop("Funds with their public balance"),
    operation_id="funds",
)
@guarded("funds", asks=Schema, limit=60)
def funds(request: HttpRequest) -> Any:
    """Newest first."""
    return 200, [
        _fund(row) for row in public_rows(list(Fund.objects.order_by("-opens_on", "code")))
    ]


@router.get(
    "/funds/{code}",
    response={200: FundOut, **REFUSALS},
    summary=gettext_noop("The public balance of one fund"),
    operation_id="fund",
)
@guarded("funds", asks=Schema, limit=60)
def fund(request: HttpRequest, code: str) -> Any:
    """404 for a code that no fund has."""
    known = _CODE.fullmatch(code)
    found = Fund.objects.filter(code=code).first() if known else None
    if found is None:
        raise NotVisible(_("There is no such fund."))
    return 200, _fund(public_rows([found])[0])


@router.get(
    "/incentive-cases/{case_id}",
    response={200: CaseOut, **REFUSALS},
    summary=gettext_noop("A request for an incentive, for who may see it"),
    operation_id="incentive_case",
)
@guarded("incentive_cases", asks=Schema, limit=60)
def incentive_case(request: HttpRequest, case_id: uuid.UUID) -> Any:
    """Needs the session of somebody of the company or the desk; 404 for everybody else."""
    actor = getattr(request, "actor", PUBLIC)
    case = with_case_details(cases_visible_to(actor)).filter(pk=case_id).first()
    if case is None:
        raise NotVisible(_("There is no such request."))
    money = ledger.case_money(case.pk)
    step = story.next_step(case, own=False)
    return 200, {
        "id": case.pk,
        "reference": case.reference or "",
        "state": case.state,
        "fund": case.fund.code,
        "production": case.production.title,
        "company": case.company.name,
        "currency": case.currency,
        "asked": _text(case.asked or Decimal(0)),
        **{name: _text(getattr(money, name)) for name in CASE_ACCOUNTS},
        "report_due": case.report_due,
        "rehearsal": case.fund.rehearsal,
        "next": {"title": step.title, "who": step.who, "until": step.until},
    }


@router.get(
    "/certificates/{code}",
    response={200: CertificateOut, **REFUSALS},
    summary=gettext_noop("Check a certificate by its code"),
    operation_id="certificate",
)
@guarded("certificates", asks=Schema, limit=60)
def certificate(request: HttpRequest, code: str) -> Any:
    """404 for a code that no certificate has."""
    found = certificate_by_code(code)
    if found is None:
        raise NotVisible(_("We know no certificate with this code."))
    return 200, public_view(found)


def _fund(row: Public) -> dict[str, Any]:
    one, money = row.fund, row.balance
    names = (
        "appropriated",
        "available",
        "reserved",
        "committed",
        "final",
        "paid",
        "lapsed",
        "carried",
        "released",
    )
    return {
        "code": one.code,
        "name": pick_text(one.names),
        "scheme_family": one.scheme_family,
        "currency": one.currency,
        "rehearsal": one.rehearsal,
        "standing": row.standing,
        "opens_on": one.opens_on,
        "closes_on": one.closes_on,
        **{name: _text(getattr(money, name)) for name in names},
        "waiting": row.waiting,
        "awarded": row.awarded,
    }


def _text(amount: Decimal) -> str:
    """An exact amount without needless noughts."""
    return f"{amount.normalize():f}"
