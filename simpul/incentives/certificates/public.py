"""What anybody who has the code may read of a certificate; names only when not secret."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from simpul.incentives.certificates import sheet
from simpul.incentives.certificates.verdicts import verdict_of
from simpul.incentives.models import Case, Certificate
from simpul.kit.references import show_code
from simpul.papers import tokens
from simpul.permits.issuing.verdicts import Verdict
from simpul.web.formats import day_words, moment_words
from simpul.web.formats import pick_text as pick

TOKEN_USE = "certificate"  # noqa: S105 - the use of a token, no secret


def state_of(certificate: Certificate) -> str:
    """valid, expired (its last day has passed), replaced, lapsed or revoked."""
    if certificate.state == Certificate.State.VALID and _is_over(certificate):
        return "expired"
    return str(certificate.state)


def _is_over(certificate: Certificate) -> bool:
    """A report that came in time keeps the certificate alive until the audit has ended."""
    if certificate.valid_to is None or certificate.case.state in (
        Case.State.REPORTED,
        Case.State.AUDIT,
    ):
        return False
    last = max(certificate.valid_to, certificate.case.report_due or certificate.valid_to)
    return last < timezone.localdate()


def verdict(certificate: Certificate) -> Verdict:
    """The large word for its state; a rehearsal is never simply valid."""
    return verdict_of(state_of(certificate), rehearsal=certificate.rehearsal)


def public_view(certificate: Certificate) -> dict[str, Any]:
    """The whole public answer in the active language; the same for page and API."""
    contents = certificate.contents
    secret = is_secret(certificate)
    return {
        "state": state_of(certificate),
        "kind": certificate.kind,
        "kind_name": sheet.title(contents),
        "number": certificate.number,
        "code": show_code(certificate.short_code),
        "amount": contents["amount"],
        "currency": contents["currency"],
        "amount_words": sheet.amount(contents),
        "title": "" if secret else contents["production"]["title"],
        "company": "" if secret else contents["company"]["name"],
        "secret": secret,
        "rehearsal": certificate.rehearsal,
        "demonstration": contents["demonstration"],
        "warnings": sheet.warnings(contents),
        "scheme": pick(contents["scheme"]["names"]),
        "fund": pick(contents["fund"]["names"]),
        "fund_code": contents["fund"]["code"],
        "agency": pick(contents["city"]["agency"]),
        "issued": moment_words(certificate.issued_at),
        "valid_to": contents["valid_to"],
        "valid_to_words": day_words(contents["valid_to"], "long") if contents["valid_to"] else "",
        "since": moment_words(certificate.state_changed_at) if certificate.state_changed_at else "",
        "sha256": certificate.document_sha256,
    }


def is_secret(certificate: Certificate) -> bool:
    """Title and company stay hidden: asked for when signed or since, and no embargo has ended."""
    production = certificate.case.production
    until = production.embargo_until
    if until is not None and timezone.localdate() >= until:
        return False
    return bool(certificate.contents["confidential"] or production.confidential)


def genuine(certificate: Certificate, token: str) -> bool | None:
    """Does the code on a paper say what we signed? None when no token came along."""
    if not token:
        return None
    try:
        read = tokens.read(token, use=TOKEN_USE)
    except tokens.InvalidToken:
        return False
    return read.get("c") == certificate.short_code and read.get("n") == certificate.number
