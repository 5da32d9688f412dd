"""The frozen content of a certificate: plain JSON from which paper and check page are drawn.

Codes stay codes; texts of pack and scheme keep every language they have, as they stood. A rehearsal
(a scheme that is only proposed) is frozen with it, so that no later page can forget to say so.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils import timezone

from simpul.city.queries import city_book
from simpul.incentives.models import Award, Case
from simpul.incentives.wording import figure_plain

SCHEMA = 1
MOST_TOKEN_PAYLOAD = 400
"""Bytes of JSON, as for permits: with header and signature a QR code that a phone reads."""


def frozen(
    *,
    case: Case,
    award: Award,
    scheme: Mapping[str, Any],
    number: str,
    code: str,
    valid_to: dt.date | None,
    now: dt.datetime,
) -> dict[str, Any]:
    """Everything the paper says. `scheme`: id, names, authority, status, discretionary, sources."""
    return {
        "schema": SCHEMA,
        "kind": award.kind,
        "number": number,
        "code": code,
        "rehearsal": case.fund.rehearsal,
        "demonstration": settings.DEMO,
        "city": _city(),
        "fund": {"code": case.fund.code, "names": case.fund.names},
        "scheme": dict(scheme),
        "case": {"id": str(case.pk), "reference": case.reference},
        "production": {"title": case.production.title, "kind": case.production.kind},
        "company": {"name": case.company.name, "registration_no": case.company.registration_no},
        "confidential": case.production.confidential,
        "amount": figure_plain(award.amount),
        "currency": award.currency,
        "steps": _steps(award.quote),
        "parts": award.parts,
        "limits": award.quote.get("limits"),
        "window": {"from": _iso(case.window_from), "to": _iso(case.window_to)},
        "report_due": _iso(case.report_due if award.kind == "provisional" else None),
        "report": _report(award),
        "figures": [
            {
                "key": row.key,
                "accepted": figure_plain(row.accepted),
                "evidence": row.evidence,
            }
            for row in case.reconciled.all()
        ]
        if award.kind == "final"
        else [],
        "reason": award.reason,
        "proposed_by": award.proposed_by.get_full_name(),
        "approved_by": award.decided_by.get_full_name() if award.decided_by else "",
        "approved_at": timezone.localtime(award.decided_at).isoformat() if award.decided_at else "",
        "issued_at": timezone.localtime(now).isoformat(),
        "valid_to": _iso(valid_to),
    }


def _city() -> dict[str, Any]:
    book = city_book()
    settings_ = book.settings
    agency = book.authorities.get(settings_.lead_agency)
    return {
        "code": settings_.code,
        "names": dict(settings_.official_names),
        "agency": dict(agency.names) if agency else {"id": settings_.lead_agency},
    }


def _iso(day: dt.date | None) -> str:
    return day.isoformat() if day else ""


def _steps(quote: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The way from costs to money, as the award's quote has it."""
    kept = ("id", "label", "value", "unit", "cut", "clause")
    return [{key: step.get(key, "") for key in kept} for step in quote.get("steps", ())]


def _report(award: Award) -> dict[str, str]:
    """Which audited cost report the amount rests on."""
    return {"sha256": award.report_sha256} if award.report_sha256 else {}


def payload(contents: Mapping[str, Any]) -> dict[str, Any]:
    """What the printed code carries: as much as fits, never the title of a secret production.

    n number, c short code, k kind, a amount, u currency, v last day, x 1 for a rehearsal,
    t title, w company.
    """
    small: dict[str, Any] = {
        "n": contents["number"],
        "c": contents["code"],
        "k": contents["kind"],
        "a": contents["amount"],
        "u": contents["currency"],
    }
    if contents["valid_to"]:
        small["v"] = contents["valid_to"]
    if contents["rehearsal"]:
        small["x"] = 1
    if not contents["confidential"]:
        named = {
            **small,
            "t": contents["production"]["title"][:40],
            "w": contents["company"]["name"][:40],
        }
        if len(json.dumps(named, ensure_ascii=False).encode()) <= MOST_TOKEN_PAYLOAD:
            return named
    return small
