"""Rows of a case in words, as its pages print them: money, figures, papers, payments, awards."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from simpul.incentives import wording
from simpul.incentives.actions.reconciling import Side
from simpul.incentives.case.permit_record import Figure
from simpul.incentives.case.schedule import schedule
from simpul.incentives.certificates import sheet
from simpul.incentives.ledger import CaseMoney
from simpul.incentives.models import Award, Case, Recovery
from simpul.kit.texts import pick
from simpul.web.formats import language


def money_rows(case: Case, money: CaseMoney) -> list[tuple[str, str]]:
    """What of the case's money stands where; nothing for a case that never had any."""
    return [
        (wording.name(wording.ACCOUNTS, account), wording.amount_words(amount, case.currency))
        for account in ("reserved", "committed", "final", "paid")
        if (amount := getattr(money, account))
    ]


def known_rows(known: Mapping[str, Figure]) -> list[dict[str, Any]]:
    """Figures as recorded, with where they come from."""
    return [
        {
            "label": wording.name(wording.FIGURES, key),
            "words": wording.figure_words(figure.value) if figure.value is not None else "–",
            "evidence": wording.name(wording.EVIDENCE, figure.evidence)
            if figure.value is not None
            else _("nothing recorded"),
            "sources": [source["reference"] for source in figure.sources],
        }
        for key, figure in known.items()
    ]


def side_rows(sides: list[Side]) -> list[dict[str, Any]]:
    """Declared beside recorded."""
    return [
        {
            "label": wording.name(wording.FIGURES, side.key),
            "declared": _or_dash(side.declared),
            "recorded": _or_dash(side.figure.value),
            "evidence": wording.name(wording.EVIDENCE, side.figure.evidence),
            "sources": [source["reference"] for source in side.figure.sources],
            "differs": side.differs,
        }
        for side in sides
    ]


def reconciled_rows(case: Case) -> list[dict[str, Any]]:
    """What was accepted at the audit."""
    return [
        {
            "label": wording.name(wording.FIGURES, row.key),
            "declared": _or_dash(row.declared),
            "recorded": _or_dash(row.recorded),
            "accepted": wording.figure_words(row.accepted),
            "evidence": wording.name(wording.EVIDENCE, row.evidence),
            "reason": row.reason,
        }
        for row in case.reconciled.all()
    ]


def certificate_rows(case: Case) -> list[dict[str, Any]]:
    """The case's papers, newest first."""
    return [
        {"row": row, "title": sheet.title(row.contents), "amount": sheet.amount(row.contents)}
        for row in case.certificates.all()
    ]


def payment_rows(case: Case) -> list[dict[str, Any]]:
    """The case's payments in their order."""
    return [
        {"row": row, "words": wording.amount_words(row.amount, row.currency)}
        for row in case.payments.all()
    ]


def schedule_rows(case: Case) -> list[dict[str, Any]]:
    """The parts of the money, with what each waits for."""
    return [
        {
            "label": one.label,
            "words": wording.amount_words(one.amount, case.currency),
            "due": wording.name(wording.DUES, one.due),
            "day": one.day,
            "state": one.state,
        }
        for one in schedule(case)
    ]


def recovery_rows(case: Case) -> list[dict[str, Any]]:
    """What is asked back of money paid on account, with what came (prefetched)."""

    def words(amount: Decimal) -> str:
        return wording.amount_words(amount, case.currency)

    rows = []
    for one in case.recoveries.all():
        receipts, waivers = list(one.receipts.all()), list(one.waivers.all())
        gone = sum((row.amount for row in receipts), Decimal(0))
        gone += sum((row.amount for row in waivers if row.approved), Decimal(0))
        rows.append(
            {
                "row": one,
                "amount": words(one.amount),
                "left": words(one.amount - gone),
                "why": wording.name(wording.CAUSES, one.cause),
                "late": one.state == Recovery.State.OPEN and one.due_on < timezone.localdate(),
                "receipts": [{"row": row, "words": words(row.amount)} for row in receipts],
                "waivers": [{"row": row, "words": words(row.amount)} for row in waivers],
                "open_waiver": next((row for row in waivers if row.decided_at is None), None),
            }
        )
    return rows


def award_row(award: Award) -> dict[str, Any]:
    """One award with its steps."""
    return {
        "row": award,
        "title": wording.name(wording.AWARDS, award.kind),
        "amount_words": wording.amount_words(award.amount, award.currency),
        "steps": quote_rows(award.quote, award.currency),
        "limits": wording.limits_words(award.quote, award.currency),
    }


def quote_rows(quote: Mapping[str, Any], currency: str) -> list[list[str]]:
    """Steps of a kept quote: words, result, cut, clause."""
    return [
        [
            pick(step["label"], language()),
            sheet.value_words(step["value"], step["unit"], currency),
            sheet.value_words(step["cut"], step["unit"], currency)
            if step["cut"] not in ("", "0")
            else "",
            step["clause"],
        ]
        for step in quote.get("steps", ())
    ]


def shared(case: Case) -> dict[str, Any]:
    """What both pages of a case show."""
    return {
        "asked": wording.amount_words(case.asked, case.currency) if case.asked else "",
        "certificates": certificate_rows(case),
        "payments": payment_rows(case),
        "schedule": schedule_rows(case),
        "recoveries": recovery_rows(case),
        "reconciled_rows": reconciled_rows(case),
        "steps_of_quote": quote_rows(case.quote, case.currency),
    }


def _or_dash(value: Decimal | None) -> str:
    return "–" if value is None else wording.figure_words(value)
