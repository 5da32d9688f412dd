"""From the quote to frozen lines and one bill per payee. Lines are only ever added."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils import timezone

from simpul.journal.actions import record
from simpul.kit.actors import Actor
from simpul.kit.references import case_reference
from simpul.permits import notify, queries
from simpul.permits.counters import next_number
from simpul.permits.models import Application, Bill, FeeLine, PlanRevision
from simpul.permits.planning import quote as quoting
from simpul.permits.planning.facts import PlanFacts
from simpul.permits.planning.plan import Plan

if TYPE_CHECKING:
    from simpul.city.book import CityBook


def freeze_fee_lines(
    *, application: Application, revision: PlanRevision, plan: Plan, book: CityBook
) -> list[FeeLine]:
    """Write the lines of this revision's quote: charges at first, differences afterwards.

    A rider, or a file that came back changed, adds what the law asks more (or gives back), and
    leaves every earlier line as it stands.
    """
    wanted = quoting.quote(PlanFacts(plan, book)).lines
    earlier = list(FeeLine.objects.filter(application_id__in=family(application)))
    if earlier:
        lines = quoting.difference_lines([_as_quoted(line) for line in earlier], wanted)
        kind = "difference"
    else:
        lines, kind = wanted, "charge"
    return FeeLine.objects.bulk_create(
        _as_stored(line, kind=kind, application=application, revision=revision) for line in lines
    )


def family(application: Application) -> list[uuid.UUID]:
    """This application and those whose permits it amends, newest first."""
    found = [application.pk]
    current = application
    while current.amends is not None:
        current = current.amends.application
        found.append(current.pk)
    return found


def _as_stored(
    line: quoting.FeeLine, *, kind: str, application: Application, revision: PlanRevision
) -> FeeLine:
    # One use can need two differences (taken back at the old tariff, charged at the new one).
    key = line.key if kind == "charge" else f"{line.key}@{line.unit_amount}"
    return FeeLine(
        application=application,
        revision=revision,
        kind=kind,
        key=key[:160],
        rule_id=line.rule_id,
        rule_version=application.rule_version,
        item=line.item,
        texts=dict(line.texts),
        law=list(line.law),
        source=line.source,
        payee=line.payee,
        spot_key=line.spot_key,
        day=line.day,
        day_type=line.day_type,
        quantity=Decimal(line.quantity),
        unit_amount=line.unit_amount,
        amount=line.amount.amount,
        currency=line.currency,
    )


def _as_quoted(line: FeeLine) -> quoting.FeeLine:
    return quoting.FeeLine(
        key=line.key.split("@")[0],
        rule_id=line.rule_id,
        version=line.rule_version_id,
        item=line.item,
        texts=line.texts,
        law=tuple(line.law),
        source=line.source,
        status="",
        payee=line.payee,
        spot_key=line.spot_key,
        day=line.day or dt.date.min,
        day_type=line.day_type,
        day_index=0,
        per="",
        quantity=int(line.quantity),
        unit_amount=line.unit_amount,
        currency=line.currency,
    )


def open_bills_for(*, actor: Actor, application: Application) -> list[Bill]:
    """One open bill for each payee who is owed something now; the others' bills are cancelled.

    A bill that still says what is owed stays as it is, with its reference.
    """
    accounts = queries.balance_of(application).accounts
    standing = {bill.payee: bill for bill in application.bills.filter(state="open")}
    bills = []
    for payee in sorted({*accounts, *standing}):
        due = accounts[payee].left if payee in accounts else Decimal(0)
        bill = standing.get(payee)
        if bill is not None and bill.amount != due:
            Bill.objects.filter(pk=bill.pk).update(state="cancelled")
            bill = None
        if bill is None and due > 0:
            bill = _open_bill(actor, application, payee, due)
        if bill is not None:
            bills.append(bill)
    return bills


def _open_bill(actor: Actor, application: Application, payee: str, due: Decimal) -> Bill:
    year = timezone.localdate().year
    bill = Bill.objects.create(
        application=application,
        payee=payee,
        reference=case_reference("TGH", year, next_number("TGH", year)),
        amount=due,
        currency=_currency(application.fee_lines.all()),
    )
    record(
        actor=actor,
        verb="fee.bill_opened",
        subject=application.subject,
        data={
            "bill": bill.reference,
            "authority": payee,
            "amount": str(due),
            "currency": bill.currency,
        },
    )
    notify.bill_opened(bill)
    return bill


def renew_open_bills(*, actor: Actor, application: Application) -> None:
    """After a waiver: bills that ask for too much give way to bills over what is still due."""
    if application.bills.filter(state="open").exists():
        open_bills_for(actor=actor, application=application)


def cancel_open_bills(application: Application) -> None:
    """The case has ended: nothing is asked for any more, and no payment finds these bills."""
    application.bills.filter(state="open").update(state="cancelled")


def _currency(lines: Iterable[FeeLine]) -> str:
    return next((line.currency for line in lines), "IDR")
